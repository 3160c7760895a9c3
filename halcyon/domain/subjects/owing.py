"""What this room makes the team owe: a review, of who or what is of concern and of what small concerns add up to; and
another look at what is suspected false or disproved.

The clocks are the promise's own (decisions 0034, 0053): the same ladder climbs, the same late ones show at the top.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from halcyon.domain.promise.commands import fulfil, owe
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo, Promise
from halcyon.domain.subjects.models import Doubt, LinkStatus
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member


def reviews(record: Record) -> list[Obligation]:
    """The review that is owed of a record, if one is."""
    return _open(record, Duty.REVIEW)


def review(record: Record, *, starts: datetime, due: datetime, owner: int | None, by: Actor) -> None:
    """A review is owed of a record by its owner, or by the team where it has none; one that is owed already stands."""
    if not reviews(record):
        _owe(record, Duty.REVIEW, starts=starts, due=due, owner=owner, by=by)


def reviewed(record: Record, *, by: Actor, evidence: UUID | None = None) -> None:
    """It was looked at: whatever review of it was owed ends, late or not."""
    for owed in reviews(record):
        fulfil(obligation=owed, evidence=evidence or record.pk, by=by)


def doubted(record: Record, *, said: UUID, by: Actor) -> None:
    """Something was ``said`` of what is doubted in a record: another look is owed by the end of the day on which the first
    of it falls due, and what was owed for anything earlier ends. One look a record: it leads to all that is due there.
    """
    first = min(_standing(record), default=None)
    due = end_of(first[0], at=first[1]) if first else None
    for owed in _open(record, Duty.DOUBT):
        if due is None or owed.due_at < due:
            fulfil(obligation=owed, evidence=said, by=by)
    if first and due and not _open(record, Duty.DOUBT):
        _owe(record, Duty.DOUBT, starts=min(first[1], due), due=due, owner=by.principal, by=by)


def end_of(day: date, *, at: datetime) -> datetime:
    """When the office closes on a day, by the policy in force at a moment."""
    return datetime.combine(day, partnership.policy(Promise, at=at).office_closes, LONDON).astimezone(UTC)


def _standing(record: Record) -> list[tuple[date, datetime]]:
    """The day of review, and since when, of each mention and link of a record of which a doubt stands: the latest word holds."""
    latest: dict[UUID, Doubt | LinkStatus] = {}
    for doubt in Doubt.objects.filter(record=record).order_by("at", "id"):
        latest[doubt.mention_id] = doubt
    for status in LinkStatus.objects.filter(record=record).order_by("at", "id"):
        latest[status.link_id] = status
    return [(said.review_on, said.at) for said in latest.values() if said.review_on is not None]


def _open(record: Record, duty: Duty) -> list[Obligation]:
    return list(Obligation.objects.filter(record=record, duty=duty, end=""))


def _owe(record: Record, duty: Duty, *, starts: datetime, due: datetime, owner: int | None, by: Actor) -> None:
    team = partnership.own_team()
    member = Member.objects.filter(principal=owner).first() if owner else None
    agency = member.agency_id if member else team.agency_id or partnership.agencies()[0].pk
    owe(
        record=record,
        duty=duty,
        to=OwedTo.CONTACT,
        starts=starts,
        due=due,
        owner=owner or team.pk,
        agency=agency,
        by=by,
    )
