"""Two canonical forms to a score that explains itself: a start, one part for each field known on both sides, and the guards.

The score is the plain sum of its parts, so that a member can add it up by hand. It proposes; a person judges.
"""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from halcyon.kernel.matching.canonicals import Canonical
from halcyon.kernel.matching.comparing import Comparison, compare
from halcyon.kernel.matching.levels import FIELDS, level
from halcyon.kernel.matching.model import Model

_SHARED = {
    "phone": {level("phone", name): level("phone", "shared") for name in ("same", "landline")},
    "vehicle": {
        level("vehicle", "same"): level("vehicle", "shared"),
        level("vehicle", "folded"): level("vehicle", "shared"),
    },
    "place": {level("place", name): level("place", "shared") for name in ("door", "postcode", "neighbour")},
}
_EXACT = {
    ("phone", "same"),
    ("phone", "landline"),
    ("vehicle", "same"),
    ("vehicle", "folded"),
    ("account", "same"),
    ("email", "same"),
}
_START = {
    "person": "How seldom two records found this way are about one person",
    "other": "How seldom two records found this way are about one thing",
    "mixed": "One is a thing and the other who or what is known by it: connected, not the same",
}


class Part(NamedTuple):
    """One bar of the waterfall. ``field`` is a name of `levels.FIELDS`, ``start`` or ``guard``; ``weight`` in log2 odds."""

    field: str
    words: str
    weight: float

    @property
    def sentence(self) -> str:
        """ "Family name the same after folding: +6.1"."""
        return f"{self.words}: {self.weight:+.1f}"


class Score:
    """``weight``: log2 odds that two records are about one subject (0 is even, +3 is 8 to 1); the words are made when asked."""

    def __init__(self, weight: float, found: Comparison, kind: str, model: Model) -> None:
        self.weight = weight
        self.found = found
        self.kind = kind
        self.model = model

    def __repr__(self) -> str:
        return f"Score({self.weight:+.1f})"

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The waterfall in its order: the start, the fields known on both sides, the guards. They add up to ``weight``."""
        fields = [
            Part(each.name, f"{each.title} {each.levels[found].words}", self.model.weights[place][found])
            for place, (each, found) in enumerate(zip(FIELDS, self.found, strict=True))
            if found
        ]
        return (Part("start", _START[self.kind], self.model.start[self.kind]), *fields, *self.guards)

    @cached_property
    def guards(self) -> tuple[Part, ...]:
        """The guards that held, in order."""
        held, total = [], self.model.start[self.kind]
        total += sum(weights[found] for weights, found in zip(self.model.weights, self.found, strict=True))
        for guard in self.model.guards:
            if guard.holds(self.found):
                moved = guard.moves(total)
                total += moved
                held.append(Part("guard", guard.words, moved))
        return tuple(held)

    @property
    def shares(self) -> tuple[str, ...]:
        """The fields in which both name the very same telephone, plate, account or e-mail: worth telling whatever the sum."""
        return tuple(
            each.name
            for each, found in zip(FIELDS, self.found, strict=True)
            if (each.name, each.levels[found].name) in _EXACT
        )

    @property
    def against(self) -> tuple[Part, ...]:
        """What speaks against, the heaviest first; the start is nobody's fault and left out."""
        return tuple(sorted((part for part in self.parts[1:] if part.weight < 0), key=lambda part: part.weight))


def score(a: Canonical, b: Canonical, model: Model, *, shared: Collection[str] = ()) -> Score:
    """How far two canonical forms speak of one subject. Symmetric.

    ``shared``: fields (phone, vehicle, place) whose agreeing value the caller knows to be many people's: a hostel's telephone.
    """
    found = compare(a, b)
    if shared:
        found = tuple(
            _SHARED[each.name].get(level, level) if each.name in shared and each.name in _SHARED else level
            for each, level in zip(FIELDS, found, strict=True)
        )
    kind = ("person" if a.kind == "person" else "other") if a.kind == b.kind else "mixed"
    return Score(model.weigh(found, kind), found, kind, model)
