"""The one contact point: how the team is reached, each fact with who last checked it and when. Pure.

Every page, poster and letter takes it from here. It must never be written into a text: two numbers for one purpose was
the fault of the pages that this project began with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from halcyon.kernel.partnership.frozen import Frozen, Key, PackFault

CHECKED_FOR = dt.timedelta(days=90)
"""How long a check holds. A number that nobody has rung for longer is not shown."""

Said = TypeVar("Said")


class Checked(Frozen, Generic[Said]):
    """One fact of the contact point. Nobody has checked a fact that has no day."""

    is_: Annotated[Said, Field(alias="is")]
    last_checked: dt.date | None = None
    checked_by: str | None = None

    @model_validator(mode="after")
    def _checked_by_someone(self) -> Self:
        if (self.last_checked is None) != (self.checked_by is None):
            raise ValueError("a checked fact has both last_checked and checked_by")
        return self


class ContactPoint(Frozen):
    """How the team is reached. It is offered to be used only while every fact has been checked within ninety days."""

    team: Checked[Key]
    agencies: Checked[tuple[Key, ...]]
    telephone: Checked[str]
    hours: Checked[str]
    address: Checked[str]
    website: Checked[str] | None = None
    status: Literal["checked", "not checked", "invented"]
    source: str

    @model_validator(mode="after")
    def _checked_when(self) -> Self:
        checked = [fact.last_checked is not None for _, fact in self.facts()]
        if self.status == "checked" and not all(checked):
            raise ValueError("in a checked contact point every fact has last_checked and checked_by")
        if self.status != "checked" and any(checked):
            raise ValueError("a contact point that is not checked has no fact with last_checked")
        return self

    def facts(self) -> Iterator[tuple[str, Checked[str] | Checked[tuple[Key, ...]]]]:
        """Each fact with its name."""
        yield "team", self.team
        yield "agencies", self.agencies
        yield "telephone", self.telephone
        yield "hours", self.hours
        yield "address", self.address
        if self.website is not None:
            yield "website", self.website

    @property
    def oldest(self) -> tuple[str, dt.date] | None:
        """The fact that was checked longest ago, and when; None while any was never checked."""
        days = [(fact.last_checked, name) for name, fact in self.facts() if fact.last_checked is not None]
        if self.status != "checked":
            return None
        day, name = min(days, key=lambda each: each[0])
        return name, day

    @property
    def good_until(self) -> dt.date | None:
        """The last day on which it may be shown."""
        return None if self.oldest is None else self.oldest[1] + CHECKED_FOR

    def live_number(self, on: dt.date) -> str | None:
        """The number to print for calling on a day, or None: nobody is sent to a number that nobody has rung."""
        return self.telephone.is_ if self.good_until is not None and on <= self.good_until else None

    def must_be_checked(self, file: str, on: dt.date) -> None:
        """Raises PackFault, in one sentence, unless it may be shown on this day."""
        if self.oldest is None:
            raise PackFault(
                f"{file}, contact_point, is {self.status}: outside practice nothing is shown to the public until someone "
                "has checked every fact of it and written last_checked and checked_by."
            )
        name, day = self.oldest
        if on > day + CHECKED_FOR:
            raise PackFault(
                f"{file}, contact_point, field '{name}': last checked on {day}, which is more than {CHECKED_FOR.days} days "
                "ago; check it, write the new last_checked and checked_by, and apply again."
            )
