-- The promise as PostgreSQL keeps it: what may never change, no contact without a clock, and counts that name nobody.

do $$ begin
    if not exists (select from pg_namespace where nspname = 'promise') then
        create schema promise authorization halcyon_search;
    end if;
end $$;

-- What is owed, to whom, from when and by when never changes. What has ended stays as it ended.
create or replace function promise.keep_obligation() returns trigger language plpgsql as $$
declare
    moving constant text[] := array['audience', 'owner', 'step', 'climbs_at', 'end', 'ended_at', 'ended_by', 'second',
                                    'evidence', 'reason'];
begin
    if tg_op = 'DELETE' then
        raise exception 'what was owed is never removed' using errcode = '42501';
    end if;
    if to_jsonb(new) - 'audience' = to_jsonb(old) - 'audience' then
        return new;
    end if;
    if old."end" <> '' then
        raise exception 'what has ended stays ended' using errcode = '42501';
    end if;
    if to_jsonb(new) - moving <> to_jsonb(old) - moving then
        raise exception 'what is owed, its start and its time never change' using errcode = '42501';
    end if;
    return new;
end $$;
drop trigger if exists keep_obligation on public.promise_obligation;
create trigger keep_obligation before update or delete on public.promise_obligation
    for each row execute function promise.keep_obligation();
alter table public.promise_obligation enable always trigger keep_obligation;

-- No contact without a clock: its line of the ledger commits only beside a decision that is owed from its receipt on.
create or replace function promise.demand_clock() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from public.promise_obligation o
                    where o.record_id = new.record_id and o.duty = 'decide' and o.starts_at <= new.received_at) then
        raise exception 'a contact without a decision owed since it was received' using errcode = '23514';
    end if;
    return null;
end $$;
drop trigger if exists demand_clock on public.promise_ledgerentry;
create constraint trigger demand_clock after insert on public.promise_ledgerentry
    deferrable initially deferred for each row execute function promise.demand_clock();
alter table public.promise_ledgerentry enable always trigger demand_clock;

-- The conservation law as it stood at a moment: each contact in exactly one of decided, in time, overdue. Every contact
-- has a decision owed from its receipt on (demand_clock) that ends in one way alone, decided; so what waits is read, not
-- what was decided: it is some hundreds, however many contacts there are.
create or replace function promise.ledger(first date, last date, at timestamptz)
    returns table (day date, agency integer, channel text, way_in text,
                   received bigint, decided bigint, in_time bigint, overdue bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with running as (
        select o.record_id, o.due_at from public.promise_obligation o
         where o.duty = 'decide' and o."end" = '' and o.starts_at <= $3
         union all
        select o.record_id, o.due_at from public.promise_obligation o
         where o.duty = 'decide' and o.ended_at > $3 and o.starts_at <= $3
    ), waiting as (
        select r.record_id, bool_or(r.due_at < $3) as late from running r group by 1
    )
    select e.received_day, e.agency, e.channel::text, e.way_in::text, count(*),
           count(*) filter (where w.late is null),
           count(*) filter (where not w.late),
           count(*) filter (where w.late)
      from public.promise_ledgerentry e left join waiting w using (record_id)
     where e.received_day between $1 and $2 and e.received_at <= $3
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
$$;

-- What was received before a London day and is not decided yet: how many, and how many of them are late.
create or replace function promise.older(day date, at timestamptz) returns table (open bigint, overdue bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select count(distinct o.record_id), count(distinct o.record_id) filter (where o.due_at < $2)
      from public.promise_obligation o join public.promise_ledgerentry e using (record_id)
     where o.duty = 'decide' and o."end" = '' and e.received_day < $1
$$;

-- How the promise was kept, as it stood at a moment, by week of receipt (its Monday), agency and way in.
create or replace function promise.kept(first date, last date, at timestamptz)
    returns table (week date, agency integer, way_in text,
                   acknowledged_in_time bigint, acknowledged_late bigint, told_back_in_time bigint, told_back_late bigint,
                   not_possible bigint, waived bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with counted as (
        select date_trunc('week', e.received_day)::date as monday, e.agency, e.way_in, o.duty,
               case when o.ended_at <= $3 then o."end" else '' end as ended,
               coalesce(case when o.ended_at <= $3 then o.ended_at end, $3) > o.due_at as late
          from public.promise_ledgerentry e join public.promise_obligation o on o.record_id = e.record_id
         where e.received_day between $1 and $2 and e.received_at <= $3 and o.starts_at <= $3
    )
    select c.monday, c.agency, c.way_in::text,
           count(*) filter (where c.duty = 'acknowledge' and c.ended = 'fulfilled' and not c.late),
           count(*) filter (where c.duty = 'acknowledge' and c.ended in ('fulfilled', '') and c.late),
           count(*) filter (where c.duty = 'tell_back' and c.ended = 'fulfilled' and not c.late),
           count(*) filter (where c.duty = 'tell_back' and c.ended in ('fulfilled', '') and c.late),
           count(*) filter (where c.ended = 'not_possible'),
           count(*) filter (where c.ended = 'waived')
      from counted c group by 1, 2, 3 order by 1, 2, 3
$$;

-- What has been late longest: agency, duty and age, and nothing that could lead to a contact.
create or replace function promise.oldest(at timestamptz, n integer)
    returns table (agency integer, duty text, late_by interval)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select o.agency, o.duty::text, $1 - o.due_at
      from public.promise_obligation o
     where o."end" = '' and o.due_at < $1 order by o.due_at limit least(greatest($2, 0), 50)
$$;

grant select on public.promise_obligation, public.promise_ledgerentry to halcyon_search;
do $$
declare kept text;
begin
    foreach kept in array array['demand_clock()', 'ledger(date, date, timestamptz)', 'kept(date, date, timestamptz)',
                                'oldest(timestamptz, integer)', 'older(date, timestamptz)'] loop
        execute 'alter function promise.' || kept || ' owner to halcyon_search';
        execute 'revoke execute on function promise.' || kept || ' from public';
    end loop;
end $$;
revoke execute on function promise.keep_obligation() from public;
grant usage on schema promise to halcyon_desk, halcyon_worker;
grant execute on function promise.ledger(date, date, timestamptz), promise.kept(date, date, timestamptz),
                          promise.oldest(timestamptz, integer), promise.older(date, timestamptz) to halcyon_desk, halcyon_worker;
