"""Whether a text would show who a source is, given what the register knows of them. Pure; it answers yes or no, never what.

It errs towards yes: a word of a name counts, whatever stands around it. Only a name that the text rightly carries for
somebody else (``besides``) is taken out before.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

SHORTEST = 3
ORDINARY = frozenset({"the", "and", "mrs", "miss", "not", "their", "from", "who", "her", "his", "with", "for", "that"})
REACHED = ("contact", "phone")
DIGITS = 7  # the end of a number that says whose it is, however the beginning is written


def shows(text: str, identity: Mapping[str, str], *, besides: Iterable[str] = ()) -> bool:
    """Whether ``text`` holds a word of the source's name, a number or address of theirs, or words said to show them."""
    plain = fold(text)
    for other in sorted((fold(name) for name in besides), key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(other)}(?!\w)", " ", plain) if other else plain
    return bool(_names(identity) & set(_words(plain))) or _otherwise(plain, identity)


def is_the_source(written: str, identity: Mapping[str, str]) -> bool:
    """Whether a name, a number or a place that was written down is the source's own: of a name, all of it."""
    names, words = _names(identity), set(_words(written))
    whole = bool(names) and (names == words or (len(names) > 1 and names <= words))
    return whole or _otherwise(fold(written), identity)


def _names(identity: Mapping[str, str]) -> set[str]:
    return {word for word in _words(identity.get("name", "")) if len(word) >= SHORTEST} - ORDINARY


def _otherwise(plain: str, identity: Mapping[str, str]) -> bool:
    """Whether a number, an address, or words that were said to show them stand in a folded text."""
    if any(_reaches(plain, identity.get(field, "")) for field in REACHED):
        return True
    phrases = [fold(phrase) for phrase in re.split(r"[,;\n]", identity.get("identifying", ""))]
    return any(
        re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)
        for phrase in phrases
        if len(phrase) >= SHORTEST and phrase not in ORDINARY
    )


def fold(text: str) -> str:
    """A text without case, accents, and more than one space: what is compared."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().replace("ł", "l").split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _reaches(plain: str, way: str) -> bool:
    """Whether an address stands in the text, or the end of a number does, however it is spaced."""
    address, digits = fold(way), re.sub(r"\D", "", way)
    if "@" in address and address in plain:
        return True
    return len(digits) >= DIGITS and digits[-DIGITS:] in re.sub(r"(?<=\d)[\s().-]+(?=\d)", "", plain)
