"""From households to files: known records, queries held out from them, and the truth in a file that the matcher never gets."""

import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.population.people import County
from benchmarks.population.records import COLUMNS, Clerk

Row = tuple[str, ...]
TIMES = (1, 2, 3, 4, 5, 7), (55, 23, 12, 6, 3, 1)  # how often one person is written down, and how likely that is
STRANGERS = 0.1  # of the queries: nobody known


def rows(records: int, seed: int) -> Iterator[tuple[Row, str]]:
    """At least so many records with the person of each; records of one person stand together."""
    county, clerk, times = County(seed, round(records * 0.55)), Clerk(seed + 1), random.Random(seed + 2)
    written = 0
    while written < records:
        for person in county.household():
            for _ in range(times.choices(*TIMES)[0]):
                written += 1
                yield clerk.record(person, f"R{written:08d}"), person.person


def split(records: int, queries: int, seed: int) -> tuple[list[Row], list[Row], list[tuple[str, str]]]:
    """Known rows, query rows and truth, shuffled."""
    chance, made = random.Random(seed + 3), list(rows(records + queries, seed))
    truth = [(row[0], person) for row, person in made]
    by_person: dict[str, list[int]] = {}
    for place, (_, person) in enumerate(made):
        by_person.setdefault(person, []).append(place)
    several = [places for places in by_person.values() if len(places) > 1]
    single = [places for places in by_person.values() if len(places) == 1]
    strangers = min(round(queries * STRANGERS), len(single))
    chosen = {chance.choice(places) for places in chance.sample(several, min(queries - strangers, len(several)))}
    chosen |= {places[0] for places in chance.sample(single, strangers)}
    known = [row for place, (row, _) in enumerate(made) if place not in chosen]
    asked = [made[place][0] for place in chosen]
    for part in (known, asked, truth):
        chance.shuffle(part)
    return known, asked, truth


def write(folder: Path, *, known: int, queries: int, seed: int, ending: str = "parquet") -> dict[str, Path]:
    """Writes known, queries and truth into `folder`; their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = dict(zip(("known", "queries", "truth"), split(known, queries, seed), strict=True))
    files = {name: folder / f"{name}.{ending}" for name in parts}
    for name, file in files.items():
        columns = ("record_id", "person") if name == "truth" else COLUMNS
        (write_csv if ending == "csv" else write_parquet)(file, columns, parts[name])
    return files


def write_csv(file: Path, columns: Iterable[str], found: Iterable[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(found)


def write_parquet(file: Path, columns: Iterable[str], found: list[Row]) -> None:
    parts = list(zip(*found, strict=True)) or [() for _ in columns]
    pq.write_table(
        pa.table({name: pa.array(part, pa.string()) for name, part in zip(columns, parts, strict=False)}), file
    )
