-- What is searched, and by whom: one predicate on audience, inside functions of the search role, which return ids alone.
-- `@@` is not leakproof: under a policy it may not use its index (366-1,162 ms against 0.3-58 ms at a million rows).

grant select on public.search_entry, public.access_record to halcyon_search;
grant execute on function access.granted_now(), access.current_details(), access.granted_details(), access.answer_for(text[], integer) to halcyon_search;

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

-- The same, one query for each group: those that must hold, or those that must not.
create or replace function search.queries_of(typed jsonb, negated boolean) returns tsquery[]
    language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(search.query_of(jsonb_build_array(one - 'not')) order by place), '{}')
      from jsonb_array_elements(typed) with ordinality groups (one, place)
     where coalesce((one ->> 'not')::boolean, false) = negated
$$;

-- What each may see, for search.find alone: a policy says `audience && ...` and never meets this expression, so that no other
-- question reads it (an index of the audience itself made them slower: research, postgres 4).
create index if not exists search_by_who_sees on public.search_entry using gin ((audience || '{}'::integer[])) with (fastupdate = off);

-- How many entries the planner believes to hold this: near the truth for what is frequent, often too many for what is rare.
create or replace function search.reckoned(wanted tsquery) returns float
    language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare planned json;
begin
    execute 'explain (format json) select from public.search_entry e where e.document @@ $1' into planned using wanted;
    return (planned -> 0 -> 'Plan' ->> 'Plan Rows')::float;
end $$;

-- The same of what these principals may see.
create or replace function search.seen(me integer[]) returns float
    language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare planned json;
begin
    execute 'explain (format json) select from public.search_entry e where e.audience && $1' into planned using me;
    return (planned -> 0 -> 'Plan' ->> 'Plan Rows')::float;
end $$;

-- The records whose entries hold every wanted group and no unwanted one, and that the acting member may see: one for each
-- matching place, the newest first, never more than the cap. A group is looked for within one entry, so that a phrase
-- stays one; two groups may stand in two entries of a record. What the member may not read, as another duty's part of a
-- child's record, neither makes a record a hit nor keeps it from being one.
-- Three ways to the newest of what holds the words, by how many there are (decision 0057):
--   few          all of them, by the index of words, sorted
--   many         the newest stretch of time in which enough are expected, by both indexes; then longer and longer ones
--   very many    everything, one by one, from the newest on: nearly every entry holds them
-- and a fourth, by what the member may see (decision 0061): where that is so little that it is read with less, and where
-- the others have read as much as it would have cost, since what is newest is closed to them.
-- Words that stand apart in one record are looked for from the places of the seldomest of them; of many such, from the
-- newest alone, and then `apart` says since when.
-- What was typed reaches the statements as values alone. Principals are values too: the planner then knows how much of
-- everything the member sees, which it cannot know of a subquery.
drop function if exists search.find(tsquery, text[], integer, timestamptz, timestamptz, integer);
drop function if exists search.find(tsquery[], tsquery[], text[], integer, timestamptz, timestamptz, integer);
drop function if exists search.find(tsquery[], tsquery[], text[], integer, timestamptz, timestamptz, integer, integer);
create function search.find(
    wanted tsquery[], unwanted tsquery[], sorts text[], by_agency integer, since timestamptz, until timestamptz,
    cap integer, few integer, out records uuid[], out apart timestamptz
) language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set jit = off set enable_seqscan = off
    set enable_indexscan = on set work_mem = '32MB' set max_parallel_workers_per_gather = 0 as $$
declare
    unknown constant float := 0.006;  -- PostgreSQL guesses that half a hundredth hold what it does not know
    me integer[] := access.current_principals();
    granted uuid[] := access.granted_now();
    details text[] := access.current_details();
    shared text[] := access.granted_details();
    every tsquery[] := array(select one from unnest(wanted) one where numnode(one) > 0);
    others tsquery[] := array(select one from unnest(unwanted) one where numnode(one) > 0);
    most integer := least(cap, 500);
    together tsquery;
    readable constant text := '(%1$s.audience && $1 or %1$s.record_id = any ($2))'
        ' and (%1$s.detail = %2$L or %1$s.detail = any ($10) or %1$s.kept_by = any ($1)'
        ' or %1$s.record_id || '':'' || %1$s.detail = any ($11))';
    allowed constant text := readable || ' and %1$s.sort = any ($5) and ($6 is null or %1$s.agency = $6)'
        ' and ($7 is null or %1$s.at >= $7) and ($8 is null or %1$s.at < $8)';
    held text := format(allowed, 'e', '');
    newest constant text := ' order by e.at + interval ''0'' desc limit $9)';
    stretch constant text := ' and e.at >= $12 and e.at < $13';
    theirs constant text := ' and (e.audience || ''{}''::integer[] && $1 or e.record_id = any ($2))';
    kept constant text := 'with here as materialized (select e.record_id, e.at, e.audience, e.detail, e.kept_by, e.sort,'
        ' e.agency from public.search_entry e where e.document @@ $3[1] limit $12)'
        ' select array(select e.record_id from here e where ';
    asked constant text := 'select array(select e.record_id from public.search_entry e where e.document @@ $3[1] and ';
    walked constant text := 'select array(select e.record_id from (select * from public.search_entry w where'
        ' ($7 is null or w.at >= $7) and ($8 is null or w.at < $8) order by w.at desc limit $12) e where e.document @@ $3[1] and ';
    everything float;
    sees float;
    likely float;
    bound float;  -- entries that are read where the member's own are gone through, with what two indexes cost
    gone float := 0;
    little boolean;
    phrased boolean;  -- far fewer hold it than hold its words, and each of those is read
    step float;
    counted integer;
    upper timestamptz := coalesce(until, 'infinity');
    lower timestamptz;
    found uuid[];
    places uuid[];
    pieces uuid[];  -- the entry of each of these places: where two words are both in it, they were found together
    beside text := '';
begin
    records := '{}';
    if cardinality(every) = 0 then
        return;
    end if;
    select greatest(c.reltuples, 1) into everything from pg_class c where c.oid = 'public.search_entry'::regclass;
    for place in 1 .. cardinality(others) loop
        held := held || format(' and not exists (select from public.search_entry n where n.record_id = e.record_id'
                               ' and n.document @@ $4[%s] and ', place) || format(readable, 'n', '') || ')';
    end loop;
    together := every[1];
    for place in 2 .. cardinality(every) loop
        together := together && every[place];
    end loop;
    sees := least(search.seen(me) + cardinality(granted), everything);
    likely := search.reckoned(together);
    bound := search.of_theirs(likely, sees, everything);
    phrased := position('<' in together::text) > 0;
    counted := case when likely > few and phrased
                      or likely > greatest(few, unknown * (numnode(together) + 1) / 2 * everything) then likely end;
    if bound <= least(few, likely) / 2 then
        execute asked || held || theirs || newest
           into records using me, granted, array[together], others, sorts, by_agency, since, until, most, details, shared;
        counted := 0;
    elsif counted is null then
        execute kept || held || newest || ', (select count(*) from here)'
           into records, counted
          using me, granted, array[together], others, sorts, by_agency, since, until, most, details, shared, few + 1;
        records := case when counted > few then '{}' else records end;
    elsif likely ^ 2 > 4000 * everything and bound * likely * sees > most * everything ^ 2
          and not phrased then
        execute walked || held || ' limit $9)'
           into records using me, granted, array[together], others, sorts, by_agency, since, until, most, details, shared,
                              (2 * bound)::bigint;
        counted := case when cardinality(records) < most and 2 * bound < everything then likely else 0 end;
        gone := bound;
    end if;
    if counted > few then
        step := case when phrased then 40 else 3 end * most * everything / greatest(likely * greatest(sees / everything, 0.3), few);
        upper := coalesce(until, 'infinity');
        records := '{}';
        perform set_config('enable_indexscan', 'off', true);
        loop
            gone := gone + (step + likely) / 40 + step * likely / everything;
            if gone > bound then
                execute asked || held || theirs || newest
                   into records using me, granted, array[together], others, sorts, by_agency, since, until, most, details, shared;
                exit;
            end if;
            lower := search.back(upper, step, everything);
            execute asked || held || stretch || newest
               into found using me, granted, array[together], others, sorts, by_agency, since, until,
                                most - cardinality(records), details, shared, lower, upper;
            records := records || found;
            exit when cardinality(records) >= most or lower <= coalesce(since, '-infinity');
            upper := lower;
            step := step * least(8, 1.5 * (most - cardinality(records)) / greatest(cardinality(found), 1));
        end loop;
        perform set_config('enable_indexscan', 'on', true);
    end if;
    if cardinality(every) > 1 and cardinality(records) < most then
        select array_agg(one order by search.reckoned(one)) into every from unnest(every) one;
        likely := search.reckoned(every[1]);
        upper := coalesce(until, 'infinity');
        little := search.of_theirs(likely, sees, everything) <= 4 * few and sees < 40 * likely * (1 - sees / everything);
        lower := case when likely > greatest(few, unknown * (numnode(every[1]) + 1) / 2 * everything) and not little
                      then search.back(upper, 2 * few * everything / likely, everything) else '-infinity' end;
        perform set_config('enable_indexscan', 'off', true);
        execute 'select array_agg(record_id order by at desc), array_agg(id order by at desc), min(at), count(*)'
                ' from (select e.record_id, e.id, e.at from public.search_entry e where e.document @@ $3[1] and ' || held || stretch
                || case when little then theirs else '' end
                || ' order by e.at + interval ''0'' desc limit $9) places'
           into places, pieces, apart, counted
          using me, granted, every, others, sorts, by_agency, since, until, few, details, shared, lower, upper;
        perform set_config('enable_indexscan', 'on', true);
        apart := case when counted >= few then apart else nullif(lower, '-infinity') end;
        for place in 2 .. cardinality(every) loop
            beside := beside || format(' and exists (select from public.search_entry o where o.record_id = e.record_id'
                                       ' and o.document @@ $3[%s] and ', place) || format(allowed, 'o', '')
                             || case cardinality(every) when 2 then ' and o.id <> e.id)' else ')' end;
        end loop;
        execute 'select array(select e.record_id from unnest($12, $13) with ordinality e (record_id, id, line) where true '
                || beside || ' order by e.line limit $9)'
           into found using me, granted, every, others, sorts, by_agency, since, until, most, details, shared, places, pieces;
        records := array(select distinct unnest(records || found));
    end if;
end $$;

-- What it costs, in entries that are read, to go through those that a member may see and that hold what so many hold.
create or replace function search.of_theirs(likely float, sees float, everything float) returns float
    language sql immutable set search_path = pg_catalog, pg_temp as $$
    select least(sees, likely * sees / everything + (likely + sees) / 40)
$$;

-- The moment so many entries before another, and the beginning of time where there are not so many. For the function above.
create or replace function search.back(before timestamptz, many float, everything float) returns timestamptz
    language plpgsql stable set search_path = pg_catalog, pg_temp set enable_indexscan = on as $$
declare found timestamptz;
begin
    if many < everything / 2 then
        select e.at into found from public.search_entry e where e.at < before order by e.at desc offset many::bigint limit 1;
    end if;
    return coalesce(found, '-infinity');
end $$;

-- What the acting member may not see answers by its lock: 'ask' names whom to ask, for a whole name, number or reference
-- only; 'silent' answers nothing, and its owner learns who looked. Whoever asked too often is given no answer for an hour,
-- whatever there is; who looked is noted all the same: one row each time, met or not (access.looked).
create or replace function search.hidden(named tsquery, exactly tsquery, looker integer, an_hour integer)
    returns table (name text, agency text, too_often boolean)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan set jit = off as $$
declare
    me integer[] := access.current_principals();
    granted uuid[] := access.granted_now();
    often boolean;
    closed text;
begin
    select count(*) > an_hour into often from journal.term t
     where t.actor = looker and t.asks and t.at > clock_timestamp() - interval '1 hour';
    insert into access.looked (records, looked_by)
    select coalesce(array_agg(distinct r.id), '{}'), looker
      from (select e.record_id from public.search_entry e
             where e.document @@ exactly and not e.audience && me and e.record_id <> all (granted)
             order by e.at + interval '0' desc limit 200) h
      join public.access_record r on r.id = h.record_id where r.lock = 'silent';
    for closed in
        select distinct r.reference
          from (select e.record_id from public.search_entry e
                 where e.document @@ named and not e.audience && me and e.record_id <> all (granted)
                 order by e.at + interval '0' desc limit 200) h
          join public.access_record r on r.id = h.record_id
         where r.lock = 'ask' and not often
    loop
        select a.name, a.agency into hidden.name, hidden.agency from access.answer_for(array[closed], looker) a;
        if hidden.name is not null then
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
grant insert on access.looked to halcyon_search;
grant usage on schema search to halcyon_desk, halcyon_worker;
grant execute on function search.lexemes(jsonb, text), search.query_of(jsonb), search.queries_of(jsonb, boolean),
    search.find(tsquery[], tsquery[], text[], integer, timestamptz, timestamptz, integer, integer), search.not_yet(),
    search.hidden(tsquery, tsquery, integer, integer) to halcyon_desk;
grant execute on function search.await_all(text[]), search.claim(integer, text[]) to halcyon_worker;

-- A database that is older than the search begins with every record waiting.
do $$
begin
    set local role halcyon_search;
    if not exists (select from public.search_entry) then
        perform search.await_all(array(select distinct kind from public.access_record
                                        where kind not in ('ask', 'review', 'watch')));  -- they hold no words (kinds.py)
    elsif not exists (select from public.search_entry where sort = 'listed') then
        perform search.await_all(array['listed']);  -- rows of lists that are older than their search (decision 0054)
    end if;
    reset role;
end $$;
