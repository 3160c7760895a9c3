"""How well queries were matched: hits, recall, ceiling, precision by weight, latency; and which ones were missed worst.

Works on what was found and, only then, on the truth. Its answer holds record ids and figures, never a value of a record.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

TOP = 10
WORST = 50  # ids of misses that are written down
Miss = dict[str, Any]
PRECISION = 0.99


@dataclass(frozen=True)
class Answer:
    """What one query found: candidate ids with their weights, best first. Ids below its own were known when it came."""

    mention: int
    found: Sequence[tuple[int, float]]


def figures(answers: Sequence[Answer], persons: Sequence[str | None]) -> dict[str, Any]:
    """All figures of accuracy. `persons` names who each mention is about, by the mention's id; None when nobody knows.

    A query's partners are all earlier mentions of its person. hit@k: of the queries with partners, those with one of
    them among the first k. recall@10: of all pairs of query and partner, those among the first ten. Candidate ceiling:
    those that were candidates at all. Precision and recall by weight count candidate pairs of every query, also of
    those without partners.
    """
    partners = _partners(answers, persons)
    asked = [answer for answer in answers if partners[answer.mention]]
    pairs = sum(len(partners[answer.mention]) for answer in answers)
    first = ten = found_in_ten = found_at_all = 0
    mean_recall = []
    for answer in asked:
        true, ranked = partners[answer.mention], [other for other, _ in answer.found]
        in_ten = len(true & set(ranked[:TOP]))
        first += bool(ranked) and ranked[0] in true
        ten += in_ten > 0
        found_in_ten += in_ten
        found_at_all += len(true & set(ranked))
        mean_recall.append(in_ten / len(true))
    weights, right = _scored(answers, partners)
    return {
        "queries": len(answers),
        "queries_with_partners": len(asked),
        "true_pairs": pairs,
        "hit_at_1": _share(first, len(asked)),
        "hit_at_10": _share(ten, len(asked)),
        "recall_at_10": _share(found_in_ten, pairs),
        "recall_at_10_mean_of_queries": float(np.mean(mean_recall)) if mean_recall else None,
        "candidate_ceiling": _share(found_at_all, pairs),
        "candidates_per_query": _share(len(weights), len(answers)),
        **by_weight(weights, right, pairs),
    }


def by_weight(
    weights: "np.ndarray[Any, np.dtype[np.float64]]", right: "np.ndarray[Any, np.dtype[np.bool_]]", pairs: int
) -> dict[str, Any]:
    """Precision and recall from each whole weight upwards, the best F1, and the most recall at precision 0.99."""
    order = np.argsort(-weights, kind="stable")
    weights, right = weights[order], right[order]
    true = np.cumsum(right)
    precision, recall = true / np.arange(1, len(true) + 1), true / max(pairs, 1)
    last = np.append(weights[1:] != weights[:-1], True) if len(weights) else np.zeros(0, bool)  # ends of equal weights
    rows: list[dict[str, float]] = []
    if len(weights):
        for line in range(int(np.ceil(weights[0])), int(np.floor(weights[-1])) - 1, -1):
            above = int(np.searchsorted(-weights, -line, side="right"))
            if above and (not rows or rows[-1]["pairs"] != above):
                rows.append(
                    {
                        "weight": line,
                        "pairs": above,
                        "precision": float(precision[above - 1]),
                        "recall": float(recall[above - 1]),
                    }
                )
    f1 = np.where(last, 2 * precision * recall / np.maximum(precision + recall, 1e-12), 0.0)
    best = int(np.argmax(f1)) if len(f1) else -1
    exact = np.flatnonzero(last & (precision >= PRECISION))
    return {
        "by_weight": rows,
        "best_f1": None
        if best < 0
        else {
            "f1": float(f1[best]), "precision": float(precision[best]), "recall": float(recall[best]),
            "weight": float(weights[best]),
        },
        "recall_at_precision_0.99": float(recall[exact[-1]]) if len(exact) else 0.0,
        "weight_at_precision_0.99": float(weights[exact[-1]]) if len(exact) else None,
    }  # fmt: skip


def worst(answers: Sequence[Answer], persons: Sequence[str | None], records: Sequence[str]) -> dict[str, Any]:
    """Ids of the worst misses: partners that were no candidates, partners ranked low, strangers that weigh most."""
    partners = _partners(answers, persons)
    unseen: list[Miss] = []
    low: list[Miss] = []
    strangers: list[Miss] = []
    for answer in answers:
        true, query = partners[answer.mention], records[answer.mention]
        places = {other: (place, weight) for place, (other, weight) in enumerate(answer.found, start=1)}
        for other in sorted(true):
            if other not in places:
                unseen.append({"query": query, "record": records[other]})
            elif places[other][0] > TOP:
                place, weight = places[other]
                low.append({"query": query, "record": records[other], "rank": place, "weight": round(weight, 2)})
        strangers += [
            {"query": query, "record": records[other], "weight": round(weight, 2)}
            for other, weight in answer.found[:3]
            if other not in true and persons[other] is not None and persons[answer.mention] is not None
        ]
    low.sort(key=lambda miss: miss["weight"])
    strangers.sort(key=lambda miss: -miss["weight"])
    return {
        "not_candidates": {"count": len(unseen), "worst": unseen[:WORST]},
        "ranked_low": {"count": len(low), "worst": low[:WORST]},
        "strangers_that_weigh_most": strangers[:WORST],
    }


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99, mean and the longest."""
    if not seconds:
        return {}
    found = np.array(seconds) * 1000
    middle, high, higher = (float(value) for value in np.percentile(found, (50, 95, 99)))
    return {"p50": middle, "p95": high, "p99": higher, "mean": float(found.mean()), "max": float(found.max())}


def people_of(records: Sequence[str], truth: Mapping[str, str]) -> list[str | None]:
    """Who each mention is about, in the order of the mentions."""
    return [truth.get(record) for record in records]


# Within


def _partners(answers: Sequence[Answer], persons: Sequence[str | None]) -> dict[int, set[int]]:
    wanted = {persons[answer.mention] for answer in answers} - {None}
    mentions: dict[str, list[int]] = defaultdict(list)
    for mention, person in enumerate(persons):
        if person is not None and person in wanted:
            mentions[person].append(mention)
    return {
        answer.mention: {other for other in mentions.get(persons[answer.mention] or "", ()) if other < answer.mention}
        for answer in answers
    }


def _scored(
    answers: Sequence[Answer], partners: Mapping[int, set[int]]
) -> "tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.bool_]]]":
    weights = [weight for answer in answers for _, weight in answer.found]
    right = [other in partners[answer.mention] for answer in answers for other, _ in answer.found]
    return np.array(weights, np.float64), np.array(right, bool)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
