-- Whom to ask about a child whose record is closed with lock *ask*. What is silent is never here; nothing of the child is.

do $$ begin
    if not exists (select from pg_namespace where nspname = 'children') then
        create schema children authorization halcyon_search;
    end if;
end $$;

-- By name, before another child is added: who holds records that answer to as many of these keys.
create or replace function children.ask_for(keys text[]) returns table (name text, agency text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select distinct m.name::text, a.short::text
      from public.children_called c
      join public.access_record r on r.id = c.record_id and r.lock = 'ask'
      join public.partnership_member m on m.principal_id = r.owner
      join public.partnership_agency a on a.principal_id = m.agency_id
     where c.key = any (keys) and not r.audience && access.current_principals()
       and r.id <> all (access.granted_now())
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

alter function children.ask_for(text[]) owner to halcyon_search;
alter function children.ask_about(uuid) owner to halcyon_search;
revoke execute on function children.ask_for(text[]), children.ask_about(uuid) from public;
grant execute on function access.granted_now() to halcyon_search;
grant select on public.children_called, public.children_happening, public.access_record, public.partnership_member,
    public.partnership_agency to halcyon_search;
