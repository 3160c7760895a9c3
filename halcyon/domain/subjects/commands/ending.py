"""A concern ends for a reason, by two people: one proposes it, another agrees or says why not. Nothing ends by itself.

Until they agree it is of concern and its review is owed. If there is concern again later, a new record is made.
"""

from dataclasses import replace
from uuid import uuid4

from halcyon.domain.promise.owners import can_see
from halcyon.domain.subjects import owing
from halcyon.domain.subjects.commands.concern import check_stands
from halcyon.domain.subjects.models import Ending, Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, end_grant, grant, hold
from halcyon.kernel.access.models import Grant
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

LET_IN = "To agree, or to say why not, that this is of concern no more: until they have answered."
CHOOSE = "Nobody else can open this record. Choose a manager who reads it and agrees, or says why not."
NOBODY = "Nobody else at the desk could agree to this and open the record. Ring your manager."
ANOTHER = "Somebody else agrees to it: whoever proposed it does not."


@command(needs=Permission.KEEP_SUBJECT)
def propose_end(*, subject: Subject, reason: str, by: Actor, second: int | None = None) -> Ending:
    """Says that someone or something should be of concern no more, and why. Whoever could agree is told that something waits.

    Of what nobody else may open the owner names the ``second``, who reads it until they have answered, and no longer
    (decision 0056), or, where that one has left, another. Proposed while another proposal waits, that one is returned. Raises
    Incomplete.
    """
    if not reason.strip():
        raise Incomplete("Say why it is of concern no more: whoever agrees, and whoever asks in years, reads it.")
    hold(subject.record)
    check_stands(subject)
    able, ending = seconds_of(subject, by=by), Ending.objects.filter(record=subject.record, agreed=None).first()
    if ending is not None and able:
        return ending
    able = able or [_let_in(subject, second, by=by)]
    if ending is None:
        ending = Ending(
            id=uuid4(), record=subject.record, reason=reason.strip(), proposed_by=by.principal, proposed_at=now()
        )
        ending.save(force_insert=True)
    journal.change(Event.PROPOSED_END, subject, by=by)
    for member in able:
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
    lent = replace(by, permissions=by.permissions | {Permission.RESTRICT})
    for given in Grant.objects.filter(record=subject.record, principal=by.principal, reason=LET_IN, ended_at=None):
        end_grant(given=given, by=lent)
    proposer = Member.objects.filter(principal=ending.proposed_by, active=True).first()
    if proposer is not None:
        queue(to=proposer.email, recipient=proposer.principal_id, kind=NoticeKind.ANSWERED, by=by)


def seconds_of(subject: Subject, *, by: Actor) -> list[Member]:
    """Who could agree: whoever holds the right and may open the record, other than who proposes it."""
    return [one for one in to_let_in(by=by) if can_see(partnership.actor_of(one), subject.record_id)]


def to_let_in(*, by: Actor) -> list[Member]:
    """Who holds the right to agree, other than who proposes it, be the record open to them or not."""
    others = (one for one in partnership.members() if one.principal_id != by.principal)
    return [one for one in others if partnership.actor_of(one).may(Permission.END_CONCERN)]


def _let_in(subject: Subject, second: int | None, *, by: Actor) -> Member:
    """The second whom the owner names, let in to read what they are asked about. Raises Incomplete."""
    able = to_let_in(by=by)
    named = next((one for one in able if one.principal_id == second), None)
    if named is None:
        raise Incomplete(CHOOSE if able else NOBODY)
    lent = replace(by, permissions=by.permissions | {Permission.RESTRICT})
    grant(record=subject.record, to=named.principal_id, reason=LET_IN, by=lent)
    return named
