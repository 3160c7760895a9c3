"""Does the time of a search tell a silent record from nothing? ``python -m benchmarks.silent [--pairs 200]``

The whole search as the desk makes it, committed, by a member who may not see the record: for a whole plate that a silent
record holds, and for plates that nothing holds. *Nothing* is asked as two kinds, so that one pair is known to be equal;
each round asks one of each in an order drawn anew. Prints medians, spread and a rank test, and passes no judgement: what
makes the two alike is `search.hidden` (kernel/search/functions.sql), which writes one row either way.
"""

import argparse
import os
import random
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import psycopg

from benchmarks import machine
from benchmarks.house import House, houses
from benchmarks.report import told_apart
from benchmarks.search_filling import COPY, SPINE, fill
from halcyon.kernel.search.keys import code_keys, reference_keys

WARM = 10


def main() -> None:
    """Measures and prints."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--pairs", type=int, default=200)
    words.add_argument("--records", type=int, default=2_000)
    chosen = words.parse_args()
    with houses("silent") as (house,):
        house.build(demo=False)
        fill(house, chosen.records)
        plates = [f"KD{number % 25 + 51} {_letters(number)}" for number in range(3 * (chosen.pairs + WARM))]
        asked = {name: plates[place::3] for place, name in enumerate(("nothing", "nothing, again", "silent"))}
        _keep_silent(house, asked["silent"])
        before = machine.load()
        taken = _measure(house, asked, random.Random(9))
    print(f"{machine.about()}\nload before {before}, after {machine.load()}\n")
    told_apart("searched for", taken)


def _letters(number: int) -> str:
    return "".join("ABCDEFGHJK"[int(digit)] for digit in f"{number:03}"[-3:])


def _keep_silent(house: House, plates: list[str]) -> None:
    """One record for each plate, closed to all but one who does not search."""
    ((team,),) = house.sql("select team_id from partnership_partnership")
    at = datetime.now(UTC)
    with psycopg.connect(house.server.owner_url()) as owner:
        for table in ("access_record", "search_entry"):
            owner.execute(f"alter table {table} disable trigger all")
        made = [(uuid.uuid4(), f"S{number:08}", plate) for number, plate in enumerate(plates)]
        with owner.cursor() as cursor, cursor.copy(SPINE) as spine:
            for record, reference, _ in made:
                spine.write_row((record, "contact", reference, team, "silent", 1, at, [1]))
        with owner.cursor() as cursor, cursor.copy(COPY) as entries:
            for record, reference, plate in made:
                keys = sorted({*code_keys(plate), *reference_keys(reference)})
                where = (
                    uuid.uuid4(),
                    record,
                    record,
                    0,
                    "contact",
                    "telling",
                    f"A car, {plate}.",
                    [plate],
                    keys,
                    at,
                    [1],
                )
                entries.write_row(where)
        owner.commit()
    house.sql("vacuum analyze search_entry")


def _measure(house: House, asked: dict[str, list[str]], chance: random.Random) -> dict[str, list[float]]:
    """Seconds of each search, by what was searched for."""
    os.environ.update(house.environment(), DJANGO_SETTINGS_MODULE="halcyon.settings.desk")
    import django

    django.setup()
    from django.db import transaction

    from halcyon.kernel.access.acting import acting
    from halcyon.kernel.partnership.models import Member
    from halcyon.kernel.partnership.queries import actor_of
    from halcyon.kernel.search import find

    member: Any = actor_of(Member.objects.select_related("agency", "team").get(key="jo"))
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(len(asked["silent"])):
        for name in chance.sample(sorted(asked), len(asked)):
            began = time.perf_counter()
            with transaction.atomic(durable=True), acting(member):
                answer = find(asked[name][number], by=member)
            spent = time.perf_counter() - began
            assert not answer.hits and not answer.asks
            if number >= WARM:
                taken[name].append(spent)
    ((met,),) = house.sql("select count(*) from access.looked where records <> '{}'")
    assert met == len(asked["silent"]), met
    return taken


if __name__ == "__main__":
    main()
