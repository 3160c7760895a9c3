"""Which days are worked in England, and when a working day ends in London.

Day 0 is the day of receipt (domain.md 1.4). Every answer is a moment in UTC; the day itself is always London's,
whatever the season. Weekends and the bank holidays of England, with their substitute days, are not worked.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from halcyon.kernel.clocks.moments import LONDON, london_day

CLOSES = dt.time(17, 0)
"""When a working day ends in London, unless a partnership's policy says otherwise."""

_SATURDAY = 5
_ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> Mapping[dt.date, str]:
    """England's bank holidays of one year, substitute days included, each with its name.

    The years around now are written down as the `holidays` library says them; it is asked for others alone, for to ask it
    takes a quarter of a second of every process that counts days. A test holds both together: a day that is proclaimed comes
    with the library, and is written down then.
    """
    written = _written().get(str(year))
    if written is not None:
        return MappingProxyType({dt.date.fromisoformat(day): name for day, name in written.items()})
    from holidays import country_holidays

    return MappingProxyType(dict(country_holidays("GB", subdiv="ENG", years=year)))


@cache
def _written() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        files("halcyon.kernel.clocks").joinpath("bank_holidays.json").read_text("utf-8")
    )
    return found


def is_working_day(day: dt.date) -> bool:
    """Whether `day` is worked: neither a weekend nor a bank holiday of England."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after `day`."""
    day += _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def end_of_working_day(moment: dt.datetime, closes: dt.time = CLOSES) -> dt.datetime:
    """The close of the working day `moment` falls in; out of hours, the close of the next working day."""
    day = london_day(moment)
    if is_working_day(day) and moment < (close := _london(day, closes)):
        return close
    return _london(next_working_day(day), closes)


def after_working_days(moment: dt.datetime, number: int, closes: dt.time = CLOSES) -> dt.datetime:
    """The close of the working day that is `number` (at least 1) working days after the day of `moment`."""
    if number < 1:
        raise ValueError("Working days are counted from 1; the day of receipt is day 0.")
    day = london_day(moment)
    for _ in range(number):
        day = next_working_day(day)
    return _london(day, closes)


def _london(day: dt.date, wall: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, wall, tzinfo=LONDON).astimezone(dt.UTC)
