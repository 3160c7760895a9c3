"""The measures as leaders and triage see them: counts from functions that know every contact and name none.

Nothing here can lead to a contact, a child or a word told. Leaders' figures are journalled where they are read.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from halcyon.domain.board import rules
from halcyon.domain.board.rules import Figures, SmallCounts
from halcyon.domain.promise import queries as promise
from halcyon.domain.promise.queries import Kept, LedgerRow
from halcyon.domain.promise.rules import Duty
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import now, today
from halcyon.kernel.partnership.queries import agencies, own_team, policy

OLDEST = 10
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """One London day of the conservation law."""

    day: dt.date
    received: int
    decided: int
    in_time: int
    overdue: int

    @property
    def balances(self) -> bool:
        """Received = decided + in time + overdue."""
        return self.received == self.decided + self.in_time + self.overdue


@dataclass(frozen=True)
class Conservation:
    """The conservation law for some days, newest first, and for all of them together."""

    days: tuple[Day, ...]
    whole: Day
    older: tuple[int, int]  # received before these days and not decided yet, and how many of them are late

    @property
    def balances(self) -> bool:
        """Whether it holds for each day and for all of them."""
        return self.whole.balances and all(day.balances for day in self.days)


@dataclass(frozen=True)
class Row:
    """The measures of one week, agency or way in."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class OldestLate:
    """Something that is late: which agency's, since how long; what it is, for readers of the team alone."""

    agency: str
    late_by: dt.timedelta
    duty: Duty | None


@dataclass(frozen=True)
class Measures:
    """Whether the promise was kept for contacts received in some weeks, as it stood at a moment."""

    at: dt.datetime
    first: dt.date
    last: dt.date
    whole: Figures
    weeks: tuple[Row, ...]
    agencies: tuple[Row, ...]
    ways: tuple[Row, ...]
    oldest: tuple[OldestLate, ...]
    hidden_under: int | None
    balances: bool


def conservation(*, days: int, by: Actor) -> Conservation:
    """Today and the days before it, `days` in all, and what is older and still open. Two queries."""
    last = today()
    first = last - dt.timedelta(days=days - 1)
    at = now()
    rows = promise.ledger(first, last, at=at, by=by)
    every = [last - dt.timedelta(days=back) for back in range(days)]
    return Conservation(
        days=tuple(_day(day, [row for row in rows if row.day == day]) for day in every),
        whole=_day(first, rows),
        older=promise.older(first, at=at, by=by),
    )


def measures(*, weeks: int, by: Actor) -> Measures:
    """This week and the ones before it, `weeks` in all: whole, by week, by agency and by way in; misses as they are.

    Readers outside the team see no count from 1 up to the policy's limit, nor what would give one away.
    """
    at, last = now(), today()
    this_week = last - dt.timedelta(days=last.weekday())
    first = this_week - (weeks - 1) * WEEK
    counted = _counted(promise.ledger(first, last, at=at, by=by), promise.kept(first, last, at=at, by=by))
    outside = is_outside(by)
    under = policy(SmallCounts).hidden_under if outside else 0
    names = {agency.pk: agency.short for agency in agencies()}
    tables = (
        _table(
            counted, lambda key: key[0].isoformat(), [(first + n * WEEK).isoformat() for n in reversed(range(weeks))]
        ),
        _table(counted, lambda key: names.get(key[1], "another agency"), sorted(names.values())),
        _table(counted, lambda key: key[2], sorted({key[2] for key in counted})),
    )
    oldest = _oldest(at, names, by=by, outside=outside)
    listed = frozenset(one.agency for one in oldest)
    hidden = (
        rules.held_back(tables, under=under, known=_not_late(tables, oldest), listed=listed) if under else frozenset()
    )
    shown = [tuple(Row(name, rules.figures(name, row, hidden)) for name, row in table.items()) for table in tables]
    whole = rules.total(counted.values())
    return Measures(
        at=at, first=first, last=last, whole=rules.figures(rules.TOTAL, whole, hidden),
        weeks=shown[0], agencies=shown[1], ways=shown[2],
        oldest=oldest, hidden_under=under if outside else None,
        balances=whole["received"] == whole["decided"] + whole["in_time"] + whole["overdue"],
    )  # fmt: skip


def is_outside(by: Actor) -> bool:
    """Whether a reader may not see the team's contacts, and so no count small enough to point at someone."""
    return own_team().pk not in by.principals


Key = tuple[dt.date, int, str]


def _counted(ledger: Iterable[LedgerRow], kept: Iterable[Kept]) -> dict[Key, dict[str, int]]:
    """Ledger and measures brought together by week, agency and way in."""
    counted: dict[Key, dict[str, int]] = {}
    for entry in ledger:
        week = entry.day - dt.timedelta(days=entry.day.weekday())
        _add(counted.setdefault((week, entry.agency, entry.way_in), rules.nothing()), entry, rules.PLACES)
    for line in kept:
        _add(counted.setdefault((line.week, line.agency, line.way_in), rules.nothing()), line, rules.KEPT)
    return counted


def _add(row: dict[str, int], found: LedgerRow | Kept, measures: Iterable[str]) -> None:
    for measure in measures:
        row[measure] += getattr(found, measure)


def _table(
    counted: Mapping[Key, Mapping[str, int]], name_of: Callable[[Key], str], names: Iterable[str]
) -> dict[str, dict[str, int]]:
    """One row for each name, in their order, empty ones too, and for whatever else was counted."""
    table = {name: rules.nothing() for name in names}
    for key, row in counted.items():
        name = name_of(key)
        table[name] = rules.total([table.get(name, rules.nothing()), row])
    return table


def _oldest(at: dt.datetime, names: Mapping[int, str], *, by: Actor, outside: bool) -> tuple[OldestLate, ...]:
    """Never held back: who is late and how long says nothing of whom. What is late could, so only the team reads it.

    A list that ends before its end is itself a count: outside the team each agency then stands once, with its oldest.
    """
    found = promise.oldest(OLDEST + 1, at=at, by=by)
    shown = found[:OLDEST]
    if outside and len(found) <= OLDEST:
        shown = list({one.agency: one for one in reversed(found)}.values())[::-1]
    return tuple(
        OldestLate(names.get(one.agency, "another agency"), one.late_by, None if outside else one.duty) for one in shown
    )


def _not_late(tables: Sequence[Mapping[str, Mapping[str, int]]], oldest: Sequence[OldestLate]) -> frozenset[rules.Cell]:
    """Where the list of what is late says by its silence that nothing is overdue: everywhere, or at an agency."""
    if len(oldest) >= OLDEST:
        return frozenset()
    listed = {one.agency for one in oldest}
    silent = tables if not oldest else tables[1:2]
    names = {name for table in silent for name, row in table.items() if name not in listed and not row["overdue"]}
    return frozenset((name, "overdue") for name in (names if oldest else {*names, rules.TOTAL}))


def _day(day: dt.date, rows: Iterable[LedgerRow]) -> Day:
    counts = [(row.received, row.decided, row.in_time, row.overdue) for row in rows]
    received, decided, in_time, overdue = (sum(column) for column in zip(*counts, strict=True)) if counts else (0,) * 4
    return Day(day, received, decided, in_time, overdue)
