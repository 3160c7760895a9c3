-- The two laws and the copying of audiences, as they hold on every guarded table (design.md 3).
-- database/apply.py calls database.guard(table, sort, author) for each table that a model declares guarded:
--   record     the spine: its audience is computed by the keeper
--   part       has record_id: carries its record's audience
--   pair       a part that points at more than one record: seen by who sees every one of them
--   reference  every member at the desk may read it; changes obey law 1 all the same
-- Where an author is named, the table has a column `detail`: a row with one is read by the duties that read that detail,
-- by whoever the column of the author names (access/rules.py, decision 0030), and by whom that detail of that child was
-- shared with (decision 0035); `whose` names the column of the child.

create schema if not exists database;

drop function if exists database.guard(text, text);
drop function if exists database.guard(text, text, text);
create or replace function database.guard(guarded text, sort text, author text default '', whose text default 'record_id')
    returns void language plpgsql as $$
declare
    seen text := 'audience && (select access.current_principals())';
    mine text := case sort when 'record' then 'id' else 'record_id' end;
    desk_adds text := case when sort in ('part', 'pair')
                           then 'exists (select from public.access_record r where r.id = record_id)' else 'true' end;
    old record;
    pointer record;
begin
    if sort = 'reference' then
        seen := 'true';
    else
        seen := format('(%s or %I = any ((select access.granted_now())::uuid[]))', seen, mine);
        execute format('alter table public.%I add column if not exists audience integer[] not null default ''{}''', guarded);
    end if;
    if author <> '' then
        seen := format('%s and (detail = '''' or detail = any ((select access.current_details())::text[])'
                       ' or %I = any ((select access.current_principals())::integer[])'
                       ' or %I || '':'' || detail = any ((select access.granted_details())::text[]))', seen, author, whose);
    end if;
    if sort = 'pair' then
        for pointer in select a.attname as name from pg_constraint c
                         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                        where c.conrelid = format('public.%I', guarded)::regclass and c.contype = 'f'
                          and c.confrelid = 'public.access_record'::regclass and a.attname <> 'record_id'
                        order by a.attname loop
            seen := format('%s and exists (select from public.access_record r where r.id = %I)', seen, pointer.name);
            desk_adds := format('%s and exists (select from public.access_record r where r.id = %I)', desk_adds, pointer.name);
        end loop;
    end if;

    -- row-level security, for the owner too
    execute format('alter table public.%I enable row level security, force row level security', guarded);
    for old in select policyname from pg_policies where schemaname = 'public' and tablename = guarded loop
        execute format('drop policy %I on public.%I', old.policyname, guarded);
    end loop;
    execute format('create policy desk_sees on public.%I for select to halcyon_desk using (%s)', guarded, seen);
    execute format('create policy desk_adds on public.%I for insert to halcyon_desk with check (%s)', guarded, desk_adds);
    execute format('create policy desk_changes on public.%I for update to halcyon_desk using (%s) with check (%s)',
                   guarded, seen, seen);
    execute format('create policy worker_works on public.%I to halcyon_worker using (true) with check (true)', guarded);
    execute format('create policy keeper_keeps on public.%I to halcyon_keeper using (true) with check (true)', guarded);
    execute format('create policy search_counts on public.%I for select to halcyon_search using (true)', guarded);

    -- law 1: no change commits without a journal line
    execute format('drop trigger if exists law_1 on public.%I', guarded);
    execute format('create constraint trigger law_1 after insert or update or delete on public.%I '
                   'deferrable initially deferred for each row execute function journal.demand_line()', guarded);
    execute format('alter table public.%I enable always trigger law_1', guarded);

    -- audiences: computed on the spine, copied to the parts, written by nobody else
    execute format('drop trigger if exists keep_audience on public.%I', guarded);
    execute format('drop trigger if exists only_the_keeper on public.%I', guarded);
    execute format('drop trigger if exists spread_audience on public.%I', guarded);
    if sort = 'record' then
        execute format('create trigger keep_audience before insert or update of kind, lock, team, owner on public.%I '
                       'for each row execute function access.keep_audience()', guarded);
        execute format('create trigger spread_audience after update of audience, lock, team, owner on public.%I for each row '
                       'when (old.audience is distinct from new.audience) execute function access.spread_audience()', guarded);
    elsif sort in ('part', 'pair') then
        execute format('create trigger keep_audience before insert or update of record_id on public.%I '
                       'for each row execute function access.copy_audience()', guarded);
        execute format('grant select, update on public.%I to halcyon_keeper', guarded);
    end if;
    if sort <> 'reference' then
        execute format('create trigger only_the_keeper before update of audience on public.%I '
                       'for each row execute function access.only_the_keeper()', guarded);
    end if;
end $$;

-- Tables whose rows are never changed: obligation events, statements, messages.
create or replace function database.append_only(kept text) returns void language plpgsql as $$
begin
    execute format('drop trigger if exists append_only on public.%I', kept);
    execute format('create trigger append_only before update or delete on public.%I '
                   'for each row execute function access.append_only()', kept);
    execute format('alter table public.%I enable always trigger append_only', kept);
end $$;

drop trigger if exists share_what_one_reads on public.access_grant;
create trigger share_what_one_reads before insert on public.access_grant
    for each row when (new.detail <> '') execute function access.share_what_one_reads();
alter table public.access_grant enable always trigger share_what_one_reads;
drop trigger if exists follow_grant on public.access_grant;
create trigger follow_grant after insert or update on public.access_grant
    for each row execute function access.follow_grant();
