-- Who may see what, as PostgreSQL enforces it. Audiences belong to the keeper; nobody else writes one.

create schema if not exists access;
grant usage on schema access to public;

create table if not exists access.audience_rule (
    kind text not null, lock text not null, part text not null, primary key (kind, lock, part)
);
alter table access.audience_rule owner to halcyon_keeper;

create table if not exists access.detail_rule (detail text primary key, principal integer not null);
alter table access.detail_rule owner to halcyon_keeper;

-- The acting member's principals. Nobody acting is an error, never an empty page.
create or replace function access.current_principals() returns integer[] language plpgsql stable as $$
declare held text := current_setting('halcyon.principals', true);
begin
    if held is null or held = '' then
        raise exception 'no member is acting' using errcode = '42501';
    end if;
    return held::integer[];
end $$;

-- Records granted for a time: looked up anew at each statement, so that an end needs no one to enforce it.
create or replace function access.granted_now() returns uuid[]
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(record_id), '{}') from public.access_grant
     where principal = any (access.current_principals()) and ended_at is null and ends_at > now() and detail = ''
$$;

-- The details of children's records that the acting member's duties read; what they recorded themselves they read too.
create or replace function access.current_details() returns text[]
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(detail), '{}') from access.detail_rule where principal = any (access.current_principals())
$$;

-- Details of one child's record that were shared with the acting member, each as record:detail, for as long as that holds.
create or replace function access.granted_details() returns text[]
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(record_id || ':' || detail), '{}') from public.access_grant
     where principal = any (access.current_principals()) and ended_at is null and (ends_at is null or ends_at > now())
       and detail <> ''
$$;

-- Nobody shares a detail that they do not read.
create or replace function access.share_what_one_reads() returns trigger language plpgsql as $$
begin
    if new.detail <> '' and new.detail <> all (access.current_details())
       and new.record_id || ':' || new.detail <> all (access.granted_details()) then
        raise exception 'a detail is shared by who reads it' using errcode = '42501';
    end if;
    return new;
end $$;

create or replace function access.audience_of(record_id uuid, kind text, lock text, team integer, owner integer)
    returns integer[] language sql stable as $$
    select coalesce(array_agg(distinct principal order by principal), '{}') from (
        select case rule.part when 'team' then $4 when 'owner' then $5
                               when 'officers' then -2 end as principal
          from access.audience_rule rule where rule.kind = $2 and rule.lock = $3
        union all
        select g.principal from public.access_grant g
         where g.record_id = $1 and g.ends_at is null and g.ended_at is null and g.detail = ''
    ) seen where principal is not null
$$;

-- A record's audience, set before it is written.
create or replace function access.keep_audience() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    new.audience := access.audience_of(new.id, new.kind, new.lock, new.team, new.owner);
    return new;
end $$;

-- A part's audience: that of its record, whatever the writer says.
create or replace function access.copy_audience() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'INSERT' or new.record_id is distinct from old.record_id then
        select audience into new.audience from public.access_record where id = new.record_id;
    end if;
    return new;
end $$;

-- Nobody but the keeper changes an audience by hand.
create or replace function access.only_the_keeper() returns trigger language plpgsql as $$
begin
    if new.audience is distinct from old.audience and current_user <> 'halcyon_keeper' then
        raise exception 'audiences are kept by the keeper' using errcode = '42501';
    end if;
    return new;
end $$;

-- When a record's audience moves, every part of it follows.
create or replace function access.spread_audience() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare part record;
begin
    for part in select c.oid::regclass::text as name from pg_class c
                  join pg_attribute a on a.attrelid = c.oid and a.attname = 'record_id' and not a.attisdropped
                  join pg_attribute b on b.attrelid = c.oid and b.attname = 'audience' and not b.attisdropped
                 where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace loop
        execute format('update %s set audience = $1 where record_id = $2 and audience <> $1', part.name)
          using new.audience, new.id;
    end loop;
    return null;
end $$;

create or replace function access.follow_grant() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update public.access_record r
       set audience = access.audience_of(r.id, r.kind, r.lock, r.team, r.owner) where r.id = new.record_id;
    return null;
end $$;

-- Closing a record to all but a new owner: the closer may lose sight of it, so the keeper does it for them.
create or replace function access.restrict(record uuid, new_lock text, new_owner integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update public.access_record r set lock = new_lock, owner = new_owner, version = version + 1,
           audience = access.audience_of(r.id, r.kind, new_lock, r.team, new_owner)
     where r.id = record and (r.audience && access.current_principals() or r.id = any (access.granted_now()));
    if not found then
        raise exception 'no such record' using errcode = 'P0002';
    end if;
end $$;

-- Whoever looks where something silent may be leaves one row, met or not: neither the time that it takes nor what it writes
-- tells what is there. The worker makes looks of what met.
alter table access.looked owner to halcyon_keeper;
revoke all on access.looked from public;

-- The records that a row with this key is a part of: what an address leads to. Every table is asked, met or not.
create or replace function access.records_of(wanted uuid) returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    part record;
    met uuid[];
    found uuid[] := array(select r.id from public.access_record r where r.id = wanted);
begin
    for part in select c.oid::regclass::text as name, string_agg(quote_ident(p.attname), ', ') as pointers
                  from pg_class c
                  join pg_attribute k on k.attrelid = c.oid and k.attname = 'id' and k.atttypid = 'uuid'::regtype
                  join pg_attribute a on a.attrelid = c.oid and a.attname = 'audience' and not a.attisdropped
                  join pg_attribute p on p.attrelid = c.oid and p.attname in ('record_id', 'other_id', 'third_id')
                 where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                 group by 1 loop
        execute format('select array[%s] from %s where id = $1', part.pointers, part.name) into met using wanted;
        found := found || coalesce(met, '{}');
    end loop;
    return found;
end $$;

-- What a hidden record answers: whom to ask (lock 'ask'), or nothing at all. A silent one remembers who looked. Asked for is
-- a reference, or the key that an address carries. ``gone``: whoever held it has left, and a manager names who answers.
drop function if exists access.answer_for(text, integer);
drop function if exists access.answer_for(text[], integer);
create function access.answer_for(
    wanted text[], looker integer, out name text, out agency text, out owner integer, out reference text, out gone boolean
) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_keys uuid[] := array(
        select unnest(case when w ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then access.records_of(w::uuid) end)
          from unnest(wanted) w);
    v_hidden uuid[] := array(
        select r.id from public.access_record r
         where (r.reference = any (wanted) or r.id = any (v_keys))
           and not r.audience && access.current_principals() and r.id <> all (access.granted_now()));
begin
    select m.name, a.short, r.owner, r.reference, not m.active into name, agency, owner, reference, gone
      from public.access_record r
      join public.partnership_member m on m.principal_id = r.owner
      join public.partnership_agency a on a.principal_id = m.agency_id
     where r.id = any (v_hidden) and r.lock = 'ask' order by r.reference limit 1;
    insert into access.looked (records, looked_by)
    values (array(select r.id from public.access_record r where r.id = any (v_hidden) and r.lock = 'silent'), looker);
end $$;

-- What met a silent record becomes a look, which its owner is told of; the rest is forgotten. ``once``: what is saved looks
-- by itself, and counts once a day for each looker and record. For the worker.
create or replace function access.keep_looks() returns integer
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    with taken as (
        delete from access.looked returning records, looked_by, once, looked_at
    ), met as (
        select record, looked_by, once, looked_at,
               row_number() over (partition by record, looked_by, once order by looked_at) as place
          from taken, unnest(records) record
    ), kept as (
        insert into public.access_look (id, record_id, looked_by, looked_at)
        select gen_random_uuid(), record, looked_by, looked_at from met
         where not once or place = 1 and not exists (
             select from public.access_look l where l.record_id = record and l.looked_by = met.looked_by
                and l.looked_at > met.looked_at - interval '1 day')
        returning 1
    )
    select count(*)::integer from kept
$$;

-- Append-only parts: nothing but the audience of a line may move.
create or replace function access.append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'audience' = to_jsonb(old) - 'audience' then
        return new;
    end if;
    raise exception '% is only ever added to', tg_table_name using errcode = '42501';
end $$;

do $$
declare kept text;
begin
    foreach kept in array array['granted_now()', 'current_details()', 'granted_details()', 'keep_audience()', 'copy_audience()',
                                'spread_audience()', 'follow_grant()', 'restrict(uuid, text, integer)',
                                'records_of(uuid)', 'answer_for(text[], integer)', 'keep_looks()'] loop
        execute 'alter function access.' || kept || ' owner to halcyon_keeper';
        execute 'revoke execute on function access.' || kept || ' from public';
    end loop;
end $$;
grant select, update on public.access_record to halcyon_keeper;
grant select on public.access_grant to halcyon_keeper;
grant usage on schema public to halcyon_keeper, halcyon_journal, halcyon_search;
grant execute on function access.granted_now(), access.current_details(), access.granted_details()
    to halcyon_desk, halcyon_worker;
grant execute on function access.restrict(uuid, text, integer), access.answer_for(text[], integer) to halcyon_desk;
grant execute on function access.keep_looks() to halcyon_worker;
grant select, insert on public.access_look to halcyon_keeper;
grant select on public.partnership_member, public.partnership_agency to halcyon_keeper;
