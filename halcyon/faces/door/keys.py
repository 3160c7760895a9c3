"""What the door holds in the way of keys, and what it does with them: public intake keys, and the keys of codes and tokens.

With these a telling can be sealed and never opened. Nothing here is logged, shown or stored; a missing or expired intake key
is an answer (None), because a page depends on it.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from dataclasses import dataclass, field
from functools import cache, lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from halcyon.kernel import clocks
from halcyon.kernel.letterbox.door import Envelope
from halcyon.kernel.sealing import Code, DoorSecrets, KeyPair, MailboxSecrets, codes, envelopes, mailboxes, tokens
from halcyon.kernel.sealing.keys import PublicKey
from halcyon.kernel.sealing.wordlists import word_list

KEPT_SECONDS = 5.0
"""How long a reading of the intake folder serves."""


class NotSixWords(Exception):
    """What was typed cannot be six words of the list; the text is a sentence for the page."""


@dataclass(frozen=True, slots=True)
class Token:
    """A form token as it came back. `known`: we issued it; `valid`: and not too long ago."""

    raw: bytes = field(default=b"", repr=False)
    known: bool = False
    valid: bool = False
    age: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox being made."""

    id: uuid.UUID
    keys: KeyPair = field(repr=False)

    @property
    def public(self) -> bytes:
        return self.keys.public


@cache
def held() -> DoorSecrets:
    """The door's secrets, read once. Raises SecretMissing, one sentence for whoever starts the door."""
    return DoorSecrets.load(settings.SECRETS)


def forget() -> None:
    """Begin again as a new process would."""
    held.cache_clear()
    _signed.cache_clear()
    ticket_key.cache_clear()


def intake() -> PublicKey | None:
    """The intake key to seal to now; None when there is none that is signed and in its time."""
    now = clocks.now()
    return next((key for key in reversed(_signed(int(time.monotonic() / KEPT_SECONDS))) if key.valid(now)), None)


@lru_cache(maxsize=1)
def _signed(reading: int) -> list[PublicKey]:
    return held().intake.all()


# Tokens, and what derives from them


def new_token() -> str:
    """A token for one page."""
    return tokens.issue(held().token_key, clocks.now())


def read_token(text: str) -> Token:
    """What a token that came back is worth now."""
    found = tokens.read(held().token_key, text, clocks.now())
    match found:
        case tokens.Token():
            return Token(found.raw, known=True, valid=True, age=found.age)
        case tokens.Expired():
            return Token(found.raw, known=True, age=found.age)
    return Token()


def seed(token: Token, content: bytes) -> bytes:
    """What names one telling: the token together with what was written. The same press of a button, the same seed."""
    return token.raw + content


def spent(seed: bytes) -> bytes:
    """What the letterbox keeps of a seed: nothing can be made from it."""
    return tokens.token_hash(seed)


# Words and mailboxes


def words(seed: bytes, turn: int) -> Code:
    """The six words of a seed; another turn gives others."""
    return codes.code_from_token(held().code_key, seed, turn)


def read_words(typed: str) -> Code:
    """The six words that were meant. Raises NotSixWords, with a sentence for the page."""
    found = codes.read_code(typed)
    if isinstance(found, Code):
        return found
    raise NotSixWords(sentence(found))


def sentence(found: codes.Unreadable) -> str:
    """What to tell whoever typed it, without repeating what they typed."""
    if not found.count:
        return _("Type your six words.")
    if found.count != codes.LENGTH:
        return ngettext(
            "You typed %(count)s word. Your code has six.", "You typed %(count)s words. Your code has six.", found.count
        ) % {"count": found.count}
    *most, last = map(str, found.unknown)
    if not most:
        said = _("We do not know word %(place)s. Check how it is spelled; the first three letters are enough.")
        return said % {"place": last}
    said = _("We do not know words %(places)s and %(last)s. The first three letters are enough.")
    return said % {"places": ", ".join(most), "last": last}


def is_a_word(word: str) -> bool:
    """Whether this is, letter for letter, a word of the list."""
    return word.casefold() in _every_word()


@cache
def _every_word() -> frozenset[str]:
    return frozenset(word_list())


def derived(code: Code) -> MailboxSecrets:
    """Where new words lead and what they unwrap. Slow on purpose: only through `slowly.turns`."""
    return mailboxes.derive(code, held().salt, held().pepper)


def derived_each(code: Code) -> list[MailboxSecrets]:
    """The same for words that may be older than the newest pepper, at the price of one."""
    return mailboxes.derive_each(code, held().salt, held().peppers)


def new_mailbox() -> Box:
    """A mailbox for somebody who tells."""
    return Box(uuid.uuid4(), mailboxes.new_mailbox_keys())


def wrapped(box: Box, under: MailboxSecrets) -> bytes:
    """The mailbox's private key under the words."""
    return mailboxes.wrap_private(box.keys.private, under.wrap_key, mailbox=box.id)


def unwrapped(wrapped: bytes, wrap_key: bytes, mailbox: uuid.UUID) -> bytes:
    """The mailbox's private key. Raises Damaged."""
    return mailboxes.unwrap_private(wrapped, wrap_key, mailbox=mailbox)


def rewrapped(wrapped: bytes, wrap_key: bytes, under: MailboxSecrets, mailbox: uuid.UUID) -> bytes:
    """The same private key under other words."""
    return mailboxes.rewrap_private(wrapped, wrap_key, under.wrap_key, mailbox=mailbox)


def opened_reply(sealed: bytes, private: bytes, mailbox: uuid.UUID) -> str:
    """One message of the team. Raises Damaged."""
    return mailboxes.open_reply(sealed, private, mailbox=mailbox)


# Sealing


class NoIntakeKey(Exception):
    """No telling can be sealed now."""


def sealed(padded: bytes, *, channel: str) -> Envelope:
    """An envelope that only the worker opens. Raises NoIntakeKey: nothing is ever kept in clear instead."""
    key = intake()
    if key is None:
        raise NoIntakeKey
    drop_id = uuid.uuid4()
    return Envelope(drop_id, len(padded), envelopes.seal(padded, key, drop_id=drop_id, channel=channel))


@cache
def ticket_key() -> bytes:
    """The key of tickets, from the key of tokens and for nothing else."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"halcyon/ticket/1").derive(held().token_key)
