"""What each act of intelligence makes the team owe: an item graded, whoever sent it told, a suspicion looked at again.

The clocks are the promise's own (decision 0021): the same ladder climbs, the same late ones show at the top.
"""

from datetime import datetime
from uuid import UUID

from halcyon.domain.intelligence.models import Item, Report
from halcyon.domain.intelligence.rules import REVIEW_AFTER, Priority
from halcyon.domain.promise.commands import fulfil, owe
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo, Promise
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.roles import Role
from halcyon.kernel.clocks import Limit
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

GRADED = "G"
"""The outcome whose demand is "item graded": its limit stands in the policy."""


def officer() -> Member | None:
    """The intelligence officer who is asked about what nobody has taken up yet: where the partnership has none a manager, who
    answers and grades nothing; None where there is nobody at all.
    """
    roles = (Role.INTELLIGENCE_OFFICER, Role.TEAM_MANAGER, Role.STRATEGIC_LEAD)
    return next((member for role in roles for member in partnership.with_role(role)), None)


def limit_of(priority: Priority, at: datetime) -> Limit | None:
    """By when an item is graded: high at once, medium the same working day, low as the policy says for outcome G."""
    policy = partnership.policy(Promise, at=at)
    return {Priority.HIGH: policy.acknowledge_danger, Priority.MEDIUM: policy.acknowledge, Priority.LOW: None}[priority]


def grading(*, item: Item, priority: Priority, starts: datetime, owner: int, agency: int, by: Actor) -> Obligation:
    """An item waits to be graded by an officer."""
    return owe(
        record=item.record, duty=Duty.ACT, to=OwedTo.CONTACT, outcome=GRADED, limit=limit_of(priority, starts),
        starts=starts, owner=owner, agency=agency, by=by,
    )  # fmt: skip


def review(*, item: Item, starts: datetime, owner: int, agency: int, by: Actor) -> Obligation:
    """An item that is suspected to be false is looked at again."""
    return owe(
        record=item.record, duty=Duty.ACT, to=OwedTo.CONTACT, outcome=GRADED, due=starts + REVIEW_AFTER,
        starts=starts, owner=owner, agency=agency, by=by,
    )  # fmt: skip


def telling_back(*, report: Report, starts: datetime, owner: int, agency: int, by: Actor) -> Obligation:
    """Whoever sent a report is owed what came of it."""
    return owe(
        record=report.record, duty=Duty.TELL_BACK, to=OwedTo.TELLER, starts=starts, owner=owner, agency=agency, by=by
    )


def kept(record: UUID, duty: Duty, *, evidence: UUID, by: Actor) -> None:
    """Ends whatever of this duty is open on a record: it was done."""
    for obligation in Obligation.objects.filter(record_id=record, duty=duty, end=""):
        fulfil(obligation=obligation, evidence=evidence, by=by)
