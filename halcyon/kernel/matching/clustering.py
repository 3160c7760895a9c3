"""Which records of a list are one person, as a proposal: connected components that no single pair can chain together.

Pairs are taken heaviest first. Two groups become one only when enough of the pairs between them speak for it, so that a
brother who resembles two sisters does not make one person of three. It proposes groups; nobody is merged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]

ENOUGH = 0.34  # of all pairs between two groups must weigh at least the line
LARGEST = 60  # records; nobody is written down more often in one list, and a larger group is a hostel


@dataclass(frozen=True)
class Clusters:
    """``group[record]`` is the lowest record of its group; ``refused`` pairs above the line joined nothing."""

    group: Numbers
    refused: int


def cluster(records: int, left: Numbers, right: Numbers, weights: Numbers, line: float) -> Clusters:
    """Groups of records from weighed pairs; pairs below the line are left out. Deterministic for equal pairs."""
    keep = np.flatnonzero(weights >= line)
    order = keep[np.lexsort((right[keep], left[keep], -weights[keep]))]
    joining = _Joining(records, left[order].tolist(), right[order].tolist())
    for one, other in joining.pairs:
        joining.join(one, other)
    group = np.fromiter((joining.root(record) for record in range(records)), np.int64, records)
    lowest = np.full(records, records, np.int64)
    np.minimum.at(lowest, group, np.arange(records))
    return Clusters(lowest[group], joining.refused)


class _Joining:
    """Union-find that also counts the pairs above the line between any two groups that have some."""

    def __init__(self, records: int, left: Sequence[int], right: Sequence[int]) -> None:
        self.parent, self.size = list(range(records)), [1] * records
        self.pairs = list(zip(left, right, strict=True))
        self.between: dict[int, dict[int, int]] = {}
        self.refused = 0
        for one, other in self.pairs:
            self.between.setdefault(one, {})[other] = 1
            self.between.setdefault(other, {})[one] = 1

    def root(self, record: int) -> int:
        while self.parent[record] != record:
            self.parent[record] = self.parent[self.parent[record]]
            record = self.parent[record]
        return record

    def join(self, one: int, other: int) -> None:
        """Make one group of two when that is borne out; a pair within a group is no question any more."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        possible = self.size[one] * self.size[other]
        if self.between[one][other] < ENOUGH * possible or self.size[one] + self.size[other] > LARGEST:
            self.refused += 1
            return
        if len(self.between[one]) < len(self.between[other]):
            one, other = other, one
        kept = self.between[one]
        for neighbour, count in self.between.pop(other).items():
            del self.between[neighbour][other]
            if neighbour != one:
                kept[neighbour] = kept.get(neighbour, 0) + count
                self.between[neighbour][one] = kept[neighbour]
        self.parent[other] = one
        self.size[one] += self.size[other]
