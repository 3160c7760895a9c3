"""How two models fare on the same pairs: what somebody reads before they switch weights. Counts and shares, never a value.

``now`` is the model in force, ``then`` the one that was learned. What a model was taught by is never what it is praised for:
judged pairs are weighed by a model that was mended without them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from halcyon.kernel.matching.evaluating import by_weight
from halcyon.kernel.matching.linking import Blocks, Listed, weights
from halcyon.kernel.matching.model import Model
from halcyon.kernel.matching.training import mend

Numbers = np.ndarray[Any, np.dtype[Any]]
FIFTHS = 5
CHOSEN = 2_026  # which pairs make up which fifth: the same at every run


def on_judged(levels: Numbers, same: Numbers, now: Model, taught: Model) -> dict[str, Any]:
    """Judged pairs above and below the review line; ``taught`` is the model before the judgements mended it."""
    if not len(same):
        return {"pairs": 0}
    then = held_out(levels, same, taught)
    return {
        "pairs": len(same),
        "same": int(same.sum()),
        "now": _judged(weights(levels, now), same, now.review),
        "then": _judged(then, same, taught.review),
    }


def held_out(levels: Numbers, same: Numbers, start: Model) -> Numbers:
    """The weight of each pair, by the model that the other four fifths of the judgements mend."""
    fifth = np.random.default_rng(CHOSEN).permutation(len(same)) % FIFTHS
    found = np.zeros(len(same))
    for number in range(FIFTHS):
        asked, rest = fifth == number, fifth != number
        model = mend(levels[rest], same[rest], start) if same[rest].any() and not same[rest].all() else start
        if asked.any():
            found[asked] = weights(levels[asked], model)
    return found


def on_proposed(levels: Numbers, now: Model, then: Model) -> dict[str, int]:
    """What a switch would do to the pairs proposed so far: how many would rise above the review line, or stand below it."""
    before, after = weights(levels, now) >= now.review, weights(levels, then) >= then.review
    return {
        "pairs": len(levels), "above_now": int(before.sum()), "above_then": int(after.sum()),
        "rise": int((after & ~before).sum()), "below_then": int((before & ~after).sum()),
    }  # fmt: skip


def on_list(listed: Listed, people: Sequence[str | None], now: Model, then: Model) -> dict[str, Any]:
    """A list whose truth is known, linked with itself by both."""
    left, right, pairs = [], [], Blocks(listed)
    weighed: dict[str, list[Numbers]] = {"now": [], "then": []}
    for block in pairs:
        left.append(block.left)
        right.append(block.right)
        levels = listed.levels(block.left, block.right)
        weighed["now"].append(weights(levels, now))
        weighed["then"].append(weights(levels, then))
    numbers: dict[str, int] = {}
    person = np.array(
        [-1 - place if one is None else numbers.setdefault(one, len(numbers)) for place, one in enumerate(people)]
    )
    one, other = (np.concatenate(part or [np.zeros(0, np.int64)]).astype(np.int64) for part in (left, right))
    right_ones = person[one] == person[other]
    _, counts = np.unique(person[person >= 0], return_counts=True)
    true = int((counts * (counts - 1) // 2).sum())
    found: dict[str, Any] = {"records": len(people), "true_pairs": true}
    for name in ("now", "then"):
        figures = by_weight(np.concatenate(weighed[name] or [np.zeros(0)]), right_ones, true)
        best = figures["best_f1"] or {"f1": 0.0, "precision": 0.0, "recall": 0.0}
        found[name] = {
            "f1": best["f1"], "precision": best["precision"], "recall": best["recall"],
            "recall_at_precision_0.99": figures["recall_at_precision_0.99"],
        }  # fmt: skip
    return found


def _judged(weighed: Numbers, same: Numbers, line: float) -> dict[str, Any]:
    above = weighed >= line
    odds = np.clip(np.where(same, weighed, -weighed), -40, 40)
    return {
        "same_above": int((above & same).sum()), "same_below": int((~above & same).sum()),
        "not_same_above": int((above & ~same).sum()), "not_same_below": int((~above & ~same).sum()),
        "surprise": float(np.log2(1 + np.exp2(-odds)).mean()),
    }  # fmt: skip
