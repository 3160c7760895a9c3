"""A contact ends when nothing is owed, because a member says so. Nothing ends by itself."""

from collections.abc import Iterable

from halcyon.domain.contacts import owing
from halcyon.domain.contacts.models import Action, Alert, Answer, Contact, Decision
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event

OF_NO_CONTACT = frozenset({Duty.DOUBT})
"""Owed on its record, and kept open by no contact: whether something that it says is true is looked at again in weeks."""


class StillOwed(ValueError):
    """The contact cannot end yet; the sentence says what is missing."""


def missing(contact: Contact) -> str:
    """What stands between a contact and its end, as one sentence; empty when nothing does."""
    return still_missing(
        owed=holds_open(owing.open_obligations(contact.pk)),
        to_do=Action.objects.filter(record=contact.record, done_at=None).exists(),
        proposed=Decision.objects.filter(record=contact.record, state="proposed").exists(),
        raised=Alert.objects.filter(contact=contact.pk, answered_at=None).exists(),
        dated=_has_open_question(contact),
    )


def holds_open(owed: Iterable[Obligation]) -> bool:
    """Whether any of what is owed on its record keeps a contact open."""
    return any(one.duty not in OF_NO_CONTACT for one in owed)


def _has_open_question(contact: Contact) -> bool:
    """Whether a standing question of a decision that was made has a day and no answer yet. The latest answer holds."""
    given = Answer.objects.filter(record=contact.record, decision__state="made").order_by("at")
    latest = {(answer.decision_id, answer.question): answer for answer in given}
    return any(not answer.answer for answer in latest.values())


def still_missing(*, owed: bool, to_do: bool, proposed: bool, raised: bool, dated: bool) -> str:
    """The sentence for the first thing that is missing, for whoever has read all of them already."""
    if owed:
        return "Something is still owed: the contact ends when nothing is."
    if to_do:
        return "An action is not done yet."
    if proposed:
        return "A decision still waits for its second person."
    if raised:
        return "What was raised to the top has no answer yet."
    if dated:
        return "A standing question of a decision has a day, and no answer yet."
    return ""


@command(needs=Permission.DECIDE)
def end(*, contact: Contact, by: Actor) -> None:
    """Ends a contact that owes nothing more. Raises StillOwed; there is no reason to give, because there is no exception.

    What arrives at the same moment comes before or after it, never in between. Ended is ended once.
    """
    hold(contact.record)
    contact.refresh_from_db(fields=["ended_at", "ended_by"])
    if contact.ended_at is not None:
        return
    if sentence := missing(contact):
        raise StillOwed(sentence)
    contact.ended_at, contact.ended_by = now(), by.principal
    contact.save(update_fields=["ended_at", "ended_by"])
    journal.change(Event.ENDED_CONTACT, contact, by=by)
