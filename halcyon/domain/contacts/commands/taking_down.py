"""A telling by telephone or in person: the same format, the same command, and six words for the caller."""

import secrets
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
    """Keeps a telling that a member took down, with a mailbox for the caller. The same ``drop`` is kept once."""
    for _ in range(TRIES):
        mailbox, code = uuid.uuid4(), code_from_token(codes.code_key, secrets.token_bytes(16))
        keys, secret = new_mailbox_keys(), derive(code, codes.salt, codes.pepper)
        try:
            open_mailbox(
                mailbox, locator=secret.locator, public_key=keys.public, day=today(),
                wrapped_private=wrap_private(keys.private, secret.wrap_key, mailbox=mailbox),
            )  # fmt: skip
        except MailboxTaken:
            continue
        telling = telling.model_copy(update={"mailbox": MailboxKey(id=mailbox, public_key=keys.public)})
        return TakenDown(receive(telling=telling, drop=drop, by=by), code)
    raise MailboxTaken("No free words were found. Try once more.")
