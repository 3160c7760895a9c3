"""How fast a search is: ``python -m benchmarks.search``. As the desk's role, a member entered, under row-level security.

The same questions are asked in four ways, side by side in one run: ours (the definer function, then row-level security
again, nearest place of each record, marks); *blind*, the same of a member who sees none of the records; *policy*, the
plain query under the same policy (what one writes without the function); and *plain*, the plain query of a superuser to
whom no access applies. Sixty per cent of the records are the member's to see; one in five holds a second entry, a later
message. A time is the whole transaction; CPU is that of the database's process alone. Prints what it finds and writes
benchmarks/search.json.
"""

import argparse
import json
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import machine
from benchmarks.house import House, houses
from benchmarks.search_filling import fill
from halcyon.kernel.search import marking
from halcyon.kernel.search.asking import read
from halcyon.kernel.search.finding import CAP, FEW, FIND, MARKS, OF_A_PHRASE, READ, SHOWN

HERE = Path(__file__).parent
PLAIN = """
with asked as materialized (select search.query_of(%(wanted)s::jsonb) wanted, search.query_of(%(marked)s::jsonb) marked),
newest as (
    select e.record_id, e.at, e.document, e.words, e.names from search_entry e
     where e.document @@ search.query_of(%(wanted)s::jsonb) and e.sort = any (%(sorts)s::text[])
     order by e.at + interval '0' desc limit %(cap)s -- as without an index by time, which it would walk too often
), nearest as (
    select newest.*, ts_rank(document, wanted) as rank from asked, newest order by rank desc, at desc limit %(shown)s
)
select r.reference, n.at, n.names, left(n.words, %(read)s), ts_headline('english', left(n.words, %(read)s), marked, %(how)s)
  from asked, nearest n join access_record r on r.id = n.record_id order by n.rank desc, n.at desc
"""
ENTER = "select set_config('halcyon.principals', %s, true)"
WARM = 3
NOBODY = -1  # a principal to whom nothing is shown


def main() -> None:
    """Fills, measures, prints, writes."""
    chosen = _words()
    found: dict[str, Any] = {"machine": machine.about(), "load_before": machine.load(), "sizes": []}
    for size in chosen.records:
        with houses(f"{size:,} records") as (house,):
            house.build(demo=False)
            began = time.perf_counter()
            questions = fill(house, size)
            filled = time.perf_counter() - began
            print(f"{size:,} records, filled in {filled:,.0f} s", flush=True)
            found["sizes"].append({"records": size, "filled_s": filled, "asked": _measure(house, questions, chosen)})
        found["load_after"] = machine.load()
        chosen.into.write_text(json.dumps(found, indent=1) + "\n")


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    words.add_argument("--records", type=int, nargs="+", default=[100_000, 1_000_000])
    words.add_argument("--requests", type=int, default=200)
    words.add_argument("--plain", type=int, default=20, help="requests under the policy, which may take seconds each")
    words.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    words.add_argument("--into", type=Path, default=HERE / "search.json")
    return words.parse_args()


def _measure(house: House, questions: dict[str, list[str]], chosen: argparse.Namespace) -> list[dict[str, Any]]:
    desk = (house.state / "secrets" / "desk.database").read_text().strip()
    ways = (
        ("ours", FIND, desk),
        ("blind", FIND, desk),
        ("policy", PLAIN, desk),
        ("plain", PLAIN, house.server.owner_url()),
    )
    found = []
    for name, asked in questions.items():
        for clients in chosen.clients:
            of_plain: dict[str, float] = {}
            for how, statement, url in reversed(ways):
                many = chosen.requests if how != "policy" else chosen.plain
                line = _asked(house, url, statement, asked, clients, many, blind=how == "blind")
                of_plain = of_plain or line
                ratio = {f"{part}_to_plain": line[part] / max(of_plain[part], 0.01) for part in ("p50", "p95", "cpu")}
                found.append(
                    {"question": name, "how": how, "clients": clients, "load": machine.load()[0], **line, **ratio}
                )
                print(
                    f"{name:32} {how:6} {clients} clients  p50 {line['p50']:8.1f}  p95 {line['p95']:8.1f}"
                    f"  CPU {line['cpu']:7.1f} ms  to plain {ratio['p50_to_plain']:5.2f} {ratio['p95_to_plain']:5.2f}"
                    f" {ratio['cpu_to_plain']:5.2f}  {line['hits']:5.1f} rows",
                    flush=True,
                )
    return found


def _asked(
    house: House, url: str, statement: str, questions: list[str], clients: int, many: int, *, blind: bool
) -> dict[str, float]:
    """Times in milliseconds of `many` requests of each client, after some to warm up; the same questions each way."""
    ((team,),) = house.sql("select team_id from partnership_partnership")
    principals = "{" + str(NOBODY if blind else team) + "}"

    def client(number: int) -> tuple[list[tuple[float, int]], float]:
        chance, taken, spent = random.Random(number), [], 0.0
        with psycopg.connect(url) as database:
            for place in range(many + WARM):
                if place == WARM:
                    spent = _cpu(database)
                question = chance.choice(questions)
                began = time.perf_counter()
                database.execute(ENTER, [principals])
                try:
                    rows = database.execute(statement, _given(question)).fetchall()
                except psycopg.errors.QueryCanceled:
                    rows = []  # the desk stops what takes longer than 15 s: its time is counted as it is
                database.rollback()
                if place >= WARM:
                    taken.append(((time.perf_counter() - began) * 1000, len(rows)))
            return taken, _cpu(database) - spent

    with ThreadPoolExecutor(clients) as pool:
        each = list(pool.map(client, range(clients)))
    taken = [one for times, _ in each for one in times]
    return {
        **machine.percentiles([one for one, _ in taken]), "cpu": sum(spent for _, spent in each) * 1000 / len(taken),
        "hits": statistics.mean(rows for _, rows in taken),
    }  # fmt: skip


def _cpu(database: psycopg.Connection[Any]) -> float:
    """CPU seconds of the process of PostgreSQL that serves this connection."""
    fields = Path(f"/proc/{database.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / machine.TICK


def _given(typed: str) -> dict[str, Any]:
    question = read(typed)
    return {
        "wanted": json.dumps(question.wanted()), "close": json.dumps(question.close()),
        "plain": json.dumps(question.plain()), "marked": json.dumps(question.marked()),
        "exactly": json.dumps(question.exactly()), "sorts": ["contact"], "agency": None, "first": None, "last": None,
        "cap": OF_A_PHRASE if question.phrased else CAP, "few": FEW, "shown": SHOWN, "read": READ, "how": MARKS,
        "marks": marking.START + marking.STOP, "less": marking.LESS,
    }  # fmt: skip


if __name__ == "__main__":
    main()
