"""Put a sealed answer into a mailbox, for the desk and the worker, and open one for somebody who told by telephone.

Only sealed bytes pass here: the answer was sealed to the mailbox's public key before.
"""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from django.db import connection


class Delivery(StrEnum):
    """What became of an answer. *Closed*: they asked us to stop writing there, or the words are past their day."""

    DELIVERED = "delivered"
    AGAIN = "again"
    CLOSED = "closed"


class MailboxTaken(Exception):
    """These words belong to another mailbox: make new ones."""


def deliver(mailbox: uuid.UUID, message_id: uuid.UUID, sealed: bytes, day: dt.date) -> Delivery:
    """Put one sealed answer in. The words live 180 days from `day`. The same `message_id` twice is delivered once."""
    with connection.cursor() as cursor:
        cursor.execute("select letterbox.deliver(%s, %s, %s, %s)", [mailbox, message_id, sealed, day])
        return Delivery(cursor.fetchone()[0])


def open_mailbox(
    mailbox: uuid.UUID, *, locator: bytes, wrapped_private: bytes, public_key: bytes, day: dt.date
) -> None:
    """A mailbox for somebody who told by telephone or in person. Raises MailboxTaken when the words are in use."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select letterbox.open_mailbox(%s, %s, %s, %s, %s)", [mailbox, locator, wrapped_private, public_key, day]
        )
        if cursor.fetchone()[0] != "opened":
            raise MailboxTaken("These words are in use. Make new ones.")


def open_until(mailbox: uuid.UUID, day: dt.date) -> dt.date | None:
    """Until which day the words open this mailbox; None when there is no way back through it."""
    with connection.cursor() as cursor:
        cursor.execute("select letterbox.open_until(%s, %s)", [mailbox, day])
        found = cursor.fetchone()[0]
        assert found is None or isinstance(found, dt.date)
        return found
