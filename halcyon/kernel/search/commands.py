"""Building anew what is searched of older records, in chunks; and, for an auditor, what was searched for."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db import connection

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.journal import Event
from halcyon.kernel.search import terms
from halcyon.kernel.search.entries import Entry
from halcyon.kernel.search.indexing import index
from halcyon.kernel.search.models import Opening

Sources = Mapping[RecordKind, Callable[[Record], Iterable[Entry]]]


class ReasonNeeded(ValueError):
    """What someone searched for is opened for a reason or not at all."""

    def __init__(self) -> None:
        super().__init__("Say why you need to know what was searched for. The reason stays on record.")


@command(needs=Permission.RUN_CLOCKS)
def await_all(*, kinds: Iterable[RecordKind], by: Actor) -> int:
    """Puts every record of these kinds in line to be read anew; returns how many were not in it already."""
    journal.change(Event.INDEXED, by=by)
    with connection.cursor() as cursor:
        cursor.execute("select search.await_all(%s)", [[kind.value for kind in kinds]])
        return int(cursor.fetchone()[0])


@command(needs=Permission.RUN_CLOCKS)
def rebuild(*, sources: Sources, many: int, by: Actor) -> int:
    """Reads the next records in line anew, in one transaction; returns how many. An interruption leaves them in line."""
    with connection.cursor() as cursor:
        cursor.execute("select search.claim(%s, %s)", [many, [kind.value for kind in sources]])
        claimed = [record for (record,) in cursor.fetchall()]
    records = list(Record.objects.filter(pk__in=claimed))
    journal.change(Event.INDEXED, *records, by=by)
    for record in records:
        index(record=record, entries=sources[RecordKind(record.kind)](record), by=by)
    return len(claimed)


@command(needs=Permission.OPEN_SEARCH)
def open_terms(*, search: UUID, reason: str, by: Actor) -> terms.Typed:
    """What was typed in one search. Raises ReasonNeeded, NotVisible."""
    if not reason.strip():
        raise ReasonNeeded()
    with connection.cursor() as cursor:
        cursor.execute("select sealed from journal.term where search = %s", [search])
        row = cursor.fetchone()
    if row is None:
        raise NotVisible()
    Opening(search=search, opened_by=by.principal, reason=reason.strip()).save(force_insert=True)
    journal.change(Event.OPENED_SEARCH, search, by=by)
    return terms.open_sealed(bytes(row[0]), search)
