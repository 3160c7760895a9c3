"""Envelopes: what the door seals and only the worker opens. One padded telling each.

`version | suite | key id | HPKE bytes`; purpose, suite, key, drop, channel and size are bound in, so that an
envelope opens in its own place and nowhere else. No error says anything of the content.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from halcyon.kernel.sealing.keys import PrivateKey, PublicKey
from halcyon.kernel.sealing.suites import OVERHEAD, Damaged, SealError, SuiteId, UnknownSuite, open_with, seal_to

VERSION = 1
HEADER = 10  # bytes: version, suite, key id
TELLING = "telling"


class UnknownKey(SealError):
    """Sealed to a key that is not held here: destroyed, or never ours."""

    code = "unknown-key"


class Ring(Protocol):
    """Whatever finds a private key by its id: `keys.PrivateFolder`."""

    def find(self, key_id: bytes) -> PrivateKey | None: ...


def seal(padded: bytes, key: PublicKey, *, drop_id: UUID, channel: str, purpose: str = TELLING) -> bytes:
    """A padded telling (`padding.pad`) sealed to an intake key, as drop `drop_id` of `channel`."""
    info = _info(purpose, key.public[0], key.id, drop_id, channel, len(padded))
    return bytes([VERSION, key.public[0]]) + key.id + seal_to(key.public, padded, info)


def open_envelope(envelope: bytes, ring: Ring, *, drop_id: UUID, channel: str, purpose: str = TELLING) -> bytes:
    """The padded telling again (`padding.unpad`). Raises UnknownSuite, UnknownKey, Damaged: all SealError."""
    if len(envelope) < HEADER:
        raise Damaged("This is too short to be an envelope.")
    if envelope[0] != VERSION or envelope[1] not in set(SuiteId):
        raise UnknownSuite("This was sealed in a way this version cannot read.")
    suite, key_id, sealed = SuiteId(envelope[1]), envelope[2:HEADER], envelope[HEADER:]
    key = ring.find(key_id)
    if key is None:
        raise UnknownKey("The key that opens this is not held here.")
    if key.private[0] != suite:
        raise Damaged("This is damaged, or was not sealed for this place.")
    return open_with(
        key.private, sealed, _info(purpose, suite, key_id, drop_id, channel, len(sealed) - OVERHEAD[suite])
    )


def _info(purpose: str, suite: int, key_id: bytes, drop_id: UUID, channel: str, bucket: int) -> bytes:
    return f"halcyon/{purpose}/{VERSION}|{suite:d}|{key_id.hex()}|{drop_id}|{channel}|{bucket}".encode()
