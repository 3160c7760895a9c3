"""A limit as a policy file writes it ("12 clock hours", "1 working day"), and the moment it runs out.

Pure arithmetic: which limit holds for which duty is policy and lives with the partnership, never here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from halcyon.kernel.clocks.moments import LONDON, london_day, utc
from halcyon.kernel.clocks.working_days import CLOSES, after_working_days, end_of_working_day

_MOST = 100_000  # of any unit: beyond it a typing slip, not a limit


class Unit(StrEnum):
    """What a limit counts in. Clock hours run day and night; working days end when the office closes."""

    AT_ONCE = "at once"
    SAME_WORKING_DAY = "same working day"
    MINUTES = "minutes"
    CLOCK_HOURS = "clock hours"
    WORKING_DAYS = "working days"
    DAYS = "days"


_COUNTED = re.compile(r"(?P<number>[1-9][0-9]*) (?P<unit>minute|clock hour|working day|day)s?")


class LimitUnreadable(ValueError):
    """A limit that says nothing we could keep."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: `number` of `unit` (1 for the two units that are not counted)."""

    unit: Unit
    number: int = 1

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read a limit as policy files write it; raises LimitUnreadable with a sentence for whoever edits the file."""
        words = " ".join(text.split()).lower()
        if words in (Unit.AT_ONCE, Unit.SAME_WORKING_DAY):
            return cls(Unit(words))
        counted = _COUNTED.fullmatch(words)
        if counted is None or int(counted["number"]) > _MOST:
            raise LimitUnreadable(
                f"{text!r} is not a limit. Write 'at once', 'same working day', or a number of minutes, clock hours, "
                "working days or days, for example '12 clock hours'."
            )
        return cls(Unit(counted["unit"] + "s"), int(counted["number"]))

    def __str__(self) -> str:
        if self.unit in (Unit.AT_ONCE, Unit.SAME_WORKING_DAY):
            return self.unit.value
        return f"{self.number} {self.unit.value if self.number != 1 else self.unit.value.removesuffix('s')}"


def due(limit: Limit, start: dt.datetime, closes: dt.time = CLOSES) -> dt.datetime:
    """When `limit` runs out for something received at `start`, in UTC.

    Minutes and clock hours are real time, whatever the London clock does meanwhile. Working days end at `closes` in
    London, with the day of receipt as day 0 (domain.md 1.4). Days end at London midnight: "28 days" holds until the
    end of the 28th day after receipt.
    """
    start = utc(start)
    match limit.unit:
        case Unit.AT_ONCE:
            return start
        case Unit.MINUTES:
            return start + dt.timedelta(minutes=limit.number)
        case Unit.CLOCK_HOURS:
            return start + dt.timedelta(hours=limit.number)
        case Unit.SAME_WORKING_DAY:
            return end_of_working_day(start, closes)
        case Unit.WORKING_DAYS:
            return after_working_days(start, limit.number, closes)
        case Unit.DAYS:
            after = london_day(start) + dt.timedelta(days=limit.number + 1)
            return dt.datetime.combine(after, dt.time(), tzinfo=LONDON).astimezone(dt.UTC)
