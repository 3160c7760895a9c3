"""The chronology of a child: one story over everything every agency recorded. The past is never dropped (F15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from halcyon.domain.children.models import Child, Happening
from halcyon.domain.children.queries.sameness import same
from halcyon.domain.children.rules import Happened
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.journal import Event


@dataclass(frozen=True)
class Line:
    """One thing that happened. ``source`` is the reference of the record that says so; empty for the child's own page."""

    kind: str
    at: datetime
    agency: int | None
    words: str
    source: str
    source_kind: str
    recorded_by: int
    recorded_at: datetime
    part: UUID | None


@dataclass(frozen=True)
class Chronology:
    """The story, oldest first; who holds more that may be asked for; what can be filtered by, before filtering."""

    lines: tuple[Line, ...]
    asks: tuple[tuple[str, str, str], ...]
    kinds: tuple[str, ...]
    agencies: tuple[int, ...]
    whole: int


def chronology(
    child: Child, *, by: Actor, kind: Happened | None = None, agency: int | None = None, first: date | None = None,
    last: date | None = None, known_on: date | None = None, joined: Iterable[Child] | None = None,
) -> Chronology:  # fmt: skip
    """What happened to a child, as far as ``by`` may open the records that say so; the reading is journalled.

    ``first`` and ``last`` are days in London, both included. ``known_on`` leaves out what was recorded after that day:
    the story as it stood. The story of those who are one with the child, or were then, is part of it (``joined``, where
    the caller has them already). Two queries and one more for whom to ask, however long the story is.
    """
    journal.read(Event.READ_CHRONOLOGY, child, by=by)
    until = end_of(known_on) if known_on else None
    others = list(joined) if joined is not None else same([child.pk], known_on=until)
    ids = [child.pk, *(other.pk for other in others)]
    rows = Happening.objects.filter(child__in=ids).order_by("at", "recorded_at", "id")
    if until is not None:
        rows = rows.filter(recorded_at__lt=until)
    found = list(rows)
    records = {record.pk: record for record in Record.objects.filter(pk__in={row.record_id for row in found})}
    lines = tuple(
        _line(row, records[row.record_id], child)
        for row in found
        if (kind is None or row.kind == kind)
        and (agency is None or row.agency == agency)
        and (first is None or row.at >= start_of(first))
        and (last is None or row.at < end_of(last))
    )
    return Chronology(
        lines=lines,
        asks=tuple(sorted({asked for key in ids for asked in whom_to_ask(key)})),
        kinds=tuple(sorted({row.kind for row in found})),
        agencies=tuple(sorted({row.agency for row in found if row.agency})),
        whole=len(found),
    )


def _line(row: Happening, record: Record, child: Child) -> Line:
    own = record.pk == child.pk
    return Line(
        kind=row.kind, at=row.at, agency=row.agency, words=row.words, source="" if own else record.reference,
        source_kind="" if own else record.kind, recorded_by=row.recorded_by, recorded_at=row.recorded_at, part=row.part,
    )  # fmt: skip


def whom_to_ask(child: UUID) -> tuple[tuple[str, str, str], ...]:
    """Name and agency of whoever holds a record that says more of this child and may be asked, and the reference of one to
    ask for. What is silent is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute("select name, agency, reference from children.ask_about(%s)", [child])
        return tuple((name, agency, reference) for name, agency, reference in sorted(cursor.fetchall()))


def start_of(day: date) -> datetime:
    """Midnight in London at which a day begins."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Midnight in London at which a day is over."""
    return start_of(day + timedelta(days=1))
