"""The leaders' arithmetic: what is held back cannot be worked out from what is shown."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from halcyon.domain.board import rules
from halcyon.domain.board.rules import MEASURES, PLACES, TOTAL

UNDER = 5


def row(decided: int = 0, in_time: int = 0, overdue: int = 0, **others: int) -> dict[str, int]:
    """The measures of one row; what was received is the sum of its places."""
    places = {"received": decided + in_time + overdue, "decided": decided, "in_time": in_time, "overdue": overdue}
    return rules.nothing() | places | others


def shown(tables: list[dict[str, dict[str, int]]], hidden: frozenset[rules.Cell]) -> set[rules.Cell]:
    cells = {(name, measure) for table in tables for name in table for measure in MEASURES}
    return (cells | {(TOTAL, measure) for measure in MEASURES}) - hidden


def test_a_small_count_is_held_back_and_so_is_another_beside_it() -> None:
    table = {"police": row(decided=20, overdue=2), "health": row(decided=30, overdue=9)}
    hidden = rules.held_back([table], under=UNDER)
    assert ("police", "overdue") in hidden
    assert len([cell for cell in hidden if cell[0] == "police" and cell[1] in PLACES]) >= 2
    assert len([cell for cell in hidden if cell[1] == "overdue"]) >= 2


def test_noughts_and_counts_from_five_up_stay_where_nothing_small_stands() -> None:
    table = {"police": row(decided=20, overdue=5), "health": row(decided=30)}
    assert not rules.held_back([table], under=UNDER)


def test_the_team_sees_everything_with_a_limit_of_nought() -> None:
    assert not rules.held_back([{"police": row(overdue=1)}], under=0)


def test_a_row_adds_up_in_words_of_its_own() -> None:
    figures = rules.figures("police", row(decided=2, overdue=1), frozenset())
    assert figures.balances
    assert figures["received"] == 3
    assert not rules.figures("x", row(decided=2) | {"received": 3}, frozenset()).balances


counts = st.integers(0, 12)
rows = st.builds(row, decided=counts, in_time=counts, overdue=counts, waived=counts)
tables = st.lists(rows, min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(tables, st.data())
def test_no_held_back_count_follows_from_the_shown_ones(drawn: list[dict[str, int]], data: st.DataObject) -> None:
    """Checked another way: whole numbers that fit everything shown exist with another value in the held-back cell."""
    weeks = {f"week {number}": line for number, line in enumerate(drawn)}
    whole = rules.total(drawn)
    hidden = rules.held_back([weeks], under=UNDER)
    for name, line in weeks.items():
        for measure in MEASURES:
            assert ((name, measure) in hidden) or not 0 < line[measure] < UNDER
    assert all(((TOTAL, m) in hidden) or not 0 < whole[m] < UNDER for m in MEASURES)
    if hidden:
        cell = data.draw(st.sampled_from(sorted(hidden)))
        assert moves(cell, weeks, hidden)


def moves(cell: rules.Cell, weeks: dict[str, dict[str, int]], hidden: frozenset[rules.Cell]) -> bool:
    """Whether some other solution of the reader's equations gives the cell another value: a direction that fits them.

    Searched among steps of -1, 0 and 1 along closed paths of held-back cells, which is where such tables are loose.
    """
    names = [*weeks, TOTAL]
    if cell[1] not in PLACES:
        same = [name for name in names if (name, cell[1]) in hidden]
        return len(same) > 1
    columns = [[place for place in PLACES if (name, place) in hidden] for name in names]
    steps = []
    for open_places in columns:
        found = []
        for signs in product((-1, 0, 1), repeat=len(open_places)):
            step = dict.fromkeys(PLACES, 0) | dict(zip(open_places, signs, strict=True))
            if step["received"] == step["decided"] + step["in_time"] + step["overdue"]:
                found.append(step)
        steps.append(found)
    reached: dict[tuple[int, ...], set[bool]] = {(0, 0, 0, 0): {False}}
    for name, found in zip(names, steps, strict=True):
        sign = -1 if name == TOTAL else 1
        following: dict[tuple[int, ...], set[bool]] = {}
        for sums, moved in reached.items():
            for step in found:
                key = tuple(held + sign * step[place] for held, place in zip(sums, PLACES, strict=True))
                here = name == cell[0] and step[cell[1]] != 0
                following.setdefault(key, set()).update(was or here for was in moved)
        reached = following
    return True in reached.get((0, 0, 0, 0), set())
