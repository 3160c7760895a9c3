-- What every login could do merely by being connected, taken away (PUBLIC is everybody). The owner re-applies this first.
-- Not closable, and stated in docs/security.md: reading pg_class and pg_proc, advisory locks, LISTEN and NOTIFY.

do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to halcyon_door, halcyon_desk, halcyon_worker', current_database());
end $$;
revoke all on schema public from public;
-- Row security asks the functions of access: whoever works under it may enter, the door may not.
revoke all on schema access from public;
grant usage on schema access to halcyon_desk, halcyon_worker, halcyon_keeper, halcyon_search, halcyon_journal;

-- The rest belongs to the server's own role. Where the owner is not it (a database run by someone else), this says so.
do $$
declare
    v_right record;
    v_login text;
begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
        raise warning 'halcyon: ask the server''s administrator to revoke lo_*, pg_notify, the pg_stat views and plpgsql from PUBLIC, and to log no statement';
        return;
    end if;
    -- A failed statement carries a child's words: whatever this server logs of others, it logs none of ours.
    foreach v_login in array array['halcyon_door', 'halcyon_desk', 'halcyon_worker'] loop
        execute format('alter role %I set log_statement = %L', v_login, 'none');
        execute format('alter role %I set log_min_error_statement = %L', v_login, 'panic');
        execute format('alter role %I set log_error_verbosity = %L', v_login, 'terse');
        execute format('alter role %I set log_min_duration_statement = -1', v_login);
        execute format('alter role %I set log_min_duration_sample = -1', v_login);
        execute format('alter role %I set log_parameter_max_length = 0', v_login);
        execute format('alter role %I set log_parameter_max_length_on_error = 0', v_login);
    end loop;
    -- Large objects fill the disk.
    for v_right in
        select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'pg_catalog' and (p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite', 'pg_notify'))
    loop
        execute format('revoke all on function %s from public', v_right.signature);
    end loop;
    -- Who else is connected, and how many rows a table has (the number of contacts).
    for v_right in
        select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'pg_catalog' and c.relkind = 'v' and c.relname like 'pg\_stat%'
    loop
        execute format('revoke all on %s from public', v_right.name);
    end loop;
    -- DO blocks. The owners of our functions keep the language.
    revoke usage on language plpgsql from public;
end $$;
grant usage on language plpgsql to halcyon_letterbox, halcyon_keeper, halcyon_search, halcyon_journal;
