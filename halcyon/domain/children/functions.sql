-- Whom to ask about a child whose record is closed with lock *ask*; nothing of the child is ever here. What is silent answers
-- nothing, and its owner learns who looked for exactly what it holds.

do $$ begin
    if not exists (select from pg_namespace where nspname = 'children') then
        create schema children authorization halcyon_search;
    end if;
end $$;

-- The records of children that answer to one of these keys or to the reference, and by which. For the function below.
create or replace function children.answering(keys text[], wanted text) returns table (record uuid, key text)
    language sql stable as $$
    select c.record_id, c.key::text from public.children_called c where c.key = any (keys)
    union all
    select r.id, '#' from public.access_record r where r.reference = wanted and r.kind = 'child'
$$;

-- By name, before another child is added: who holds records that answer to one of these keys, or to the reference. A silent
-- one was looked for by its number, its reference, or every word of a name of several: one row each time, met or not
-- (access.looked). Whoever asked about closed records too often, here or in the search, is named nobody for an hour.
drop function if exists children.ask_for(text[]);
drop function if exists children.ask_for(text[], text, integer);
create or replace function children.ask_for(keys text[], wanted text, looker integer, an_hour integer)
    returns table (name text, agency text, too_often boolean)
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    insert into access.looked (records, looked_by)
    select coalesce(array_agg(met.id), '{}'), looker from (
        select r.id from children.answering(keys, wanted) c join public.access_record r on r.id = c.record
         where r.lock = 'silent' and not r.audience && access.current_principals() and r.id <> all (access.granted_now())
         group by r.id
        having bool_or(c.key like '#%') or count(distinct c.key) = (
                   select count(*) from unnest(keys) k where k like '=%' having count(*) > 1)
         limit 100) met;
    with asked as (
        select count(*) > an_hour as often from journal.term t
         where t.actor = looker and t.asks and t.at > clock_timestamp() - interval '1 hour')
    select distinct m.name::text, a.short::text, false
      from asked, children.answering(keys, wanted) c
      join public.access_record r on r.id = c.record and r.lock = 'ask'
      join public.partnership_member m on m.principal_id = r.owner
      join public.partnership_agency a on a.principal_id = m.agency_id
     where not asked.often and not r.audience && access.current_principals() and r.id <> all (access.granted_now())
     union all
    select null, null, true from asked where often
     limit 20
$$;

-- On a child's page: who holds records that say something of this child and may be asked for it.
-- The reference is what an ask is made with, one for each owner; it says nothing of what is in the record.
drop function if exists children.ask_about(uuid);
create or replace function children.ask_about(child uuid) returns table (name text, agency text, reference text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.name::text, a.short::text, min(r.reference)::text
      from public.children_happening h
      join public.access_record r on r.id = h.record_id and r.lock = 'ask'
      join public.partnership_member m on m.principal_id = r.owner
      join public.partnership_agency a on a.principal_id = m.agency_id
     where h.child = $1 and not r.audience && access.current_principals()
       and r.id <> all (access.granted_now())
       and exists (select from public.access_record seen where seen.id = $1
                    and (seen.audience && access.current_principals() or seen.id = any (access.granted_now())))
     group by m.principal_id, m.name, a.short
     limit 20
$$;

alter function children.answering(text[], text) owner to halcyon_search;
revoke execute on function children.answering(text[], text) from public;
alter function children.ask_for(text[], text, integer, integer) owner to halcyon_search;
alter function children.ask_about(uuid) owner to halcyon_search;
revoke execute on function children.ask_for(text[], text, integer, integer), children.ask_about(uuid) from public;
grant execute on function access.granted_now() to halcyon_search;
grant insert on access.looked to halcyon_search;
grant select on public.children_called, public.children_happening, public.access_record, public.partnership_member,
    public.partnership_agency to halcyon_search;
