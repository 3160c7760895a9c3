"""Which children are owed another look, because something saved elsewhere may concern them."""

from dataclasses import dataclass
from datetime import datetime

from halcyon.domain.children.models import Child
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.journal import Event


@dataclass(frozen=True)
class LookAgain:
    """One child who is owed another look. ``mine`` is whether the reader, or a team of theirs, owes it."""

    reference: str
    known_as: str
    owner: int
    mine: bool
    due: datetime


def to_look_at(*, by: Actor) -> tuple[LookAgain, ...]:
    """The children who are owed another look, as far as ``by`` may open them: the reader's own first. Journalled."""
    owed = list(Obligation.objects.filter(duty=Duty.LOOK, end="").order_by("due_at"))
    children = Child.objects.select_related("record").in_bulk([one.record_id for one in owed])
    journal.listed(Event.LISTED_CHILDREN, list(children), by=by)
    found = [
        LookAgain(child.record.reference, child.known_as, one.owner, one.owner in by.principals, one.due_at)
        for one in owed
        if (child := children.get(one.record_id))
    ]
    return tuple(sorted(found, key=lambda one: (one.owner != by.principal, not one.mine, one.due)))


def owes_a_look(child: Child) -> bool:
    """Whether another look is owed to this child now."""
    return Obligation.objects.filter(record=child.record, duty=Duty.LOOK, end="").exists()
