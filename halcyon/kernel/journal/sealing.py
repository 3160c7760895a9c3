"""Seals finished lines into the chain, as the worker: in an order that cannot miss a transaction that commits late.

Only lines whose transaction is below every running one are sealed (postgres.md F): whoever commits late is sealed later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from halcyon.kernel.journal.chain import FIRST, Checkpoint, Line, link

BATCH = 5_000
MICROSECONDS = "(extract(epoch from at) * 1000000)::bigint"
COLUMNS = f"id, xid::text::bigint, {MICROSECONDS}, kind, event, actor_kind, actor, records::text[], detail"
NEXT = f"""
select {COLUMNS} from journal.line
 where (xid, id) > (%s::text::xid8, %s) and xid < %s::text::xid8 order by xid, id limit {BATCH}
"""

# The first unsealed line by its number: asked for the earliest time, PostgreSQL would read the whole journal by time.
LAG = """
select coalesce((select extract(epoch from clock_timestamp() - l.at) from journal.line l
                  where l.id > coalesce((select max(line) from journal.seal), 0) order by l.id limit 1), 0)
"""


@transaction.atomic
def seal_finished() -> int:
    """Seals what is finished and not sealed yet; returns how many lines. Safe to run twice, or to be killed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text")
        finished = cursor.fetchone()[0]
        cursor.execute(
            "insert into journal.head (chain, upto, seq, hash) "
            "select system_identifier::text, '0', 0, %s from pg_control_system() on conflict do nothing",
            [FIRST],
        )
        cursor.execute("select seq, hash from journal.head for update")
        seq, before = cursor.fetchone()
        before = bytes(before)
        cursor.execute(
            "select l.xid::text, l.id from journal.seal s join journal.line l on l.id = s.line where s.seq = %s", [seq]
        )
        last_xid, last_id = cursor.fetchone() or ("0", 0)
        cursor.execute(NEXT, [last_xid, last_id, finished])
        seals = []
        for row in cursor.fetchall():
            seq += 1
            before = link(before, seq, _line(row))
            seals.append((seq, row[0], before))
        cursor.executemany("insert into journal.seal (seq, line, hash) values (%s, %s, %s)", seals)
        cursor.execute("update journal.head set upto = %s::text::xid8, seq = %s, hash = %s", [finished, seq, before])
    return len(seals)


@transaction.atomic
def sign_checkpoint(key: bytes) -> Checkpoint | None:
    """Signs the chain as it stands; None when it has not grown since the last checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select h.seq, h.hash, (extract(epoch from clock_timestamp()) * 1000000)::bigint from journal.head h "
            "where h.seq > coalesce((select max(seq) from journal.checkpoint), 0) for update"
        )
        row = cursor.fetchone()
        if row is None:
            return None
        checkpoint = Checkpoint.signed(key, seq=row[0], at=row[2], digest=bytes(row[1]))
        cursor.execute(
            "insert into journal.checkpoint (seq, at, hash, signature) values (%s, to_timestamp(%s / 1000000.0), %s, %s)",
            [checkpoint.seq, checkpoint.at, checkpoint.hash, checkpoint.signature],
        )
    return checkpoint


def lag_seconds() -> float:
    """How long the oldest unsealed line has waited; above a minute somebody is told."""
    with connection.cursor() as cursor:
        cursor.execute(LAG)
        return float(cursor.fetchone()[0])


def copy_rows() -> Iterator[str]:
    """The whole journal as rows of a copy, for ``halcyon journal copy`` and offline verification.

    Each sort is read after what points at it, so that whatever is sealed or signed meanwhile points at nothing that is missing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"select seq, {MICROSECONDS}, encode(hash, 'hex'), encode(signature, 'hex') from journal.checkpoint order by seq"
        )
        for seq, at, digest, signature in cursor.fetchall():
            yield json.dumps({"row": "checkpoint", "seq": seq, "at": at, "hash": digest, "signature": signature})
        cursor.execute("select seq, line, encode(hash, 'hex') from journal.seal order by seq")
        for seq, number, digest in cursor.fetchall():
            yield json.dumps({"row": "seal", "seq": seq, "line": number, "hash": digest})
        cursor.execute(f"select {COLUMNS} from journal.line order by id")
        for row in cursor.fetchall():
            line = _line(row)
            values = {name: getattr(line, name) for name in Line.__slots__}
            yield json.dumps({"row": "line"} | values)


def _line(row: tuple[Any, ...]) -> Line:
    number, xid, at, kind, event, actor_kind, actor, records, detail = row
    return Line(number, xid, at, kind, event, actor_kind, actor, tuple(records), detail)
