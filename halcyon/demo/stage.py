"""The stage of the demo: stories are told act by act, each at its own moment, all in the order of time.

A story is a generator: it says when its next act is, and acts when that moment has come. What lies ahead of now is not
played: it is left to whoever uses the practice site.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from halcyon.kernel import clocks
from halcyon.kernel.clocks import LONDON, is_working_day, london_day, next_working_day
from halcyon.kernel.partnership.queries import pack

Story = Iterator[dt.datetime]

_ONE_DAY = dt.timedelta(days=1)


def play(stories: Iterable[Story], until: dt.datetime) -> None:
    """Plays every act up to `until`, in the order of time."""
    waiting = [(first, number, story) for number, story in enumerate(stories) if (first := next(story, None))]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        moment, number, story = heapq.heappop(waiting)
        with clocks.at(moment):
            following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (max(following, moment), number, story))


@dataclass(frozen=True)
class Calendar:
    """The days of the demo, counted back from the moment it is loaded."""

    now: dt.datetime

    def day(self, weeks_ago: int, weekday: int) -> dt.date:
        """A day of an earlier week; weekday 0 is Monday."""
        today = london_day(self.now)
        return today - dt.timedelta(days=today.weekday() + 7 * weeks_ago - weekday)

    def latest(self, weekday: int, wall: str, before: dt.timedelta) -> dt.datetime:
        """The latest such day and time that lies at least `before` in the past."""
        day = london_day(self.now)
        while day.weekday() != weekday or at(day, wall) > self.now - before:
            day -= _ONE_DAY
        return at(day, wall)

    def last(self, month: int, day: int, weekday: int, wall: str) -> dt.datetime:
        """The first such weekday from a day of the year on, in the latest year in which it is a week past; never before the
        first policy."""
        for year in (self.now.year, self.now.year - 1):
            found = dt.date(year, month, day)
            found += dt.timedelta(days=(weekday - found.weekday()) % 7)
            if found + dt.timedelta(days=7) <= london_day(self.now):
                break
        return at(max(found, min(policy.in_force_from for policy in pack().policies)), wall)


def at(day: dt.date, wall: str) -> dt.datetime:
    """A London day and time of day, "16:10"."""
    return dt.datetime.combine(day, dt.time.fromisoformat(wall), LONDON)


def working_days_after(moment: dt.datetime, number: int, wall: str) -> dt.datetime:
    """A time of day that many working days later; with 0, on that day or the next one that is worked."""
    day = london_day(moment)
    if number == 0 and not is_working_day(day):
        number = 1
    for _ in range(number):
        day = next_working_day(day)
    return at(day, wall)


def working_days_before(moment: dt.datetime, number: int, wall: str) -> dt.datetime:
    """A time of day that many working days earlier."""
    day = london_day(moment)
    while number:
        day -= _ONE_DAY
        number -= is_working_day(day)
    return at(day, wall)


def minutes(number: int) -> dt.timedelta:
    """A number of minutes."""
    return dt.timedelta(minutes=number)
