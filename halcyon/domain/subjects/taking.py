"""What was offered while someone wrote and was taken up, as it travels with the form. Pure; it believes nothing it is sent."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from halcyon.kernel.matching import Identity, identity_of, spot
from halcyon.kernel.matching.identities import Kind

MOST = 50  # things taken up with one form
LONGEST_NAME = 60
PERSON = "person"


class Taken(NamedTuple):
    """One thing that a member took up: a kind of spot, and the words that name it."""

    kind: str
    written: str

    @property
    def value(self) -> str:
        """As a form carries it."""
        return f"{self.kind}:{self.written}"


def taken(values: Iterable[str]) -> tuple[Taken, ...]:
    """What a form carried, each once."""
    pairs = (value.replace("\r\n", "\n").partition(":") for value in values)
    return tuple(dict.fromkeys(Taken(kind, written) for kind, _, written in pairs if written.strip()))[:MOST]


def standing_in(words: str, things: Iterable[Taken]) -> tuple[Taken, ...]:
    """Those of them that ``words`` name: a number, plate, place or account as it is spotted, a name as it is written."""
    shapes = {(one.kind, one.written) for one in spot(words)}
    return tuple(one for one in things if tuple(one) in shapes or (one.kind == PERSON and _names(words, one.written)))


def identity_called(kind: str, written: str) -> Identity:
    """What words say of who or what they name, as a member calls it; a place without a postcode is compared by its address."""
    shapes = {one.kind for one in spot(written)}
    if kind == "place" and "place" not in shapes:
        return Identity(kind=Kind.PLACE, addresses=(written,))
    if kind == "account" and "email" in shapes:
        return identity_of("email", written)
    return identity_of(kind, written)


def _names(words: str, name: str) -> bool:
    return len(name) <= LONGEST_NAME and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))
