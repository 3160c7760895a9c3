"""The chronology of a child: one line for everything that any agency recorded. Other rooms append; nothing is ever dropped."""

from datetime import datetime
from uuid import UUID, uuid4

from halcyon.domain.children import searching
from halcyon.domain.children.commands import facts
from halcyon.domain.children.models import Child, Fact, Happening
from halcyon.domain.children.rules import FactIncomplete, Happened, detail_of_line
from halcyon.kernel import journal, search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


def happened(
    *, record: Record, kind: Happened, at: datetime, agency: int | None, words: str, by: Actor,
    source: UUID | None = None, part: UUID | None = None, detail: str | None = None,
) -> Happening:  # fmt: skip
    """Adds a line to the chronology of the child whose ``record`` this is, inside the command that records it.

    ``source`` is the record that says so (the child's own, when none is given): who may not open it does not see the line.
    ``part`` is what of that record says so, ``detail`` which duties read that part. ``agency`` is the principal of the
    agency that recorded it.
    """
    line = Happening(
        record_id=source or record.pk, child=record.pk, kind=kind.value, at=at, agency=agency, words=words, part=part,
        recorded_by=by.principal, recorded_at=now(), detail=detail_of_line(kind, of_part=detail),
    )  # fmt: skip
    line.save(force_insert=True)
    return line


def became_known(*, child: Child, fact: Fact, by: Actor) -> None:
    """A fact that became known stands in the chronology, at the time when it did."""
    happened(
        record=child.record, kind=Happened.FACT, at=fact.recorded_at, agency=by.agency, words=facts.sentence(fact),
        part=fact.pk, detail=fact.detail, by=by,
    )  # fmt: skip


@command(needs=Permission.RECORD_CHILD)
def add_event(
    *, child: Child, kind: Happened, at: datetime, agency: int | None, words: str, by: Actor, key: UUID | None = None
) -> Happening:
    """Writes something that an agency knows happened into the chronology. Raises FactIncomplete.

    ``key`` is what the form carried: the same form sent twice adds one line.
    """
    if not words.strip():
        raise FactIncomplete("words", "Write what happened.")
    if at > now():
        raise FactIncomplete("at", "This has not happened yet: a chronology holds what has.")
    before = Happening.objects.filter(part=key, child=child.pk).first() if key else None
    if before is not None:
        return before
    line = happened(
        record=child.record, kind=kind, at=at, agency=agency, words=words.strip(), part=key or uuid4(), by=by
    )
    journal.change(Event.ADDED_TO_CHRONOLOGY, child, by=by)
    search.index(record=child.record, entries=[searching.of_event(line)], by=by)
    return line
