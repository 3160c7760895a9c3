"""The figures of an evaluation are what they are called: worked out by hand here."""

import numpy as np
import pytest

from halcyon.kernel.matching.evaluating import Answer, by_weight, figures, milliseconds, people_of, worst

PERSONS = ["ann", "ann", "ben", None, "ann", "ben", "cat"]  # four are known, then three queries


def answers() -> list[Answer]:
    return [
        Answer(4, ((0, 9.0), (2, 4.0))),  # ann: one of two partners, and a stranger
        Answer(5, ((3, 5.0), (2, 1.0))),  # ben: the partner second, behind somebody of whom nothing is known
        Answer(6, ((1, -2.0),)),  # cat: nobody knows her
    ]


def test_hits_recall_and_ceiling_are_shares_of_queries_and_of_pairs():
    found = figures(answers(), PERSONS)
    assert (found["queries"], found["queries_with_partners"], found["true_pairs"]) == (3, 2, 3)
    assert found["hit_at_1"] == 0.5
    assert found["hit_at_10"] == 1.0
    assert found["recall_at_10"] == found["candidate_ceiling"] == pytest.approx(2 / 3)
    assert found["recall_at_10_mean_of_queries"] == 0.75


def test_a_query_that_was_saved_earlier_is_a_partner_and_a_later_one_is_not():
    found = figures([Answer(0, ()), Answer(1, ((0, 3.0),))], ["ann", "ann"])
    assert (found["queries_with_partners"], found["true_pairs"], found["hit_at_1"]) == (1, 1, 1.0)


def test_precision_and_recall_by_weight_count_equal_weights_together():
    weights, right = np.array([3.0, 5.0, 3.0, 1.0]), np.array([True, True, False, True])
    found = by_weight(weights, right, 4)
    assert {row["weight"]: (row["precision"], row["recall"]) for row in found["by_weight"]} == {
        5: (1.0, 0.25),
        3: (pytest.approx(2 / 3), 0.5),
        1: (0.75, 0.75),
    }
    assert (found["recall_at_precision_0.99"], found["weight_at_precision_0.99"]) == (0.25, 5.0)
    assert found["best_f1"]["f1"] == 0.75


def test_nothing_found_is_said_in_figures_and_never_divides_by_nothing():
    found = figures([Answer(0, ())], ["ann"])
    assert found["hit_at_1"] is None
    assert found["recall_at_precision_0.99"] == 0.0
    assert milliseconds([]) == {}


def test_the_worst_misses_are_named_by_their_ids_alone():
    misses = worst(answers(), PERSONS, ["k0", "k1", "k2", "k3", "q4", "q5", "q6"])
    assert misses["not_candidates"] == {"count": 1, "worst": [{"query": "q4", "record": "k1"}]}
    assert misses["strangers_that_weigh_most"] == [
        {"query": "q4", "record": "k2", "weight": 4.0},
        {"query": "q6", "record": "k1", "weight": -2.0},
    ]


def test_people_are_named_in_the_order_of_their_records():
    assert people_of(["b", "a", "x"], {"a": "P1", "b": "P2"}) == ["P2", "P1", None]
