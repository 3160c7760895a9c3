"""Both texts, whole, when two members edited the same at once. Nothing of either is lost."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Both:
    """One fact in both texts."""

    label: str
    theirs: str
    yours: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.yours


@dataclass(frozen=True, slots=True)
class Clash:
    """Every fact of the two, and who was first."""

    who: str
    at: datetime | None
    both: tuple[Both, ...] = field(default=())
