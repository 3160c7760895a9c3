"""Writes journal lines, in the transaction of what they describe.

Called by commands and queries; never catches a failure: without its line, nothing happens.
"""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.db import connection

from halcyon.kernel.journal.events import Event, Kind


class Acting(Protocol):
    """Whoever acts: what the journal needs to know of an actor."""

    @property
    def kind(self) -> str: ...
    @property
    def principal(self) -> int: ...


Recorded = UUID | object
INSERT = (
    "insert into journal.line (kind, event, actor_kind, actor, records, detail) values (%s, %s, %s, %s, %s::uuid[], %s)"
)
TERM = "insert into journal.term (search, actor, asks, sealed) values (%s, %s, %s, %s)"


def change(event: Event, *records: Recorded, by: Acting, detail: str = "") -> None:
    """One change; ``detail`` is a code (an outcome letter, a duty), never content."""
    _write(Kind.CHANGE, event, records, by, detail)


def read(event: Event, *records: Recorded, by: Acting) -> None:
    """One record opened."""
    _write(Kind.READ, event, records, by)


def listed(event: Event, records: Iterable[Recorded], by: Acting) -> None:
    """One list, with the ids that were shown."""
    _write(Kind.LIST, event, records, by)


def searched(event: Event, records: Iterable[Recorded], by: Acting, *, search: UUID, sealed: bytes, asks: bool) -> None:
    """One search with the ids that were shown; what was typed stands beside it, sealed, under the search's own id."""
    ids = [str(_identity(record)) for record in records]
    line = [Kind.SEARCH.value, event.value, by.kind, by.principal, ids, str(search)]
    with connection.cursor() as cursor:
        cursor.execute(f"with line as ({INSERT}) {TERM}", [*line, search, by.principal, asks, sealed])


def export(event: Event, *records: Recorded, by: Acting) -> None:
    """Something left the system."""
    _write(Kind.EXPORT, event, records, by)


def refusal(event: Event, *records: Recorded, by: Acting, of: str) -> None:
    """Someone asked for what they may not do; ``of`` names the permission or act. Written in a transaction of its own."""
    _write(Kind.REFUSAL, event, records, by, of)


def signed_in(event: Event, by: Acting) -> None:
    """A sign-in, or one that failed."""
    _write(Kind.SIGN_IN, event, (), by)


def _write(kind: Kind, event: Event, records: Iterable[Recorded], by: Acting, detail: str = "") -> None:
    ids = [str(_identity(record)) for record in records]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind.value, event.value, by.kind, by.principal, ids, detail])


def _identity(record: Recorded) -> UUID:
    """The spine id of a record, of a part of one, or a bare id."""
    if isinstance(record, UUID):
        return record
    for name in ("record_id", "id"):
        identity = getattr(record, name, None)
        if isinstance(identity, UUID):
            return identity
    raise TypeError(f"{type(record).__name__} has no record id for the journal")
