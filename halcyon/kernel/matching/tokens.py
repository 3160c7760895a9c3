"""One word of a name with everything known about it: which names it may stand for, how it sounds, its blocking codes."""

from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from halcyon.kernel.matching.sounds import sound
from halcyon.kernel.matching.variants import How, tables

MOST_CODES = 6
CLOSE_ENOUGH = 0.86  # an unlisted spelling joins a listed one that sounds the same from here on: Muhamadd, Krzystof


class Token(NamedTuple):
    """``names``: name -> how; ``sound``: the skeleton;
    ``codes``: the texts under which the word is filed: Chris has five, Harry six.
    """

    text: str
    names: dict[str, How]
    sound: str
    codes: tuple[str, ...]


@lru_cache(maxsize=1 << 17)
def given(text: str) -> Token:
    """A given name's word."""
    return _token(text, tables().given, "given")


@lru_cache(maxsize=1 << 17)
def family(text: str) -> Token:
    """A family name's word."""
    return _token(text, tables().family, "family")


def _token(text: str, known: dict[str, dict[str, How]], table: str) -> Token:
    names = known.get(text, {})
    heard = sound(text)
    filed = names or tables().given.get(text) or tables().family.get(text)  # swapped names are filed alike
    if filed:
        listed = sorted(filed, key=lambda name: (filed[name], name))[:MOST_CODES]
        return Token(text, names, heard, tuple(listed))
    return Token(text, names, heard, (_nearest(text, heard, known, table) or "~" + heard,))


def _nearest(text: str, heard: str, known: dict[str, dict[str, How]], table: str) -> str:
    """The listed name that sounds the same and is written nearly so; empty when there is none."""
    if len(text) < 4:
        return ""
    best, name = CLOSE_ENOUGH, ""
    for form in _sounding(table).get(heard, ()):
        if (alike := JaroWinkler.similarity(text, form)) > best:
            best, name = alike, min(known[form], key=lambda each: (known[form][each], each))
    return name


@cache
def _sounding(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for form, names in (tables().given if table == "given" else tables().family).items():
        if min(names.values()) == How.SPELLING:
            found[sound(form)].append(form)
    return {heard: tuple(sorted(forms)) for heard, forms in found.items()}
