"""A concern ends for a reason, by two people: one proposes it, another agrees or says why not. Nothing ends by itself.

Until they agree it is of concern and its review is owed. If there is concern again later, a new record is made.
"""

from uuid import uuid4

from halcyon.domain.promise.owners import can_see
from halcyon.domain.subjects import owing
from halcyon.domain.subjects.commands.concern import check_stands
from halcyon.domain.subjects.models import Ending, Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

NOBODY = "Nobody else at the desk could agree to this and open the record. Ring your manager."
ANOTHER = "Somebody else agrees to it: whoever proposed it does not."


@command(needs=Permission.KEEP_SUBJECT)
def propose_end(*, subject: Subject, reason: str, by: Actor) -> Ending:
    """Says that someone or something should be of concern no more, and why. Whoever could agree is told that something waits.

    Proposed while another proposal waits, that one is returned. Raises Incomplete.
    """
    if not reason.strip():
        raise Incomplete("Say why it is of concern no more: whoever agrees, and whoever asks in years, reads it.")
    hold(subject.record)
    check_stands(subject)
    if waiting := Ending.objects.filter(record=subject.record, agreed=None).first():
        return waiting
    seconds = _seconds(subject, but=by)
    if not seconds:
        raise Incomplete(NOBODY)
    ending = Ending(
        id=uuid4(), record=subject.record, reason=reason.strip(), proposed_by=by.principal, proposed_at=now()
    )
    ending.save(force_insert=True)
    journal.change(Event.PROPOSED_END, subject, by=by)
    for member in seconds:
        queue(to=member.email, recipient=member.principal_id, kind=NoticeKind.ASKED, by=by)
    return ending


@command(needs=Permission.END_CONCERN)
def answer_end(*, subject: Subject, ending: Ending, agreed: bool, why: str, by: Actor) -> None:
    """Agrees, as the second person, or says why not; whoever proposed it is told. Agreed, the review that is owed ends.

    Raises Incomplete, and Conflict when someone has answered.
    """
    if not why.strip():
        raise Incomplete("Say why: it stays beside the reason for which it was proposed.")
    if by.principal == ending.proposed_by:
        raise Incomplete(ANOTHER)
    hold(subject.record)
    answered = Ending.objects.filter(pk=ending.pk, record=subject.record, agreed=None).update(
        agreed=agreed, answer=why.strip(), answered_by=by.principal, answered_at=now()
    )
    if not answered:
        raise Conflict()
    journal.change(Event.ENDED_CONCERN if agreed else Event.KEPT_CONCERN, subject, by=by)
    if agreed:
        owing.reviewed(subject.record, evidence=ending.pk, by=by)
    proposer = Member.objects.filter(principal=ending.proposed_by, active=True).first()
    if proposer is not None:
        queue(to=proposer.email, recipient=proposer.principal_id, kind=NoticeKind.ANSWERED, by=by)


def _seconds(subject: Subject, *, but: Actor) -> list[Member]:
    """Who could agree: whoever holds the right and may open the record, other than who proposes it."""
    found = []
    for member in partnership.members():
        actor = partnership.actor_of(member)
        if member.principal_id != but.principal and actor.may(Permission.END_CONCERN):
            found += [member] if can_see(actor, subject.record_id) else []
    return found
