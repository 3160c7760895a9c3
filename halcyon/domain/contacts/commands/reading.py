"""Acknowledging: a named member has read it, and whoever told us is told so."""

from collections.abc import Iterable
from uuid import UUID

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts import owing
from halcyon.domain.contacts.commands import chronicling
from halcyon.domain.contacts.commands.writing import said_before, say
from halcyon.domain.contacts.models import Contact, Told
from halcyon.domain.promise.commands import fulfil
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event


@command(needs=Permission.ACKNOWLEDGE)
def acknowledge(
    *, contact: Contact, how: str, words: str, by: Actor, phrase: str = "", key: UUID | None = None,
    seen: int | None = None, minded: Iterable[UUID] = (),
) -> Told:  # fmt: skip
    """Says that ``by`` has read everything told so far, and tells the person so (``how``: words, phone, in_person, letter).

    Ends every open acknowledgement of the contact. Raises NoWayBack when ``how`` is a mailbox that is not open.
    ``seen`` is the place of the last words that were on the screen: raises Conflict when more has been told since.
    ``minded``: of whom the member said that they will not see this, though they must not know. Raises MustNotKnow.
    """
    if before := said_before(contact=contact, key=key):
        return before
    check_all_seen(contact=contact, seen=seen)
    told = say(contact=contact, to="teller", how=how, words=words, phrase=phrase, by=by, key=key, minded=minded)
    has_read(contact=contact, by=by)
    journal.change(Event.ACKNOWLEDGED, contact, by=by)
    chronicling.acknowledged(contact=contact, told=told, by=by)
    for obligation in owing.open_obligations(contact.pk, Duty.ACKNOWLEDGE):
        fulfil(obligation=obligation, evidence=told.pk, by=by)
    return told


def check_all_seen(*, contact: Contact, seen: int | None) -> None:
    """Raises Conflict when more was told after ``seen``, the place of the last words that were on the screen."""
    if seen is not None and Statement.objects.filter(record=contact.record, position__gt=seen).exists():
        raise Conflict()


def has_read(*, contact: Contact, by: Actor) -> None:
    """Keeps who read a contact first, and when. Its record changes in the caller's transaction and journal line."""
    if contact.read_by is None:
        contact.read_by, contact.read_at = by.principal, now()
        contact.save(update_fields=["read_by", "read_at"])
