"""Telling back: to the person who told us, and to each child apart. Each is owed until it is done, or said not to be possible."""

from collections.abc import Iterable
from uuid import UUID

from halcyon.domain.contacts import owing, searching
from halcyon.domain.contacts.commands import chronicling
from halcyon.domain.contacts.commands.reading import check_all_seen, has_read
from halcyon.domain.contacts.commands.writing import said_before, say
from halcyon.domain.contacts.models import Contact, Decision, Told, WaiverRequest
from halcyon.domain.promise import commands as promise
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo, check_may_be_let_go
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership


class ReasonNeeded(ValueError):
    """An end other than telling needs a reason."""

    def __init__(self) -> None:
        super().__init__("Say why. The reason stays on record and is counted on its own.")


class SomebodyElse(ValueError):
    """Whoever decided or wrote to them cannot answer that it was wrong."""

    def __init__(self) -> None:
        super().__init__(
            "They said that something is wrong. Somebody who has not decided or written here answers that."
        )


@command(needs=Permission.TELL_BACK)
def tell_teller(
    *, contact: Contact, how: str, words: str, by: Actor, key: UUID | None = None, minded: Iterable[UUID] = ()
) -> Told:
    """Tells whoever told us what was decided and what happens next (domain.md 1.8). Raises MustNotKnow."""
    if before := said_before(contact=contact, key=key):
        return before
    told = say(contact=contact, to="teller", how=how, words=words, by=by, key=key, minded=minded)
    journal.change(Event.TOLD_BACK, contact, by=by, detail="teller")
    chronicling.told_back(contact=contact, told=told, by=by)
    for owed in owing.open_obligations(contact.pk, Duty.TELL_BACK, to=OwedTo.TELLER):
        promise.fulfil(obligation=owed, evidence=told.pk, by=by)
    return told


@command(needs=Permission.TELL_BACK)
def tell_child(
    *, contact: Contact, child: UUID, how: str, words: str, by: Actor, key: UUID | None = None,
    minded: Iterable[UUID] = (),
) -> Told:  # fmt: skip
    """Tells one child, in words they understand, what happens and what does not. Raises MustNotKnow."""
    if before := said_before(contact=contact, key=key):
        return before
    told = say(contact=contact, to="child", how=how, words=words, child=child, by=by, key=key, minded=minded)
    journal.change(Event.TOLD_BACK, contact, by=by, detail="child")
    chronicling.told_back(contact=contact, told=told, by=by)
    for owed in owing.open_obligations(contact.pk, Duty.TELL_BACK, to=OwedTo.CHILD, child=child):
        promise.fulfil(obligation=owed, evidence=told.pk, by=by)
    return told


@command(needs=Permission.TELL_BACK)
def answer_wish(
    *, contact: Contact, obligation: Obligation, how: str, words: str, by: Actor, key: UUID | None = None,
    minded: Iterable[UUID] = (),
) -> Told:  # fmt: skip
    """Answers, to whoever told us, what they said is wrong; or tells them who their advocate is.

    Raises SomebodyElse for a complaint when the member has decided here or written to them before, MustNotKnow.
    """
    if before := said_before(contact=contact, key=key):
        return before
    if obligation.duty not in (Duty.COMPLAINT, Duty.ADVOCATE):
        raise ValueError("Only what they said is wrong, or an advocate, is answered here.")
    if obligation.duty == Duty.COMPLAINT and contact.record.lock == Lock.OPEN and _has_acted(contact, by):
        raise SomebodyElse()
    told = say(contact=contact, to="teller", how=how, words=words, by=by, key=key, minded=minded)
    chronicling.told_back(contact=contact, told=told, by=by)
    promise.fulfil(obligation=obligation, evidence=told.pk, by=by)
    return told


def _has_acted(contact: Contact, by: Actor) -> bool:
    """Whether what is said to be wrong may be about this member."""
    decided = Decision.objects.filter(record=contact.record, proposed_by=by.principal)
    return decided.exists() or Told.objects.filter(record=contact.record, by=by.principal).exists()


@command(needs=Permission.TELL_BACK)
def not_possible(
    *, contact: Contact, obligation: Obligation, reason: str, by: Actor, seen: int | None = None
) -> None:  # fmt: skip
    """Says that someone cannot be told: no way back was given, or it is unsafe. Only telling can be impossible.

    Reading never is: whoever ends an acknowledgement so has read everything told so far, and stands on the contact as
    having read it. ``seen`` is the place of the last words that were on the screen: raises Conflict when more has been
    told since. Raises Refused for a member who may not acknowledge.
    """
    if not reason.strip():
        raise ReasonNeeded()
    if obligation.duty not in (Duty.TELL_BACK, Duty.ACKNOWLEDGE):
        raise ValueError("A decision and an action are always possible. If it was wrong, decide again.")
    if obligation.duty == Duty.ACKNOWLEDGE:
        if not by.may(Permission.ACKNOWLEDGE):
            raise Refused(Permission.ACKNOWLEDGE)
        hold(contact.record)  # nothing more is told while this is said
        check_all_seen(contact=contact, seen=seen)
        has_read(contact=contact, by=by)
    promise.not_possible(obligation=obligation, reason=reason.strip(), by=by)
    journal.change(Event.NOT_POSSIBLE, contact, by=by)


@command(needs=Permission.TELL_BACK)
def ask_waiver(*, contact: Contact, obligation: Obligation, reason: str, by: Actor) -> WaiverRequest:
    """Asks a second person to waive what is owed. Until they agree it stays owed, and its clock runs.

    Raises ReasonNeeded, and DecisionIsOwed: a decision is never waived.
    """
    if not reason.strip():
        raise ReasonNeeded()
    check_may_be_let_go(Duty(obligation.duty))
    asked = WaiverRequest(
        record=contact.record, obligation=obligation.pk, reason=reason.strip(), asked_by=by.principal, asked_at=now()
    )
    asked.save(force_insert=True)
    journal.change(Event.ASKED_WAIVER, contact, by=by)
    searching.index_waiver(asked, by=by)
    return asked


@command(needs=Permission.WAIVE)
def agree_waiver(*, contact: Contact, asked: WaiverRequest, by: Actor) -> None:
    """Agrees, as the second person, to waive what someone else asked to waive. Raises SecondPersonNeeded."""
    asker = partnership.actor_of(partnership.member_of(asked.asked_by))
    promise.waive(obligation=asked.obligation, reason=asked.reason, second=by, by=asker)
    journal.change(Event.AGREED_WAIVER, contact, by=by)
