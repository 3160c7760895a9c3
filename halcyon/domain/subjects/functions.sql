-- What may be the same, found without crossing a right. The keys are hashes; nobody but these functions reads them.
-- Visible: the canonical form comes back. Locked ask: only that a record exists and whom to ask. Silent: nothing comes
-- back, and an exact hit leaves a look, so that the owner learns who looked: one row each time, met or not (access.looked).

grant usage on schema subjects to halcyon_desk, halcyon_worker, halcyon_search, halcyon_keeper;
alter table subjects.key owner to halcyon_search;
revoke all on subjects.key from public;

-- The worker sees everything: it compares with what no member could. Asked of the login, which no caller chooses.
create or replace function subjects.sees_all() returns boolean language sql stable as $$
    select case current_setting('role') when 'none' then session_user::text else current_setting('role') end
           = 'halcyon_worker'
$$;

drop function if exists subjects.note_looks(uuid[], integer);

-- The candidate function: keeps the keys of a mention and answers with what shares some of them, the best of them
-- (kernel/matching/ranking.sql). Only what may be seen comes back. ``crowded``: the keys of this mention that more than p_cap
-- others share; where such a key means one and the same phone, plate, account or address, p_cap of them come back. Who saves is
-- told by what they may see. The worker sees everything and counts what is open to the team, and what of intelligence may
-- lawfully be shared: what is closed to anybody never shows in what is said to all (decision 0056).
drop function if exists subjects.candidates(uuid, bigint[], bigint[], integer, integer);
create or replace function subjects.candidates(
    p_mention uuid, p_keys bigint[], p_exact bigint[], p_looker integer, p_cap integer, p_most integer
) returns table (mention uuid, record uuid, canonical bytea, crowded bigint[])
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    v_all boolean := subjects.sees_all();
    v_mine integer[] := access.current_principals();
    v_granted uuid[] := access.granted_now();
    v_named public.subjects_mention;
    v_ids uuid[];
    v_holders bigint[];
    v_exact boolean[];
    v_crowded bigint[];
    v_counted integer[] := v_mine;
begin
    select * into v_named from public.subjects_mention m
     where m.id = p_mention and (v_all or m.audience && v_mine or m.record_id = any (v_granted));
    if not found then
        raise exception 'no such mention' using errcode = 'P0002';
    end if;
    if v_all then
        v_counted := array(select r.team from public.access_record r where r.id = v_named.record_id) || -3;
        v_granted := '{}';
    end if;
    insert into subjects.key (key, mention, exact)
    select k, p_mention, k = any (p_exact) from unnest(p_keys) k on conflict do nothing;
    if p_looker is not null and cardinality(p_exact) > 0 then
        insert into access.looked (records, looked_by, once) values (array(
            select distinct r.id from subjects.key k
              join public.subjects_mention m on m.id = k.mention
              join public.access_record r on r.id = m.record_id
             where k.key = any (p_exact) and k.exact and r.lock = 'silent' and r.id <> v_named.record_id
               and not (r.audience && v_mine) and r.id <> all (v_granted) limit 100), p_looker, true);
    end if;
    select array_agg(held.id), array_agg(held.holders), array_agg(wanted.key = any (p_exact)),
           array_agg(distinct wanted.key) filter (where held.holders > p_cap)
      into v_ids, v_holders, v_exact, v_crowded
      from unnest(p_keys) wanted (key) cross join lateral (
          select near.id, greatest(count(*) filter (where near.counted) over (), 1) as holders from (
              (select m.id, true as counted from subjects.key k join public.subjects_mention m on m.id = k.mention
                where k.key = wanted.key and m.kind = v_named.kind and m.record_id <> v_named.record_id
                  and (m.audience && v_counted or m.record_id = any (v_granted))
                limit p_cap + 1)
              union all
              (select m.id, false from subjects.key k join public.subjects_mention m on m.id = k.mention
                where v_all and k.key = wanted.key and m.kind = v_named.kind and m.record_id <> v_named.record_id
                  and not m.audience && v_counted
                limit p_cap + 1)) near) held;
    return query
    select best.id, m.record_id, m.canonical, v_crowded
      from matching.best(v_ids, v_holders, v_exact, p_cap, p_most) best join public.subjects_mention m on m.id = best.id;
end $$;

-- Records that a member may not see and that answer *ask*, which share an exact key with theirs, or which the worker
-- found above the review line. For the two functions below; nobody else may call it.
create or replace function subjects.asked_of(p_records uuid[]) returns table (record uuid, owner integer)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
    with mine as (
        select r.id from public.access_record r where r.id = any (p_records)
           and (r.audience && (select access.current_principals()) or r.id = any ((select access.granted_now())::uuid[]))
    ), named as (
        select m.id, m.kind from public.subjects_mention m where m.record_id in (select id from mine)
    ), near as (
        select there.record_id from named
          join subjects.key k on k.mention = named.id and k.exact
          join subjects.key other on other.key = k.key and other.exact and other.mention <> k.mention
          join public.subjects_mention there on there.id = other.mention and there.kind = named.kind
         union
        select x.other_id from public.subjects_match x where x.above and x.record_id in (select id from mine)
         union
        select x.record_id from public.subjects_match x where x.above and x.other_id in (select id from mine)
    )
    select r.id, r.owner from near join public.access_record r on r.id = near.record_id
     where r.lock = 'ask' and not (r.audience && (select access.current_principals()))
       and r.id <> all ((select access.granted_now())::uuid[])
$$;

-- Whom to ask about what shares something with these records: one line for each owner, not how many records there are.
-- The reference is what an ask is made with; it says nothing of what is in the record.
create or replace function subjects.asks(p_records uuid[])
    returns table (owner integer, name text, agency text, reference text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan as $$
    select hidden.owner, m.name::text, a.short::text, min(r.reference)::text
      from subjects.asked_of(p_records) hidden
      join public.access_record r on r.id = hidden.record
      join public.partnership_member m on m.principal_id = hidden.owner
      join public.partnership_agency a on a.principal_id = m.agency_id
     group by 1, 2, 3 order by 2, 1
$$;

-- Known names, spotted while someone writes: every name and alias of a person who is mentioned, as it is spoken. The names
-- stand in the canonical form (kernel/matching/canonicals.py, version 1): fields, names and their parts apart by \x1f \x1e \x1d.
alter table subjects.spoken owner to halcyon_search;
revoke all on subjects.spoken from public;

create or replace function subjects.names_of(canonical bytea) returns setof text
    language sql immutable set search_path = pg_catalog, pg_temp as $$
    with whole as (
        select string_to_array(convert_from(canonical, 'UTF8'), E'\x1f') as field
    ), form as (
        select split_part(one, E'\x1d', 1) as given, split_part(one, E'\x1d', 2) as family, split_part(one, E'\x1d', 3) as sort
          from whole, unnest(string_to_array(field[3], E'\x1e')) one where field[1] = '1' and field[2] = 'person'
    )
    select spoken from (select btrim(given || ' ' || family) from form union
                        select given from form where sort in ('alias', 'nickname')) names(spoken)
     where length(replace(spoken, ' ', '')) >= 3
$$;

create or replace function subjects.keep_spoken() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into subjects.spoken (spoken, mention) select name, new.id from subjects.names_of(new.canonical) name
        on conflict do nothing;
    return null;
end $$;
drop trigger if exists keep_spoken on public.subjects_mention;
create trigger keep_spoken after insert on public.subjects_mention for each row when (new.kind = 'person')
    execute function subjects.keep_spoken();

-- Which of these are names in a record of these kinds that the acting member may see, and one such record for each. What
-- is closed to them, silent or not, adds nothing; whom a child's story names is known to who reads the story (0030). A name that a thousand mentions share is looked for no further.
create or replace function subjects.known(p_spoken text[], p_kinds text[]) returns table (spoken text, record uuid)
    language plpgsql stable rows 20 security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_mine integer[] := access.current_principals();
    v_granted uuid[] := access.granted_now();
    v_story boolean := 'story' = any (access.current_details());
begin
    return query
    select wanted.spoken, seen.id from unnest(p_spoken) wanted(spoken) cross join lateral (
        select r.id from (select s.mention from subjects.spoken s where s.spoken = wanted.spoken limit 1000) s
          join public.subjects_mention m on m.id = s.mention
          join public.access_record r on r.id = m.record_id
         where (m.audience && v_mine or m.record_id = any (v_granted)) and r.kind = any (p_kinds)
           and (r.kind <> 'child' or m.sort = 'self' or v_story) limit 1) seen;
end $$;

do $$
declare kept text;
begin
    foreach kept in array array['candidates(uuid, bigint[], bigint[], integer, integer, integer)', 'asked_of(uuid[])',
                                'asks(uuid[])', 'names_of(bytea)', 'keep_spoken()', 'known(text[], text[])'] loop
        execute 'alter function subjects.' || kept || ' owner to halcyon_search';
        execute 'revoke execute on function subjects.' || kept || ' from public';
    end loop;
end $$;
grant select on public.subjects_mention, public.subjects_match, public.access_record,
    public.partnership_member, public.partnership_agency to halcyon_search;
grant execute on function access.granted_now(), access.current_details() to halcyon_search;
grant insert on access.looked to halcyon_search;
grant usage on schema matching to halcyon_search;
grant execute on function subjects.candidates(uuid, bigint[], bigint[], integer, integer, integer) to halcyon_desk, halcyon_worker;
grant execute on function subjects.asks(uuid[]), subjects.known(text[], text[]) to halcyon_desk;

-- A database that is older than the spotting of names: the names that it holds already.
do $$
begin
    set local role halcyon_search;
    if not exists (select from subjects.spoken) then
        insert into subjects.spoken (spoken, mention)
        select name, m.id from public.subjects_mention m, subjects.names_of(m.canonical) name where m.kind = 'person'
            on conflict do nothing;
    end if;
    reset role;
end $$;

-- The worker opens a telling in which a child speaks of themselves, and keeps that it is about them. It judges nothing else.
create or replace function subjects.only_whom_it_is_about() returns trigger language plpgsql as $$
begin
    if current_user = 'halcyon_worker' and not exists (
        select from public.subjects_mention m where m.id in (new.a_id, new.b_id) and m.sort = 'concerned') then
        raise exception 'nothing is judged by itself' using errcode = '42501';
    end if;
    return new;
end $$;
drop trigger if exists only_whom_it_is_about on public.subjects_judgement;
create trigger only_whom_it_is_about before insert on public.subjects_judgement
    for each row execute function subjects.only_whom_it_is_about();
alter table public.subjects_judgement enable always trigger only_whom_it_is_about;

-- What hangs together with some mentions by a link, by standing in one record, or by what is proposed to be the same and not
-- judged otherwise: only where every record that makes the connection may be seen, asked once for all of them. For the two
-- functions below.
drop function if exists subjects.told_apart(uuid, uuid, timestamptz);
create or replace function subjects.near(
    p_from uuid[], p_until timestamptz, p_all boolean, p_mine integer[], p_granted uuid[]
) returns table (here uuid, there uuid) language sql stable as $$
    with edge as materialized (
        select l.a_id as here, l.b_id as there, l.record_id as one, l.other_id as two, l.third_id as three
          from public.subjects_link l where l.a_id = any (p_from) and l.at <= p_until
        union all
        select l.b_id, l.a_id, l.record_id, l.other_id, l.third_id
          from public.subjects_link l where l.b_id = any (p_from) and l.at <= p_until
        union all
        select m.id, o.id, m.record_id, m.record_id, m.record_id from public.subjects_mention m
          join public.subjects_mention o on o.record_id = m.record_id and o.id <> m.id and o.made_at <= p_until
         where m.id = any (p_from)
        union all
        select way.here, way.there, x.record_id, x.other_id, x.record_id
          from public.subjects_match x cross join lateral (values (x.a_id, x.b_id), (x.b_id, x.a_id)) way (here, there)
         where (x.a_id = any (p_from) or x.b_id = any (p_from)) and way.here = any (p_from) and x.above and x.found_at <= p_until
           and 'not_same' is distinct from (
               select j.answer from public.subjects_judgement j
                where j.a_id = x.a_id and j.b_id = x.b_id and j.at <= p_until and not exists (
                    select from public.subjects_takingback k where k.judgement_id = j.id and k.at <= p_until)
                order by j.at desc, j.id desc limit 1)
    ), seen as materialized (
        select r.id from public.access_record r
         where r.id = any (array(select one from edge union select two from edge union select three from edge))
           and (p_all or r.audience && p_mine or r.id = any (p_granted))
    )
    select edge.here, edge.there from edge
     where edge.one in (select id from seen) and edge.two in (select id from seen) and edge.three in (select id from seen)
$$;

-- Pairs of mentions that are one: the latest standing judgement of a pair says *same*, or both are *self* in one record.
create or replace function subjects.one_with(
    p_from uuid[], p_until timestamptz, p_all boolean, p_mine integer[], p_granted uuid[]
) returns table (here uuid, there uuid) language sql stable as $$
    select said.a_id, said.b_id from (
        select distinct on (j.a_id, j.b_id) j.a_id, j.b_id, j.answer, j.record_id, j.other_id
          from (select f.* from public.subjects_judgement f where f.a_id = any (p_from) union
                select t.* from public.subjects_judgement t where t.b_id = any (p_from)) j
         where j.at <= p_until and not exists (
             select from public.subjects_takingback k where k.judgement_id = j.id and k.at <= p_until)
         order by j.a_id, j.b_id, j.at desc, j.id desc
    ) said join public.access_record r on r.id = said.record_id join public.access_record o on o.id = said.other_id
     where said.answer = 'same' and (p_all or (r.audience && p_mine or r.id = any (p_granted))
                                          and (o.audience && p_mine or o.id = any (p_granted)))
    union all
    select m.id, o.id from public.subjects_mention m
      join public.subjects_mention o on o.record_id = m.record_id and o.kind = m.kind and o.id <> m.id
     where m.id = any (p_from) and m.sort = 'self' and o.sort = 'self' and o.made_at <= p_until
       and (p_all or m.audience && p_mine or m.record_id = any (p_granted))
$$;

-- What somebody was let in to for a time, and what they know of besides. For the function below.
create or replace function subjects.known_to(p_for integer[], p_also uuid[]) returns uuid[] language sql stable as $$
    select p_also || coalesce((select array_agg(g.record_id) from public.access_grant g
                                where g.principal = any (p_for) and g.ended_at is null and g.ends_at > now()
                                  and g.detail = ''), '{}')
$$;

-- What is one with some mentions, and what so many steps from them reach, in one question. It asks for whom it is: a record
-- that they may not see joins nothing. Rows: a mention and the step that reached it (b is null), or two that are one.
-- Under row security each of a thousand links would ask for its three records by itself; here they are asked for together.
-- The plan is made once: arrays in, indexes all the way, whatever the sizes. The worker, which sees everything, asks for
-- somebody else with ``p_for``, their principals, and ``p_also``, what they know of besides; from anyone else both are nothing.
drop function if exists subjects.reach(uuid[], integer, timestamptz, integer);
create or replace function subjects.reach(
    p_start uuid[], p_steps integer, p_until timestamptz, p_most integer, p_for integer[] default null,
    p_also uuid[] default '{}'
) returns table (a uuid, b uuid, step integer) language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    v_works boolean := subjects.sees_all();
    v_all boolean := v_works and p_for is null;
    v_mine integer[] := case when v_all then '{}' when v_works then p_for else access.current_principals() end;
    v_granted uuid[] := case when v_all then '{}' when v_works then subjects.known_to(p_for, p_also)
                             else access.granted_now() end;
    v_known uuid[] := '{}';
    v_new uuid[] := p_start;
    v_ring uuid[];
    v_a uuid[];
    v_b uuid[];
    v_step integer := 0;
begin
    loop
        v_ring := v_new;
        while cardinality(v_new) > 0 and cardinality(v_known) < p_most loop
            return query select n, null::uuid, v_step from unnest(v_new) n;
            v_known := v_known || v_new;
            select array_agg(one.here), array_agg(one.there) into v_a, v_b
              from subjects.one_with(v_new, p_until, v_all, v_mine, v_granted) one;
            exit when v_a is null;
            return query select pair.x, pair.y, v_step from unnest(v_a, v_b) pair(x, y);
            select coalesce(array_agg(fresh.n), '{}') into v_new
              from (select unnest(v_a || v_b) except select unnest(v_known)) fresh (n);
            v_ring := v_ring || v_new;
        end loop;
        exit when v_step >= p_steps or cardinality(v_ring) = 0 or cardinality(v_known) >= p_most;
        select coalesce(array_agg(fresh.n), '{}') into v_new from (
            select there from subjects.near(v_ring, p_until, v_all, v_mine, v_granted)
            except select unnest(v_known)) fresh (n);
        v_step := v_step + 1;
    end loop;
end $$;

-- One step from some mentions: what the shortest way between two is made of.
create or replace function subjects.step(p_from uuid[], p_until timestamptz, p_most integer)
    returns table (here uuid, there uuid) language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    v_all boolean := subjects.sees_all();
    v_mine integer[] := case when v_all then '{}' else access.current_principals() end;
    v_granted uuid[] := case when v_all then '{}' else access.granted_now() end;
begin
    return query select near.here, near.there from subjects.near(p_from, p_until, v_all, v_mine, v_granted) near limit p_most;
end $$;

do $$
declare kept text;
begin
    foreach kept in array array['near(uuid[], timestamptz, boolean, integer[], uuid[])',
                                'one_with(uuid[], timestamptz, boolean, integer[], uuid[])',
                                'reach(uuid[], integer, timestamptz, integer, integer[], uuid[])',
                                'step(uuid[], timestamptz, integer)',
                                'known_to(integer[], uuid[])'] loop
        execute 'alter function subjects.' || kept || ' owner to halcyon_search';
        execute 'revoke execute on function subjects.' || kept || ' from public';
    end loop;
end $$;
grant select on public.subjects_link, public.subjects_judgement, public.subjects_takingback, public.access_grant
    to halcyon_search;
grant execute on function subjects.reach(uuid[], integer, timestamptz, integer, integer[], uuid[]),
    subjects.step(uuid[], timestamptz, integer) to halcyon_desk, halcyon_worker;
