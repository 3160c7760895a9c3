"""What this room makes the team owe: a review, of who or what is of concern and of what small concerns add up to.

The clocks are the promise's own (decision 0034): the same ladder climbs, the same late ones show at the top.
"""

from datetime import datetime

from halcyon.domain.promise.commands import fulfil, owe
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member


def reviews(record: Record) -> list[Obligation]:
    """The review that is owed of a record, if one is."""
    return list(Obligation.objects.filter(record=record, duty=Duty.REVIEW, end=""))


def review(record: Record, *, starts: datetime, due: datetime, owner: int | None, by: Actor) -> None:
    """A review is owed of a record by its owner, or by the team where it has none; one that is owed already stands."""
    if reviews(record):
        return
    team = partnership.own_team()
    member = Member.objects.filter(principal=owner).first() if owner else None
    agency = member.agency_id if member else team.agency_id or partnership.agencies()[0].pk
    owe(
        record=record, duty=Duty.REVIEW, to=OwedTo.CONTACT, starts=starts, due=due, owner=owner or team.pk,
        agency=agency, by=by,
    )  # fmt: skip


def reviewed(record: Record, *, by: Actor) -> None:
    """It was looked at: whatever review of it was owed ends, late or not."""
    for owed in reviews(record):
        fulfil(obligation=owed, evidence=record.pk, by=by)
