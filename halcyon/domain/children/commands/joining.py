"""Two children of the index are one, or are not after all: a judgement between them and its taking back.

Nothing is rewritten, nothing is moved: what is shown together is computed, so that taking it back restores exactly.
"""

from halcyon.domain.children.commands import facts
from halcyon.domain.children.commands.naming import SELF, make_known
from halcyon.domain.children.models import Child
from halcyon.domain.children.rules import FactIncomplete
from halcyon.domain.subjects.commands import judge, take_back
from halcyon.domain.subjects.models import Judgement, Mention, Same, TakingBack
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event


@command(needs=Permission.JOIN_CHILDREN)
def join(*, child: Child, other: Child, reason: str, by: Actor) -> Judgement:
    """Says that two children of the index are one, and why. Raises FactIncomplete."""
    if child.pk == other.pk:
        raise FactIncomplete("reason", "This is the same page: choose another child.")
    if not reason.strip():
        raise FactIncomplete("reason", "Say in a sentence why they are one child: others will build on it.")
    judged = judge(a=_self(child, by), b=_self(other, by), answer=Same.SAME, reason=reason, by=by)
    journal.change(Event.JOINED_CHILDREN, child, other, by=by)
    return judged


@command(needs=Permission.JOIN_CHILDREN)
def part(*, judgement: Judgement, reason: str, by: Actor) -> TakingBack:
    """Says that two children are not one after all, and why: everything is as it was. Raises FactIncomplete, Conflict."""
    if not reason.strip():
        raise FactIncomplete("reason", "Say in a sentence why they are not one child.")
    taken = take_back(judgement=judgement, reason=reason, by=by)
    journal.change(Event.PARTED_CHILDREN, judgement.record_id, judgement.other_id, by=by)
    return taken


def _self(child: Child, by: Actor) -> Mention:
    """The mention that is this child; one is made for a child of before there were any."""
    found = Mention.objects.filter(record=child.record, kind="person", sort=SELF).order_by("made_at", "id").first()
    made = found or make_known(child, by, standing=facts.stand(child))
    if made is None:
        raise FactIncomplete("reason", "This child has no name yet. Record one first: then they can be joined.")
    return made
