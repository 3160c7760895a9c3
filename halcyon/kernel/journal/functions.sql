-- The journal's own rules, re-applied whole. Law 2: its lines cannot be changed or removed.

create or replace function journal.unchangeable() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is only ever added to' using errcode = '42501';
end $$;

do $$
declare kept text;
begin
    foreach kept in array array['line', 'seal', 'checkpoint', 'term'] loop
        execute format('drop trigger if exists unchangeable on journal.%I', kept);
        execute format('create trigger unchangeable before update or delete or truncate on journal.%I '
                       'for each statement execute function journal.unchangeable()', kept);
        execute format('alter table journal.%I enable always trigger unchangeable', kept);
    end loop;
end $$;

-- Law 1: a change to a guarded table commits only beside a line that says so.
create or replace function journal.demand_line() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from journal.line where xid = pg_current_xact_id() and kind = 'change') then
        raise exception 'a change to % without a journal line', tg_table_name using errcode = '23514';
    end if;
    return null;
end $$;
revoke execute on function journal.demand_line() from public;

do $$
declare owned record;
begin
    execute 'alter schema journal owner to halcyon_journal';
    for owned in select format('%I.%I', n.nspname, c.relname) as name
                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'journal' and c.relkind = 'r' loop
        execute format('alter table %s owner to halcyon_journal', owned.name);
    end loop;
    execute 'alter function journal.demand_line() owner to halcyon_journal';
    execute 'alter function journal.unchangeable() owner to halcyon_journal';
end $$;

revoke all on all tables in schema journal from public, halcyon_desk, halcyon_worker, halcyon_door;
grant usage on schema journal to halcyon_desk, halcyon_worker;
grant insert (kind, event, actor_kind, actor, records, detail) on journal.line to halcyon_desk, halcyon_worker;
-- what was searched for, sealed: kept by the desk beside its line, read again only to be opened for an auditor
grant insert (search, actor, asks, sealed) on journal.term to halcyon_desk, halcyon_worker;
grant select on journal.term to halcyon_desk;
grant usage on schema journal to halcyon_search;
grant select (actor, at, asks) on journal.term to halcyon_search;
grant select on journal.line, journal.head, journal.seal, journal.checkpoint to halcyon_worker;
grant insert on journal.seal, journal.checkpoint to halcyon_worker;
grant insert, update on journal.head to halcyon_worker;
grant select on journal.event to halcyon_desk, halcyon_worker;
