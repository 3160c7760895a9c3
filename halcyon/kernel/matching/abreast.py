"""Many pairs compared abreast, field by field over columns of numbers: the very levels of `comparing.compare`, for lists.

Whatever is plain (one name, one number, one address on either side) is compared by numpy and RapidFuzz without a loop; the
rest is asked of `comparing` itself, once for each distinct pair of values. It must never find another level than a save.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from halcyon.kernel.matching import comparing, places, plates
from halcyon.kernel.matching.canonicals import Canonical
from halcyon.kernel.matching.levels import level
from halcyon.kernel.matching.names import Form
from halcyon.kernel.matching.wordings import Wordings

Numbers = np.ndarray[Any, np.dtype[Any]]

SWAP_FROM: Final = 0.86
_GIVEN_RANKS, _FAMILY_RANKS = np.array(comparing.GIVEN_RANKS), np.array(comparing.FAMILY_RANKS)


class Names:
    """Levels of given name, family name and of which names were used: of the two names that agree best, as `comparing.names`."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        numbers: dict[Form, int] = {}
        self.form = np.array(
            [numbers.setdefault(form, len(numbers)) for value in values for form in value.names], np.int32
        )
        self.count = np.array([len(value.names) for value in values], np.int64)
        self.first = np.cumsum(self.count) - self.count
        self.forms = list(numbers)
        self.given, self.givens = _numbered([form.given for form in self.forms])
        self.family, self.families = _numbered([form.family for form in self.forms])
        self.sort = np.array([_SORTS.get(form.sort, 2) for form in self.forms], np.uint8)
        self.given_words, self.family_words = Wordings(self.givens, "given"), Wordings(self.families, "family")

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        theirs = self.count[other]
        ways = self.count[one] * theirs
        pair = np.repeat(np.arange(len(one)), ways)
        way = np.arange(len(pair)) - np.repeat(np.cumsum(ways) - ways, ways)
        mine = self.form[self.first[one][pair] + way // theirs[pair]]
        yours = self.form[self.first[other][pair] + way % theirs[pair]]
        given, family, rank = self._two(mine, yours)
        sort, their_sort = self.sort[mine], self.sort[yours]
        which = np.where(sort | their_sort, np.where((sort == 1) | (their_sort == 1), _MAIDEN, _ALIAS), 0)
        levels = np.column_stack((given, family, which)).astype(np.uint8)
        if len(levels) > len(one):
            order = np.lexsort((which, family, given, -(rank - 0.1 * which), pair))
            levels = levels[order[np.cumsum(ways) - ways]]
        return levels

    def _two(self, one: Numbers, other: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The levels of two names and how well they agree, crosswise where that is better."""
        given = self.given_words(self.given[one], self.given[other])
        family = self.family_words(self.family[one], self.family[other])
        rank = _GIVEN_RANKS[given] + _FAMILY_RANKS[family]
        low = np.flatnonzero(rank < comparing.SWAP_BELOW)
        may = self._same_word(one[low], other[low]) | self._same_word(other[low], one[low])
        for place in low[may].tolist():
            given[place], family[place], rank[place] = comparing.two(self.forms[one[place]], self.forms[other[place]])
        return given, family, rank

    def _same_word(self, one: Numbers, other: Numbers) -> Numbers:
        """Where the given name of one may be the family name of the other: never misses one."""
        place, their_place = self.given[one], self.family[other]
        given, family = self.givens[place], self.families[their_place]
        alike = cpdist(given, family, scorer=JaroWinkler.similarity, score_cutoff=SWAP_FROM, dtype=np.float64)
        several = self.given_words.several[place] | self.family_words.several[their_place]
        return np.asarray(((alike >= SWAP_FROM) | several) & (place > 0) & (their_place > 0))


class Births:
    """The level of the dates of birth, or of an age against a year of birth."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        written = [value.born if len(value.born) == 8 else "00000000" for value in values]
        self.digits = np.frombuffer("".join(written).encode(), np.uint8).reshape(-1, 8) - ord("0")
        whole = self.digits.astype(np.int32) @ np.array([10**place for place in range(7, -1, -1)], np.int32)
        self.whole, self.known = whole, np.array([bool(value.born) for value in values])
        self.year, self.month, self.day = whole // 10_000, whole // 100 % 100, whole % 100
        self.around = np.array([value.around or int(value.born[:4] or 0) for value in values], np.int32)

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        both = self.known[one] & self.known[other]
        return np.where(both, self._dates(one, other), self._ages(one, other))[:, None]

    def _dates(self, one: Numbers, other: Numbers) -> Numbers:
        month, their_month, day, their_day = self.month[one], self.month[other], self.day[one], self.day[other]
        whole = (month > 0) & (their_month > 0) & (day > 0) & (their_day > 0)
        first, their_first = (month == 1) & (day == 1), (their_month == 1) & (their_day == 1)
        default, alike = first | their_first, (month == their_month) & (day == their_day)
        years, slipped = np.abs(self.year[one] - self.year[other]), _slipped(self.digits[one], self.digits[other])
        return np.select(
            [
                (years == 0) & alike & whole & default,
                (years == 0) & alike & whole,
                (years == 0) & ~whole & (month == their_month) & (month > 0),
                (years == 0) & (~whole | default),
                (years == 0) & (month == their_day) & (day == their_month),
                (years == 0) & (slipped | (day == their_day)),
                (years == 0) & (month == their_month),
                years == 0,
                whole & (~default | alike) & slipped & ~first,
                years >= comparing.GENERATION,
                years <= 2,
            ],
            [_BORN[name] for name in ("same_default", "same", "month", "year", "swapped", "slip", "month", "other_day",
                                      "slip", "generation", "near")],
            _BORN["different"],
        ).astype(np.uint8)  # fmt: skip

    def _ages(self, one: Numbers, other: Numbers) -> Numbers:
        mine, theirs = self.around[one], self.around[other]
        years = np.abs(mine - theirs)
        return np.select(
            [(mine == 0) | (theirs == 0), years <= 1, years <= 3, years >= comparing.GENERATION],
            [0, *(_BORN[name] for name in ("age", "near", "generation"))],
            _BORN["different"],
        ).astype(np.uint8)


class Sexes:
    """The same, different, or not known."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        self.sex = np.array([{"F": 1, "M": 2}.get(value.sex, 0) for value in values], np.uint8)

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        mine, theirs = self.sex[one], self.sex[other]
        return np.where((mine > 0) & (theirs > 0), np.where(mine == theirs, 1, 2), 0).astype(np.uint8)[:, None]


class Phones:
    """The same number, a landline, one digit apart."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        self.values = values
        self.plain = np.array([len(value.phones) == 1 for value in values])
        self.number, self.numbers = _numbered([value.phones[0] if len(value.phones) == 1 else "" for value in values])
        self.landline = np.array([number.startswith(comparing.LANDLINES) for number in self.numbers])

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        found = np.zeros((len(one), 1), np.uint8)
        plain = self.plain[one] & self.plain[other]
        _ask(found, ~plain, one, other, lambda a, b: (comparing.phones(self.values[a].phones, self.values[b].phones),))
        at = np.flatnonzero(plain)
        mine, theirs = self.number[one[at]], self.number[other[at]]
        same = np.where(self.landline[mine], _PHONE["landline"], _PHONE["same"])
        close = np.where(_one_slip(self.numbers[mine], self.numbers[theirs]), _PHONE["close"], _PHONE["different"])
        found[at, 0] = np.where(mine == theirs, same, close)
        return found


class Plates:
    """The same plate as written or as folded, or one character apart. What was half seen is asked of `comparing`."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        self.values = values
        whole = [value.plates[0] if len(value.plates) == 1 and "?" not in value.plates[0] else "" for value in values]
        self.mark, self.marks = _numbered(whole)
        self.fold, self.folds = _numbered([plates.folded(mark) for mark in whole])
        self.length = np.array([len(mark) for mark in whole])

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        found = np.zeros((len(one), 1), np.uint8)
        plain = (self.length[one] > 0) & (self.length[one] == self.length[other])
        _ask(found, ~plain, one, other, lambda a, b: (comparing.marks(self.values[a].plates, self.values[b].plates),))
        at = np.flatnonzero(plain)
        a, b = one[at], other[at]
        mine, theirs = self.fold[a], self.fold[b]
        close = np.where(_one_slip(self.folds[mine], self.folds[theirs]), _PLATE["close"], _PLATE["different"])
        alike = np.where(mine == theirs, _PLATE["folded"], close)
        found[at, 0] = np.where(self.mark[a] == self.mark[b], _PLATE["same"], alike)
        return found


class Places:
    """Door, postcode and street of one address on either side."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        self.values = values
        self.plain = np.array([len(value.postcodes) <= 1 and len(value.doors) <= 1 for value in values])
        kept = [value if plain else Canonical() for value, plain in zip(values, self.plain.tolist(), strict=True)]
        self.code, self.codes = _numbered([value.postcodes[0] if value.postcodes else "" for value in kept])
        self.start = _numbered([code[:1] for code in self.codes])[0]
        self.rest = _numbered([code[1:] for code in self.codes])[0]
        self.sector, self.sectors = _numbered([places.sector(code) if code else "" for code in self.codes])
        self.outcode = _numbered([places.outcode(code) if code else "" for code in self.codes])[0]
        self.spaced = np.array([" " in code for code in self.codes])
        self.long = np.array([len(code) > 5 for code in self.codes])
        self.any_door = np.array([bool(value.doors) for value in kept])
        self.door, self.doors = _numbered([value.doors[0][0] if value.doors else "" for value in kept])
        self.street, self.streets = _numbered([value.doors[0][1] if value.doors else "" for value in kept])

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        found = np.zeros((len(one), 1), np.uint8)
        plain = self.plain[one] & self.plain[other]
        _ask(found, ~plain, one, other, lambda a, b: (comparing.addresses(self.values[a], self.values[b]),))
        at = np.flatnonzero(plain)
        code, door = self._codes(self.code[one[at]], self.code[other[at]]), self._doors(one[at], other[at])
        near = (code == _PLACE["close"]) | (code == _PLACE["sector"])
        found[at, 0] = np.select(
            [
                (door == _PLACE["door"]) & ((code == 0) | (code == _PLACE["postcode"]) | near),
                (code == _PLACE["postcode"]) & (door > 0),
                code == _PLACE["postcode"],
                door == _PLACE["door"],
                near,
                (door == _PLACE["street"]) & ((code == 0) | (code == _PLACE["outcode"])),
                code > 0,
            ],
            [_PLACE["door"], _PLACE["neighbour"], code, _PLACE["street"], code, door, code],
            door,
        )
        return found

    def _codes(self, mine: Numbers, theirs: Numbers) -> Numbers:
        nowhere_near = (self.start[mine] != self.start[theirs]) & (self.rest[mine] != self.rest[theirs])
        same_sector = (self.sector[mine] == self.sector[theirs]) & (self.sectors[self.sector[mine]] != "")
        asked = np.flatnonzero(~nowhere_near & (mine != theirs) & self.long[mine] & self.long[theirs])
        close = np.zeros(len(mine), bool)
        close[asked] = _one_slip(self.codes[mine[asked]], self.codes[theirs[asked]])
        return np.select(
            [
                (self.codes[mine] == "") | (self.codes[theirs] == ""),
                mine == theirs,
                nowhere_near,
                same_sector,
                close,
                self.outcode[mine] == self.outcode[theirs],
            ],
            [0, np.where(self.spaced[mine], _PLACE["postcode"], _PLACE["outcode"]),
             *(_PLACE[name] for name in ("different", "sector", "close", "outcode"))],
            _PLACE["different"],
        )  # fmt: skip

    def _doors(self, one: Numbers, other: Numbers) -> Numbers:
        both = self.any_door[one] & self.any_door[other]
        street, their_street = self.street[one], self.street[other]
        named = both & (self.streets[street] != "") & (self.streets[their_street] != "")
        alike = named & (street == their_street)
        asked = np.flatnonzero(named & ~alike)
        mine, theirs = self.streets[street[asked]], self.streets[their_street[asked]]
        alike[asked] = cpdist(mine, theirs, scorer=JaroWinkler.similarity, dtype=np.float64) >= comparing.STREETS_ALIKE
        same = self.door[one] == self.door[other]
        numbered = both & same & (self.doors[self.door[one]] != "")
        alike |= numbered & ~named
        for place in np.flatnonzero(numbered & ~alike).tolist():
            alike[place] = comparing.begin_alike(self.streets[street[place]], self.streets[their_street[place]])
        return np.select(
            [~both, alike & same, alike], [0, _PLACE["door"], _PLACE["street"]], _PLACE["different"]
        )  # fmt: skip


class Accounts:
    """Account names and e-mail addresses: few have any, and each distinct pair is asked of `comparing`."""

    def __init__(self, values: Sequence[Canonical]) -> None:
        self.values = values

    def __call__(self, one: Numbers, other: Numbers) -> Numbers:
        found = np.zeros((len(one), 2), np.uint8)
        _ask(found, np.ones(len(one), bool), one, other, self._both)
        return found

    def _both(self, one: int, other: int) -> tuple[int, int]:
        a, b = self.values[one], self.values[other]
        return comparing.accounts(a, b), comparing.emails(a.emails, b.emails) if a.emails and b.emails else 0


# Within

_SORTS = {"name": 0, "maiden": 1}
_ALIAS, _MAIDEN = level("other_name", "alias"), level("other_name", "maiden")
_BORN, _PHONE, _PLATE, _PLACE = comparing.BORN, comparing.PHONE, comparing.PLATE, comparing.PLACE


def _numbered(texts: Iterable[str]) -> tuple[Numbers, Numbers]:
    """Each text as a number, and the texts by number; the empty one is 0."""
    numbers: dict[str, int] = {"": 0}
    column = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int32)
    kept = np.empty(len(numbers), object)
    kept[:] = list(numbers)
    return column, kept


def _ask(
    found: Numbers, where: Numbers, one: Numbers, other: Numbers, compare: Callable[[int, int], Sequence[int]]
) -> None:
    """Levels of the pairs at ``where``, asked once for each distinct pair of values."""
    at = np.flatnonzero(where)
    if len(at):
        low, high = np.minimum(one[at], other[at]).astype(np.int64), np.maximum(one[at], other[at])
        codes, place = np.unique(low << 32 | high, return_inverse=True)
        answers = np.array([compare(code >> 32, code & 0xFFFFFFFF) for code in codes.tolist()], np.uint8)
        found[at] = answers[place]


def _one_slip(mine: Numbers, theirs: Numbers) -> Numbers:
    if not len(mine):
        return np.zeros(0, bool)
    return np.asarray(cpdist(mine, theirs, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1)


def _slipped(mine: Numbers, theirs: Numbers) -> Numbers:
    """One digit of eight another, or two neighbours exchanged: OSA distance 1 of equally long texts."""
    unlike = mine != theirs
    exchanged = (mine[:, :-1] == theirs[:, 1:]) & (mine[:, 1:] == theirs[:, :-1]) & unlike[:, :-1] & unlike[:, 1:]
    count = unlike.sum(axis=1)
    return np.asarray((count == 1) | ((count == 2) & exchanged.any(axis=1)))
