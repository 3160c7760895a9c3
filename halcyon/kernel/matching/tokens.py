"""One word of a name with what is known about it: which names it may stand for, and the codes under which it is filed."""

from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from halcyon.kernel.matching.sounds import sound
from halcyon.kernel.matching.variants import How, tables

MOST_CODES = 6
CLOSE_ENOUGH = 0.86  # an unlisted spelling joins a listed one that sounds the same from here on: Muhamadd, Krzystof


class Token(NamedTuple):
    """``names``: the names that a word may stand for, and how; ``listed``: it is a name in its own right, not only a pet form."""

    text: str
    names: dict[str, How]
    listed: bool


@lru_cache(maxsize=1 << 17)
def given(text: str) -> Token:
    """A given name's word."""
    return _token(text, tables().given.get(text, {}))


@lru_cache(maxsize=1 << 17)
def family(text: str) -> Token:
    """A family name's word."""
    return _token(text, tables().family.get(text, {}))


def _token(text: str, names: dict[str, How]) -> Token:
    return Token(text, names, How.SPELLING in names.values())


@lru_cache(maxsize=1 << 17)
def given_codes(text: str) -> tuple[str, ...]:
    """The texts under which a given name's word is filed: Chris has five, Harry six."""
    return _codes(text, tables().given, "given")


@lru_cache(maxsize=1 << 17)
def family_codes(text: str) -> tuple[str, ...]:
    """The texts under which a family name's word is filed."""
    return _codes(text, tables().family, "family")


def _codes(text: str, known: dict[str, dict[str, How]], table: str) -> tuple[str, ...]:
    filed = known.get(text) or tables().given.get(text) or tables().family.get(text)  # swapped names are filed alike
    if filed:
        return tuple(sorted(filed, key=lambda name: (filed[name], name))[:MOST_CODES])
    heard = sound(text)
    return (_nearest(text, heard, known, table) or "~" + heard,)


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
