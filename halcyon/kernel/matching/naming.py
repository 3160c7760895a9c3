"""A dictionary of known names and aliases, found in free text by a tree of folded words: one walk over the text.

A single word is found only where it is written with a capital or holds a digit: "will" and "grace" are words, "Will" may be a boy.
"""

import re
from collections.abc import Iterable, Iterator

from halcyon.kernel.matching.folding import fold, words

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_END = ""


class Names:
    """Known names, each found in any accent and case. Building takes about 2 microseconds a name; finding, the text's length."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._tree: dict[str, object] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Knows one more name; a name of no letters is passed over."""
        found = words(name)
        if not found or len("".join(found)) < 3:
            return
        branch = self._tree
        for word in found:
            following = branch.setdefault(word, {})
            assert isinstance(following, dict)
            branch = following
        branch.setdefault(_END, name)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, the name as it was given) for each longest known name, left to right, never overlapping."""
        if not self._tree:
            return
        spoken = [(match.start(), match.end(), fold(match[0]).replace("'", "")) for match in _WORD.finditer(text)]
        place = 0
        while place < len(spoken):
            length, name = self._longest(spoken, place)
            start, end = spoken[place][0], spoken[place + length - 1][1] if length else 0
            if length and (length > 1 or _proper(text[start:end])):
                yield start, end, name
                place += length
            else:
                place += 1

    def _longest(self, spoken: list[tuple[int, int, str]], place: int) -> tuple[int, str]:
        branch, best = self._tree, (0, "")
        for length, (_, _, word) in enumerate(spoken[place:], start=1):
            following = branch.get(word)
            if not isinstance(following, dict):
                break
            branch = following
            if isinstance(name := branch.get(_END), str):
                best = (length, name)
        return best


def _proper(written: str) -> bool:
    return any(letter.isupper() or letter.isdigit() for letter in written) or not written.isascii()
