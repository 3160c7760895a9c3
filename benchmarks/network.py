"""How fast two steps of the network are: ``python -m benchmarks.network``. The queries of the desk's own page, as the desk's role,
under row-level security, beside igraph in memory and a recursive query without any access, on the same links in the same run.

One record in ten is closed to the member who asks. Prints what it finds and writes benchmarks/network.json.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from benchmarks import machine
from benchmarks.house import House

HERE = Path(__file__).parent
TEAM, AGENCY, MEMBER, OTHER = 1001, 1002, 1003, 1004
TABLES = {
    "access_record": "record", "subjects_mention": "part", "subjects_link": "pair", "subjects_match": "pair",
    "subjects_judgement": "pair",
}  # fmt: skip

# Keys are made of numbers, so that the graph in memory has the same nodes; four fifths of the links stay near.
KEY = "lpad(to_hex({}), 32, '0')::uuid"
RECORDS = f"""
    insert into access_record (id, kind, reference, team, owner, lock, version, created_at, audience)
    select {KEY.format("n")}, 'contact', 'B' || lpad(n::text, 8, '0'), {TEAM}, {OTHER},
           case when n % 10 = 0 then 'silent' else 'open' end, 1, now(),
           case when n % 10 = 0 then array[{OTHER}] else array[{TEAM}] end
      from generate_series(1, %(records)s) n
"""
MENTIONS = f"""
    insert into subjects_mention (id, record_id, kind, sort, written, identity, canonical, made_by, made_at, audience)
    select {KEY.format("n")}, r.id, 'person', 'named', 'Someone ' || n, '{{}}', '\\x', {MEMBER}, now(), r.audience
      from generate_series(1, %(subjects)s) n
      join access_record r on r.id = {KEY.format("1 + n %% %(records)s")}
"""
LINKS = f"""
    insert into subjects_link (id, record_id, other_id, third_id, a_id, b_id, type, role_a, role_b, grade, by, at, audience)
    select {KEY.format("n")}, a.record_id, a.record_id, b.record_id, a.id, b.id, 'seen_with', '', '', '', {MEMBER}, now(),
           a.audience
      from (select n, 1 + n %% %(subjects)s as x, case when random() < 0.8
                   then 1 + (n + 1 + (random() * 60)::int) %% %(subjects)s
                   else 1 + (random() * (%(subjects)s - 1))::int end as y
              from generate_series(1, %(links)s) n) pair
      join subjects_mention a on a.id = {KEY.format("pair.x")}
      join subjects_mention b on b.id = {KEY.format("pair.y")}
     where pair.x <> pair.y
"""
# One subject in ten is proposed to be the same as another; of three proposals one was judged not to be.
MATCHES = f"""
    insert into subjects_match (id, record_id, other_id, a_id, b_id, weight, above, parts, against, model, found_at, audience)
    select {KEY.format("n")}, a.record_id, b.record_id, a.id, b.id, 6, true, '[]', '[]', 'invented', now(), a.audience
      from generate_series(1, %(subjects)s / 10) n
      join subjects_mention a on a.id = {KEY.format("n * 9")} join subjects_mention b on b.id = {KEY.format("n * 9 + 4")}
"""
JUDGEMENTS = f"""
    insert into subjects_judgement (id, record_id, other_id, a_id, b_id, answer, reason, by, at, audience)
    select m.id, m.record_id, m.other_id, m.a_id, m.b_id, 'not_same', 'Another one.', {MEMBER}, now(), m.audience
      from (select *, row_number() over (order by id) as place from subjects_match) m where place % 3 = 0
"""
INDEXES = """
    select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
     where i.indrelid = any (%s::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
"""
RECURSIVE = """
    with recursive near(id, step) as (
        select %s::uuid, 0
         union
        select case when l.a_id = near.id then l.b_id else l.a_id end, near.step + 1
          from near join subjects_link l on l.a_id = near.id or l.b_id = near.id where near.step < 2
    ) select count(distinct id) from near
"""


def main() -> None:
    """Fills, measures, prints, writes."""
    chosen = _words()
    found: dict[str, Any] = {"machine": machine.about(), "load_before": machine.load(), "asked": chosen.asked}
    with tempfile.TemporaryDirectory(prefix="network-") as folder:
        Path(folder).chmod(0o755)
        house = House("network", Path(folder))
        house.build(demo=False)
        try:
            found |= _fill(house, chosen)
            found["rows"] = [_run(*each) for each in _peers(house, chosen)]
        finally:
            house.server.stop()
    found["load_after"] = machine.load()
    chosen.into.write_text(json.dumps(found, indent=1) + "\n")
    print(f"load before {found['load_before']}, after {found['load_after']}; {found['machine']}")


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.network", description=__doc__)
    words.add_argument("--subjects", type=int, default=1_000_000)
    words.add_argument("--links", type=int, default=3_000_000)
    words.add_argument("--asked", type=int, default=500)
    words.add_argument("--into", type=Path, default=HERE / "network.json")
    return words.parse_args()


def _fill(house: House, chosen: argparse.Namespace) -> dict[str, Any]:
    size = {"subjects": chosen.subjects, "links": chosen.links, "records": max(1, chosen.subjects * 2 // 5)}
    began = time.perf_counter()
    with psycopg.connect(house.server.owner_url(), autocommit=True) as owner:
        owner.execute("set maintenance_work_mem = '512MB'")
        for table in TABLES:
            owner.execute(f"alter table {table} disable trigger all")
        indexes = owner.execute(INDEXES, [list(TABLES)]).fetchall()
        for index, _ in indexes:
            owner.execute(f"drop index {index}")
        for statement in (RECORDS, MENTIONS, LINKS, MATCHES, JUDGEMENTS):
            owner.execute(_with(statement, size))
        for _, definition in indexes:  # made once from all rows, not row by row
            owner.execute(str(definition))
        for table, sort in TABLES.items():  # the guards stand again before anything is asked
            owner.execute(f"alter table {table} enable trigger all")
            owner.execute("select database.guard(%s, %s)", [table, sort])
            owner.execute(f"vacuum (analyze) {table}")
        for table in ("subjects_mention", "subjects_link", "subjects_judgement"):
            owner.execute("select database.append_only(%s)", [table])
    seconds = time.perf_counter() - began
    print(f"{size}: filled in {seconds:.0f} s", flush=True)
    return size | {"filled_s": round(seconds, 1)}


def _with(statement: str, size: dict[str, int]) -> str:
    """The statement with its sizes, which are our own numbers."""
    for name, number in size.items():
        statement = statement.replace(f"%({name})s", str(number))
    return statement.replace("%%", "%")


def _key(number: int) -> UUID:
    return UUID(int=number)


Peer = tuple[str, list[int], Callable[[int], int]]


def _peers(house: House, chosen: argparse.Namespace) -> list[Peer]:
    chance = random.Random(11)
    starts = [chance.randrange(1, chosen.subjects) for _ in range(chosen.asked)]
    starts = [
        number for number in starts if (1 + number % max(1, chosen.subjects * 2 // 5)) % 10
    ]  # what the member sees
    return [
        ("desk, two steps under row-level security", starts, _desk(house)),
        ("recursive query, no access", starts, _recursive(house)),
        ("igraph in memory, no access", starts, _igraph(house)),
    ]


def _desk(house: House) -> Callable[[int], int]:
    os.environ |= {"HALCYON_STATE": str(house.state), "DJANGO_SETTINGS_MODULE": "halcyon.settings.desk"}
    import django

    django.setup()
    from django.db import transaction

    from halcyon.domain.subjects.sameness import reach
    from halcyon.kernel.access.acting import acting
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.access.roles import Role
    from halcyon.kernel.clocks import now

    member = Actor.member(principal=MEMBER, name="M", roles=frozenset({Role.SOCIAL_WORKER}), agency=AGENCY, team=TEAM)

    def two_steps(number: int) -> int:
        with transaction.atomic(), acting(member):
            groups, _ = reach({_key(number)}, steps=2, until=now())
        return len(groups)

    return two_steps


def _recursive(house: House) -> Callable[[int], int]:
    owner = psycopg.connect(house.server.owner_url(), autocommit=True)

    def two_steps(number: int) -> int:
        row = owner.execute(RECURSIVE, [_key(number)]).fetchone()
        return int(row[0]) if row else 0

    return two_steps


def _igraph(house: House) -> Callable[[int], int]:
    import igraph

    pairs = [(a.int, b.int) for a, b in house.sql("select a_id, b_id from subjects_link")]
    graph = igraph.Graph(n=1 + max(max(pair) for pair in pairs), edges=pairs)
    return lambda number: len(graph.neighborhood(number, order=2))


def _run(name: str, starts: list[int], ask: Callable[[int], int]) -> dict[str, Any]:
    for number in starts[:50]:
        ask(number)
    times, sizes = [], []
    for number in starts:
        began = time.perf_counter()
        sizes.append(ask(number))
        times.append(1000 * (time.perf_counter() - began))
    row = {
        "what": name,
        "ms": machine.percentiles(times),
        "reached": sum(sizes) / len(sizes),
        "load": machine.load()[0],
    }
    print(f"{name}: p50 {row['ms']['p50']:.2f} p95 {row['ms']['p95']:.2f} ms, {row['reached']:.0f} reached", flush=True)
    return row


if __name__ == "__main__":
    main()
