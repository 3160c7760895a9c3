-- What those who have left still hold: whose it is and how much waits for it, and nothing of what it is. For whoever names who
-- holds it from now on (leaving.py says what is held).

do $$ begin
    if not exists (select from pg_namespace where nspname = 'sharing') then
        create schema sharing authorization halcyon_search;
    end if;
end $$;

create or replace function sharing.left_behind() returns table (member integer, waiting bigint, due timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with gone as (
        select m.principal_id as id from public.partnership_member m where not m.active
    ), owed as (
        select o.owner, count(*) filter (where r.kind = 'ask') as waiting, min(o.due_at) as due
          from public.promise_obligation o join gone on gone.id = o.owner join public.access_record r on r.id = o.record_id
         where o."end" = '' group by 1
    ), held as (
        select distinct r.owner from public.access_record r join gone on gone.id = r.owner
         where r.lock <> 'open' or r.kind = 'subject'
    )
    select gone.id, coalesce(owed.waiting, 0), owed.due
      from gone left join owed on owed.owner = gone.id left join held on held.owner = gone.id
     where owed.owner is not null or held.owner is not null order by owed.due nulls last, gone.id
$$;

alter function sharing.left_behind() owner to halcyon_search;
revoke execute on function sharing.left_behind() from public;
grant usage on schema sharing to halcyon_desk;
grant execute on function sharing.left_behind() to halcyon_desk;
