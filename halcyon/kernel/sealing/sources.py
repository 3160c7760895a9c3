"""Seals who told us, apart from what they told, and makes the blind keys by which repeated warnings join up.

Only the source register's key opens an identity. A blind key says that two warnings have the same teller, never who
it is; without the secret nobody can try names against it.
"""

from __future__ import annotations

import hmac

from halcyon.kernel.sealing.padding import KIB, Misshapen, pad, unpad
from halcyon.kernel.sealing.suites import Damaged, open_with, seal_to

_BUCKETS = (4 * KIB, 16 * KIB, 64 * KIB)
_INFO = b"halcyon/source/1"


def seal_source(identity: bytes, public: bytes) -> bytes:
    """`identity`, padded and sealed to the source register. Raises TooLong."""
    return seal_to(public, pad(identity, _BUCKETS), _INFO)


def open_source(sealed: bytes, private: bytes) -> bytes:
    """Who told us. Raises Damaged."""
    try:
        return unpad(open_with(private, sealed, _INFO))
    except Misshapen:
        raise Damaged("This is damaged, or was not sealed for this place.") from None


def blind_key(secret: bytes, kind: str, value: str) -> bytes:
    """32 bytes that are equal for equal `value`s of one `kind`, normalised by the caller; no way back without the secret."""
    return hmac.digest(secret, f"halcyon/blind/1|{kind}|{value}".encode(), "sha256")
