"""Which children of the index are one, by the judgements that stand and that the acting member may see. Computed, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from halcyon.domain.children.models import Child
from halcyon.domain.subjects import sameness
from halcyon.domain.subjects.models import CONCERNED, Judgement, Mention, Same

MOMENT = timedelta(microseconds=1)
"""A day's end belongs to the next day; the functions of sameness count up to a moment, that moment included."""


@dataclass(frozen=True)
class Join:
    """A judgement that made two children one: with whom, why, by whom. ``ended`` where it was taken back, and why."""

    judgement: Judgement
    other: Child
    ended: str


def same(children: Iterable[UUID], *, known_on: datetime | None = None) -> list[Child]:
    """The other children who are one with any of these, oldest first, by what had been judged before ``known_on``.

    One query where nobody was ever judged.
    """
    known = set(children)
    judged = Judgement.objects.filter(Q(record__in=known) | Q(other__in=known), answer=Same.SAME)
    judged = judged.filter(taken_back=None) if known_on is None else judged.filter(at__lt=known_on)
    judged = judged.exclude(
        Q(a__sort=CONCERNED) | Q(b__sort=CONCERNED)
    )  # what a contact is about joins no two children
    if not known or not judged.exists():
        return []
    selves = Mention.objects.filter(record__in=known, kind="person", sort="self").values_list("id", flat=True)
    starts = set(selves)
    groups = sameness.grouped(starts, until=known_on - MOMENT if known_on else None)
    leaders = {groups[mention] for mention in starts if mention in groups}
    reached = [mention for mention, leader in groups.items() if leader in leaders]
    records = set(Mention.objects.filter(pk__in=reached, sort="self").values_list("record", flat=True)) - known
    return list(Child.objects.select_related("record").filter(pk__in=records).order_by("record__created_at", "pk"))


def with_same(children: Iterable[UUID], *, known_on: datetime | None = None) -> list[UUID]:
    """These children, and everyone who is one with them, or was before ``known_on``."""
    known = list(children)
    return [*known, *(child.pk for child in same(known, known_on=known_on))]


def joins(child: Child) -> tuple[Join, ...]:
    """Every judgement that made this child one with another, taken back or not, newest first."""
    rows = (
        Judgement.objects.filter(
            Q(record=child.record) | Q(other=child.record), answer=Same.SAME, a__sort="self", b__sort="self"
        )
        .select_related("taken_back")
        .order_by("-at")
    )
    found = [(row, row.other_id if row.record_id == child.pk else row.record_id) for row in rows]
    children = Child.objects.select_related("record").in_bulk([other for _, other in found])
    return tuple(
        Join(row, children[other], row.taken_back.reason if hasattr(row, "taken_back") else "")
        for row, other in found
        if other in children
    )


def join_of(key: UUID, *, of: Child) -> Join | None:
    """One of them."""
    return next((one for one in joins(of) if one.judgement.pk == key), None)
