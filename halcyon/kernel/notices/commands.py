"""Puts a notice in the queue, in the transaction of what it is about. Sending is the worker's (`sending`)."""

import datetime as dt

from halcyon.kernel import clocks, journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.models import Notice, NoticeKind


def queue(
    *, to: str, kind: NoticeKind, by: Actor, recipient: int | None = None, send_after: dt.datetime | None = None
) -> Notice:
    """Queues one notice for a mail address. Call it inside a command: rolled back with it, never sent without it.

    `recipient` is the principal behind the address, where there is one.
    """
    moment = clocks.now()
    notice = Notice(kind=kind, to_address=to, recipient=recipient, created_at=moment, send_after=send_after or moment)
    notice.save(force_insert=True)
    journal.change(Event.QUEUED_NOTICE, by=by, detail=kind.value)
    return notice
