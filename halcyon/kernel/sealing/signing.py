"""Signs and checks: intake keys by the root, checkpoints of the journal by the worker. Ed25519, with the purpose inside.

A signature given for one purpose is none for another. Needs no Django: partners check journals with it offline.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_SIZE = 32
SIGNATURE_SIZE = 64


def new_signing_pair() -> tuple[bytes, bytes]:
    """Private and public key, 32 bytes each."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def sign(private: bytes, message: bytes, *, purpose: str) -> bytes:
    """64 bytes that `is_signed` accepts for the same message and purpose."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(_framed(message, purpose))


def is_signed(public: bytes, message: bytes, signature: bytes, *, purpose: str) -> bool:
    """Whether the holder of the private key gave `signature` for `message` and `purpose`. Never raises for bad input."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _framed(message, purpose))
    except (InvalidSignature, ValueError):
        return False
    return True


def _framed(message: bytes, purpose: str) -> bytes:
    return f"halcyon/{purpose}/1|".encode() + message
