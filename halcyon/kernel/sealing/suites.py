"""The public-key encryptions in use (HPKE, RFC 9180), each with a number that stands in every key and envelope.

Suite 1 is the one to use: it holds even if one of its two halves is broken. Suite 2 stays readable as a fallback.
Keys travel as raw halves, because the library saves hybrid keys in no form of its own. This module knows nothing of
envelopes or purposes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_SEED, _LATTICE, _CURVE = 64, 1184, 32  # bytes: ML-KEM-768 seed and public key; either half of X25519


class SuiteId(IntEnum):
    """What stands in every envelope and key."""

    HYBRID = 1
    CURVE = 2


PRIVATE_SIZE = {SuiteId.HYBRID: _SEED + _CURVE, SuiteId.CURVE: _CURVE}
PUBLIC_SIZE = {SuiteId.HYBRID: _LATTICE + _CURVE, SuiteId.CURVE: _CURVE}
OVERHEAD = {SuiteId.HYBRID: 1136, SuiteId.CURVE: 48}
"""What a sealed text is longer than the text, in bytes."""

_HPKE = {
    SuiteId.HYBRID: hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305),
    SuiteId.CURVE: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305),
}


class KeyUnusable(ValueError):
    """A key that is cut, malformed or weak."""


class SealError(Exception):
    """Something sealed could not be opened. `code` may be logged and kept; neither it nor the text carries content."""

    code = "seal"


class Damaged(SealError):
    """Changed, cut, or sealed to another key or for another place."""

    code = "damaged"


class UnknownSuite(SealError):
    """Sealed in a way this version does not know."""

    code = "unknown-suite"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Both halves of a lasting key, as bytes that begin with the number of their suite."""

    public: bytes
    private: bytes = field(repr=False)


def new_pair(suite: SuiteId = SuiteId.HYBRID) -> KeyPair:
    """A new pair of keys."""
    curve = X25519PrivateKey.generate()
    private, public = curve.private_bytes_raw(), curve.public_key().public_bytes_raw()
    if suite is SuiteId.HYBRID:
        lattice = MLKEM768PrivateKey.generate()
        private = lattice.private_bytes_raw() + private
        public = lattice.public_key().public_bytes_raw() + public
    return KeyPair(bytes([suite]) + public, bytes([suite]) + private)


def seal_to(public: bytes, plain: bytes, info: bytes) -> bytes:
    """`plain` sealed to a public key; it opens with the same `info` only. Raises KeyUnusable."""
    suite, half = _half_of(public, PUBLIC_SIZE)
    try:
        return _HPKE[suite].encrypt(plain, _public(suite, half), info=info)
    except ValueError:
        raise KeyUnusable("This public key is malformed or weak.") from None


def open_with(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """What was sealed to the pair of a private key, with the same `info`. Raises Damaged, KeyUnusable."""
    suite, half = _half_of(private, PRIVATE_SIZE)
    key = _private(suite, half)
    try:
        return _HPKE[suite].decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError):
        raise Damaged("This is damaged, or was not sealed for this place.") from None


def _half_of(key: bytes, sizes: dict[SuiteId, int]) -> tuple[SuiteId, bytes]:
    if not key or key[0] not in set(SuiteId):
        raise KeyUnusable("This key belongs to a suite this version does not know.")
    suite = SuiteId(key[0])
    if len(key) != 1 + sizes[suite]:
        raise KeyUnusable("This key is cut short or too long.")
    return suite, key[1:]


def _public(suite: SuiteId, half: bytes) -> hpke.MLKEM768X25519PublicKey | X25519PublicKey:
    if suite is SuiteId.CURVE:
        return X25519PublicKey.from_public_bytes(half)
    lattice, curve = half[:_LATTICE], half[_LATTICE:]
    return hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(lattice), X25519PublicKey.from_public_bytes(curve)
    )


def _private(suite: SuiteId, half: bytes) -> hpke.MLKEM768X25519PrivateKey | X25519PrivateKey:
    if suite is SuiteId.CURVE:
        return X25519PrivateKey.from_private_bytes(half)
    lattice, curve = half[:_SEED], half[_SEED:]
    return hpke.MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(lattice), X25519PrivateKey.from_private_bytes(curve)
    )
