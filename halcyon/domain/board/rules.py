"""The arithmetic of the measures: sums, the conservation law, and which counts readers outside the team may not see.

Pure: no database, no clock, no setting. It must never let a hidden count be worked out from the counts that are shown.
"""

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
    tables: Sequence[Mapping[str, Mapping[str, int]]], *, under: int, known: frozenset[str] = frozenset()
) -> frozenset[Cell]:
    """The cells to hold back so that no count from 1 to `under` - 1 is shown or can be worked out.

    Every table's rows add up to the same totals, which are shown too; within a row, received is the sum of the places.
    Row names differ between tables. Beside the small counts themselves the smallest others go, nought included, until
    the equations that a reader can write down leave every held-back count open. `known` names measures that are nought
    everywhere and are said to be so elsewhere: holding one back would hide nothing.
    """
    values = _values(tables)
    equations = _equations(tables)
    hidden = {cell for cell, count in values.items() if 0 < count < under}
    while laid_bare := _alone(equations, hidden) or _worked_out(equations, hidden):
        hidden.add(_companion(laid_bare, equations, hidden, values, known))
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


def _companion(
    laid_bare: Cell, equations: list[Equation], hidden: set[Cell], values: Mapping[Cell, int], known: frozenset[str]
) -> Cell:
    """What is held back beside a cell: the smallest shown count of the equation nearest to giving it away."""
    may_go = {cell for equation in equations for cell in equation if cell not in hidden and cell[1] not in known}
    open_ones = [equation for equation in equations if not may_go.isdisjoint(equation)]
    about = [equation for equation in open_ones if laid_bare in equation] or [
        equation for equation in open_ones if any(cell in hidden for cell in equation)
    ]
    nearest = min(about, key=lambda equation: sum(cell in hidden for cell in equation))
    return min(may_go.intersection(nearest), key=lambda cell: (cell[0] == TOTAL, values[cell], cell))
