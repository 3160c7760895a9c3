"""What came from which agency for which month, and what became of every row: journalled, as plain values.

A row stands in exactly one place, by the person it names alone: the same as someone known, waiting for a member's answer,
answered and not the same, not matched, not yet compared, or without anything to compare. What the reader may not see
matches nothing for them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from halcyon.domain.lists.models import Listing, Row
from halcyon.domain.subjects.models import Match, Mention
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event

LISTS = 120  # on the front page, unless all are asked for: ten agencies for a year
PAGE = 50  # rows shown at once


class State(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    NOT_MATCHED = "not_matched"
    SAME = "same"
    NOT_SAME = "not_same"
    NOT_COMPARED = "not_compared"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Received:
    """A list with its rows counted by where they stand. ``read`` rows have been taken in, of ``rows`` that came."""

    id: UUID
    agency: int
    month: date
    name: str
    rows: int
    counts: Mapping[State, int]

    @property
    def read(self) -> int:
        return sum(self.counts.values())

    @property
    def matched(self) -> int:
        return self.counts[State.WAITING] + self.reviewed

    @property
    def reviewed(self) -> int:
        return self.counts[State.SAME] + self.counts[State.NOT_SAME]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: as it was written, what the agency calls it, its record, where it stands.

    ``group`` numbers, within one answer, what may be one person; 0 where it stands alone.
    """

    record: UUID
    reference: str
    number: int
    theirs: str
    identity: Mapping[str, Any]
    written: str
    state: State
    group: int = 0
    known: bool = False  # whether a number, a car or a place that it names is known, where the person is not


@dataclass(frozen=True, slots=True)
class Lines:
    """Some of a list's rows in one place, and how many there are."""

    received: Received
    shown: tuple[Line, ...]
    of: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.of // PAGE))


def received(*, by: Actor, most: int | None = LISTS) -> tuple[list[Received], int]:
    """The lists, the latest month first, and how many older ones are left out; none where ``most`` is None."""
    by.check(Permission.READ_LISTS)
    found = list(Listing.objects.order_by("-month", "agency", "received_at")[:most])
    states = _states([one.pk for one in found])
    journal.listed(Event.LISTED_LISTS, [one.pk for one in found], by=by)
    return [_received(one, states.get(one.pk, {})) for one in found], Listing.objects.count() - len(found)


def lines(listing: UUID, state: State, *, page: int, by: Actor) -> Lines:
    """The rows of one list that stand in one place; what waits is put together where it may be one person. Raises NotVisible."""
    by.check(Permission.READ_LISTS)
    found = Listing.objects.filter(pk=listing).first()
    if found is None:
        raise NotVisible()
    states = _states([listing]).get(listing, {})
    rows = {row.pk: row for row in Row.objects.select_related("record").filter(listing=listing)}
    wanted = sorted(
        (rows[key] for key, stands in states.items() if stands == state and key in rows), key=lambda row: row.number
    )
    groups = _groups(wanted) if state == State.WAITING else {}
    wanted.sort(key=lambda row: (groups.get(row.record_id, 0) or row.number, row.number))
    shown = wanted[(page - 1) * PAGE : page * PAGE]
    told = {one.pk: one for one in Mention.objects.filter(pk__in=[row.mention for row in shown if row.mention])}
    journal.listed(Event.LISTED_LISTS, [listing, *(row.record_id for row in shown)], by=by)
    known = _known([row.record_id for row in shown], found.agency) if state == State.NOT_MATCHED else set()
    return Lines(
        received=_received(found, states),
        shown=tuple(
            _line(row, told.get(row.mention or row.pk), state, groups.get(row.record_id, 0), row.record_id in known)
            for row in shown
        ),
        of=len(wanted), page=page,
    )  # fmt: skip


def row(reference: str, *, by: Actor) -> tuple[Record, Line, list[tuple[Listing, int]]]:
    """One row with the lists in which it came, the latest first. Raises NotVisible."""
    by.check(Permission.READ_LISTS)
    found = list(
        Row.objects.select_related("record", "listing").filter(record__reference=reference).order_by("-listing__month")
    )
    if not found:
        raise NotVisible(reference)
    latest = found[0]
    state = _states([latest.listing_id])[latest.listing_id].get(latest.pk, State.NOT_MATCHED)
    named = Mention.objects.filter(pk=latest.mention).first() if latest.mention else None
    journal.read(Event.OPENED_ROW, latest.record, by=by)
    return latest.record, _line(latest, named, state, 0), [(one.listing, one.number) for one in found]


def _received(found: Listing, states: Mapping[UUID, State]) -> Received:
    counts = Counter(states.values())
    return Received(
        found.pk, found.agency, found.month, found.name, found.rows, {state: counts[state] for state in State}
    )


def _known(records: list[UUID], agency: int) -> set[UUID]:
    """Those of these rows' records of which something is like what is known elsewhere than in the agency's own lists."""
    here = set(records)
    found = Match.objects.filter(Q(record__in=here) | Q(other__in=here), above=True).values_list("record", "other")
    pairs = [pair for one, other in found for pair in ((one, other), (other, one)) if pair[0] in here]
    theirs = Row.objects.filter(record__in={other for _, other in pairs}, listing__agency=agency)
    own = set(theirs.values_list("record", flat=True)) if pairs else set()
    return {one for one, other in pairs if other not in own}


def _line(found: Row, named: Mention | None, state: State, group: int, known: bool = False) -> Line:
    return Line(
        record=found.record_id, reference=found.record.reference, number=found.number, theirs=found.theirs,
        identity=named.identity if named else {}, written=named.written if named else "", state=state, group=group, known=known,
    )  # fmt: skip


def _states(listings: Iterable[UUID]) -> dict[UUID, dict[UUID, State]]:
    """By list, by row: where it stands."""
    found: dict[UUID, dict[UUID, State]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_sql(), {"listings": list(listings)})
        for key, listing, state in cursor.fetchall():
            found.setdefault(listing, {})[key] = State(state)
    return found


@cache
def _sql() -> str:
    return files("halcyon.domain.lists").joinpath("states.sql").read_text()


def _groups(rows: list[Row]) -> dict[UUID, int]:
    """Which of these rows' records may be one person, by the pairs above the review line: record -> number of its group."""
    records, named = {row.record_id for row in rows}, [row.mention for row in rows if row.mention]
    pairs: list[tuple[UUID, UUID, float]] = list(
        Match.objects.filter(Q(a__in=named) | Q(b__in=named), above=True).values_list("record", "other", "weight")
    )
    places = {key: place for place, key in enumerate(sorted({key for pair in pairs for key in (pair[0], pair[1])}))}
    if not pairs:
        return {}
    # Here, not above: what counts a list together is brought by whoever looks at one.
    import numpy as np

    from halcyon.kernel.matching.clustering import cluster

    left, right = np.array([places[pair[0]] for pair in pairs]), np.array([places[pair[1]] for pair in pairs])
    weights = np.array([pair[2] for pair in pairs])
    group = cluster(len(places), np.minimum(left, right), np.maximum(left, right), weights, float(weights.min())).group
    sizes = Counter(group[places[key]] for key in records if key in places)
    firsts: dict[int, int] = {}
    for one in sorted(rows, key=lambda row: row.number):
        if one.record_id in places:
            firsts.setdefault(int(group[places[one.record_id]]), one.number)
    return {
        key: firsts[int(group[places[key]])] if sizes[group[places[key]]] > 1 else 0 for key in records if key in places
    }
