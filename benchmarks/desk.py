"""How fast the desk answers: ``python -m benchmarks.desk``. Real desk (gunicorn), signed in, under row-level security.

Triage, its live lines, a contact, and the leaders' page, at each number of contacts stored; then what one page asks of PostgreSQL,
read from the server's own log. Prints what it finds and writes benchmarks/desk.json. It never throws a run away.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.filling import fill
from benchmarks.house import House, houses
from benchmarks.visitor import Answer, ask, token_of

HERE = Path(__file__).parent
READER, LEADER = "sam", "grace"
EDGES = re.compile(r"^(begin|commit|rollback|savepoint|release|select current_setting\('halcyon)", re.IGNORECASE)
LOGGED = re.compile(r"duration: ([\d.]+) ms  (parse|bind|execute|statement)[^:]*: (.*)")
CONTACTS = """
select r.reference from access_record r join contacts_contact c on c.record_id = r.id
 where (select team_id from partnership_partnership) = any (r.audience) and c.ended_at is {} null
 order by md5(r.id::text) limit 400
"""


def main() -> None:
    """Measures, prints, writes."""
    chosen = _words()
    found: dict[str, Any] = {"machine": machine.about(), "load_before": machine.load(), "sizes": []}
    for stored, waiting in zip(chosen.stored, chosen.waiting, strict=True):
        with houses(f"{stored:,} contacts, {waiting:,} waiting") as (house,):
            house.build(demo=True)
            rows = fill(house, stored, waiting)
            found["sizes"].append(_size(house, chosen) | {"rows": rows})
        found["load_after"] = machine.load()
        chosen.into.write_text(json.dumps(found, indent=1) + "\n")
    print(f"load before {found['load_before']}, after {found['load_after']}; {found['machine']}")


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    words.add_argument("--stored", type=int, nargs="+", default=[1_000, 100_000, 100_000])
    words.add_argument("--waiting", type=int, nargs="+", default=[300, 300, 20_000])
    words.add_argument("--requests", type=int, default=150)
    words.add_argument("--into", type=Path, default=HERE / "desk.json")
    return words.parse_args()


def _size(house: House, chosen: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(7)
    some, waiting = ([row[0] for row in house.sql(CONTACTS.format(ended))] for ended in ("not", ""))
    pages: list[dict[str, Any]] = []
    with house.serving("desk"):
        reader, leader = (_signed_in(house, key) for key in (READER, LEADER))
        tag = _get(house, reader, "/triage/lines").etag
        asked: dict[str, Callable[[], Answer]] = {
            "triage": lambda: _get(house, reader, "/"),
            "triage, unchanged lines": lambda: ask(house.address("desk"), "/triage/lines", cookie=reader, etag=tag),
            "contact, ended": lambda: _get(house, reader, f"/contacts/{chance.choice(some)}/"),
            "contact, waiting": lambda: _get(house, reader, f"/contacts/{chance.choice(waiting)}/"),
            "leaders": lambda: _get(house, leader, "/leaders/"),
        }
        for clients in (1, 8):
            pages += [_page(house, name, act, clients, chosen.requests) for name, act in asked.items()]
    profile = _profile(house, waiting[0], some[0])
    return {"where": house.name, "pages": pages, "profile": profile, "plans": _plans(house)}


def _signed_in(house: House, key: str) -> str:
    """The cookies of a sitting, by the practice county's one click."""
    form = ask(house.address("desk"), "/sign-in-as")
    said = {"csrfmiddlewaretoken": token_of(form.text), "key": key}
    answer = ask(house.address("desk"), "/sign-in-as", said, cookie=form.cookie)
    if answer.status != 302:
        raise SystemExit(f"Nobody can sign in as {key}: the desk answered {answer.status}.")
    return answer.cookie


def _get(house: House, cookie: str, path: str) -> Answer:
    answer = ask(house.address("desk"), path, cookie=cookie)
    if answer.status != 200:
        raise SystemExit(f"The desk answered {answer.status} for {path}.")
    return answer


def _page(house: House, name: str, act: Callable[[], Answer], clients: int, requests: int) -> dict[str, Any]:
    for _ in range(10):
        act()
    load, began = machine.load(), time.perf_counter()
    with house.measured() as spent, ThreadPoolExecutor(clients) as members:
        answers = list(members.map(lambda _: act(), range(requests)))
    seconds = time.perf_counter() - began
    row = {
        "page": name, "clients": clients, "requests": requests, "load": load[0],
        "ms": machine.percentiles([1000 * answer.seconds for answer in answers]), "per_second": requests / seconds,
        "cpu_ms": {part: 1000 * usage.whole / requests for part, usage in spent.processes.items()},
        "bytes": answers[-1].transferred, "status": sorted({answer.status for answer in answers}),
    }  # fmt: skip
    print(
        f"{house.name}: {name}, {clients} clients: p50 {row['ms']['p50']:.1f} p95 {row['ms']['p95']:.1f} ms, "
        f"{row['per_second']:.1f}/s, CPU {machine.rounded(row['cpu_ms'])} ms, {row['bytes']:,} bytes, load {load[0]}",
        flush=True,
    )
    return row


# What one page asks of PostgreSQL


def _profile(house: House, waiting: str, ended: str) -> dict[str, Any]:
    """The statements of one page each, from the server's log, on connections that have answered before."""
    house.sql("alter role halcyon_desk set log_min_duration_statement = 0")
    found = {}
    try:
        with house.serving("desk"):
            reader, leader = (_signed_in(house, key) for key in (READER, LEADER))
            places = {
                "triage": ("/", reader), "triage lines": ("/triage/lines", reader),
                "contact, waiting": (f"/contacts/{waiting}/", reader), "contact, ended": (f"/contacts/{ended}/", reader),
                "leaders": ("/leaders/", leader),
            }  # fmt: skip
            for name, (path, cookie) in places.items():
                for _ in range(24):  # every thread has its own connection: all have answered once
                    _get(house, cookie, path)
                found[name] = _statements(house, lambda path=path, cookie=cookie: _get(house, cookie, path))
                print(f"{house.name}: {name}: {found[name]['queries']} queries, {found[name]['sql_ms']} ms", flush=True)
    finally:
        house.sql("alter role halcyon_desk reset log_min_duration_statement")
    return found


def _statements(house: House, act: Callable[[], Answer]) -> dict[str, Any]:
    before = house.server.log.stat().st_size
    act()
    time.sleep(0.3)
    with open(house.server.log, "rb") as log:
        log.seek(before)
        text = log.read().decode(errors="replace")
    steps = [(float(ms), what, " ".join(sql.split())) for ms, what, sql in LOGGED.findall(text.replace("\n\t", " "))]
    asked = [sql for _, what, sql in steps if what in ("execute", "statement")]
    by_statement: dict[str, float] = {}
    for ms, _, sql in steps:
        by_statement[sql[:160]] = by_statement.get(sql[:160], 0.0) + ms
    slowest = sorted(by_statement.items(), key=lambda pair: -pair[1])[:6]
    queries = [sql for sql in asked if not EDGES.match(sql)]
    return {
        "statements": len(asked), "queries": len(queries), "sql_ms": round(sum(ms for ms, *_ in steps), 2),
        "slowest_ms": [[round(ms, 2), sql] for sql, ms in slowest], "asked": [sql[:110] for sql in queries],
    }  # fmt: skip


def _plans(house: House) -> dict[str, str]:
    """How PostgreSQL answers the counts that triage and leaders show, as the function's owner meets them."""
    ledger = (
        "explain (analyze, buffers, costs off) select * from promise.ledger(current_date - {days}, current_date, now())"
    )
    return {
        f"ledger of {days} days": "\n".join(line for (line,) in house.sql(ledger.format(days=days))) for days in (7, 90)
    }


if __name__ == "__main__":
    main()
