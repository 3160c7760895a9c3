"""Makes sealed things come in a few sizes only, so that their size says nothing about what is inside.

A padded text is its length (4 bytes), the text, and zeros up to the size of its bucket. It must never cut anything:
what does not fit is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

KIB = 1024
BUCKETS = (4 * KIB, 16 * KIB, 64 * KIB, 128 * KIB)
"""Sizes of a padded telling. 20,000 emoji are 80,000 bytes and fit the last, written as JSON that is not escaped to ASCII."""

REPLY_BUCKET = 16 * KIB
"""The one size of every reply: a short one weighs what a long one does."""
REPLY_LIMIT = 4_000
"""Characters in one reply: of the longest kind (4 bytes each) they still fit."""

_LENGTH = 4


class TooLong(ValueError):
    """More than the largest bucket holds."""


class Misshapen(ValueError):
    """What was unsealed is not a padded text."""


def pad(plain: bytes, buckets: Sequence[int] = BUCKETS) -> bytes:
    """`plain` at the size of the first bucket it fits. Raises TooLong."""
    for bucket in buckets:
        if len(plain) + _LENGTH <= bucket:
            return (len(plain).to_bytes(_LENGTH, "big") + plain).ljust(bucket, b"\0")
    raise TooLong(f"This is longer than can be sent in one go ({buckets[-1] // KIB} KiB).")


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. Raises Misshapen when it was not padded by it."""
    size = int.from_bytes(padded[:_LENGTH], "big")
    plain, rest = padded[_LENGTH : _LENGTH + size], padded[_LENGTH + size :]
    if len(padded) < _LENGTH or len(plain) != size or rest.strip(b"\0"):
        raise Misshapen("This was not padded by us.")
    return plain
