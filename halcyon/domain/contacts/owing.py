"""What each act of a contact makes the team owe, and what of it is open: where contacts and the promise meet.

Limits and their arithmetic stand with the promise; here is only which duty begins when.
"""

from datetime import datetime
from uuid import UUID

from halcyon.domain.contacts.models import Contact, Decision
from halcyon.domain.contacts.rules import Outcome
from halcyon.domain.promise.commands import owe
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo, Promise, acknowledge_limit
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.queries import Chain


def acknowledgement(
    *, record: Record, danger: bool, starts: datetime, on: Chain, owner: int, agency: int, by: Actor
) -> Obligation:
    """Someone is owed that a named member has read what they told; an equal one that is open covers it.

    ``on`` are those on duty when it ``starts``.
    """
    limit = acknowledge_limit(
        danger=danger, starts=starts, rota_on=on.first is not None or on.out_of_hours is not None,
        policy=partnership.policy(Promise, at=starts),
    )  # fmt: skip
    return owe(
        record=record, duty=Duty.ACKNOWLEDGE, to=OwedTo.TELLER, limit=limit, starts=starts, owner=owner,
        agency=agency, by=by,
    )  # fmt: skip


def decision(*, record: Record, child: UUID | None, starts: datetime, owner: int, agency: int, by: Actor) -> Obligation:
    """A decision is owed to a child, or to the contact while no child is known."""
    return owe(
        record=record, duty=Duty.DECIDE, to=OwedTo.CHILD if child else OwedTo.CONTACT, child=child,
        starts=starts, owner=owner, agency=agency, by=by,
    )  # fmt: skip


def outcome(
    *, decision: Decision, what: Outcome, due: datetime | None, starts: datetime, owner: int, agency: int, by: Actor
) -> Obligation:
    """What one outcome of a decision demands, by the policy's limit or the day that the decision names."""
    return owe(
        record=decision.record, duty=Duty.ACT, to=OwedTo.CHILD if decision.child else OwedTo.CONTACT,
        child=decision.child, outcome=what.value, due=due, starts=starts, owner=owner, agency=agency, by=by,
    )  # fmt: skip


def telling_back_to_teller(*, contact: Contact, starts: datetime, owner: int, agency: int, by: Actor) -> Obligation:
    """Whoever told us is owed the outcome."""
    return owe(
        record=contact.record, duty=Duty.TELL_BACK, to=OwedTo.TELLER, starts=starts, owner=owner, agency=agency, by=by
    )


def wish(*, contact: Contact, duty: Duty, starts: datetime, owner: int, agency: int, by: Actor) -> Obligation:
    """Whoever says that something is wrong is owed an answer, and whoever wants an advocate is owed one."""
    return owe(record=contact.record, duty=duty, to=OwedTo.TELLER, starts=starts, owner=owner, agency=agency, by=by)


def telling_back_to_child(
    *, record: Record, child: UUID, starts: datetime, due: datetime | None, owner: int, agency: int, by: Actor
) -> Obligation:
    """A child is owed, in words they understand, what happens and what does not, by the time set at the decision."""
    return owe(
        record=record, duty=Duty.TELL_BACK, to=OwedTo.CHILD, child=child, due=due, starts=starts,
        owner=owner, agency=agency, by=by,
    )  # fmt: skip


def open_obligations(
    record: UUID, duty: Duty | None = None, *, to: OwedTo | None = None, child: UUID | None = None
) -> list[Obligation]:
    """What is open on a record, the soonest due first; narrowed by duty, by whom it is owed to, by child."""
    found = Obligation.objects.filter(record_id=record, end="")
    if duty is not None:
        found = found.filter(duty=duty)
    if to is not None:
        found = found.filter(owed_to=to)
    if child is not None:
        found = found.filter(child=child)
    return list(found.order_by("due_at"))


def was_danger(record: UUID) -> bool:
    """Whether anything that was told on a record rang at once, when it came first or later."""
    return Obligation.objects.filter(record_id=record, duty=Duty.ACKNOWLEDGE, at_once=True).exists()


def owed_decision(record: UUID, child: UUID | None) -> Obligation | None:
    """The open decision owed to a child, or to the contact itself."""
    return Obligation.objects.filter(record_id=record, duty=Duty.DECIDE, child=child, end="").first()


def owed_act(record: UUID, child: UUID | None, outcome: str) -> Obligation | None:
    """What one outcome still demands for a child, or for the contact itself."""
    return Obligation.objects.filter(record_id=record, duty=Duty.ACT, child=child, outcome=outcome, end="").first()
