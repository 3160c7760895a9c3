-- What is searched, and by whom: one predicate on audience, inside functions of the search role, which return ids alone.
-- `@@` is not leakproof: under a policy it may not use its index (366-1,162 ms against 0.3-58 ms at a million rows).

grant select on public.search_entry, public.access_record to halcyon_search;
grant execute on function access.granted_now(), access.current_details(), access.answer_for(text, integer) to halcyon_search;

-- What was typed, as groups that must all hold; each group is a list of ways in which it may hold:
--   words  in the form that websearch_to_tsquery reads     any  lexemes of which one is enough, with * for "begins with"
--   all    lexemes that must all be there                  not  whether the group says what must not be there
create or replace function search.lexemes(given jsonb, joined text) returns tsquery
    language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(string_agg(case when key like '%*' then quote_literal(rtrim(key, '*')) || ':*'
                                    else quote_literal(key) end, joined), '')::tsquery
      from jsonb_array_elements_text(coalesce(given, '[]')) key
$$;

create or replace function search.query_of(typed jsonb) returns tsquery
    language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    whole tsquery := ''; part tsquery; way jsonb; required jsonb;
begin
    for required in select jsonb_array_elements(typed) loop
        part := '';
        for way in select jsonb_array_elements(required -> 'ways') loop
            part := part || websearch_to_tsquery('english', coalesce(way ->> 'words', ''))
                         || search.lexemes(way -> 'any', ' | ') || search.lexemes(way -> 'all', ' & ');
        end loop;
        continue when numnode(part) = 0;
        whole := whole && case when (required ->> 'not')::boolean then !!part else part end;
    end loop;
    return whole;
end $$;

-- The entries that match and that the acting member may see, the newest first, never more than the cap.
create or replace function search.find(
    wanted tsquery, sorts text[], by_agency integer, since timestamptz, until timestamptz, cap integer
) returns setof uuid
    language plpgsql stable rows 200 security definer set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan set jit = off as $$
begin
    return query
    select e.id from public.search_entry e
     where e.document @@ wanted
       and (e.audience && (select access.current_principals()) or e.record_id = any ((select access.granted_now())::uuid[]))
       and (e.detail = '' or e.detail = any ((select access.current_details())::text[])
            or e.kept_by = any ((select access.current_principals())::integer[]))
       and e.sort = any (sorts)
       and (by_agency is null or e.agency = by_agency)
       and (since is null or e.at >= since) and (until is null or e.at < until)
     order by e.at desc limit least(cap, 500);
end $$;

-- What the acting member may not see answers by its lock: 'ask' names whom to ask, for a whole name, number or reference
-- only; 'silent' answers nothing, and its owner learns who looked. Whoever asked too often is given no answer for an hour,
-- whatever there is; who looked is noted all the same.
create or replace function search.hidden(named tsquery, exactly tsquery, looker integer, an_hour integer)
    returns table (name text, agency text, too_often boolean)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan set jit = off as $$
declare
    me integer[] := access.current_principals();
    granted uuid[] := access.granted_now();
    often boolean;
    found record;
begin
    select count(*) > an_hour into often from journal.term t
     where t.actor = looker and t.asks and t.at > clock_timestamp() - interval '1 hour';
    for found in
        select distinct r.reference, r.lock
          from (select e.record_id from public.search_entry e
                 where e.document @@ named and not e.audience && me and e.record_id <> all (granted)
                 order by e.at desc limit 200) h
          join public.access_record r on r.id = h.record_id
         where r.lock = 'ask' and not often
        union all
        select distinct r.reference, r.lock
          from (select e.record_id from public.search_entry e
                 where e.document @@ exactly and not e.audience && me and e.record_id <> all (granted)
                 order by e.at desc limit 200) h
          join public.access_record r on r.id = h.record_id
         where r.lock = 'silent'
    loop
        select a.name, a.agency into hidden.name, hidden.agency
          from access.answer_for(found.reference, looker) a;
        if found.lock = 'ask' and hidden.name is not null then
            too_often := false;
            return next;
        end if;
    end loop;
    if often then
        name := null; agency := null; too_often := true;
        return next;
    end if;
end $$;

-- How many records that the acting member may see are not searched yet, counted up to 1,000.
create or replace function search.not_yet() returns integer
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select count(*)::integer from (
        select from search.waiting w join public.access_record r on r.id = w.record_id
         where r.audience && (select access.current_principals())
            or r.id = any ((select access.granted_now())::uuid[])
         limit 1000) counted
$$;

-- Building anew, for databases that are older than the search: every record waits, and is worked off in chunks.
create or replace function search.await_all(sorts text[]) returns integer
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with added as (insert into search.waiting (record_id) select id from public.access_record where kind = any (sorts)
                   on conflict do nothing returning 1)
    select count(*)::integer from added
$$;

-- Only kinds that the caller can read are taken: what nobody can read anew goes on being counted as not searched.
drop function if exists search.claim(integer);
create or replace function search.claim(many integer, sorts text[]) returns setof uuid
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    delete from search.waiting where record_id in
        (select w.record_id from search.waiting w join public.access_record r on r.id = w.record_id
          where r.kind = any (sorts) order by w.record_id for update of w skip locked limit many) returning record_id
$$;

do $$
declare made record;
begin
    execute 'alter schema search owner to halcyon_search';
    execute 'alter table search.waiting owner to halcyon_search';
    for made in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'search'::regnamespace loop
        execute format('alter function %s owner to halcyon_search', made.name);
        execute format('revoke execute on function %s from public', made.name);
    end loop;
end $$;
revoke all on all tables in schema search from public;
grant usage on schema search to halcyon_desk, halcyon_worker;
grant execute on function search.lexemes(jsonb, text), search.query_of(jsonb), search.not_yet(),
    search.find(tsquery, text[], integer, timestamptz, timestamptz, integer),
    search.hidden(tsquery, tsquery, integer, integer) to halcyon_desk;
grant execute on function search.await_all(text[]), search.claim(integer, text[]) to halcyon_worker;

-- A database that is older than the search begins with every record waiting.
do $$
begin
    set local role halcyon_search;
    if not exists (select from public.search_entry) then
        perform search.await_all(array(select distinct kind from public.access_record
                                        where kind not in ('ask', 'review', 'watch')));  -- they hold no words (kinds.py)
    end if;
    reset role;
end $$;
