"""Named guards: what two records agree on may have another reason than being about one person.

Twins, brothers and sisters, father and son of one name, hostels, shared and recycled telephones. A guard is data in the model file:
the levels under which it holds, the words a member reads, and either a weight that it adds or a cap that it sets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from halcyon.kernel.matching.levels import BY_NAME, FIELDS, level

Condition = tuple[tuple[int, frozenset[int]], ...]
"""(field, levels) pairs."""


@dataclass(frozen=True)
class Guard:
    """Holds when every field of ``when`` stands at one of its levels and, if ``any`` is not empty, at least one of ``any``.

    ``weight`` is added (log2 odds); or the sum so far is brought down to ``cap``. Order in the file is order of application.
    """

    name: str
    words: str
    when: Condition
    any: Condition = ()
    weight: float = 0.0
    cap: float | None = None

    def holds(self, found: tuple[int, ...]) -> bool:
        """Whether the guard applies to a comparison."""
        for field, levels in self.when:
            if found[field] not in levels:
                return False
        return not self.any or any(found[field] in levels for field, levels in self.any)

    def moves(self, sum_so_far: float) -> float:
        """What the guard adds to a sum: its weight, or whatever brings the sum down to its cap."""
        return self.weight if self.cap is None else min(0.0, self.cap - sum_so_far)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Guard":
        """Raises KeyError for a field or level that does not exist."""
        cap = plain.get("cap")
        return cls(
            name=plain["name"],
            words=plain["words"],
            when=_condition(plain.get("when", {})),
            any=_condition(plain.get("any", {})),
            weight=float(plain.get("weight", 0.0)),
            cap=None if cap is None else float(cap),
        )

    def to_json(self) -> dict[str, Any]:
        """The plain values of the model file."""
        plain: dict[str, Any] = {"name": self.name, "words": self.words, "when": _named(self.when)}
        if self.any:
            plain["any"] = _named(self.any)
        if self.cap is None:
            plain["weight"] = self.weight
        else:
            plain["cap"] = self.cap
        return plain


def _condition(plain: Mapping[str, list[str]]) -> Condition:
    return tuple((BY_NAME[field], frozenset(level(field, name) for name in names)) for field, names in plain.items())


def _named(condition: Condition) -> dict[str, list[str]]:
    return {
        FIELDS[field].name: [each.name for place, each in enumerate(FIELDS[field].levels) if place in levels]
        for field, levels in condition
    }
