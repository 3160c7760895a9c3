"""Groups are proposed from pairs, and one pair alone never chains two groups of people together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from halcyon.kernel.matching.clustering import LARGEST, cluster


def groups(records: int, *pairs: tuple[int, int, float], line: float = 0.0) -> list[int]:
    columns = np.array(pairs, float).reshape(-1, 3).T
    return cluster(records, columns[0].astype(int), columns[1].astype(int), columns[2], line).group.tolist()


def test_records_that_agree_are_one_group_and_all_others_stand_alone():
    assert groups(5, (0, 2, 9.0), (2, 4, 8.0), (1, 3, -4.0)) == [0, 1, 0, 3, 0]


def test_one_pair_does_not_chain_two_families_together():
    """Seen to fail: with ENOUGH at 0, all six were one group."""
    within = [(0, 1, 9.0), (0, 2, 9.0), (1, 2, 9.0), (3, 4, 9.0), (3, 5, 9.0), (4, 5, 9.0)]
    assert groups(6, *within, (2, 3, 1.0)) == [0, 0, 0, 3, 3, 3]
    assert groups(6, *within, (2, 3, 1.0), (1, 4, 1.0), (0, 3, 1.0), (2, 5, 1.0)) == [0] * 6


def test_no_group_is_larger_than_one_person_can_be():
    records = LARGEST + 20
    star = [(one, other, 5.0) for one in range(records) for other in range(one + 1, records)]
    sizes = np.bincount(groups(records, *star))
    assert sizes.max() <= LARGEST


@given(
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.sampled_from([1.0, 2.0, 3.0])), max_size=40),
    st.randoms(use_true_random=False),
)
def test_the_order_of_pairs_does_not_change_the_groups(drawn, chance):
    pairs = list(
        {
            (min(one, other), max(one, other)): (one, other, weight) for one, other, weight in drawn if one != other
        }.items()
    )
    ordered = [(*pair, weight) for pair, (_, _, weight) in pairs]
    shuffled = chance.sample(ordered, len(ordered))
    assert groups(15, *ordered) == groups(15, *shuffled)
