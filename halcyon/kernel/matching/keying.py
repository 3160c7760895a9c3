"""The hashed keys under which a record is filed, so that a save finds its candidates in a few index look-ups.

A key is a signed 64-bit number: the low four bits name its `Sort`, the other sixty are blake2b of the sort and its text, the same
in every process and on every machine. Two records that share a key are candidates; what they are is for the score to say.
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

from halcyon.kernel.matching import handles, places, plates, tokens
from halcyon.kernel.matching.canonicals import Canonical
from halcyon.kernel.matching.names import Form


class Sort(IntEnum):
    """What a key stands for, the most telling first. At most sixteen, since the sort lives in four bits."""

    PHONE = 0
    PLATE = 1
    ACCOUNT = 2
    EMAIL = 3
    NAME_BORN = 4  # given code, family code and year of birth, in any order of the two names
    GIVEN_DAY = 5  # given code, or either name's first letter, and whole date of birth, day and month in any order
    FAMILY_DAY = 6  # family code and whole date of birth, day and month in any order
    DOOR = 7  # postcode and house number
    FAMILY_PLACE = 8  # family code and postcode, or door and street where no whole postcode is known to both
    GIVEN_PLACE = 9  # given code and postcode, or door and street
    NUMBER_PART = 10  # first or last half of a telephone number: one digit slipped
    PLATE_PART = 11  # first four or last three of a plate: the other half unseen or misread
    STEM = 12  # an account name or an e-mail's local part without its decoration
    NAME = 13  # given and family code alone: capped by the caller where the name is everybody's
    FAMILY_BORN = 14  # family code with the first letter and the year of birth, or with year and month
    DAY_PLACE = 15  # whole date of birth and outcode: a name that changed altogether


EXACT = frozenset({Sort.PHONE, Sort.PLATE, Sort.ACCOUNT, Sort.EMAIL})


def sort_of(key: int) -> Sort:
    """What a key stands for, read from the key itself."""
    return Sort(key & 15)


def keys(form: Canonical) -> frozenset[int]:
    """All keys of a record: about fifteen for a person with a name, a date of birth, a telephone and a postcode."""
    return frozenset([_hash(sort, text) for sort, text in _texts(form)])


def exact_keys(form: Canonical) -> frozenset[int]:
    """The keys that mean the very same telephone, plate, account or e-mail address."""
    return frozenset(_hash(sort, text) for sort, text in _exact(form))


def explained(form: Canonical) -> dict[int, str]:
    """Each key with the text behind it, for tests and for tuning; never stored."""
    return {_hash(sort, text): f"{sort.name.lower()}:{text}" for sort, text in _texts(form)}


def _hash(sort: Sort, text: str) -> int:
    digest = blake2b(b"%d|%s" % (sort, text.encode("utf-8", "surrogatepass")), digest_size=8).digest()
    return (int.from_bytes(digest, "big", signed=True) & ~15) | int(sort)


def _texts(form: Canonical) -> Iterator[tuple[Sort, str]]:
    yield from _exact(form)
    yield from _parts(form)
    day = _day(form.born)
    for code in form.postcodes:
        outward = places.outcode(code)
        if day:
            yield Sort.DAY_PLACE, f"{day}|{outward}"
        if " " in code and len(code) > 5:
            for door, street in form.doors:
                yield Sort.DOOR, f"{code}|{door or street}"
    for name in form.names:
        yield from _of_name(name, form, day)


def _exact(form: Canonical) -> Iterator[tuple[Sort, str]]:
    for number in form.phones:
        yield Sort.PHONE, number
    for mark in form.plates:
        if "?" not in mark:
            yield Sort.PLATE, plates.folded(mark)
    for account in form.handles:
        yield Sort.ACCOUNT, account
    for address in form.emails:
        yield Sort.EMAIL, address


def _parts(form: Canonical) -> Iterator[tuple[Sort, str]]:
    for number in form.phones:
        yield Sort.NUMBER_PART, "<" + number[-6:]
        yield Sort.NUMBER_PART, number[:-5] + ">"
    for mark in form.plates:
        if start := plates.head(mark):
            yield Sort.PLATE_PART, start + "?"
        if end := plates.tail(mark):
            yield Sort.PLATE_PART, "?" + end
    for account in (*form.handles, *map(handles.local_part, form.emails)):
        if len(stem := handles.stem(account)) >= 4:
            yield Sort.STEM, stem


def _of_name(name: Form, form: Canonical, day: str) -> Iterator[tuple[Sort, str]]:
    first, last = _given_codes(name.given), _family_codes(name.family)
    year = form.born[:4]
    month = form.born[:6] if year and form.born[4:6] != "00" and form.born[4:] != "0101" else ""
    if day and name.given:
        yield Sort.GIVEN_DAY, f"^{name.given[0]}|{day}"
    if day and name.family:
        yield Sort.GIVEN_DAY, f"^{name.family[0]}|{day}"  # the same key: the two names may be swapped
    for one in first:
        if day:
            yield Sort.GIVEN_DAY, f"{one}|{day}"
        for other in last:
            both = "|".join(sorted((one, other)))
            yield Sort.NAME, both
            if year:
                yield Sort.NAME_BORN, f"{both}|{year}"
        if len(first) <= 2:
            for code in form.postcodes:
                yield Sort.GIVEN_PLACE, f"{one}|{code}"
            for door, street in form.doors:
                if door and street:
                    yield Sort.GIVEN_PLACE, f"{one}|{door}|{street}"
    for other in last:
        if day:
            yield Sort.FAMILY_DAY, f"{other}|{day}"
        if year and name.given:
            yield Sort.FAMILY_BORN, f"{name.given[0]}|{other}|{year}"
        if month:
            yield Sort.FAMILY_BORN, f"{other}|{month}"
        for door, street in form.doors:
            if door and street:
                yield Sort.FAMILY_PLACE, f"{other}|{door}|{street}"
        for code in form.postcodes:
            yield Sort.FAMILY_PLACE, f"{other}|{code}"


@lru_cache(maxsize=1 << 15)
def _given_codes(words: str) -> tuple[str, ...]:
    """At most six codes, of the first two given words: Harry may be Harold, Harriet, Harrison or Henry."""
    return tuple(dict.fromkeys(code for word in words.split()[:2] for code in tokens.given_codes(word)))[:6]


@lru_cache(maxsize=1 << 15)
def _family_codes(words: str) -> tuple[str, ...]:
    """At most two codes: a double-barrelled name is filed under each of its halves."""
    found = words.split()
    return tuple(dict.fromkeys(code for word in found[-2:] for code in tokens.family_codes(word)))[:2]


def _day(born: str) -> str:
    """Year, then day and month in ascending order; empty unless all are known and it is not a first-of-January default."""
    if len(born) != 8 or born[4:6] == "00" or born[6:] == "00" or born[4:] == "0101":
        return ""
    return born[:4] + min(born[4:6], born[6:]) + max(born[4:6], born[6:])
