"""Learns weights from a list without anyone's answers, as Splink does, and mends them by the team's judgements.

Unsupervised: how often strangers agree is counted in pairs drawn at random; candidate pairs are a mixture of "the same" and
"not the same", and expectation-maximisation estimates how often each level of agreement is met in the former. Guards stay as
they stand and count while pairs are sorted. From judgements: a logistic regression on the same parts, drawn towards the
weights it started from. Both stay a plain sum. What is learned here switches nothing on by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from halcyon.kernel.matching.levels import FIELDS
from halcyon.kernel.matching.linking import Blocks, Listed
from halcyon.kernel.matching.model import Model

Numbers = np.ndarray[Any, np.dtype[Any]]

ROUNDS = 60  # of expectation and maximisation, at most
STILL = 0.002  # log2 odds: the mixture has settled when no weight moves more
FAITH = 300.0  # pairs: so much do the weights that were there before count against what is counted of the same person
WARINESS = 3000.0  # and of strangers: drawn at random they are no household, and what few of them show says little
STRANGERS = 30_000  # pairs drawn at random
DRAWN = 2_026  # the same pairs at every run
PULL = 0.5  # how hard judged pairs must speak to move a weight (nats, squared)
LEVELS = [len(field.levels) for field in FIELDS]
OFFSETS = np.append(0, np.cumsum(LEVELS))


@dataclass(frozen=True)
class Patterns:
    """Distinct comparisons with how many pairs show each: ``levels`` uint8 of shape (patterns, fields)."""

    levels: Numbers
    counts: Numbers

    @property
    def pairs(self) -> int:
        return int(self.counts.sum())


def patterns(blocks: Iterable[Numbers]) -> Patterns:
    """Comparisons of many pairs, counted; a block of them in memory at a time."""
    counted: dict[bytes, int] = {}
    for levels in blocks:
        found, counts = np.unique(levels, axis=0, return_counts=True)
        for row, count in zip(found, counts.tolist(), strict=True):
            counted[row.tobytes()] = counted.get(row.tobytes(), 0) + count
    levels = np.frombuffer(b"".join(counted), np.uint8).reshape(-1, len(FIELDS))
    return Patterns(levels, np.fromiter(counted.values(), np.float64, len(counted)))


@dataclass(frozen=True)
class Evidence:
    """What a list shows without anyone's answers: ``candidates`` share a key, ``strangers`` are drawn at random, and there are
    ``pairs`` at all."""

    candidates: Patterns
    strangers: Patterns
    pairs: float


def evidence(listed: Listed, blocks: Blocks) -> Evidence:
    """All pairs that share a key, and some of all."""
    drawn, size, first = np.random.default_rng(DRAWN), len(listed.records), listed.first or len(listed.records)
    left, right = drawn.integers(0, max(first, 1), STRANGERS), drawn.integers(listed.first, max(size, 1), STRANGERS)
    places = np.flatnonzero(left != right) if size > 1 else np.zeros(0, np.int64)
    found = (listed.levels(left[part], right[part]) for part in np.array_split(places, 3) if len(part))
    pairs = listed.first * (size - listed.first) if listed.first else size * (size - 1) / 2
    return Evidence(candidate_patterns(listed, blocks), patterns(found), float(pairs))


def candidate_patterns(listed: Listed, blocks: Blocks) -> Patterns:
    """The comparisons of all pairs of a list that share a key."""
    return patterns(listed.levels(block.left, block.right) for block in blocks)


def learn(found: Evidence, start: Model) -> tuple[Model, dict[str, Any]]:
    """A model whose field weights and start come from the mixture; what was hardly met keeps the weight it had."""
    candidates = found.candidates
    if not candidates.pairs:
        raise ValueError("No two records of the list share a key: there is nothing to learn from.")
    parts, guards = _parts(candidates.levels), _guards(candidates.levels, start)
    unlike = np.bincount(
        _parts(found.strangers.levels).ravel(), np.repeat(found.strangers.counts, len(FIELDS)), int(OFFSETS[-1])
    )
    weights, first = np.concatenate([np.array(one) for one in start.weights]), start.start["person"]
    before = weights.copy()
    moved, rounds = 1.0, 0
    while moved > STILL and rounds < ROUNDS:
        odds = first + weights[parts].sum(axis=1) + guards
        same = candidates.counts / (1 + np.exp2(-np.clip(odds, -60, 60)))
        learned = _maximise(parts, same, unlike, before)
        share = (same.sum() + 0.5) / (found.pairs + 1)  # never all of them, nor none: the odds stay finite
        next_first = float(np.log2(share / (1 - share)))
        moved = float(max(np.abs(learned - weights).max(), abs(next_first - first)))
        weights, first, rounds = learned, next_first, rounds + 1
    report = {
        "pairs": candidates.pairs, "patterns": len(candidates.counts), "rounds": rounds,
        "share_same": float(same.sum() / candidates.pairs),
    }  # fmt: skip
    return _with(start, weights, first, None), report


def mend(judged: Numbers, same: Numbers, start: Model) -> Model:
    """Weights that fit judged pairs better. ``judged``: levels (pairs, fields); ``same``: bool for each.

    Only what the judgements speak of moves; guards that add a weight are parts like any other.
    """
    weighing = [place for place, guard in enumerate(start.guards) if guard.cap is None]
    width, before = int(OFFSETS[-1]), np.concatenate([np.array(one) for one in start.weights])
    columns = np.zeros((len(judged), width + 1 + len(weighing)))
    np.put_along_axis(columns, _parts(judged), 1.0, axis=1)
    columns[:, OFFSETS[:-1]] = 0.0  # not known on one side: always nothing
    columns[:, width] = 1.0
    for number, place in enumerate(weighing):
        columns[:, width + 1 + number] = [start.guards[place].holds(tuple(row)) for row in judged.tolist()]
    prior = np.concatenate([before, [start.start["person"]], [start.guards[place].weight for place in weighing]])
    fitted = _fit(columns, same.astype(float), prior * np.log(2)) / np.log(2)
    moved = {place: float(fitted[width + 1 + number]) for number, place in enumerate(weighing)}
    return _with(start, fitted[:width], float(fitted[width]), moved)


def judged_levels(listed: Listed, answers: Sequence[Mapping[str, str]]) -> tuple[Numbers, Numbers]:
    """Levels and answers of judged pairs: rows with record_id_l, record_id_r and answer (same, not_same; unsure is left out)."""
    place = {record: number for number, record in enumerate(listed.records)}
    left, right, same = [], [], []
    for row in answers:
        one, other, answer = place.get(row["record_id_l"]), place.get(row["record_id_r"]), row["answer"].strip().lower()
        if one is None or other is None or answer not in ("same", "not_same"):
            continue
        left.append(one)
        right.append(other)
        same.append(answer == "same")
    if not any(same) or all(same):
        raise ValueError("The judgements must name pairs of the list, some of them same and some not_same.")
    return listed.levels(np.array(left), np.array(right)), np.array(same)


# Within


def _parts(levels: Numbers) -> Numbers:
    """The place of each level in one long row of weights."""
    return np.asarray(levels.astype(np.int64) + OFFSETS[:-1])


def _guards(levels: Numbers, model: Model) -> Numbers:
    """What the guards that add a weight add; caps change no sorting between the two classes."""
    total = np.zeros(len(levels))
    for guard in model.guards:
        if guard.cap is None:
            holds = [guard.holds(row) for row in map(tuple, levels.tolist())]
            total += np.where(holds, guard.weight, 0.0)
    return total


def _maximise(parts: Numbers, same: Numbers, unlike: Numbers, before: Numbers) -> Numbers:
    """log2(m/u) of every level, drawn towards ``before`` where few pairs show it; level 0 weighs nothing.

    ``same``: of each pattern, how many pairs are thought to be one person. ``unlike``: of each level, how many strangers show it.
    """
    weights = np.zeros(int(OFFSETS[-1]))
    for field, levels in enumerate(LEVELS):
        begin = int(OFFSETS[field]) + 1
        inside = slice(begin, begin + levels - 1)
        met = np.bincount(parts[:, field], same, int(OFFSETS[-1]))[inside]
        usual = (unlike[inside] + 0.5) / (unlike[inside] + 0.5).sum()
        m = met + FAITH * _shares(usual * np.exp2(before[inside]))
        u = unlike[inside] + WARINESS * _shares(_shares(m) / np.exp2(before[inside]))
        weights[inside] = np.log2(_shares(m)) - np.log2(_shares(u))
    return weights


def _shares(found: Numbers) -> Numbers:
    return np.asarray(found / found.sum())


def _fit(columns: Numbers, same: Numbers, prior: Numbers) -> Numbers:
    """Newton's steps for a logistic regression whose coefficients are pulled towards ``prior``; never a step uphill."""
    found, pull = prior.copy(), PULL * np.eye(len(prior))
    loss = _loss(columns, same, prior, found)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(columns @ found, -40, 40)))
        slope = columns.T @ (same - chance) - PULL * (found - prior)
        step = np.linalg.solve((columns.T * (chance * (1 - chance))) @ columns + pull, slope)
        length = 1.0
        while (after := _loss(columns, same, prior, found + length * step)) > loss and length > 1e-4:
            length /= 2
        found, gained, loss = found + length * step, loss - after, after
        if gained < 1e-6 * max(abs(loss), 1.0):
            break
    return np.asarray(found)


def _loss(columns: Numbers, same: Numbers, prior: Numbers, found: Numbers) -> float:
    odds = columns @ found
    return float(np.logaddexp(0, odds).sum() - same @ odds + PULL / 2 * ((found - prior) ** 2).sum())


def _with(start: Model, weights: Numbers, first: float, guards: Mapping[int, float] | None) -> Model:
    """The model with other weights, rounded as a file shows them."""
    split = np.split(np.round(weights, 2), OFFSETS[1:-1])
    moved = tuple(
        replace(guard, weight=round(guards[place], 2)) if guards and place in guards else guard
        for place, guard in enumerate(start.guards)
    )
    return Model(
        weights=tuple((0.0, *part[1:].tolist()) for part in split),
        guards=moved,
        start={**start.start, "person": round(first, 2)},
        review=start.review,
        floor=start.floor,
        provenance=start.provenance,
    )
