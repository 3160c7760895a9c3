"""Which listed word a slip of the finger was meant to be.

One slip is a letter too many, too few, wrong, or two neighbours swapped. The list keeps its words three slips apart,
so one slip never has two answers. Nothing here guesses further.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import lru_cache

from halcyon.kernel.sealing.wordlists import prefixes

_LONGEST = 14  # letters; no word of the list is within one slip of anything longer


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(prefixes().values())


def slips(typed: str) -> Iterator[str]:
    """Everything one slip away from `typed`, `typed` itself included."""
    for place in range(len(typed) + 1):
        left, right = typed[:place], typed[place:]
        yield left + right[1:]
        yield left + right[1:2] + right[:1] + right[2:]
        for letter in string.ascii_lowercase:
            yield left + letter + right
            yield left + letter + right[1:]


def one_slip_words(typed: str) -> set[str]:
    """The listed words at most one slip from `typed`."""
    if len(typed) > _LONGEST:
        return set()
    return set(_listed().intersection(slips(typed)))
