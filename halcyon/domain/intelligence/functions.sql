-- Intelligence as PostgreSQL keeps it: a child's own words are never graded, and nothing opens before it may.

do $$ begin
    if not exists (select from pg_namespace where nspname = 'intelligence') then
        create schema intelligence authorization halcyon_search;
    end if;
end $$;

-- An item that was derived from what a child said is graded only in other words than the child's.
create or replace function intelligence.never_a_childs_words() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from public.intelligence_item i
                 join public.intelligence_report r on r.record_id = i.report and r.statement is not null
                 join public.intelligence_original o on o.item = i.record_id
                 join public.children_statement s on s.id = r.statement and s.kind = 'verbatim'
                where i.record_id = new.record_id
                  and position(regexp_replace(lower(btrim(s.words)), '\s+', ' ', 'g')
                            in regexp_replace(lower(o.words), '\s+', ' ', 'g')) > 0) then
        raise exception 'a child''s own words are never graded' using errcode = '23514';
    end if;
    return new;
end $$;
drop trigger if exists never_a_childs_words on public.intelligence_grading;
create trigger never_a_childs_words before insert on public.intelligence_grading
    for each row execute function intelligence.never_a_childs_words();
alter table public.intelligence_grading enable always trigger never_a_childs_words;

-- An item is given to its readers (-3) only once it is sanitised, and only while its latest grading is P.
create or replace function intelligence.open_as_graded() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from public.access_grant g join public.access_record r on r.id = g.record_id
                where r.id = new.record_id and r.kind = 'intelligence_item' and g.principal = -3 and g.ended_at is null
                  and (not exists (select from public.intelligence_sanitised s where s.record_id = r.id)
                       or coalesce((select w.code from public.intelligence_grading w where w.record_id = r.id
                                     order by w.number desc limit 1), 'C') <> 'P')) then
        raise exception 'an item opens when it is sanitised and graded P' using errcode = '23514';
    end if;
    return null;
end $$;
drop trigger if exists open_as_graded on public.access_record;
drop trigger if exists open_as_graded on public.access_grant;
create constraint trigger open_as_graded after insert or update on public.access_grant
    deferrable initially deferred for each row when (new.principal = -3) execute function intelligence.open_as_graded();
drop trigger if exists open_as_graded on public.intelligence_grading;
create constraint trigger open_as_graded after insert on public.intelligence_grading
    deferrable initially deferred for each row execute function intelligence.open_as_graded();
alter table public.access_grant enable always trigger open_as_graded;
alter table public.intelligence_grading enable always trigger open_as_graded;

grant select on public.access_record, public.access_grant, public.children_statement, public.intelligence_item, public.intelligence_report,
    public.intelligence_original, public.intelligence_grading, public.intelligence_sanitised to halcyon_search;
do $$
declare kept text;
begin
    foreach kept in array array['never_a_childs_words()', 'open_as_graded()'] loop
        execute 'alter function intelligence.' || kept || ' owner to halcyon_search';
        execute 'revoke execute on function intelligence.' || kept || ' from public';
    end loop;
end $$;
