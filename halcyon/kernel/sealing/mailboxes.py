"""Mailboxes: what six words open. The words are stretched once; what comes out finds the mailbox and unwraps its key.

The words, what they stretch to and a mailbox's private key stand nowhere in the clear, and the pepper is not in the
database.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from halcyon.kernel.sealing.codes import Code
from halcyon.kernel.sealing.padding import REPLY_BUCKET, Misshapen, pad, unpad
from halcyon.kernel.sealing.suites import Damaged, KeyPair, new_pair, open_with, seal_to

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1  # the words are random (62 bits), not a password: design.md 4
PEPPER_SIZE = 64
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Pepper:
    """One version of the pepper: 32 bytes for locators, 32 for wrap keys. New codes use the newest."""

    version: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MailboxSecrets:
    """What six words come to under one pepper: where the mailbox is found, and what unwraps its private key. 32 bytes each."""

    locator: bytes
    wrap_key: bytes = field(repr=False)
    pepper: int = 1


def derive(code: Code, salt: bytes, pepper: Pepper) -> MailboxSecrets:
    """Stretches the words: Argon2id, 19 MiB, two passes, about 25 ms of one core. The same words always come to the same."""
    return derive_each(code, salt, [pepper])[0]


def derive_each(code: Code, salt: bytes, peppers: Sequence[Pepper]) -> list[MailboxSecrets]:
    """The same for several peppers at the price of one: for codes that may be older than the newest pepper."""
    okm = hash_secret_raw(
        code.secret, salt, time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, hash_len=64, type=Type.ID
    )  # the reference code takes a fifth less time than OpenSSL's, for the same bytes
    return [_under(pepper, okm[:32], okm[32:]) for pepper in peppers]


def _under(pepper: Pepper, found: bytes, kept: bytes) -> MailboxSecrets:
    locator = hmac.digest(pepper.secret[:32], b"halcyon/locator/1|" + found, "sha256")
    second = hmac.digest(pepper.secret[32:], b"halcyon/wrap/1|" + found, "sha256")
    wrap_key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"halcyon/wrap/1").derive(kept + second)
    return MailboxSecrets(locator, wrap_key, pepper.version)


def new_mailbox_keys() -> KeyPair:
    """The key pair of a new mailbox."""
    return new_pair()


def wrap_private(private: bytes, wrap_key: bytes, *, mailbox: UUID) -> bytes:
    """A mailbox's private key under the words' key, bound to that mailbox."""
    nonce = os.urandom(_NONCE)
    return nonce + ChaCha20Poly1305(wrap_key).encrypt(nonce, private, _bound(mailbox))


def unwrap_private(wrapped: bytes, wrap_key: bytes, *, mailbox: UUID) -> bytes:
    """The private key again. Raises Damaged for other words or another mailbox."""
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound(mailbox))
    except (InvalidTag, ValueError):
        raise Damaged("These words do not open this mailbox.") from None


def rewrap_private(wrapped: bytes, wrap_key: bytes, new_wrap_key: bytes, *, mailbox: UUID) -> bytes:
    """The same private key under new words. Raises Damaged."""
    return wrap_private(unwrap_private(wrapped, wrap_key, mailbox=mailbox), new_wrap_key, mailbox=mailbox)


def seal_reply(words: str, public: bytes, *, mailbox: UUID) -> bytes:
    """A message of the team, sealed to a mailbox; all have one size. `words` must have gone through `visible`.

    Raises TooLong above 16 KiB: REPLY_LIMIT characters always fit.
    """
    return seal_to(public, pad(words.encode(), (REPLY_BUCKET,)), b"halcyon/reply/1|" + mailbox.bytes)


def open_reply(sealed: bytes, private: bytes, *, mailbox: UUID) -> str:
    """The message again, for whoever has the words. Raises Damaged."""
    try:
        return unpad(open_with(private, sealed, b"halcyon/reply/1|" + mailbox.bytes)).decode()
    except (Misshapen, UnicodeDecodeError):
        raise Damaged("This message is damaged.") from None


def _bound(mailbox: UUID) -> bytes:
    return b"halcyon/mailbox/1|" + mailbox.bytes
