"""The banner of a page that is made from several records: where intelligence is among them, its strictest handling.

A page gives the references it shows, and includes ``intelligence/derived.html`` with the answer as ``made_of``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from halcyon.domain.intelligence import queries
from halcyon.kernel.partnership.queries import names


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What holds for the whole page."""

    words: str
    conditions: tuple[str, ...]
    named: tuple[str, ...]


def made_of(references: Iterable[str]) -> MadeOf | None:
    """The handling of a page, united over every item on it; None where there is none."""
    handling = queries.handling_among(references)
    if handling is None:
        return None
    known = names() if handling.named else {}
    who = tuple(sorted(known.get(one, "someone who has left") for one in handling.named))
    return MadeOf(handling.words, handling.conditions, who)
