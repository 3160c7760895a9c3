"""The door's seven calls into the letterbox, typed: the whole of what the public side asks of the database.

Each is one statement in autocommit: when it returns, what it did is kept. Nothing here reads what anyone told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection


class Kept(StrEnum):
    """What became of a telling or a later message (functions.sql says when)."""

    STORED = "stored"
    AGAIN = "again"
    LATE = "late"
    TAKEN = "taken"
    OTHER = "other"
    UNKNOWN = "unknown"
    FULL = "full"
    CLOSED = "closed"


class Rotated(StrEnum):
    """What became of new words."""

    ROTATED = "rotated"
    AGAIN = "again"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed telling on its way in."""

    id: uuid.UUID
    bucket: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """The mailbox that the six words will open."""

    id: uuid.UUID
    locator: bytes
    wrapped_private: bytes
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox as the door may see it: sealed messages, newest first, with their days, and the position of the last."""

    id: uuid.UUID
    wrapped_private: bytes
    public_key: bytes
    expires_on: dt.date
    sealed: tuple[bytes, ...]
    days: tuple[dt.date, ...]
    upto: int


def drop(token_hash: bytes, envelope: Envelope, mailbox: NewMailbox, *, now: dt.datetime, day: dt.date) -> Kept:
    """Put a sealed telling in, once for each token."""
    return Kept(
        _call(
            "drop", token_hash, now, day, envelope.id, "web", envelope.bucket, envelope.sealed,
            mailbox.id, mailbox.locator, mailbox.wrapped_private, mailbox.public_key,
        )
    )  # fmt: skip


def became_of(token_hash: bytes, locator: bytes | None, *, now: dt.datetime) -> Kept:
    """What became of a token, without putting anything in."""
    return Kept(_call("drop", token_hash, now, None, None, None, None, None, None, locator, None, None))


def attempt() -> bool:
    """Whether one more set of words may be tried now."""
    return bool(_call("attempt"))


def mailbox_read(locator: bytes, *, day: dt.date) -> Mailbox | None:
    """The mailbox behind a locator; None for wrong, expired and closed alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, wrapped_private, public_key, expires_on, sealed, days, upto from letterbox.mailbox_read(%s, %s)",
            [locator, day],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    box, wrapped, public, expires_on, sealed, days, upto = row
    return Mailbox(box, bytes(wrapped), bytes(public), expires_on, tuple(map(bytes, sealed)), tuple(days), upto)


def mailbox_write(locator: bytes, token_hash: bytes, envelope: Envelope, *, now: dt.datetime, day: dt.date) -> Kept:
    """Put a sealed later message in, once for each token."""
    return Kept(_call("mailbox_write", locator, token_hash, now, day, envelope.id, envelope.bucket, envelope.sealed))


def mailbox_rotate(
    locator: bytes, mailbox: uuid.UUID, *, day: dt.date, new_locator: bytes, new_wrapped_private: bytes
) -> Rotated:
    """New words for a mailbox."""
    return Rotated(_call("mailbox_rotate", locator, mailbox, day, new_locator, new_wrapped_private))


def mailbox_empty(locator: bytes, *, day: dt.date, upto: int) -> bool:
    """Take away the messages up to a position. False when the words open nothing."""
    return bool(_call("mailbox_empty", locator, day, upto) == "emptied")


def mailbox_close(locator: bytes, *, day: dt.date) -> None:
    """Stop: the words open nothing from now on."""
    _call("mailbox_close", locator, day)


_CALLS = {
    "drop": "select letterbox.drop(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
    "attempt": "select letterbox.attempt()",
    "mailbox_write": "select letterbox.mailbox_write(%s, %s, %s, %s, %s, %s, %s)",
    "mailbox_rotate": "select letterbox.mailbox_rotate(%s, %s, %s, %s, %s)",
    "mailbox_empty": "select letterbox.mailbox_empty(%s, %s, %s)",
    "mailbox_close": "select letterbox.mailbox_close(%s, %s)",
}


def _call(function: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_CALLS[function], values)
        return cursor.fetchone()[0]
