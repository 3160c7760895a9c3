"""A dictionary of known names and aliases, found in free text by a tree of folded words: one walk over the text.

A single word is found only where it is written with a capital or holds a digit: "will" and "grace" are words, "Will" may be a boy.
"""

import re
from collections.abc import Iterable, Iterator

from halcyon.kernel.matching import names as written_names
from halcyon.kernel.matching.folding import fold, words
from halcyon.kernel.matching.identities import Name

_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")  # O'Brien is one word; Harkaway's is somebody's
_END = ""
MOST_WORDS, LONGEST, SHORTEST = 4, 60, 3
_LITTLE = """a an and are as at be been but by did do does for from had has have he her here hers him his how i if in is it
its me my no not of off on or our out she so some that the their them then there they this to up us was we were what when
where which who why with you your"""
_ORDINARY = frozenset(_LITTLE.split())
"""No name here is one of these words, or begins or ends with one; "The" is how a sentence begins. Will and Can are names."""
_SPECIAL = written_names.PARTICLES | written_names.TITLES


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
            length, name = self._longest(spoken, place) if spoken[place][2] in self._tree else (0, "")
            start, end = spoken[place][0], spoken[place + length - 1][1] if length else 0
            if length and (length > 1 or _proper(text[start:end])):
                yield start, end, name
                place += length
            else:
                place += 1

    def _longest(self, spoken: list[tuple[int, int, str]], place: int) -> tuple[int, str]:
        branch, best = self._tree, (0, "")
        for after in range(
            place, len(spoken)
        ):  # by number: a slice would copy the rest of the text for each of its words
            following = branch.get(spoken[after][2])
            if not isinstance(following, dict):
                break
            branch = following
            if isinstance(name := branch.get(_END), str):
                best = (after + 1 - place, name)
        return best


def _proper(written: str) -> bool:
    return any(letter.isupper() or letter.isdigit() for letter in written) or not written.isascii()


def may_be_names(text: str) -> dict[str, str]:
    """Every run of words that a dictionary might know as a name: as it is spoken, and as it first stands in the text.

    At most four words, never across a full stop or a line; one word alone only where it is written as a name. The form
    is that of `names.as_spoken`, so that whoever keeps known names in it finds them with one look for each.
    """
    found: dict[str, str] = {}
    spans = [match.span() for match in _WORD.finditer(text)]
    spoken = [fold(text[start:end]).replace("'", "") for start, end in spans]
    ordinary = [word in _ORDINARY for word in spoken]
    special = [word in _SPECIAL for word in spoken]
    follows = [False, *(_goes_on(text[spans[n][1] : spans[n + 1][0]], spoken[n]) for n in range(len(spans) - 1))]
    for place, word in enumerate(spoken):
        start, end = spans[place]
        if ordinary[place]:
            continue
        if len(word) >= SHORTEST and word not in found and _proper(text[start:end]):
            found[word] = text[start:end]
        for last in range(place + 1, min(place + MOST_WORDS, len(spans))):
            if not follows[last] or (end := spans[last][1]) - start > LONGEST:
                break
            word = f"{word} {spoken[last]}"
            if not ordinary[last]:
                written = text[start:end]
                found.setdefault(_as_spoken(written) if any(special[place : last + 1]) else word, written)
    return {name: text for name, text in found.items() if " " in name or _is_one(name, text)}


def _is_one(name: str, written: str) -> bool:
    """Whether a single word, after a title or none, is written as a name: "Mr Harkaway", never "the sister will"."""
    return name not in _ORDINARY and _proper(written.split()[-1])


def _goes_on(gap: str, before: str) -> bool:
    """Whether what stands between two words leaves them in one name: a space, a hyphen, the stop after an initial."""
    return gap in (" ", "-", "  ") or (gap in (". ", ".") and len(before) == 1)


def _as_spoken(written: str) -> str:
    """A run with a title or a particle in it, as `names` reads it."""
    return written_names.as_spoken(written_names.forms(Name(whole=written))[0])
