"""How fast a search is: ``python -m benchmarks.search``. As the desk's role, a member entered, under row-level security.

The same questions are asked in three ways, side by side in one run: ours (the definer function, then row-level security
again, nearest place of each record, marks); *policy*, the plain query under the same policy (what one writes without the
function); and *plain*, the plain query of a superuser to whom no access applies. Sixty per cent of the records are the
member's to see; one in five holds a second entry, a later message. A time is the whole transaction; CPU is that of the
database's process alone. Prints what it finds and writes benchmarks/search.json.
"""

import argparse
import json
import random
import statistics
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import machine
from benchmarks.house import House, houses
from halcyon.kernel.matching.variants import tables
from halcyon.kernel.search import marking
from halcyon.kernel.search.asking import read
from halcyon.kernel.search.finding import CAP, FIND, MARKS, READ, SHOWN
from halcyon.kernel.search.keys import code_keys, name_keys, reference_keys

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
SEEN, AGAIN, POOL = 0.6, 0.2, 20_000
ENTER = "select set_config('halcyon.principals', %s, true)"
COPY = "copy search_entry (id, record_id, source, piece, sort, kind, words, names, keys, at, audience) from stdin"
WARM = 3
SPINE = "copy access_record (id, kind, reference, team, lock, version, created_at, audience) from stdin"


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


def fill(house: House, size: int) -> dict[str, list[str]]:
    """Invented records of 25 to 90 words, each with a name, a telephone and a plate; and the questions to ask of them."""
    chance = random.Random(11)
    ((team,),) = house.sql("select team_id from partnership_partnership")
    given = sorted(name for name in tables().common_given if name.isascii())
    family = sorted(name for name in tables().common_family if name.isascii())
    words = [_word(chance) for _ in range(20_000)]
    weights = [1 / (place + 8) for place in range(len(words))]
    pool = range(min(size, POOL))
    names = [f"{chance.choice(given).title()} {chance.choice(family).title()}" for _ in pool]
    numbers = [(_phone(chance), _plate(chance)) for _ in pool]
    seldom = dict(zip(words, weights, strict=True))
    of_name, of_code = cache(name_keys), cache(code_keys)
    with psycopg.connect(house.server.owner_url()) as owner:
        for table in (
            "access_record",
            "search_entry",
        ):  # poured in, not saved: without audiences computed, without law 1
            owner.execute(f"alter table {table} disable trigger all")
        owner.execute("drop index search_by_document")
        owner.execute("drop index search_newest")
        made, apart = list(_records(chance, size, team)), list[str]()
        with owner.cursor() as cursor, cursor.copy(SPINE) as spine:
            for record, reference, at, audience in made:
                spine.write_row((record, "contact", reference, team, "open", 1, at, audience))
        with owner.cursor() as cursor, cursor.copy(COPY) as entries:
            for record, reference, at, audience in made:
                said = chance.choices(words, weights, k=chance.randint(25, 90))
                name, codes = chance.choice(names), chance.choice(numbers)
                keys = {*of_name(name), *of_code(codes[0]), *of_code(codes[1]), *reference_keys(reference)}
                where = (uuid.uuid4(), record, record, 0, "contact", "telling")
                entries.write_row((*where, " ".join(said), [name, *codes], sorted(keys), at, audience))
                if chance.random() < AGAIN:
                    later = chance.choices(words, weights, k=chance.randint(5, 40))
                    where = (uuid.uuid4(), record, uuid.uuid4(), 0, "contact", "message")
                    entries.write_row((*where, " ".join(later), [], sorted(reference_keys(reference)), at, audience))
                    apart.append(f"{min(said, key=seldom.__getitem__)} {min(later, key=seldom.__getitem__)}")
        owner.execute("create index search_by_document on search_entry using gin (document) with (fastupdate = off)")
        owner.execute("create index search_newest on search_entry (at desc)")
        owner.commit()
    house.sql("vacuum analyze search_entry")
    house.sql("analyze access_record")
    return {
        "a rare word": chance.sample(words[15_000:], 200),
        "a word in a hundred": chance.sample(words[100:160], 50),
        "a common word": words[:20],
        "two words": [f"{one} {other}" for one, other in zip(words[40:140], words[400:500], strict=True)],
        "two rare words, told and later": chance.sample(apart, 100),
        "a name, however spelled": chance.choices(names, k=200),
        "a family name by its sound": [name.split()[-1][:-1] + "e" for name in chance.choices(names, k=200)],
        "the end of a telephone": [chance.choice(numbers)[0][-6:] for _ in range(200)],
        "the beginning of a plate": [chance.choice(numbers)[1][:4] for _ in range(200)],
    }


def _records(chance: random.Random, size: int, team: int) -> Iterator[tuple[uuid.UUID, str, datetime, list[int]]]:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(size):
        audience = [team] if chance.random() < SEEN else [1]
        at = start + timedelta(minutes=number)
        yield uuid.UUID(int=chance.getrandbits(128), version=4), f"{number:09}", at, audience


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))


def _phone(chance: random.Random) -> str:
    return f"07{chance.randrange(10**9):09}"


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    first, last = ("".join(chance.choices(letters, k=count)) for count in (2, 3))
    return f"{first}{chance.randint(51, 76)} {last}"


def _measure(house: House, questions: dict[str, list[str]], chosen: argparse.Namespace) -> list[dict[str, Any]]:
    desk = (house.state / "secrets" / "desk.database").read_text().strip()
    ways = (("ours", FIND, desk), ("policy", PLAIN, desk), ("plain", PLAIN, house.server.owner_url()))
    found = []
    for name, asked in questions.items():
        for clients in chosen.clients:
            of_plain: dict[str, float] = {}
            for how, statement, url in reversed(ways):
                line = _asked(
                    house, url, statement, asked, clients, chosen.requests if how != "policy" else chosen.plain
                )
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


def _asked(house: House, url: str, statement: str, questions: list[str], clients: int, many: int) -> dict[str, float]:
    """Times in milliseconds of `many` requests of each client, after some to warm up; the same questions each way."""
    ((team,),) = house.sql("select team_id from partnership_partnership")

    def client(number: int) -> tuple[list[tuple[float, int]], float]:
        chance, taken, spent = random.Random(number), [], 0.0
        with psycopg.connect(url) as database:
            for place in range(many + WARM):
                if place == WARM:
                    spent = _cpu(database)
                question = chance.choice(questions)
                began = time.perf_counter()
                database.execute(ENTER, ["{" + str(team) + "}"])
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
        "cap": CAP, "shown": SHOWN, "read": READ, "marks": marking.START + marking.STOP, "less": marking.LESS, "how": MARKS,
    }  # fmt: skip


if __name__ == "__main__":
    main()
