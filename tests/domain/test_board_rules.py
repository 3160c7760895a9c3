"""The leaders' arithmetic: what is held back cannot be worked out from what is shown."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from halcyon.domain.board import rules
from halcyon.domain.board.rules import MEASURES, PLACES, TOTAL

UNDER = 5


def row(decided: int = 0, in_time: int = 0, overdue: int = 0, **others: int) -> dict[str, int]:
    """The measures of one row; what was received is the sum of its places."""
    places = {"received": decided + in_time + overdue, "decided": decided, "in_time": in_time, "overdue": overdue}
    return rules.nothing() | places | others


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


counts = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 12])
rows = st.builds(row, decided=counts, in_time=counts, overdue=counts, waived=counts)
places = st.tuples(st.sampled_from(["week 1", "week 2", "week 3"]), st.sampled_from(["police", "health", "council"]))


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(places, rows, min_size=1, max_size=9))
def test_no_held_back_count_follows_from_the_shown_ones(told: dict[tuple[str, str], dict[str, int]]) -> None:
    """Seen to fail once without companions, and once with companions chosen equation by equation alone."""
    tables = [by(0, told), by(1, told)]
    hidden = rules.held_back(tables, under=UNDER)
    whole = {TOTAL: rules.total(told.values())}
    for name, line in {**tables[0], **tables[1], **whole}.items():
        for measure in MEASURES:
            assert (name, measure) in hidden or not 0 < line[measure] < UNDER
    assert not laid_bare(tables, hidden)


def test_a_count_that_only_two_tables_together_give_away_stays_hidden() -> None:
    told = {
        ("week 1", "police"): row(overdue=2),
        ("week 1", "health"): row(decided=1, overdue=1),
        ("week 1", "council"): row(decided=6, in_time=1, overdue=6),
    }
    tables = [by(0, told), by(1, told)]
    assert not laid_bare(tables, rules.held_back(tables, under=UNDER))


def by(part: int, told: dict[tuple[str, str], dict[str, int]]) -> dict[str, dict[str, int]]:
    """One table of what was told: by week, or by agency."""
    names = sorted({place[part] for place in told})
    return {name: rules.total(line for place, line in told.items() if place[part] == name) for name in names}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(places, st.builds(row, decided=counts, in_time=counts), min_size=1, max_size=9))
def test_what_is_known_to_be_nought_hides_nothing(told: dict[tuple[str, str], dict[str, int]]) -> None:
    """Seen to fail: one decided was hidden behind "hidden overdue" on a page that said "Nothing is late now"."""
    tables = [by(0, told), by(1, told)]
    hidden = rules.held_back(tables, under=UNDER, known=frozenset({"overdue"}))
    assert not [cell for cell in hidden if cell[1] == "overdue"]
    assert not laid_bare(tables, hidden)


def laid_bare(tables: list[dict[str, dict[str, int]]], hidden: frozenset[rules.Cell]) -> list[rules.Cell]:
    """The held-back cells that a reader can work out, asked in another way than the rules do.

    A cell follows from the shown ones when adding "I know this cell" to the reader's equations adds no rank.
    """
    order = sorted(hidden)
    names = [TOTAL, *(name for table in tables for name in table)]
    known = [[(1, (name, "received")), *((-1, (name, place)) for place in PLACES[1:])] for name in names]
    known += [[(1, (TOTAL, m)), *((-1, (name, m)) for name in table)] for table in tables for m in MEASURES]
    lines = [[sum(factor for factor, cell in line if cell == held) for held in order] for line in known]
    before = rank(lines)
    return [held for n, held in enumerate(order) if rank([*lines, [int(n == k) for k in range(len(order))]]) == before]


def rank(lines: list[list[int]]) -> int:
    """How many of these lines say something new; by plain elimination."""
    left = [[Fraction(number) for number in line] for line in lines if any(line)]
    found = 0
    while left:
        pivot = left.pop()
        at = next(n for n, number in enumerate(pivot) if number)
        found += 1
        left = [[a - b * line[at] / pivot[at] for a, b in zip(line, pivot, strict=True)] for line in left]
        left = [line for line in left if any(line)]
    return found
