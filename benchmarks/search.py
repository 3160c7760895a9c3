"""How fast a search is: ``python -m benchmarks.search``. As the desk's role, a member entered, under row-level security.

The same questions are asked in two ways, side by side in one run: through the definer function (ours), and as the plain query
under the policy (what one writes without it). Sixty per cent of the records are the member's to see. A time is the whole
transaction: entering the member, finding, ranking, marking. Prints what it finds and writes benchmarks/search.json.
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
OURS = "search.find(asked.wanted, %(sorts)s::text[], %(agency)s, %(first)s, %(last)s, %(cap)s) found (id)"
PLAIN = (
    "lateral (select id from search_entry where document @@ asked.wanted and sort = any (%(sorts)s::text[]) "
    "order by at desc limit %(cap)s) found"
)
SEEN = 0.6
ENTER = "select set_config('halcyon.principals', %s, true)"
COPY = "copy search_entry (id, record_id, source, piece, sort, kind, words, names, keys, at, audience) from stdin"
SPINE = "copy access_record (id, kind, reference, team, lock, version, created_at, audience) from stdin"


def main() -> None:
    """Fills, measures, prints, writes."""
    chosen = _words()
    found: dict[str, Any] = {"machine": machine.about(), "load_before": machine.load(), "sizes": []}
    for size in chosen.records:
        with houses(f"{size:,} records") as (house,):
            house.build(demo=False)
            began = time.perf_counter()
            questions = _fill(house, size)
            filled = time.perf_counter() - began
            print(f"{size:,} records, filled in {filled:,.0f} s", flush=True)
            found["sizes"].append({"records": size, "filled_s": filled, "asked": _measure(house, questions, chosen)})
        found["load_after"] = machine.load()
        chosen.into.write_text(json.dumps(found, indent=1) + "\n")


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    words.add_argument("--records", type=int, nargs="+", default=[100_000, 1_000_000])
    words.add_argument("--requests", type=int, default=200)
    words.add_argument("--plain", type=int, default=20, help="requests of the plain query, which may take seconds each")
    words.add_argument("--into", type=Path, default=HERE / "search.json")
    return words.parse_args()


def _fill(house: House, size: int) -> dict[str, list[str]]:
    """Invented records of 25 to 90 words, each with a name, a telephone and a plate; and the questions to ask of them."""
    chance = random.Random(11)
    ((team,),) = house.sql("select team_id from partnership_partnership")
    given = sorted(name for name in tables().common_given if name.isascii())
    family = sorted(name for name in tables().common_family if name.isascii())
    words = [_word(chance) for _ in range(20_000)]
    weights = [1 / (place + 8) for place in range(len(words))]
    names = [f"{chance.choice(given).title()} {chance.choice(family).title()}" for _ in range(min(size, 20_000))]
    of_name = cache(name_keys)
    with psycopg.connect(house.server.owner_url()) as owner:
        for table in (
            "access_record",
            "search_entry",
        ):  # poured in, not saved: without audiences computed, without law 1
            owner.execute(f"alter table {table} disable trigger all")
        owner.execute("drop index search_by_document")
        made = list(_records(chance, size, team))
        with owner.cursor() as cursor, cursor.copy(SPINE) as spine:
            for record, reference, at, audience in made:
                spine.write_row((record, "contact", reference, team, "open", 1, at, audience))
        with owner.cursor() as cursor, cursor.copy(COPY) as entries:
            for record, reference, at, audience in made:
                said = " ".join(chance.choices(words, weights, k=chance.randint(25, 90)))
                name, codes = chance.choice(names), [_phone(chance), _plate(chance)]
                keys = {*of_name(name), *code_keys(codes[0]), *code_keys(codes[1]), *reference_keys(reference)}
                where = (uuid.uuid4(), record, record, 0, "contact", "telling")
                entries.write_row((*where, said, [name, *codes], sorted(keys), at, audience))
        owner.execute("create index search_by_document on search_entry using gin (document) with (fastupdate = off)")
        owner.commit()
    house.sql("vacuum analyze search_entry")
    house.sql("analyze access_record")
    return {
        "a rare word": chance.sample(words[15_000:], 200),
        "a word in a hundred": chance.sample(words[100:160], 50),
        "a common word": words[:20],
        "two words": [f"{one} {other}" for one, other in zip(words[40:140], words[400:500], strict=True)],
        "a name, however spelled": chance.choices(names, k=200),
        "a family name by its sound": [name.split()[-1][:-1] + "e" for name in chance.choices(names, k=200)],
        "the end of a telephone": [f"{chance.randrange(10**6):06}" for _ in range(200)],
        "the beginning of a plate": [_plate(chance)[:4] for _ in range(200)],
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
    found = []
    for name, asked in questions.items():
        for how, statement, many in (
            ("ours", FIND, chosen.requests),
            ("plain", FIND.replace(OURS, PLAIN), chosen.plain),
        ):
            for clients in (1, 8):
                line = {
                    "question": name,
                    "how": how,
                    "clients": clients,
                    **_asked(house, statement, asked, clients, many),
                }
                found.append(line)
                print(
                    f"{name:28} {how:6} {clients} clients  p50 {line['p50']:8.1f}  p95 {line['p95']:8.1f} ms"
                    f"  {line['hits']:5.1f} hits",
                    flush=True,
                )
    return found


def _asked(house: House, statement: str, questions: list[str], clients: int, many: int) -> dict[str, float]:
    """Times in milliseconds of `many` requests of each client, after some to warm up."""
    url = (house.state / "secrets" / "desk.database").read_text().strip()
    ((team,),) = house.sql("select team_id from partnership_partnership")

    def client(number: int) -> list[tuple[float, int]]:
        chance, taken = random.Random(number), []
        with psycopg.connect(url) as desk:
            for place in range(many + 3):
                question = chance.choice(questions)
                began = time.perf_counter()
                desk.execute(ENTER, ["{" + str(team) + "}"])
                rows = desk.execute(statement, _given(question)).fetchall()
                desk.rollback()
                if place >= 3:
                    taken.append(((time.perf_counter() - began) * 1000, len(rows)))
        return taken

    with ThreadPoolExecutor(clients) as pool:
        taken = [one for each in pool.map(client, range(clients)) for one in each]
    times = sorted(one for one, _ in taken)
    return {
        "p50": statistics.median(times), "p95": times[min(len(times) - 1, int(len(times) * 0.95))], "most": times[-1],
        "hits": statistics.mean(rows for _, rows in taken),
    }  # fmt: skip


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
