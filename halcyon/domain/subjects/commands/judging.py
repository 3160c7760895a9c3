"""Members say whether two mentions are the same, and take it back. Rows are only added: undoing restores exactly."""

from halcyon.domain.subjects import touching
from halcyon.domain.subjects.models import Judgement, Match, Mention, Same, TakingBack
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


@command(needs=Permission.JUDGE)
def judge(*, a: Mention, b: Mention, answer: Same, reason: str, by: Actor) -> Judgement:
    """Says that two mentions are the same, are not, or that it is not sure; merging is nothing but this.

    The latest standing judgement of a pair holds. Raises Incomplete; NotVisible when a side is not the actor's to see.
    """
    if not reason.strip():
        raise Incomplete("Say in a sentence what makes you think so: others will build on it.")
    if a.pk == b.pk or a.kind != b.kind:
        raise Incomplete("Only two different mentions of the same sort can be judged.")
    first, second = sorted((a, b), key=lambda mention: mention.pk)
    _hold_both(first, second)
    before = _latest(first, second)
    if before is not None and (before.answer, before.reason, before.by) == (answer, reason.strip(), by.principal):
        return before  # the button was pressed twice
    judged = Judgement(
        record_id=first.record_id, other_id=second.record_id, a=first, b=second, answer=answer,
        reason=reason.strip(), by=by.principal, at=now(),
    )  # fmt: skip
    judged.save(force_insert=True)
    journal.change(Event.JUDGED, judged.record_id, judged.other_id, by=by, detail=answer)
    return judged


@command(needs=Permission.JUDGE)
def take_back(*, judgement: Judgement, reason: str, by: Actor) -> TakingBack:
    """Takes a judgement back: everything is again as it was before it. Raises Conflict when someone already has."""
    if not reason.strip():
        raise Incomplete("Say why it no longer stands: others may have built on it.")
    _hold_both(judgement.a, judgement.b)
    if TakingBack.objects.filter(judgement=judgement).exists():
        raise Conflict()
    taken = TakingBack(
        judgement=judgement, record_id=judgement.record_id, other_id=judgement.other_id,
        reason=reason.strip(), by=by.principal, at=now(),
    )  # fmt: skip
    taken.save(force_insert=True)
    journal.change(Event.TOOK_BACK, judgement.record_id, judgement.other_id, by=by)
    touching.tell_parted(taken, by=by)
    return taken


def judge_match(*, match: Match, answer: Same, reason: str, by: Actor) -> Judgement:
    """The answer to a proposal."""
    return judge(a=match.a, b=match.b, answer=answer, reason=reason, by=by)


def _latest(a: Mention, b: Mention) -> Judgement | None:
    return Judgement.objects.filter(a=a, b=b, taken_back=None).order_by("-at", "-id").first()


def _hold_both(a: Mention, b: Mention) -> None:
    """Two members who judge one pair come one after the other; the records are held in one order."""
    for record in sorted({a.record_id, b.record_id}):
        try:
            hold(Record(pk=record))
        except Record.DoesNotExist:
            raise NotVisible() from None
