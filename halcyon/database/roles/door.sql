-- What the internet may do. This screen is all of it: call seven functions of the letterbox, read the noticeboard.
-- The door cannot read an envelope, a mailbox that its caller has no words for, a contact, a child, or a name.

alter role halcyon_door login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls connection limit 40;
alter role halcyon_door set statement_timeout = '5s';
alter role halcyon_door set transaction_timeout = '10s';
alter role halcyon_door set idle_in_transaction_session_timeout = '10s';
alter role halcyon_door set search_path = pg_catalog;

revoke all on all tables    in schema letterbox, noticeboard from halcyon_door;
revoke all on all functions in schema letterbox, noticeboard from halcyon_door;
revoke all on schema letterbox, noticeboard from halcyon_door;
grant usage on schema letterbox, noticeboard to halcyon_door;

-- 1 drop: put a sealed telling in, with the mailbox its words open.
grant execute on function letterbox.drop(bytea, timestamptz, date, uuid, text, integer, bytea, uuid, bytea, bytea, bytea)
    to halcyon_door;
-- 2 attempt: may one more set of words be tried now? The limit of the whole site.
grant execute on function letterbox.attempt() to halcyon_door;
-- 3 mailbox_read: the sealed messages behind one locator.
grant execute on function letterbox.mailbox_read(bytea, date) to halcyon_door;
-- 4 mailbox_write: a sealed later message from whoever has the words.
grant execute on function letterbox.mailbox_write(bytea, bytea, timestamptz, date, uuid, integer, bytea) to halcyon_door;
-- 5 mailbox_rotate: new words; the old ones stop at once.
grant execute on function letterbox.mailbox_rotate(bytea, uuid, date, bytea, bytea) to halcyon_door;
-- 6 mailbox_empty: take away the messages that were shown.
grant execute on function letterbox.mailbox_empty(bytea, date, integer) to halcyon_door;
-- 7 mailbox_close: stop writing to me here.
grant execute on function letterbox.mailbox_close(bytea, date) to halcyon_door;

-- Everything the public may read anyway.
grant select (key, body) on noticeboard.notice to halcyon_door;
grant select on noticeboard.picture to halcyon_door;
