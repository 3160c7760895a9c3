"""What became of a mailbox: closed, expired, emptied or given new words. What can no longer be told there is said so."""

from uuid import UUID

from halcyon.domain.contacts.models import Contact, Mailbox
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event

BECOMES = {"closed": Mailbox.CLOSED, "expired": Mailbox.EXPIRED}


@command(needs=Permission.RECEIVE)
def mailbox_changed(*, mailbox: UUID, what: str, by: Actor) -> None:
    """Notes what the person did with their mailbox (``closed``, ``emptied``, ``rotated``, ``expired``)."""
    contact = Contact.objects.filter(mailbox=mailbox).select_related("record").first()
    if contact is None:
        return
    if what in BECOMES:
        contact.way_back = BECOMES[what]
        contact.save(update_fields=["way_back"])
    journal.change(Event.MAILBOX_CHANGED, contact, by=by, detail=what)
