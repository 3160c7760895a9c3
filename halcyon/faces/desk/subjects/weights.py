"""Weights as their pages show them: in force and learned, what a switch would change, every number with its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from halcyon.domain.subjects.inforce import InForce, name_of
from halcyon.domain.subjects.models import Learned
from halcyon.domain.subjects.queries import Weights
from halcyon.kernel.look.parts import Cell, Row
from halcyon.kernel.matching import Model, UnreadableModel
from halcyon.kernel.matching.levels import FIELDS

SHIPPED = "The weights that came with this version"
NUMBERS_HEAD = ("What is compared", Cell("Now", numeric=True), Cell("Then", numeric=True))
FIGURES_HEAD = ("What was counted", Cell("In force then", numeric=True), Cell("These weights", numeric=True))
PROVENANCE = {
    "trained_by": "Made by", "trained_on": "Learned from", "trained_at": "Made on", "checked_on": "Checked on",
    "started_from": "Began with the weights", "switched_on_by": "Switched on by", "notes": "How to read them",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One set of weights in the list."""

    name: str
    words: str
    who: str
    at: datetime | None
    held: bool
    address: str


@dataclass(frozen=True, slots=True)
class Switched:
    """One switch: to what, who, when, why."""

    to: str
    who: str
    at: datetime
    reason: str


class WeightsPage:
    """What is in force, what else there is, and every switch."""

    def __init__(self, found: Weights, names: Mapping[int, str]) -> None:
        self.now = title(found.held)
        self.unread = found.now.unread
        self.comparing = found.comparing
        self.lines = [
            Line(
                title(one.pk), one.trained_on, names.get(one.trained_for, "someone who has left"), one.trained_at,
                one.pk == found.held, reverse("subjects:weights_of", args=[one.pk]),
            )
            for one in found.learned
        ]  # fmt: skip
        shipped = Model.load().provenance.get("trained_on", "")
        self.lines.append(Line(SHIPPED, shipped, "", None, found.held is None, reverse("subjects:weights_shipped")))
        self.switches = [
            Switched(title(one.learned_id), names.get(one.by, "someone who has left"), one.at, one.reason)
            for one in found.switches
        ]


class WeightsOf:
    """One set of weights beside those in force: figures, numbers, where they come from."""

    def __init__(self, now: InForce, learned: Learned | None, *, held: bool) -> None:
        self.title, self.held, self.unread = title(learned.pk if learned else None), held, ""
        try:
            self.model = Model.from_json(learned.model) if learned else Model.load()
        except UnreadableModel as unread:
            self.model, self.unread = now.model, str(unread)
        self.facts = [
            Row(words, str(self.model.provenance[key]))
            for key, words in PROVENANCE.items()
            if key in self.model.provenance
        ]
        figures = learned.figures if learned else {}
        self.weighed_against = figures.get("now", "")
        self.figures_head, self.figures = FIGURES_HEAD, list(_figures(figures))
        self.sentences = list(_sentences(figures))
        every = list(_numbers(now.model, self.model))
        self.numbers_head = NUMBERS_HEAD
        self.changed = [cells for cells, moved in every if moved]
        self.rest = [cells for cells, moved in every if not moved]


def title(learned: Any) -> str:
    """What a set of weights is called on the screen."""
    return f"Weights {name_of(learned)}" if learned else SHIPPED


def _figures(found: Mapping[str, Any]) -> Iterator[list[str | Cell]]:
    judged, listed = found.get("judged", {}), found.get("list", {})
    if judged.get("pairs"):
        told = (
            ("Judged the same, and above the line", "same_above", False),
            ("Judged the same, and below the line: missed", "same_below", False),
            ("Judged not the same, and above the line: a false alarm", "not_same_above", False),
            ("Mean surprise at the answers, in bits (less is better)", "surprise", True),
        )
        for words, key, share in told:
            yield [words, *(_cell(judged[side][key], share=share) for side in ("now", "then"))]
    if listed:
        told = (
            ("Best F1", "f1", True),
            ("Precision there", "precision", True),
            ("Recall there", "recall", True),
            ("Recall while 99 of 100 proposals are right", "recall_at_precision_0.99", True),
        )
        for words, key, share in told:
            yield [
                f"{words}, on {listed['name']}",
                *(_cell(listed[side][key], share=share) for side in ("now", "then")),
            ]


def _sentences(found: Mapping[str, Any]) -> Iterator[str]:
    judged, proposed = found.get("judged", {}), found.get("proposed", {})
    if judged.get("pairs"):
        yield (
            f"{judged['pairs']:,} pairs that members judged, {judged['same']:,} of them the same; each weighed without "
            "what its own answer taught."
        )
    else:
        yield "No pair of people was judged when these weights were learned: nothing says yet how they fare on your own records."
    if proposed.get("pairs"):
        yield (
            f"Of {proposed['pairs']:,} pairs proposed until then, {proposed['rise']:,} would rise above the review line and "
            f"interrupt, and {proposed['below_then']:,} that stand above it would not have been put there. What was proposed "
            "stays: a switch adds, it takes nothing away."
        )


def _numbers(now: Model, then: Model) -> Iterator[tuple[list[str | Cell], bool]]:
    """Every number of both, and whether they differ."""
    yield _pair(
        "The start: how seldom two records found this way are one person", now.start["person"], then.start["person"]
    )
    yield _pair("The review line: from here on it interrupts", now.review, then.review)
    for field, mine, theirs in zip(FIELDS, now.weights, then.weights, strict=True):
        for level, one, other in zip(field.levels[1:], mine[1:], theirs[1:], strict=True):
            yield _pair(f"{field.title} {level.words}", one, other)
    before = {guard.name: guard for guard in now.guards}
    for guard in then.guards:
        known = before.get(guard.name)
        yield _pair(guard.words, (known.weight or 0.0) if known else 0.0, guard.weight or 0.0)


def _pair(words: str, now: float, then: float) -> tuple[list[str | Cell], bool]:
    moved = round(then - now, 2)
    return [words, *(Cell(f"{value:+.2f}", numeric=True) for value in (now, then))], bool(moved)


def _cell(value: float, *, share: bool) -> Cell:
    return Cell(f"{value:.3f}" if share else f"{value:,}", numeric=True)
