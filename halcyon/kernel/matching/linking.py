"""Lists compared with themselves or each other: which pairs share keys, and what each pair weighs, block by block.

Memory holds the keys as numbers, each distinct value once, and one block of pairs. They are compared `abreast`, field by field:
same levels, same weights as a save.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from halcyon.kernel.matching.abreast import Accounts, Births, Names, Phones, Places, Plates, Sexes
from halcyon.kernel.matching.canonicals import Canonical
from halcyon.kernel.matching.levels import FIELDS
from halcyon.kernel.matching.model import Model
from halcyon.kernel.matching.preparing import Prepared

Numbers = np.ndarray[Any, np.dtype[Any]]

CAP = 100  # a key that more records share makes no pairs: everybody's name, a hostel's telephone
BLOCK = 500_000  # pairs at once, about
# Which facts decide which fields of a comparison. Everything else is left empty, and empty weighs nothing.
GROUPS = (
    (("names",), (0, 1, 2)),
    (("born", "around"), (3,)),
    (("sex",), (4,)),
    (("phones",), (5,)),
    (("plates",), (6,)),
    (("postcodes", "doors"), (7,)),
    (("handles", "emails"), (8, 9)),
)
ABREAST: tuple[Callable[[Sequence[Canonical]], Callable[[Numbers, Numbers], Numbers]], ...] = (
    Names, Births, Sexes, Phones, Plates, Places, Accounts,
)  # fmt: skip
_PLACES = {name: place for place, name in enumerate(Canonical._fields)}
_RADIX = np.cumprod([1, *(len(field.levels) for field in FIELDS[:-1])]).astype(np.int64)


class Listed:
    """The records of one or two lists, each distinct value once. `first` is how many stand in the first list."""

    def __init__(self) -> None:
        self.records: list[str] = []
        self.first = 0
        self._ids: list[dict[tuple[str, ...], int]] = [{("",) * len(names): 0} for names, _ in GROUPS]
        self._columns: list[list[Numbers]] = [[] for _ in GROUPS]
        self._keys: list[Numbers] = []
        self._counts: list[Numbers] = []

    def add(self, parts: Iterable[Prepared], *, last_of_first: bool = False) -> None:
        """Take in one list; `last_of_first` when a second one follows, with which alone it is compared."""
        for part in parts:
            self.records += part.records
            self._keys.append(part.keys)
            self._counts.append(part.counts)
            texts = list(zip(*map(Canonical.texts, part.canonicals), strict=True))
            for ids, grown, (names, _) in zip(self._ids, self._columns, GROUPS, strict=True):
                keys = zip(*(texts[_PLACES[name]] for name in names), strict=True) if texts else ()
                grown.append(np.array([ids.setdefault(key, len(ids)) for key in keys], np.int32))
        if last_of_first:
            self.first = len(self.records)

    def ready(self) -> None:
        """After the last list: columns in one piece; what was needed for adding goes."""
        self.columns = [np.concatenate(column or [np.zeros(0, np.int32)]) for column in self._columns]
        self.keys = np.concatenate(self._keys or [np.zeros(0, np.int64)])
        self.counts = np.concatenate(self._counts or [np.zeros(0, np.int64)])
        self._values = [_values(ids, names) for ids, (names, _) in zip(self._ids, GROUPS, strict=True)]
        for grown in (self._ids, self._columns, self._keys, self._counts):
            grown.clear()
        self._compare = [compare(values) for compare, values in zip(ABREAST, self._values, strict=True)]

    def form(self, record: int) -> Canonical:
        """The canonical form of one record, put together again."""
        parts: dict[str, Any] = {}
        for (names, _), values, column in zip(GROUPS, self._values, self.columns, strict=True):
            value = values[column[record]]
            parts |= {name: getattr(value, name) for name in names}
        return Canonical(**parts)

    def levels(self, left: Numbers, right: Numbers) -> Numbers:
        """The comparison of each pair: uint8 of shape (pairs, fields)."""
        found = np.zeros((len(left), len(FIELDS)), np.uint8)
        for (_, fields), compare, column in zip(GROUPS, self._compare, self.columns, strict=True):
            one, other = column[left], column[right]
            known = np.flatnonzero((one > 0) & (other > 0))
            if len(known):
                found[np.ix_(known, np.array(fields))] = compare(one[known], other[known])
        return found


@dataclass(frozen=True)
class Block:
    """Pairs that share a key. ``shared`` is the number of keys, ``sorts`` the set of their kinds as bits."""

    left: Numbers
    right: Numbers
    shared: Numbers
    sorts: Numbers


class Blocks:
    """All pairs of records that share a key, each once, in blocks of whole left records. Sortings are numpy's."""

    def __init__(self, listed: Listed, *, cap: int = CAP, block: int = BLOCK) -> None:
        self.listed, self.cap = listed, cap
        self.owner = np.repeat(np.arange(len(listed.counts), dtype=np.int32), listed.counts)
        order = np.argsort(listed.keys, kind="stable").astype(np.int32)
        ordered = listed.keys[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, np.int64)
        sizes = np.diff(np.append(starts, len(ordered)))
        ends = np.repeat(np.where(sizes <= cap, starts + sizes, 0), sizes)
        self.ordered_owner = self.owner[order]
        self.ordered_sort = (ordered & 15).astype(np.uint8)
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        self.place = places
        # Within one key the records stand in their order, so the partners of a record are those after it.
        self.after = np.maximum(ends[places] - places - 1, 0)
        self.entry = np.append(0, np.cumsum(listed.counts)).astype(np.int64)
        until = np.append(0, np.cumsum(self.after))[self.entry]
        last = len(listed.counts)
        if listed.first:
            last = listed.first  # only pairs across the lists are wanted: their left stands in the first
        wanted = np.arange(0, max(int(until[last]), 1), block)
        cuts = np.searchsorted(until[: last + 1], wanted, side="left")
        self.cuts = np.unique(np.append(cuts, (0, last)))

    def __len__(self) -> int:
        return max(len(self.cuts) - 1, 0)

    def block(self, number: int) -> Block:
        """The pairs whose left records are those of block `number`."""
        entries = np.arange(self.entry[self.cuts[number]], self.entry[self.cuts[number + 1]])
        after = self.after[entries]
        left = np.repeat(self.owner[entries], after).astype(np.int64)
        begins = np.cumsum(after) - after
        partner = np.repeat(self.place[entries] + 1 - begins, after) + np.arange(len(left))
        right = self.ordered_owner[partner].astype(np.int64)
        bits = np.left_shift(1, self.ordered_sort[partner].astype(np.int64))
        across = (right >= self.listed.first) if self.listed.first else (right != left)
        codes = (left << 32 | right)[across]
        order = np.argsort(codes, kind="stable")
        codes, bits = codes[order], bits[across][order]
        starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])) if len(codes) else np.zeros(0, np.int64)
        shared = np.diff(np.append(starts, len(codes)))
        sorts = np.bitwise_or.reduceat(bits, starts) if len(starts) else np.zeros(0, np.int64)
        return Block(codes[starts] >> 32, codes[starts] & 0xFFFFFFFF, shared, sorts)

    def __iter__(self) -> Iterator[Block]:
        for number in range(len(self)):
            yield self.block(number)


def weights(levels: Numbers, model: Model) -> Numbers:
    """The weight of each comparison, each distinct comparison weighed once: float64 of shape (pairs,)."""
    codes, first, places = np.unique(levels.astype(np.int64) @ _RADIX, return_index=True, return_inverse=True)
    weighed = [model.weigh(tuple(levels[place].tolist())) for place in first]
    return np.array(weighed, np.float64)[places] if len(codes) else np.zeros(0)


def _values(texts: Iterable[tuple[str, ...]], names: tuple[str, ...]) -> list[Canonical]:
    """Each distinct value once, as a form that holds nothing else."""
    found = []
    for each in texts:
        whole = [""] * len(_PLACES)
        for name, text in zip(names, each, strict=True):
            whole[_PLACES[name]] = text
        found.append(Canonical.from_texts(whole))
    return found
