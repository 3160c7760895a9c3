-- The letterbox: what each side may do, and the only way to do it.
-- Every function is owned by halcyon_letterbox (NOLOGIN, no members) and runs as it: the callers hold no right on any table.
-- No dynamic SQL, no secret in a body (bodies are readable by all), no value in an error (errors reach the server's log).

alter schema letterbox owner to halcyon_letterbox;
alter table letterbox.drop       owner to halcyon_letterbox;
alter table letterbox.spent      owner to halcyon_letterbox;
alter table letterbox.mailbox    owner to halcyon_letterbox;
alter table letterbox.message    owner to halcyon_letterbox;
alter table letterbox.note       owner to halcyon_letterbox;
alter table letterbox.attempt    owner to halcyon_letterbox;
alter table letterbox.pace       owner to halcyon_letterbox;
alter table letterbox.room       owner to halcyon_letterbox;
alter table letterbox.quarantine owner to halcyon_letterbox;
alter sequence letterbox.come owner to halcyon_letterbox;

-- Every 4 KiB that go in are counted, without a lock; a telling that is taken back stays counted.
create or replace function letterbox.counts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform nextval('letterbox.come') from generate_series(1, new.bucket / 4096);
    return new;
end $$;
drop trigger if exists counts on letterbox.drop;
create trigger counts before insert on letterbox.drop for each row execute function letterbox.counts();

-- What waits, added up: whoever takes envelopes out does it, so that whoever tells need not. What comes in meanwhile is counted
-- twice rather than not at all.
create or replace function letterbox.weigh() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_come bigint;
begin
    select last_value into strict v_come from letterbox.come;
    update letterbox.room set weighed_at = v_come, weighed_bytes = (select coalesce(sum(bucket), 0) from letterbox.drop);
end $$;

-- How full the letterbox is, in hundredths; 100 and more: nothing goes in. It costs the same whatever waits: what was weighed
-- and all that has come since, and never more than the size on disk (which stays for a while once a letterbox was emptied). It
-- may say too much until envelopes are taken out, and too little by what the door's connections are putting in just then.
create or replace function letterbox.fullness() returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_most bigint;
    v_held bigint;
begin
    select most_waiting_bytes, weighed_bytes + (c.last_value - weighed_at) * 4096 into strict v_most, v_held
      from letterbox.room, letterbox.come c;
    return least(least(v_held, pg_total_relation_size('letterbox.drop')) * 100 / v_most, 1000);
end $$;

----------------------------------------------------------------------------------------------------------------------
-- The door: seven functions
----------------------------------------------------------------------------------------------------------------------

-- 1. A sealed telling, with the mailbox its words open. With no envelope it only asks what became of this token.
--    stored: kept now.        again: this token was kept minutes ago, with these very words: show them again.
--    late: kept before, the words are not shown again.   taken, other: try the next words of this token.
--    full: the letterbox holds all that it may; nothing was kept, and the same token may be sent again.
--    unknown: nothing was kept (only when asking).
create or replace function letterbox.drop(
    p_token_hash bytea, p_now timestamptz, p_day date, p_id uuid, p_channel text, p_bucket integer, p_envelope bytea,
    p_mailbox uuid, p_locator bytea, p_wrapped_private bytea, p_public_key bytea
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_until   timestamptz;
    v_mailbox uuid;
begin
    if p_token_hash is null or octet_length(p_token_hash) <> 32 then raise exception 'letterbox: token'; end if;
    if p_envelope is not null then
        if p_id is null or p_day is null or p_now is null or p_mailbox is null then raise exception 'letterbox: missing'; end if;
        if p_channel is distinct from 'web' then raise exception 'letterbox: channel'; end if;
        if p_bucket is null or p_bucket not in (4096, 16384, 65536, 131072) then raise exception 'letterbox: bucket'; end if;
        if octet_length(p_envelope) not between p_bucket + 1 and p_bucket + 2048 then raise exception 'letterbox: size'; end if;
        if p_locator is null or octet_length(p_locator) <> 32 then raise exception 'letterbox: locator'; end if;
        if p_wrapped_private is null or octet_length(p_wrapped_private) not between 32 and 512
            then raise exception 'letterbox: wrapped key'; end if;
        if p_public_key is null or octet_length(p_public_key) not between 32 and 2048
            then raise exception 'letterbox: public key'; end if;

        insert into letterbox.spent (token_hash, drop_id, mailbox, until)
            values (p_token_hash, p_id, p_mailbox, p_now + interval '10 minutes') on conflict do nothing;
        if found then
            if letterbox.fullness() >= 100 then
                delete from letterbox.spent where token_hash = p_token_hash;
                return 'full';
            end if;
            insert into letterbox.mailbox (id, locator, wrapped_private, public_key, opened_on, expires_on)
                values (p_mailbox, p_locator, p_wrapped_private, p_public_key, p_day, p_day + 180) on conflict do nothing;
            if not found then
                delete from letterbox.spent where token_hash = p_token_hash;
                return 'taken';
            end if;
            insert into letterbox.drop (id, day, channel, bucket, envelope, mailbox)
                values (p_id, p_day, p_channel, p_bucket, p_envelope, p_mailbox);
            notify letterbox;
            return 'stored';
        end if;
    end if;

    select until, mailbox into v_until, v_mailbox from letterbox.spent where token_hash = p_token_hash;
    if not found then return 'unknown'; end if;
    if p_now is null or v_until < p_now then return 'late'; end if;
    if exists (select from letterbox.mailbox where id = v_mailbox and locator = p_locator and state = 'open') then
        return 'again';
    end if;
    return 'other';
end $$;

-- 2. May one more set of words be tried now? Random admission: while more arrive than the site can check, each try has the
--    same chance, so nobody who pours in wrong words can shut a child out. No second passes more than the hard cap.
create or replace function letterbox.attempt() returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_second   bigint := floor(extract(epoch from clock_timestamp()));
    v_arrived  integer;
    v_admitted integer;
    v_before   real;
    v_pace     real;
begin
    select checks_per_second into strict v_pace from letterbox.pace;
    select coalesce(sum(arrived), 0) / 3.0 into v_before
        from letterbox.attempt where second between v_second - 3 and v_second - 1;
    insert into letterbox.attempt as a (second, arrived, admitted) values (v_second, 1, 0)
        on conflict (second) do update set arrived = a.arrived + 1 returning arrived, admitted into v_arrived, v_admitted;
    if v_arrived = 1 then delete from letterbox.attempt where second < v_second - 300; end if;
    if v_admitted >= ceil(v_pace) or random() >= v_pace / greatest(v_before, v_arrived, 1) then return false; end if;
    update letterbox.attempt set admitted = admitted + 1 where second = v_second;
    return true;
end $$;

-- 3. The mailbox behind a locator, with its last three sealed messages, newest first: little to find for whoever finds the
--    words. Nothing for wrong, expired and closed alike.
create or replace function letterbox.mailbox_read(p_locator bytea, p_day date)
returns table (id uuid, wrapped_private bytea, public_key bytea, expires_on date, sealed bytea[], days date[], upto integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select b.id, b.wrapped_private, b.public_key, b.expires_on,
           coalesce(array_agg(m.sealed order by m.position desc) filter (where m.id is not null), '{}'),
           coalesce(array_agg(m.day    order by m.position desc) filter (where m.id is not null), '{}'),
           coalesce(max(m.position), 0)
    from letterbox.mailbox b
    left join lateral (select w.* from letterbox.message w where w.mailbox = b.id order by w.position desc limit 3) m on true
    where b.locator = p_locator and b.state = 'open' and b.expires_on >= p_day
    group by b.id
$$;

-- 4. A later message from whoever has the words: sealed like the first one. stored, again (sent twice), full, or closed.
create or replace function letterbox.mailbox_write(
    p_locator bytea, p_token_hash bytea, p_now timestamptz, p_day date, p_id uuid, p_bucket integer, p_envelope bytea
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_mailbox uuid;
begin
    if p_token_hash is null or octet_length(p_token_hash) <> 32 then raise exception 'letterbox: token'; end if;
    if p_id is null or p_day is null or p_now is null then raise exception 'letterbox: missing'; end if;
    if p_bucket is null or p_bucket not in (4096, 16384, 65536, 131072) then raise exception 'letterbox: bucket'; end if;
    if p_envelope is null or octet_length(p_envelope) not between p_bucket + 1 and p_bucket + 2048
        then raise exception 'letterbox: size'; end if;

    select id into v_mailbox from letterbox.mailbox where locator = p_locator and state = 'open' and expires_on >= p_day;
    if not found then return 'closed'; end if;
    insert into letterbox.spent (token_hash, drop_id, mailbox, until)
        values (p_token_hash, p_id, v_mailbox, p_now + interval '10 minutes') on conflict do nothing;
    if not found then return 'again'; end if;
    if letterbox.fullness() >= 100 then
        delete from letterbox.spent where token_hash = p_token_hash;
        return 'full';
    end if;
    insert into letterbox.drop (id, day, channel, bucket, envelope, mailbox)
        values (p_id, p_day, 'mailbox', p_bucket, p_envelope, v_mailbox);
    notify letterbox;
    return 'stored';
end $$;

-- 5. New words for the same mailbox; the old ones stop at once. rotated, again (sent twice), taken (try the next), closed.
create or replace function letterbox.mailbox_rotate(
    p_locator bytea, p_mailbox uuid, p_day date, p_new_locator bytea, p_new_wrapped_private bytea
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_mailbox uuid;
begin
    if p_new_locator is null or octet_length(p_new_locator) <> 32 then raise exception 'letterbox: locator'; end if;
    if p_new_wrapped_private is null or octet_length(p_new_wrapped_private) not between 32 and 512
        then raise exception 'letterbox: wrapped key'; end if;
    select id into v_mailbox from letterbox.mailbox
        where locator = p_locator and id = p_mailbox and state = 'open' and expires_on >= p_day for update;
    if not found then
        perform from letterbox.mailbox where locator = p_new_locator and id = p_mailbox and state = 'open';
        return case when found then 'again' else 'closed' end;
    end if;
    begin
        update letterbox.mailbox set locator = p_new_locator, wrapped_private = p_new_wrapped_private where id = v_mailbox;
    exception when unique_violation then return 'taken';
    end;
    insert into letterbox.note (mailbox, what, day) values (v_mailbox, 'rotated', p_day);
    return 'rotated';
end $$;

-- 6. Take away the messages that were shown (up to a position: one that arrived since is not lost unread).
create or replace function letterbox.mailbox_empty(p_locator bytea, p_day date, p_upto integer)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_mailbox uuid;
begin
    select id into v_mailbox from letterbox.mailbox
        where locator = p_locator and state = 'open' and expires_on >= p_day for update;
    if not found then return 'closed'; end if;
    delete from letterbox.message where mailbox = v_mailbox and position <= p_upto;
    if found then insert into letterbox.note (mailbox, what, day) values (v_mailbox, 'emptied', p_day); end if;
    return 'emptied';
end $$;

-- 7. Stop writing to me here. The words open nothing from now on, and what they opened is gone.
create or replace function letterbox.mailbox_close(p_locator bytea, p_day date)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_mailbox uuid;
begin
    update letterbox.mailbox set state = 'closed', locator = null, wrapped_private = null
        where locator = p_locator and state = 'open' and expires_on >= p_day returning id into v_mailbox;
    if not found then return 'closed'; end if;
    delete from letterbox.message where mailbox = v_mailbox;
    insert into letterbox.note (mailbox, what, day) values (v_mailbox, 'closed', p_day);
    notify letterbox;
    return 'closed';
end $$;

----------------------------------------------------------------------------------------------------------------------
-- The worker opens; the desk and the worker answer
----------------------------------------------------------------------------------------------------------------------

-- Take envelopes out, in the transaction that keeps what was in them. Two workers never get the same one.
-- First tellings come before what was written later, which needs their contact.
create or replace function letterbox.claim(p_limit integer) returns setof letterbox.drop
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query delete from letterbox.drop d
    where d.id in (select w.id from letterbox.drop w order by w.channel = 'mailbox', w.day, w.id
                   limit least(p_limit, 100) for update skip locked)
    returning d.*;
    if found or exists (select from letterbox.room r, letterbox.come c where r.weighed_bytes > 0 or c.last_value > r.weighed_at) then
        perform letterbox.weigh();
    end if;
end $$;

create or replace function letterbox.quarantine(
    p_id uuid, p_day date, p_channel text, p_bucket integer, p_envelope bytea, p_mailbox uuid, p_why text
) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into letterbox.quarantine (id, day, channel, bucket, envelope, mailbox, why)
        values (p_id, p_day, p_channel, p_bucket, p_envelope, p_mailbox, left(p_why, 60)) on conflict do nothing
$$;

-- How much waits: envelopes unopened, envelopes in quarantine, sets of words tried a second over the last minute, how full it is.
drop function if exists letterbox.pressure();
create function letterbox.pressure(
    out waiting bigint, out quarantined bigint, out tries_per_second real, out fullness integer
)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select (select count(*) from letterbox.drop), (select count(*) from letterbox.quarantine),
           (select coalesce(sum(arrived), 0) / 60.0 from letterbox.attempt
             where second > extract(epoch from clock_timestamp()) - 60)::real,
           letterbox.fullness()
$$;

create or replace function letterbox.notes(p_limit integer)
returns table (mailbox uuid, what text, day date)
language sql security definer set search_path = pg_catalog, pg_temp as $$
    with taken as (
        delete from letterbox.note n where n.number in
            (select w.number from letterbox.note w order by w.number limit least(p_limit, 500) for update skip locked)
        returning n.number, n.mailbox, n.what, n.day)
    select taken.mailbox, taken.what, taken.day from taken order by taken.number
$$;

-- Mailboxes past their day lose their words and their messages; spent tokens older than two days go. Returns how many expired.
create or replace function letterbox.expire(p_day date, p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_expired integer;
begin
    with gone as (
        update letterbox.mailbox set state = 'expired', locator = null, wrapped_private = null
            where state = 'open' and expires_on < p_day returning id),
    emptied as (delete from letterbox.message where mailbox in (select id from gone))
    insert into letterbox.note (mailbox, what, day) select id, 'expired', p_day from gone;
    get diagnostics v_expired = row_count;
    delete from letterbox.spent where until < p_now - interval '2 days';
    return v_expired;
end $$;

-- A mailbox for someone who told by phone or in person: the desk reads the words out, the caller writes them down.
create or replace function letterbox.open_mailbox(
    p_mailbox uuid, p_locator bytea, p_wrapped_private bytea, p_public_key bytea, p_day date
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if p_locator is null or octet_length(p_locator) <> 32 then raise exception 'letterbox: locator'; end if;
    if p_wrapped_private is null or octet_length(p_wrapped_private) not between 32 and 512
        then raise exception 'letterbox: wrapped key'; end if;
    if p_public_key is null or octet_length(p_public_key) not between 32 and 2048
        then raise exception 'letterbox: public key'; end if;
    insert into letterbox.mailbox (id, locator, wrapped_private, public_key, opened_on, expires_on)
        values (p_mailbox, p_locator, p_wrapped_private, p_public_key, p_day, p_day + 180) on conflict do nothing;
    return case when found then 'opened' else 'taken' end;
end $$;

-- A sealed message from the team. The words live 180 days from it. delivered, again (same id), or closed.
create or replace function letterbox.deliver(p_mailbox uuid, p_message uuid, p_sealed bytea, p_day date)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if p_sealed is null or octet_length(p_sealed) not between 64 and 262144 then raise exception 'letterbox: size'; end if;
    perform from letterbox.mailbox where id = p_mailbox and state = 'open' and expires_on >= p_day for update;
    if not found then return 'closed'; end if;
    if exists (select from letterbox.message where id = p_message) then return 'again'; end if;
    insert into letterbox.message (id, mailbox, sealed, day, position)
        select p_message, p_mailbox, p_sealed, p_day, coalesce(max(position), 0) + 1
        from letterbox.message where mailbox = p_mailbox;
    update letterbox.mailbox set expires_on = greatest(expires_on, p_day + 180) where id = p_mailbox;
    return 'delivered';
end $$;

-- Whether a way back still stands, and until which day (null: there is none).
create or replace function letterbox.open_until(p_mailbox uuid, p_day date) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select expires_on from letterbox.mailbox where id = p_mailbox and state = 'open' and expires_on >= p_day
$$;

----------------------------------------------------------------------------------------------------------------------
-- Owners; nobody may execute anything until a role file says so
----------------------------------------------------------------------------------------------------------------------
alter function letterbox.counts() owner to halcyon_letterbox;
alter function letterbox.weigh() owner to halcyon_letterbox;
alter function letterbox.fullness() owner to halcyon_letterbox;
alter function letterbox.drop(bytea, timestamptz, date, uuid, text, integer, bytea, uuid, bytea, bytea, bytea) owner to halcyon_letterbox;
alter function letterbox.attempt() owner to halcyon_letterbox;
alter function letterbox.mailbox_read(bytea, date) owner to halcyon_letterbox;
alter function letterbox.mailbox_write(bytea, bytea, timestamptz, date, uuid, integer, bytea) owner to halcyon_letterbox;
alter function letterbox.mailbox_rotate(bytea, uuid, date, bytea, bytea) owner to halcyon_letterbox;
alter function letterbox.mailbox_empty(bytea, date, integer) owner to halcyon_letterbox;
alter function letterbox.mailbox_close(bytea, date) owner to halcyon_letterbox;
alter function letterbox.claim(integer) owner to halcyon_letterbox;
alter function letterbox.quarantine(uuid, date, text, integer, bytea, uuid, text) owner to halcyon_letterbox;
alter function letterbox.pressure() owner to halcyon_letterbox;
alter function letterbox.notes(integer) owner to halcyon_letterbox;
alter function letterbox.expire(date, timestamptz) owner to halcyon_letterbox;
alter function letterbox.open_mailbox(uuid, bytea, bytea, bytea, date) owner to halcyon_letterbox;
alter function letterbox.deliver(uuid, uuid, bytea, date) owner to halcyon_letterbox;
alter function letterbox.open_until(uuid, date) owner to halcyon_letterbox;
revoke all on all functions in schema letterbox from public;
revoke all on all tables in schema letterbox from public;
revoke all on schema letterbox from public;
