"""A scratch database that matches as a save does: one transaction writes the mention and its keys, finds the candidates
over their keys, scores them in this process, keeps the proposals and commits to disk.

Made for evaluating and measuring alone: it never touches a real database, and knows nothing of who may see what.
"""

import os
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from halcyon.kernel.matching import Canonical, Model, canonical, keys, score
from halcyon.kernel.matching.keying import EXACT
from halcyon.kernel.matching.populations import Row, chunks, identity
from halcyon.kernel.matching.preparing import Prepared, prepared
from halcyon.kernel.matching.ranking import CANDIDATES, CAP, ranking

TABLES = """
create table mention (id bigint not null, record text not null, canonical bytea not null);
create table mention_key (key bigint not null, mention bigint not null);
create table proposal (mention bigint not null, other bigint not null, weight real not null);
"""
INDEXES = """
alter table mention add primary key (id);
create index mention_key_key on mention_key (key) include (mention);
"""
# One round trip: the mention and its keys are written, and whoever shares keys comes back. All parts of a statement see
# the same moment, so a mention never finds itself.
SAVE = f"""
with written as (
    insert into mention (id, record, canonical) values (%(id)s, %(record)s, %(canonical)s)
), keyed as (
    insert into mention_key (key, mention) select key, %(id)s from unnest(%(keys)s::bigint[]) as k (key)
), shared as (
    select array_agg(found.mention) as ids, array_agg(found.holders) as holders, array_agg(k.key & 15 <= {max(EXACT)}) as exact
      from unnest(%(keys)s::bigint[]) as k (key)
     cross join lateral (
           select held.mention, count(*) over () as holders
             from (select mention from mention_key where mention_key.key = k.key limit {CAP + 1}) as held
           ) as found
)
select mention.id, mention.canonical from shared
 cross join lateral pg_temp.best(shared.ids, shared.holders, shared.exact, {CAP}, {CANDIDATES}) as best
  join mention on mention.id = best.id
"""
PROPOSE = "insert into proposal (mention, other, weight) select %s, * from unnest(%s::bigint[], %s::real[])"


@dataclass(frozen=True)
class Matched:
    """What one save found: every candidate with its weight, best first, and what that took in seconds."""

    mention: int
    record: str
    found: tuple[tuple[int, float], ...]
    seconds: float
    cpu: float


@dataclass(frozen=True)
class Built:
    """How the known records were loaded. `records` stand in the order of their ids, which begin at 0."""

    records: list[str]
    seconds: float
    canonical_seconds: float
    bytes_on_disk: int
    keys: int


def load(url: str, known: Path, *, processes: int = 2) -> Built:
    """Make the tables in an empty database and fill them by COPY; canonical forms are made by `processes` others."""
    began = time.perf_counter()
    records: list[str] = []
    written = 0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLES)
        connection.execute("set synchronous_commit = off")
        for part in prepared(chunks(known), processes):
            written += _copy(connection, part, len(records))
            records += part.records
        ready = time.perf_counter()
        connection.execute("set maintenance_work_mem = '512MB'")
        connection.execute(INDEXES)
        connection.execute("vacuum (analyze) mention, mention_key")
        connection.execute("checkpoint")
        row = connection.execute("select pg_database_size(current_database())").fetchone()
    return Built(records, time.perf_counter() - began, ready - began, int(row[0]) if row else 0, written)


class Saving:
    """One client that saves and matches, on a connection of its own."""

    def __init__(self, url: str, model: Model, first: int) -> None:
        self.connection = psycopg.connect(url, prepare_threshold=0)
        self.connection.execute("set synchronous_commit = on")
        self.connection.execute(ranking("pg_temp"))
        self.connection.commit()
        self.model, self.next = model, first
        self.backend = self.connection.info.backend_pid

    def save(self, row: Row) -> Matched:
        """Canonicalise, write, find, score, keep the proposals, commit to disk."""
        began, cpu = time.perf_counter(), time.process_time()
        number, form = self.next, canonical(identity(row))
        self.next += 1
        parameters = {"id": number, "record": row["record_id"], "canonical": form.to_bytes(), "keys": list(keys(form))}
        with self.connection.pipeline():
            found = self.connection.execute(SAVE, parameters, prepare=True, binary=True).fetchall()
            ranked = sorted(
                ((other, score(form, Canonical.from_bytes(stored), self.model).weight) for other, stored in found),
                key=lambda pair: (-pair[1], pair[0]),
            )
            kept = [pair for pair in ranked if pair[1] >= self.model.review]
            if kept:
                others, weights = zip(*kept, strict=True)
                self.connection.execute(PROPOSE, (number, list(others), list(weights)), prepare=True)
            self.connection.commit()
        return Matched(number, row["record_id"], tuple(ranked), time.perf_counter() - began, time.process_time() - cpu)

    def backend_cpu(self) -> float:
        """CPU seconds of PostgreSQL for this client so far; 0.0 where the system does not say."""
        try:
            fields = Path(f"/proc/{self.backend}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.connection.close()


# Within

_KEY_ROW = np.dtype([("fields", ">i2"), ("key_size", ">i4"), ("key", ">i8"), ("id_size", ">i4"), ("id", ">i8")])
_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def _copy(connection: "psycopg.Connection[Any]", part: Prepared, first: int) -> int:
    """Write one chunk in COPY's binary form, which numpy lays out without a loop."""
    mentions = []
    for number, (record, form) in enumerate(zip(part.records, part.canonicals, strict=True), start=first):
        name = record.encode("utf-8", "replace")
        mentions.append(struct.pack(f">hiqi{len(name)}si{len(form)}s", 3, 8, number, len(name), name, len(form), form))
    keyed = np.empty(len(part.keys), _KEY_ROW)
    keyed["fields"], keyed["key_size"], keyed["id_size"] = 2, 8, 8
    keyed["key"], keyed["id"] = part.keys, np.repeat(np.arange(first, first + len(part.records)), part.counts)
    for table, body in (("mention", b"".join(mentions)), ("mention_key", keyed.tobytes())):
        with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin (format binary)") as copy:
            copy.write(_BEGIN + body + _END)
    return len(part.keys)
