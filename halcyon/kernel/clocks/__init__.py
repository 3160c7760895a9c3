"""The only clock of the house: what time it is, which days are worked, and by when something is owed.

Moments are aware and in UTC; working days are England's, in London. Nothing else in the house may ask the machine
for the time, and nothing here may touch a database or a setting.
"""

from halcyon.kernel.clocks.limits import Limit, LimitUnreadable, Unit, due
from halcyon.kernel.clocks.moments import LONDON, NaiveMoment, at, london_day, moving, now, stand_ahead, today
from halcyon.kernel.clocks.working_days import (
    CLOSES,
    after_working_days,
    bank_holidays,
    end_of_working_day,
    is_working_day,
    next_working_day,
)

__all__ = [
    "CLOSES",
    "LONDON",
    "Limit",
    "LimitUnreadable",
    "NaiveMoment",
    "Unit",
    "after_working_days",
    "at",
    "bank_holidays",
    "due",
    "end_of_working_day",
    "is_working_day",
    "london_day",
    "moving",
    "next_working_day",
    "now",
    "stand_ahead",
    "today",
]
