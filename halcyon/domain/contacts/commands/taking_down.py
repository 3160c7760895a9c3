"""A telling by telephone or in person: the same format, the same command, and six words for the caller."""

import uuid
from dataclasses import dataclass

from halcyon.domain.contacts.commands.receiving import receive
from halcyon.domain.contacts.models import Contact
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import today
from halcyon.kernel.letterbox.delivering import MailboxTaken, open_mailbox
from halcyon.kernel.letterbox.telling import MailboxKey, Telling
from halcyon.kernel.sealing import Code, DeskSecrets, code_from_token, derive, new_mailbox_keys, wrap_private

TRIES = 3


@dataclass(frozen=True)
class TakenDown:
    """The contact, and the words to read out to the caller. They are stored nowhere and shown once."""

    contact: Contact
    code: Code


@command(needs=Permission.RECEIVE)
def take_down(*, telling: Telling, drop: uuid.UUID, codes: DeskSecrets, by: Actor) -> TakenDown:
    """Keeps a telling that a member took down, with a mailbox for the caller.

    ``drop`` is what the form carried, and is stored nowhere: the contact keeps only its fingerprint. The same form sent
    twice is kept once and shows the same words. Raises MailboxTaken when no free words were found.
    """
    kept = uuid.uuid5(drop, "kept")
    contact = Contact.objects.select_related("record").filter(drop=kept).first()
    if contact is None:
        telling = telling.model_copy(update={"mailbox": _mailbox(drop, codes)})
        contact = receive(telling=telling, drop=kept, by=by)
    number = next(number for number in range(TRIES) if contact.mailbox == _mailbox_id(drop, number))
    return TakenDown(contact, _code(drop, number, codes))


def _mailbox(drop: uuid.UUID, codes: DeskSecrets) -> MailboxKey:
    """A new mailbox behind words that are not in use."""
    for number in range(TRIES):
        mailbox, keys = _mailbox_id(drop, number), new_mailbox_keys()
        secret = derive(_code(drop, number, codes), codes.salt, codes.pepper)
        try:
            open_mailbox(
                mailbox, locator=secret.locator, public_key=keys.public, day=today(),
                wrapped_private=wrap_private(keys.private, secret.wrap_key, mailbox=mailbox),
            )  # fmt: skip
        except MailboxTaken:
            continue
        return MailboxKey(id=mailbox, public_key=keys.public)
    raise MailboxTaken("No free words were found. Try once more.")


def _mailbox_id(drop: uuid.UUID, number: int) -> uuid.UUID:
    return uuid.uuid5(drop, f"mailbox {number}")


def _code(drop: uuid.UUID, number: int, codes: DeskSecrets) -> Code:
    return code_from_token(codes.code_key, uuid.uuid5(drop, f"words {number}").bytes)
