"""A contact ends when nothing is owed, because a member says so. Nothing ends by itself."""

from halcyon.domain.contacts import owing
from halcyon.domain.contacts.models import Action, Alert, Contact, Decision
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


class StillOwed(ValueError):
    """The contact cannot end yet; the sentence says what is missing."""


def missing(contact: Contact) -> str:
    """What stands between a contact and its end, as one sentence; empty when nothing does."""
    if owing.open_obligations(contact.pk):
        return "Something is still owed: the contact ends when nothing is."
    if Action.objects.filter(record=contact.record, done_at=None).exists():
        return "An action is not done yet."
    if Decision.objects.filter(record=contact.record, state="proposed").exists():
        return "A decision still waits for its second person."
    if Alert.objects.filter(contact=contact.pk, answered_at=None).exists():
        return "What was raised to the top has no answer yet."
    return ""


@command(needs=Permission.DECIDE)
def end(*, contact: Contact, by: Actor) -> None:
    """Ends a contact that owes nothing more. Raises StillOwed; there is no reason to give, because there is no exception."""
    if sentence := missing(contact):
        raise StillOwed(sentence)
    contact.ended_at, contact.ended_by = now(), by.principal
    contact.save(update_fields=["ended_at", "ended_by"])
    journal.change(Event.ENDED_CONTACT, contact, by=by)
