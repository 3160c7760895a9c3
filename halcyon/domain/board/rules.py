"""The arithmetic of the measures: sums, the conservation law, and which counts readers outside the team may not see.

Pure: no database, no clock, no setting. It must never let a hidden count be worked out from what is shown: not exactly,
and not as "one to four" either, by any sum or difference of shown counts.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from halcyon.kernel.partnership.pack import PolicySection

Count = int | None
"""A count as shown; None where it is held back."""

PLACES = ("received", "decided", "in_time", "overdue")
KEPT = ("acknowledged_in_time", "acknowledged_late", "told_back_in_time", "told_back_late", "not_possible", "waived")
MEASURES = (*PLACES, *KEPT)
LATE = ("overdue", "acknowledged_late", "told_back_late")
"""What a line of the list of what is late may stand for."""

Cell = tuple[str, str]
"""Which figure: the row's name, the measure. The row of totals is shared by all tables."""

TOTAL = "total"


class SmallCounts(PolicySection):
    """The section `small_counts` of the policy: counts from 1 up to but not including this are held back."""

    section: ClassVar[str] = "small_counts"
    hidden_under: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of one row: a week, an agency, a way in, or everything."""

    counts: Mapping[str, Count]

    def __getitem__(self, measure: str) -> Count:
        return self.counts[measure]

    @property
    def balances(self) -> bool:
        """The conservation law, where all of it is shown; what is held back was checked before."""
        received, *places = (self.counts[place] for place in PLACES)
        shown = [count for count in places if count is not None]
        return received is None or len(shown) < len(places) or received == sum(shown)


def nothing() -> dict[str, int]:
    """A row in which nothing was counted."""
    return dict.fromkeys(MEASURES, 0)


def total(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of some rows, measure by measure."""
    summed = nothing()
    for row in rows:
        for measure in MEASURES:
            summed[measure] += row[measure]
    return summed


def held_back(
    tables: Sequence[Mapping[str, Mapping[str, int]]],
    *,
    under: int,
    known: frozenset[Cell] = frozenset(),
    listed: frozenset[str] = frozenset(),
) -> frozenset[Cell]:
    """The cells to hold back so that no count from 1 to `under` - 1 is shown or can be worked out.

    Every table's rows add up to the same totals, which are shown too; within a row, received is the sum of the places.
    Row names differ between tables. Beside the small counts themselves others go, nought included, until the equations
    that a reader can write down leave every held-back count open, and let each be `under` or more. `known` names
    cells that are nought and are said to be so elsewhere: holding one back would hide nothing. `listed` names rows of
    which the list of what is late says that something is: where no shown count explains that, no nought does either.
    """
    values = _values(tables)
    equations = _equations(tables)
    hidden = {cell for cell, count in values.items() if 0 < count < under}
    for name in listed:
        late = {(name, measure) for measure in LATE if (name, measure) in values}
        if late & hidden and not any(values[cell] for cell in late - hidden):
            hidden |= late
    while (
        laid_bare := _alone(equations, hidden)
        or _worked_out(equations, hidden)
        or _surely_small(equations, hidden, values, under)
    ):
        hidden.add(_companion(laid_bare, equations, hidden, values, known, under))
    return frozenset(hidden)


def figures(name: str, row: Mapping[str, int], hidden: frozenset[Cell]) -> Figures:
    """A row as it is shown."""
    return Figures({measure: None if (name, measure) in hidden else row[measure] for measure in MEASURES})


def _values(tables: Sequence[Mapping[str, Mapping[str, int]]]) -> dict[Cell, int]:
    values = {(name, measure): row[measure] for table in tables for name, row in table.items() for measure in MEASURES}
    sums = total(tables[0].values()) if tables else nothing()
    return values | {(TOTAL, measure): sums[measure] for measure in MEASURES}


Equation = dict[Cell, int]


def _equations(tables: Sequence[Mapping[str, Mapping[str, int]]]) -> list[Equation]:
    """What a reader knows: sums that are nought."""
    rows = [TOTAL, *(name for table in tables for name in table)]
    within = [{(name, "received"): 1} | {(name, place): -1 for place in PLACES[1:]} for name in rows]
    down = [
        {(TOTAL, measure): 1} | {(name, measure): -1 for name in table}
        for table in tables if table
        for measure in MEASURES
    ]  # fmt: skip
    return within + down


def _alone(equations: list[Equation], hidden: set[Cell]) -> Cell | None:
    """A held-back cell that is the only one in an equation."""
    for equation in equations:
        unknown = [cell for cell in equation if cell in hidden]
        if len(unknown) == 1:
            return unknown[0]
    return None


def _worked_out(equations: list[Equation], hidden: set[Cell]) -> Cell | None:
    """A held-back cell that several equations together give away: alone in a line of the reduced system."""
    solved: dict[Cell, dict[Cell, Fraction]] = {}
    for equation in equations:
        line = {cell: Fraction(factor) for cell, factor in equation.items() if cell in hidden}
        for pivot in [cell for cell in line if cell in solved]:
            _subtract(line, solved[pivot], line.get(pivot, Fraction(0)))
        if not line:
            continue
        pivot, factor = next(iter(line.items()))
        line = {cell: value / factor for cell, value in line.items()}
        for other in solved.values():
            _subtract(other, line, other.get(pivot, Fraction(0)))
        solved[pivot] = line
    return next((pivot for pivot, line in solved.items() if len(line) == 1), None)


def _subtract(line: dict[Cell, Fraction], other: dict[Cell, Fraction], times: Fraction) -> None:
    if not times:
        return
    for cell, factor in other.items():
        left = line.get(cell, Fraction(0)) - times * factor
        if left:
            line[cell] = left
        else:
            line.pop(cell, None)


def _surely_small(equations: list[Equation], hidden: set[Cell], values: Mapping[Cell, int], under: int) -> Cell | None:
    """A held-back cell that a reader knows to be under the limit, because no count is less than nought."""
    low, high = dict.fromkeys(hidden, 0.0), dict.fromkeys(hidden, math.inf)
    lines = [
        ([(cell, by) for cell, by in line.items() if cell in hidden],
         -sum(by * values[cell] for cell, by in line.items() if cell not in hidden))
        for line in equations
    ]  # fmt: skip
    for _ in range(len(equations)):
        before = (dict(low), dict(high))
        for unknown, left in lines:
            for cell, by in unknown:
                others = [(other, factor * by) for other, factor in unknown if other != cell]
                most = sum(factor * (low if factor > 0 else high)[other] for other, factor in others)
                least = sum(factor * (high if factor > 0 else low)[other] for other, factor in others)
                high[cell] = min(high[cell], left * by - most)
                low[cell] = max(low[cell], left * by - least)
        if before == (low, high):
            break
    return min((cell for cell in hidden if high[cell] < under or high[cell] == low[cell]), default=None)


def _companion(
    laid_bare: Cell, equations: list[Equation], hidden: set[Cell], values: Mapping[Cell, int],
    known: frozenset[Cell], under: int,
) -> Cell:  # fmt: skip
    """What is held back beside a cell, in the equation nearest to giving it away.

    The smallest shown count that hides it, which together with it is no small count; else the largest.
    """
    may_go = {cell for equation in equations for cell in equation if cell not in hidden and cell not in known}
    open_ones = [equation for equation in equations if not may_go.isdisjoint(equation)]
    about = [equation for equation in open_ones if laid_bare in equation] or [
        equation for equation in open_ones if any(cell in hidden for cell in equation)
    ]
    nearest = min(about, key=lambda equation: sum(cell in hidden for cell in equation))
    lacking = max(0, under - sum(values[cell] for cell in nearest if cell in hidden))
    places = may_go.intersection(nearest)
    enough = {cell for cell in places if values[cell] >= lacking}
    if enough:
        return min(enough, key=lambda cell: (cell[0] == TOTAL, not values[cell], values[cell], cell))
    return max(places, key=lambda cell: (values[cell], cell))
