"""Many pairs of written names compared abreast: the very levels of `alike`, for lists.

Most candidates have two quite different names, and that is seen by numbers alone: nothing in the tables joins them, they do
not look alike, they do not sound alike. Whatever may be more is asked of `alike`, once for each distinct pair.
"""

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from halcyon.kernel.matching import alike, tokens
from halcyon.kernel.matching.levels import level
from halcyon.kernel.matching.sounds import sound

Numbers = np.ndarray[Any, np.dtype[Any]]
_NOT_ASKED = -1


class Wordings:
    """Given names or family names of a list, each distinct one once; number 0 is the empty one."""

    def __init__(self, texts: Numbers, part: Literal["given", "family"]) -> None:
        self.texts, self.given = texts, part == "given"
        self.ask = alike.given_level if self.given else alike.family_level
        self.unlike, self.different = level(part, "unlike" if self.given else "different"), level(part, "different")
        words = [(tokens.given if self.given else tokens.family)(text) for text in texts]
        self.several = np.array([" " in text for text in texts])
        self.length = np.array([len(text) for text in texts])
        self.listed = np.array([word.listed for word in words])
        self.names = np.array([_marks(word.names) for word in words], np.uint64)
        self._known = np.full(len(texts), _NOT_ASKED, np.int8)
        self._sound = np.full(len(texts), _NOT_ASKED, np.int32)
        self._sounds: dict[str, int] = {}

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        """Levels of the pairs of texts with these numbers: uint8."""
        low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
        codes, place = np.unique(low << 32 | high, return_inverse=True)
        return self._levels(codes >> 32, codes & 0xFFFFFFFF)[place]

    def _levels(self, one: Numbers, other: Numbers) -> Numbers:
        found = np.zeros(len(one), np.uint8)
        known = (one > 0) & (other > 0)
        plain = known & (one != other) & ~(self.several[one] | self.several[other])
        plain &= (self.length[one] > 1) & (self.length[other] > 1) & ((self.names[one] & self.names[other]) == 0)
        at = np.flatnonzero(plain)
        seen = self._apart(one[at], other[at])
        found[at] = seen
        asked = known.copy()
        asked[at] = seen == 0
        for number in np.flatnonzero(asked).tolist():
            found[number] = self.ask(self.texts[one[number]], self.texts[other[number]])
        return found

    def _apart(self, one: Numbers, other: Numbers) -> Numbers:
        """*Different* or *unlike* where two words are certainly no more than that, else 0."""
        if not len(one):
            return np.zeros(0, np.uint8)
        mine, theirs = self.texts[one], self.texts[other]
        looks = cpdist(mine, theirs, scorer=JaroWinkler.similarity, dtype=np.float64)
        slip = cpdist(mine, theirs, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1
        near = (looks >= alike.ALIKE_FROM) | slip
        both = self.listed[one] & self.listed[other]
        heard = np.flatnonzero(~near & ~both & (looks > alike.SOUNDS_FROM))
        near[heard] = self._heard(one[heard]) == self._heard(other[heard])
        found = np.where(near, 0, self.different).astype(np.uint8)
        if self.given:
            rest = np.flatnonzero(~near & ~both)
            real = self._real(one[rest]) & self._real(other[rest])
            found[rest] = np.where(real, self.different, self.unlike)
        return found

    def _heard(self, numbers: Numbers) -> Numbers:
        """How each text sounds, as a number; found out when first asked."""
        for number in np.unique(numbers[self._sound[numbers] == _NOT_ASKED]).tolist():
            self._sound[number] = self._sounds.setdefault(sound(self.texts[number]), len(self._sounds))
        return self._sound[numbers]

    def _real(self, numbers: Numbers) -> Numbers:
        """Whether each text is a name that the tables know; found out when first asked."""
        for number in np.unique(numbers[self._known[numbers] == _NOT_ASKED]).tolist():
            self._known[number] = alike.known(tokens.given(self.texts[number]))
        return np.asarray(self._known[numbers] == 1)


def _marks(names: Iterable[str]) -> int:
    """Sixty-four bits in which two words that share a name share one: no bit in common, no name in common."""
    marks = 0
    for name in names:
        marks |= 1 << (hash(name) & 63)
    return marks
