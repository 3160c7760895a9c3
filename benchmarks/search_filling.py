"""Pours invented records into the tables that are searched: the product's own tables, indexes and policies, by COPY.

Two processes pour beside each other, in turns of a thousand records, so that rows lie in the order of their time. Triggers
are off meanwhile and indexes are made at the end; what a trigger or a command would have written is written here. Whether
it is the same is not taken on trust: `python -m benchmarks.search_filling`, run by `fill` in the filled house, saves some
of the entries once more in the product's own way, compares every column, and takes that back.
"""

import os
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any

import psycopg

from benchmarks.house import House
from halcyon.kernel.matching.variants import tables
from halcyon.kernel.search.keys import code_keys, codes_in, name_keys, spoken_keys

SEEN, AGAIN, POOL, CHUNK, PARTS, COMPARED = 0.6, 0.2, 20_000, 1_000, 2, 300
START = datetime(2024, 1, 1, tzinfo=UTC)
TABLES = ["access_record", "search_entry"]
SPINE = "copy access_record (id, kind, reference, team, lock, version, created_at, audience) from stdin"
COPY = "copy search_entry (id, record_id, source, piece, sort, kind, words, names, keys, at, audience) from stdin"
ALWAYS = """
select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
 where not t.tgisinternal and t.tgenabled = 'A' and c.relname = any (%s)
"""
INDEXES = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
 where i.indrelid = any (%s::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
"""
COLUMNS = "sort, kind, words, names, keys, at, agency, detail, kept_by, audience, document::text"
ALONE = """
select count(*) from (select * from access_record order by id limit 2000) r
 where audience <> access.audience_of(id, kind, lock, team, owner)
"""


@dataclass(frozen=True)
class World:
    """What invented records are made of. Words are drawn as seldom as Zipf has it: the first stand in half of everything."""

    size: int
    team: int
    words: list[str]
    urn: list[str]  # each word as often as it is drawn, of a million
    names: list[str]
    numbers: list[tuple[str, str]]
    seldom: dict[str, int] = field(default_factory=dict)


@dataclass
class Said:
    """Some of what was poured, to ask for."""

    apart: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)


def world(size: int, team: int) -> World:
    """The same for the same size."""
    chance = random.Random(11)
    given = sorted(name for name in tables().common_given if name.isascii())
    family = sorted(name for name in tables().common_family if name.isascii())
    words = [word for word in dict.fromkeys(_word(chance) for _ in range(24_000)) if not codes_in(word)][:20_000]
    pool = range(min(size, POOL))
    whole = sum(1 / (place + 8) for place in range(len(words)))
    urn = [word for place, word in enumerate(words) for _ in range(round(1e6 / (place + 8) / whole))]
    return World(
        size, team, words, urn,
        [f"{chance.choice(given).title()} {chance.choice(family).title()}" for _ in pool],
        [(_phone(chance), _plate(chance)) for _ in pool], {word: place for place, word in enumerate(words)},
    )  # fmt: skip


def fill(house: House, size: int) -> dict[str, list[str]]:
    """Invented records of 25 to 90 words, each with a name, a telephone and a plate; and the questions to ask of them."""
    ((team,),) = house.sql("select team_id from partnership_partnership")
    made = world(size, team)
    with psycopg.connect(house.server.owner_url(), autocommit=True) as owner:
        owner.execute("set maintenance_work_mem = '1GB'")
        owner.execute("set max_parallel_maintenance_workers = 2")
        always = owner.execute(ALWAYS, [TABLES]).fetchall()
        indexes = owner.execute(INDEXES, [TABLES]).fetchall()
        for table, trigger in always:
            owner.execute(f'alter table {table} disable trigger "{trigger}"')
        for index, _ in indexes:
            owner.execute(f"drop index {index}")
        with ProcessPoolExecutor(PARTS) as pool:
            said = list(
                pool.map(_pour, [house.server.owner_url()] * PARTS, [size] * PARTS, [team] * PARTS, range(PARTS))
            )
        for _, definition in indexes:
            owner.execute(str(definition))
        for table, trigger in always:
            owner.execute(f'alter table {table} enable always trigger "{trigger}"')
        owner.execute("vacuum (analyze) access_record, search_entry")
        owner.execute("checkpoint")
    _agree(house)
    return _questions(made, said)


def _questions(made: World, said: list[Said]) -> dict[str, list[str]]:
    chance, words = random.Random(12), made.words
    return {
        "a rare word": chance.sample(words[15_000:], 200),
        "a word in twenty": chance.sample(words[100:160], 50),
        "a word in ten": chance.sample(words[40:80], 40),
        "a common word": words[:20],
        "two words": [f"{one} {other}" for one, other in zip(words[40:140], words[400:500], strict=True)],
        "two rare words, told and later": _some(chance, chain.from_iterable(one.apart for one in said)),
        "a phrase": _some(chance, chain.from_iterable(one.phrases for one in said)),
        "a name, however spelled": chance.choices(made.names, k=200),
        "a family name by its sound": [name.split()[-1][:-1] + "e" for name in chance.choices(made.names, k=200)],
        "the end of a telephone": [chance.choice(made.numbers)[0][-6:] for _ in range(200)],
        "the beginning of a plate": [chance.choice(made.numbers)[1][:4] for _ in range(200)],
    }


def _some(chance: random.Random, found: Iterator[str]) -> list[str]:
    listed = list(found)
    return chance.sample(listed, min(100, len(listed)))


def _pour(url: str, size: int, team: int, part: int) -> Said:
    """Every chunk whose turn it is, a transaction each."""
    made, said = world(size, team), Said()
    keys = Keys(made.words)
    with psycopg.connect(url) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("set synchronous_commit = off")
        owner.commit()
        for first in range(part * CHUNK, made.size, PARTS * CHUNK):
            records = list(_records(made, first))
            with owner.cursor() as cursor:
                with cursor.copy(SPINE) as spine:
                    for record, reference, at, team in records:
                        spine.write_row((record, "contact", reference, team, "open", 1, at, [team]))
                with cursor.copy(COPY) as entries:
                    entries.write("".join(_entries(made, first, records, keys, said)))
            owner.commit()
    return said


Spine = tuple[uuid.UUID, str, datetime, int]


def _records(made: World, first: int) -> Iterator[Spine]:
    chance = random.Random(f"records {first}")
    for number in range(first, min(first + CHUNK, made.size)):
        team = made.team if chance.random() < SEEN else 1
        at = START + timedelta(minutes=number)
        yield uuid.UUID(int=chance.getrandbits(128), version=4), f"{number:09}", at, team


class Keys:
    """The lexemes of names, codes and words, each made once. Hardly a word of a text is one by itself."""

    def __init__(self, words: list[str]) -> None:
        self.of_name, self.of_code = cache(name_keys), cache(code_keys)
        self.of_word = {word: keys for word in words if (keys := spoken_keys(word))}

    def of(self, reference: str, said: list[str], name: str = "", codes: tuple[str, ...] = ()) -> list[str]:
        """What `keys_of` makes of an entry; that it does is compared afterwards."""
        found = {f"r:{reference}", f"x:r:{reference}"}.union(*map(self.of_code, codes), self.of_name(name))
        return sorted(found.union(*map(self.of_word.__getitem__, self.of_word.keys() & said)))


def _entries(made: World, first: int, records: list[Spine], keys: Keys, said: Said) -> Iterator[str]:
    """What each record says, and one in five once more, later: lines for COPY."""
    chance = random.Random(f"entries {first}")
    for record, reference, at, team in records:
        told = chance.choices(made.urn, k=chance.randint(25, 90))
        name, codes = chance.choice(made.names), chance.choice(made.numbers)
        found = keys.of(reference, told, name, codes)
        yield _line(record, record, "telling", told, [name, *codes], found, at, team)
        if chance.random() < AGAIN:
            later = chance.choices(made.urn, k=chance.randint(5, 40))
            source = uuid.UUID(int=chance.getrandbits(128), version=4)
            yield _line(record, source, "message", later, [], keys.of(reference, later), at, team)
            if team == made.team and len(said.apart) < 10_000:
                said.apart.append(f"{max(told, key=made.seldom.__getitem__)} {max(later, key=made.seldom.__getitem__)}")
                said.phrases.append('"' + " ".join(told[3:5]) + '"')


def _line(
    record: uuid.UUID, source: uuid.UUID, kind: str, said: list[str], names: list[str], keys: list[str], at: datetime, team: int
) -> str:  # fmt: skip
    """One row as COPY reads it: nothing that was invented holds a tab, a quotation mark or a backslash."""
    identity, listed, found = uuid.uuid5(record, f"{source}/0"), '","'.join(names), '","'.join(keys)
    given = f'{{"{listed}"}}' if names else "{}"
    return f'{identity}\t{record}\t{source}\t0\tcontact\t{kind}\t{" ".join(said)}\t{given}\t{{"{found}"}}\t{at}\t{{{team}}}\n'


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))


def _phone(chance: random.Random) -> str:
    return f"07{chance.randrange(10**9):09}"


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    first, last = ("".join(chance.choices(letters, k=count)) for count in (2, 3))
    return f"{first}{chance.randint(51, 76)} {last}"


def _agree(house: House) -> None:
    """Whether what was poured is what the product would have kept. Ends the run where it is not."""
    ((others,),) = house.sql(ALONE)
    if others:
        raise SystemExit(f"{others} of the poured records have an audience that the keeper would not have given them.")
    print(house.run("benchmarks.search_filling", DJANGO_SETTINGS_MODULE="halcyon.settings.worker").strip(), flush=True)


def compare() -> None:
    """In the filled house, as the worker: some entries once more in the product's own way, column by column."""
    import django

    django.setup()
    from django.db import transaction

    for _ in range(COMPARED):
        with transaction.atomic():
            poured, kept = _twice(uuid.uuid4())
            if poured != kept:
                raise SystemExit(f"Poured:\n{poured}\nthe product's own:\n{kept}")
            transaction.set_rollback(True)
    print(f"{COMPARED} poured entries are, column by column, what the product keeps.")


def _twice(near: uuid.UUID) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """An entry as it was poured, and as the product keeps it. Inside a transaction that is taken back."""
    from django.db import connection

    from halcyon.kernel.access.acting import acting
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.access.models import Record
    from halcyon.kernel.search import Entry, index
    from halcyon.kernel.search.models import IndexedEntry

    worker = Actor.system("indexing")
    one = IndexedEntry.objects.filter(pk__gte=near).order_by("pk").first() or IndexedEntry.objects.order_by("pk")[0]
    again = Entry(
        source=uuid.uuid4(), kind=one.kind, words=one.words, at=one.at, names=tuple(one.names[:1]), codes=tuple(one.names[1:])
    )  # fmt: skip
    with acting(worker), connection.cursor() as cursor:
        index(record=Record.objects.get(pk=one.record_id), entries=[again], by=worker)
        rows = []
        for source in (one.source, again.source):
            identity = uuid.uuid5(one.record_id, f"{source}/0")
            cursor.execute(f"select {COLUMNS} from search_entry where id = %s and source = %s", [identity, source])
            (row,) = cursor.fetchall()
            rows.append(row)
    return rows[0], rows[1]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.worker")
    compare()
