"""What is owed, whether it is late, and the counts that leaders see. Plain frozen values.

`owed` and its like are asked inside the queries of the rooms above, which journal what they show; row-level
security decides what is seen. Counts come from functions that know every contact and name none.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from halcyon.domain.promise import rules
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.promise.rules import Duty, End, Happened, Happening, OwedTo
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.journal import Event


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing owed: open when `end` is None. `mine` is whether the reader, or a team of theirs, owns it."""

    id: UUID
    record: UUID
    duty: Duty
    to: OwedTo
    child: UUID | None
    outcome: str
    at_once: bool
    owner: int
    mine: bool
    agency: int
    starts_at: dt.datetime
    due_at: dt.datetime
    limit: str
    step: int
    end: End | None
    ended_at: dt.datetime | None
    ended_by: int | None
    second: int | None
    evidence: UUID | None
    reason: str

    def late(self, at: dt.datetime) -> bool:
        """Whether it is late at `at`, or ended late."""
        return rules.is_late(due=self.due_at, ended=self.ended_at, at=at)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Contacts received on one London day by one agency, one channel and one way in: each is in one of three places."""

    day: dt.date
    agency: int
    channel: str
    way_in: str
    received: int
    decided: int
    in_time: int
    overdue: int

    @property
    def balances(self) -> bool:
        """The conservation law."""
        return self.received == self.decided + self.in_time + self.overdue


@dataclass(frozen=True, slots=True)
class Kept:
    """How the promise was kept for the contacts of one week (its Monday), one agency and one way in.

    Late counts what ended late and what is open and late already. Each obligation counts once.
    """

    week: dt.date
    agency: int
    way_in: str
    acknowledged_in_time: int
    acknowledged_late: int
    told_back_in_time: int
    told_back_late: int
    not_possible: int
    waived: int


@dataclass(frozen=True, slots=True)
class Oldest:
    """Something late, without what would say whose it is."""

    agency: int
    duty: Duty
    late_by: dt.timedelta


# What is owed


def owed(records: UUID | Iterable[UUID], *, by: Actor) -> list[Owed]:
    """Everything open on these records: at once first, then by due time."""
    found = Obligation.objects.filter(record__in=_ids(records), end="").order_by("-at_once", "due_at", "id")
    return [_plain(row, by) for row in found]


def anything_owed(record: UUID) -> bool:
    """Whether anything is open. A contact ends only when nothing is. Ask inside the transaction that ends it."""
    return Obligation.objects.filter(record=record, end="").exists()


def recompute(records: UUID | Iterable[UUID]) -> list[UUID]:
    """The obligations of these records whose row is not what its events add up to. Empty: all agree."""
    ids = _ids(records)
    events: dict[UUID, list[Happened]] = defaultdict(list)
    for row in ObligationEvent.objects.filter(record__in=ids).order_by("obligation", "number"):
        events[row.obligation_id].append(Happened(row.number, row.at, Happening(row.kind), row.by, row.facts))
    return [row.pk for row in Obligation.objects.filter(record__in=ids) if not _agrees(row, events[row.pk])]


# Counts, from functions that name nobody


def ledger(first: dt.date, last: dt.date, *, at: dt.datetime, by: Actor) -> list[LedgerRow]:
    """The conservation law for the London days from `first` to `last`, as it stood at `at`. For triage and leaders."""
    if not (by.may(Permission.READ_TRIAGE) or by.may(Permission.READ_MEASURES)):
        raise Refused(Permission.READ_MEASURES)
    return [LedgerRow(*row) for row in _call("select * from promise.ledger(%s, %s, %s)", first, last, at)]


def older(day: dt.date, *, at: dt.datetime, by: Actor) -> tuple[int, int]:
    """What was received before a London day and is not decided yet: how many, and how many of them are late."""
    by.check(Permission.READ_TRIAGE)
    ((found, late),) = _call("select * from promise.older(%s, %s)", day, at)
    return found, late


def kept(first: dt.date, last: dt.date, *, at: dt.datetime, by: Actor) -> list[Kept]:
    """How the promise was kept for contacts received from `first` to `last`, as it stood at `at`."""
    by.check(Permission.READ_MEASURES)
    journal.read(Event.READ_MEASURES, by=by)
    return [Kept(*row) for row in _call("select * from promise.kept(%s, %s, %s)", first, last, at)]


def oldest(number: int, *, at: dt.datetime, by: Actor) -> list[Oldest]:
    """What has been late longest: by agency, duty and age alone."""
    by.check(Permission.READ_MEASURES)
    journal.read(Event.READ_MEASURES, by=by)
    rows = _call("select * from promise.oldest(%s, %s)", at, number)
    return [Oldest(agency, Duty(duty), late_by) for agency, duty, late_by in rows]


def _call(statement: str, *values: dt.date | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _ids(records: UUID | Iterable[UUID]) -> list[UUID]:
    return [records] if isinstance(records, UUID) else list(records)


def _plain(row: Obligation, by: Actor) -> Owed:
    return Owed(
        id=row.pk, record=row.record_id, duty=Duty(row.duty), to=OwedTo(row.owed_to), child=row.child,
        outcome=row.outcome, at_once=row.at_once, owner=row.owner, mine=row.owner in by.principals,
        agency=row.agency, starts_at=row.starts_at, due_at=row.due_at, limit=row.limit, step=row.step,
        end=End(row.end) if row.end else None, ended_at=row.ended_at, ended_by=row.ended_by, second=row.second,
        evidence=row.evidence, reason=row.reason,
    )  # fmt: skip


def _agrees(row: Obligation, events: list[Happened]) -> bool:
    try:
        state = rules.project(events)
    except rules.Unaccountable:
        return False
    return all(_same(getattr(row, name), getattr(state, name)) for name in rules.State.__slots__)


def _same(held: object, told: object) -> bool:
    if isinstance(held, dt.datetime) and isinstance(told, str):
        return held == dt.datetime.fromisoformat(told)
    if isinstance(held, UUID):
        return str(held) == told
    return held == told
