"""A ticket stands in for the six words between two presses of a button, for at most twenty minutes.

There is no cookie and no session: the page itself carries, in a hidden field, what opens the mailbox, sealed under a key that
only the door has. Asking for the words on each press would put them on the screen again and again, and cost the slow derivation
each time. A ticket is a key, not words: it holds nothing that anyone told. Whoever copies it from the page can do for twenty
minutes what the person at the screen can; after "new words" or "stop" it opens nothing.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import os
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from halcyon.faces.door.keys import ticket_key

LIFE = dt.timedelta(minutes=20)
_PURPOSE = b"halcyon door ticket 1"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """What opens one mailbox, since when."""

    mailbox: uuid.UUID
    locator: bytes
    wrap_key: bytes
    since: dt.datetime


def written(ticket: Ticket) -> str:
    """The ticket sealed, as text for a hidden field. Always of the same length."""
    since = int(ticket.since.timestamp()).to_bytes(8, "big")
    plain = ticket.mailbox.bytes + since + ticket.locator + ticket.wrap_key
    nonce = os.urandom(_NONCE)
    sealed = ChaCha20Poly1305(ticket_key()).encrypt(nonce, plain, _PURPOSE)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def read(text: str, *, now: dt.datetime) -> Ticket | None:
    """The ticket again; None when it is not ours, was changed, or is past its time."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        plain = ChaCha20Poly1305(ticket_key()).decrypt(raw[:_NONCE], raw[_NONCE:], _PURPOSE)
    except (InvalidTag, ValueError, binascii.Error):
        return None
    since = dt.datetime.fromtimestamp(int.from_bytes(plain[16:24], "big"), dt.UTC)
    if not dt.timedelta(seconds=-60) <= now - since <= LIFE:
        return None
    return Ticket(uuid.UUID(bytes=plain[:16]), plain[24:56], plain[56:88], since)
