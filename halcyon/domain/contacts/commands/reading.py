"""Acknowledging: a named member has read it, and whoever told us is told so."""

from uuid import UUID

from halcyon.domain.contacts import owing
from halcyon.domain.contacts.commands.writing import say
from halcyon.domain.contacts.models import Contact, Told
from halcyon.domain.promise.commands import fulfil
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


@command(needs=Permission.ACKNOWLEDGE)
def acknowledge(
    *, contact: Contact, how: str, words: str, by: Actor, phrase: str = "", key: UUID | None = None
) -> Told:
    """Says that ``by`` has read everything told so far, and tells the person so (``how``: words, phone, in_person, letter).

    Ends every open acknowledgement of the contact. Raises NoWayBack when ``how`` is a mailbox that is not open.
    """
    told = say(contact=contact, to="teller", how=how, words=words, phrase=phrase, by=by, key=key)
    if contact.read_by is None:
        contact.read_by, contact.read_at = by.principal, now()
        contact.save(update_fields=["read_by", "read_at"])
    journal.change(Event.ACKNOWLEDGED, contact, by=by)
    for obligation in owing.open_obligations(contact.pk, Duty.ACKNOWLEDGE):
        fulfil(obligation=obligation, evidence=told.pk, by=by)
    return told
