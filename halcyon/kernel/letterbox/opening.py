"""Take sealed envelopes out of the letterbox, for the worker, inside the transaction that keeps what was in them.

If that transaction fails, the envelope is still in the letterbox. Nothing here opens, reads or logs an envelope.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class SealedDrop:
    """One envelope as it lay in the letterbox. `channel` is ``web`` or ``mailbox``; `mailbox` is where the answer goes."""

    id: uuid.UUID
    day: dt.date
    channel: str
    bucket: int
    envelope: bytes
    mailbox: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a mailbox: ``closed``, ``emptied``, ``rotated`` or ``expired``."""

    mailbox: uuid.UUID
    what: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Pressure:
    """How much waits at the letterbox, in numbers only. At a `fullness` of 100 (hundredths) nothing more goes in."""

    waiting: int
    quarantined: int
    tries_per_second: float
    fullness: int = 0


def alone_at_the_letterbox() -> bool:
    """Whether nobody else takes envelopes out, until this transaction ends: a later message never overtakes its telling."""
    _in_transaction()
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended('halcyon/letterbox', 0))")
        return bool(cursor.fetchone()[0])


def claim(limit: int) -> list[SealedDrop]:
    """Take up to `limit` envelopes out. Must run inside a transaction: they are gone only when it commits."""
    _in_transaction()
    with connection.cursor() as cursor:
        cursor.execute("select id, day, channel, bucket, envelope, mailbox from letterbox.claim(%s)", [limit])
        return [SealedDrop(i, day, channel, bucket, bytes(env), box) for i, day, channel, bucket, env, box in cursor]


def quarantine(drop: SealedDrop, why: str) -> None:
    """Keep an envelope that could not be opened, as it came, with a short code for the reason."""
    _in_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            "select letterbox.quarantine(%s, %s, %s, %s, %s, %s, %s)",
            [drop.id, drop.day, drop.channel, drop.bucket, drop.envelope, drop.mailbox, why],
        )


def claim_notes(limit: int = 100) -> list[Note]:
    """Take up to `limit` notes about mailboxes, oldest first. Must run inside a transaction."""
    _in_transaction()
    with connection.cursor() as cursor:
        cursor.execute("select mailbox, what, day from letterbox.notes(%s)", [limit])
        return [Note(*row) for row in cursor]


def expire(day: dt.date, now: dt.datetime) -> int:
    """Take words and messages from every mailbox past its day, and clear old form tokens. How many mailboxes expired."""
    with connection.cursor() as cursor:
        cursor.execute("select letterbox.expire(%s, %s)", [day, now])
        return int(cursor.fetchone()[0])


def pressure() -> Pressure:
    """How much waits now."""
    with connection.cursor() as cursor:
        cursor.execute("select waiting, quarantined, tries_per_second, fullness from letterbox.pressure()")
        return Pressure(*cursor.fetchone())


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Envelopes are taken out inside a transaction, so that none is lost when it fails.")
