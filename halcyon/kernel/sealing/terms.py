"""Seals what was searched for to the auditors' key, bound to its search: personal words, read only with a reason."""

from __future__ import annotations

from uuid import UUID

from halcyon.kernel.sealing.padding import KIB, Misshapen, pad, unpad
from halcyon.kernel.sealing.suites import Damaged, open_with, seal_to

_BUCKETS = (KIB, 4 * KIB, 16 * KIB)


def seal_terms(typed: bytes, public: bytes, *, search: UUID) -> bytes:
    """What was typed, padded and sealed for one search. Raises TooLong."""
    return seal_to(public, pad(typed, _BUCKETS), _info(search))


def open_terms(sealed: bytes, private: bytes, *, search: UUID) -> bytes:
    """What was typed. Raises Damaged."""
    try:
        return unpad(open_with(private, sealed, _info(search)))
    except Misshapen:
        raise Damaged("This is damaged, or was not sealed for this place.") from None


def _info(search: UUID) -> bytes:
    return f"halcyon/search/1|{search}".encode()
