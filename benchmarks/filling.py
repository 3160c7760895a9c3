"""Fills a house with many contacts in one go: copies of what the demo's invented people told, decided and were told.

It writes rows as the owner, through SQL, past every command: the laws' triggers on the filled tables are off meanwhile and on
again afterwards, as they were. Only for measuring. Every copy is whole (record, words, children, obligations and their events,
decisions, actions, ledger, mailbox, journal lines and their seals); one in twenty is closed to the team, as some are.
"""

import psycopg

from benchmarks.house import House

YEARS = 2.0
CLOSED_TO_THE_TEAM = 20  # one in so many
LINES_EACH = 5  # journal lines for each contact

PARTS = """
select table_name, array_agg(column_name::text order by ordinal_position), array_agg(udt_name::text order by ordinal_position)
  from information_schema.columns
 where table_schema = 'public' and is_generated = 'NEVER' and table_name !~ '^subjects_'
   and (table_name = 'access_record' or table_name in (
       select table_name from information_schema.columns where table_schema = 'public' and column_name = 'record_id'))
 group by table_name order by table_name = 'access_record' desc, table_name
"""
PLAN = f"""
create temporary table plan as
with told as (
    select c.record_id, c.ended_at is null as open, row_number() over (order by c.received_at) as place,
           count(*) over (partition by c.ended_at is null) as alike,
           row_number() over (partition by c.ended_at is null order by c.received_at) - 1 as among
      from contacts_contact c)
select t.record_id as of, n, t.place * 1000000 + n as number,
       case when t.open then make_interval(secs => 86400.0 * (n %% 4))
            else make_interval(secs => 86400.0 * 365 * {YEARS} * n * t.alike / %(ended)s) end as back,
       n %% {CLOSED_TO_THE_TEAM} = 0 and not t.open as closed
  from told t cross join lateral generate_series(1,
       (case when t.open then %(open)s else %(ended)s end + t.alike - 1 - t.among) / t.alike) as n
"""
# A record, and the records of the children that its contact concerns, are copied together under one number.
TOGETHER = """
create temporary table copies as
select of as record, n, number, back, closed from plan
union all
select distinct on (c.child, p.number) c.child, p.n, p.number, p.back, p.closed
  from plan p join contacts_concern c on c.record_id = p.of
union all
select a.record_id, p.n, p.number, p.back, p.closed from plan p join contacts_alert a on a.contact = p.of
"""
JOURNAL = """
insert into journal.line (kind, event, actor_kind, actor, records)
select 'read', (select name from journal.event order by name limit 1), 'member', 1, array[r.id]
  from access_record r cross join generate_series(1, {lines}) where r.kind = 'contact'
"""
SEALS = """
with numbered as (select id, row_number() over (order by xid, id) as seq from journal.line),
     sealed as (insert into journal.seal (seq, line, hash)
                select seq, id, sha256(int8send(seq)) from numbered returning seq, hash)
insert into journal.head (chain, upto, seq, hash)
select (select system_identifier::text from pg_control_system()), pg_current_xact_id(), seq, hash
  from sealed order by seq desc limit 1
on conflict (only_one) do update set upto = excluded.upto, seq = excluded.seq, hash = excluded.hash
"""
MAILBOXES = """
insert into letterbox.mailbox (id, locator, wrapped_private, public_key, opened_on, expires_on)
select c.mailbox, sha256(uuid_send(c.mailbox)), decode(repeat('5a', 92), 'hex'), c.mailbox_key,
       c.received_at::date, greatest(c.received_at::date + 180, current_date + 1)
  from contacts_contact c where c.mailbox is not null on conflict do nothing
"""


def fill(house: House, contacts: int, waiting: int) -> dict[str, int]:
    """Copies what stands there until there are about so many contacts, of which about `waiting` still wait; rows by table.

    Mentions and matches are not copied: every copy would match every other.
    """
    with psycopg.connect(house.server.owner_url()) as owner:
        row = owner.execute(
            "select count(*), count(*) filter (where ended_at is null) from contacts_contact"
        ).fetchone()
        assert row is not None
        here, open_here = row
        wanted = {"open": max(waiting - open_here, 0), "ended": max(contacts - waiting - (here - open_here), 1)}
        owner.execute(
            PLAN.replace("%%", "%").replace("%(open)s", str(wanted["open"])).replace("%(ended)s", str(wanted["ended"]))
        )
        owner.execute(TOGETHER)
        tables = owner.execute(PARTS).fetchall()
        owner.execute("set session_replication_role = replica")
        always = _always(owner, [name for name, _, _ in tables])
        for table, trigger in always:
            owner.execute(f'alter table public.{table} disable trigger "{trigger}"')
        for name, columns, types in tables:
            owner.execute(_copy(name, list(zip(columns, types, strict=True))))
        for table, trigger in always:
            owner.execute(f'alter table public.{table} enable always trigger "{trigger}"')
        owner.execute(MAILBOXES)
        owner.execute(JOURNAL.format(lines=LINES_EACH))
        owner.execute(SEALS)
        owner.execute("set session_replication_role = origin")
    house.sql("vacuum analyze")
    house.sql("checkpoint")
    return {name: house.sql(f"select count(*) from public.{name}")[0][0] for name, _, _ in tables}


def _always(owner: psycopg.Connection[tuple[object, ...]], tables: list[str]) -> list[tuple[object, object]]:
    found = owner.execute(
        "select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
        "where not t.tgisinternal and t.tgenabled = 'A' and c.relname = any (%s)", [tables]
    )  # fmt: skip
    return [(table, trigger) for table, trigger in found.fetchall()]


def _copy(table: str, columns: list[tuple[str, str]]) -> str:
    key = "id" if table == "access_record" else "record_id"
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(_value(table, name, kind) for name, kind in columns)
    return f'insert into public.{table} ({names}) select {values} from public.{table} t join copies p on p.record = t."{key}"'


def _value(table: str, name: str, kind: str) -> str:
    """One column of a copy: new identifiers that agree with each other, earlier times, everything else as it was."""
    place = f't."{name}"'
    if name == "reference":
        return "overlay(lpad(to_hex(row_number() over () + 268435456), 8, '0') placing '-' from 5 for 0)"
    if name == "audience":
        return f"case when p.closed then '{{1}}' else {place} end"
    if name == "lock" and table == "access_record":
        return f"case when p.closed then 'ask' else {place} end"
    if name == "climbs_at":
        return f"case when {place} is not null then greatest({place} - p.back, now() + interval '6 hours') end"
    if table == "sources_blindkey" and name == "key":
        return f"sha256({place} || int8send(p.number))"
    if kind == "uuid":
        return f"md5({place}::text || p.number)::uuid"
    if kind == "timestamptz":
        return f"{place} - p.back"
    return f"({place} - p.back)::date" if kind == "date" else place
