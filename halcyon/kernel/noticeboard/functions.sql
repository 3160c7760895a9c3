-- The noticeboard has no functions: only its rights, taken from everybody until a role file gives them.
revoke all on all tables in schema noticeboard from public;
revoke all on schema noticeboard from public;
