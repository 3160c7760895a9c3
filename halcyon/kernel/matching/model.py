"""The one readable model file: a weight for every level of every field, the guards, the lines, and where they come from.

All weights are log2 odds: +1 makes "the same" twice as likely, -1 half. The file is data; a change of it is a reviewed change, and
what was learned is used only once a member with the right has switched it on. It never holds anybody's facts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from halcyon.kernel.matching.comparing import Comparison
from halcyon.kernel.matching.guarding import Guard
from halcyon.kernel.matching.levels import BY_NAME, FIELDS

FORMAT = 1
KINDS = ("person", "other", "mixed")
"""Which start applies: two people; two of another kind (two phones, two cars); two things of different kinds."""


class UnreadableModel(ValueError):
    """The model file does not say what this code needs; the sentence says where."""


@dataclass(frozen=True)
class Model:
    """``weights``: per field, per level. ``review``: from here on a match interrupts. ``floor``: below it nothing is kept."""

    weights: tuple[tuple[float, ...], ...]
    guards: tuple[Guard, ...]
    start: Mapping[str, float]
    review: float
    floor: float
    provenance: Mapping[str, str]
    _weighed: dict[tuple[str, Comparison], float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path | None = None) -> "Model":
        """The model at ``path``; without one, the model that came with this version. Raises `UnreadableModel`."""
        if path is None:
            return _shipped()
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (UnicodeDecodeError, json.JSONDecodeError):
            raise UnreadableModel(f"{path} is no model file: it is not JSON.") from None

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Model":
        """A model from the plain values of its file. Raises `UnreadableModel`."""
        if not isinstance(plain, Mapping):
            raise UnreadableModel("The model file holds no model.")
        if plain.get("format") != FORMAT:
            raise UnreadableModel(f"The model file is of format {plain.get('format')}; this version reads {FORMAT}.")
        try:
            weights = tuple(
                (0.0, *(float(plain["fields"][each.name][level.name]) for level in each.levels[1:])) for each in FIELDS
            )
            unknown = [name for name in plain["fields"] if name not in BY_NAME]
            guards = tuple(Guard.from_json(each) for each in plain["guards"])
            start = {kind: float(plain["start"][kind]) for kind in KINDS}
            review, floor = float(plain["review"]), float(plain["floor"])
        except (AttributeError, KeyError, TypeError, ValueError) as missing:
            raise UnreadableModel(f"The model file lacks, or does not understand, {missing}.") from missing
        if unknown:
            raise UnreadableModel(f"The model file weighs fields that are not compared: {', '.join(unknown)}.")
        return cls(weights, guards, start, review, floor, dict(plain.get("provenance", {})))

    def to_json(self) -> dict[str, Any]:
        """The plain values of the file; `from_json` gives back an equal model."""
        return {
            "format": FORMAT,
            "provenance": dict(self.provenance),
            "start": dict(self.start),
            "review": self.review,
            "floor": self.floor,
            "fields": {
                each.name: {level.name: weight for level, weight in zip(each.levels[1:], weights[1:], strict=True)}
                for each, weights in zip(FIELDS, self.weights, strict=True)
            },
            "guards": [guard.to_json() for guard in self.guards],
        }

    def weigh(self, found: Comparison, kind: str = "person") -> float:
        """The sum for a comparison, in log2 odds. Remembered: there are far fewer comparisons than pairs."""
        known = self._weighed.get((kind, found))
        if known is None:
            known = self.start[kind] + sum(weights[level] for weights, level in zip(self.weights, found, strict=True))
            for guard in self.guards:
                if guard.holds(found):
                    known += guard.moves(known)
            if len(self._weighed) > 1 << 18:
                self._weighed.clear()
            self._weighed[kind, found] = known
        return known


@cache
def _shipped() -> Model:
    return Model.from_json(
        json.loads(files("halcyon.kernel.matching").joinpath("model.json").read_text(encoding="utf-8"))
    )
