"""What is learned, without answers and from judgements: always a plain sum, never drifting where nothing is known."""

import numpy as np
import pytest

from halcyon.kernel.matching import Model
from halcyon.kernel.matching.levels import BY_NAME, FIELDS, level
from halcyon.kernel.matching.training import Evidence, Patterns, judged_levels, learn, mend, patterns


def pair(**levels: str) -> list[int]:
    found = [0] * len(FIELDS)
    for field, name in levels.items():
        found[BY_NAME[field]] = level(field, name)
    return found


SAME = pair(given="same", family="same", born="same", phone="same")
OTHER = pair(given="different", family="same_common", born="different", phone="different")
MIXED = pair(given="same", family="same", born="same", phone="different")


def seen(*told: tuple[list[int], float]) -> Evidence:
    """Candidates as told, among strangers who agree on nothing."""
    candidates = Patterns(np.array([one for one, _ in told], np.uint8), np.array([count for _, count in told]))
    strangers = Patterns(np.array([OTHER], np.uint8), np.array([30_000.0]))
    return Evidence(candidates, strangers, pairs=1e6)


def test_patterns_count_each_comparison_over_all_blocks():
    found = patterns([np.array([SAME, OTHER, SAME], np.uint8), np.array([OTHER], np.uint8)])
    assert sorted(found.counts.tolist()) == [2.0, 2.0]
    assert found.pairs == 4


def test_a_mixture_is_told_apart_without_answers_and_sets_the_odds_at_the_start():
    found = seen((SAME, 3000.0), (OTHER, 20_000.0), (MIXED, 1000.0))
    model, report = learn(found, Model.load())
    assert report["share_same"] == pytest.approx(4000 / 24_000, abs=0.03)
    assert model.weigh(tuple(SAME)) > model.weigh(tuple(MIXED)) > 0 > model.weigh(tuple(OTHER))


def test_a_list_in_which_all_or_none_are_the_same_still_learns_finite_weights():
    """Seen to fail: with the plain share of the same, the odds at the start were infinite."""
    for told in (SAME, OTHER):
        model, _ = learn(seen((told, 50.0)), Model.load())
        assert abs(model.start["person"]) < 40


def test_a_level_that_was_never_met_keeps_what_was_known_of_it():
    found = seen((SAME, 3000.0), (OTHER, 20_000.0))
    learned, before, email = learn(found, Model.load())[0], Model.load(), BY_NAME["email"]
    kept = np.array(learned.weights[email]) - np.array(before.weights[email])
    assert np.ptp(kept[1:]) < 0.05


def test_judgements_move_the_weights_they_speak_of_and_leave_the_rest():
    start = Model.load()
    judged = np.array([SAME] * 20 + [OTHER] * 20 + [MIXED] * 20, np.uint8)
    mended = mend(judged, np.array([True] * 20 + [False] * 40), start)
    assert mended.weigh(tuple(MIXED)) < start.weigh(tuple(MIXED))
    assert mended.weights[BY_NAME["vehicle"]] == start.weights[BY_NAME["vehicle"]]
    assert all(field[0] == 0.0 for field in mended.weights)


def test_judgements_never_blow_a_weight_up_even_when_they_all_agree():
    """Seen to fail: with whole steps alone, a weight became -57,619."""
    judged = np.array([SAME] * 500 + [OTHER] * 500, np.uint8)
    mended = mend(judged, np.array([True] * 500 + [False] * 500), Model.load())
    assert max(abs(weight) for field in mended.weights for weight in field) < 25


def test_a_learned_model_is_a_model_file_like_any_other():
    model, _ = learn(seen((SAME, 10.0), (OTHER, 90.0)), Model.load())
    assert Model.from_json(model.to_json()) == model


def test_a_list_without_candidates_and_judgements_of_one_sort_say_so():
    with pytest.raises(ValueError, match="nothing to learn"):
        learn(Evidence(patterns([]), patterns([]), 0.0), Model.load())

    class Nobody:
        records = ["A", "B"]

    with pytest.raises(ValueError, match="some of them same and some not_same"):
        judged_levels(Nobody(), [{"record_id_l": "A", "record_id_r": "B", "answer": "same"}])
