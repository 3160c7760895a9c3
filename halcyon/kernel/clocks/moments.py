"""What time it is, in UTC, and how the demo and the tests stand at another moment.

`at` and `moving` belong to the demo and the tests alone. They hold for the current context: a new thread starts at
the time of its process. A process stands at another time only through `stand_ahead`, and only in the practice county.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_elsewhen: ContextVar[Callable[[], dt.datetime] | None] = ContextVar("halcyon_elsewhen", default=None)
_ahead = dt.timedelta()


class NaiveMoment(ValueError):
    """A moment without a time zone: nobody could say when it was."""


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    elsewhen = _elsewhen.get()
    return dt.datetime.now(dt.UTC) + _ahead if elsewhen is None else elsewhen()


def today() -> dt.date:
    """The present day in London."""
    return london_day(now())


def london_day(moment: dt.datetime) -> dt.date:
    """The London calendar day on which `moment` falls: the day a contact is counted under."""
    return utc(moment).astimezone(LONDON).date()


def utc(moment: dt.datetime) -> dt.datetime:
    """`moment` in UTC. Raises NaiveMoment when it carries no time zone."""
    if moment.utcoffset() is None:
        raise NaiveMoment("This moment has no time zone, so nobody can say when it was.")
    return moment.astimezone(dt.UTC)


def stand_ahead(by: dt.timedelta) -> None:
    """Let this whole process, every thread of it, live that far ahead of the machine's clock, which goes on ticking.

    For a process that serves the practice county, before it serves (`settings.base`), and for nothing else.
    """
    global _ahead
    _ahead = by


@contextmanager
def at(moment: dt.datetime) -> Iterator[dt.datetime]:
    """Stand still at `moment`: inside, `now()` always answers it. For the demo and tests only."""
    fixed = utc(moment)
    with _standing(lambda: fixed):
        yield fixed


@contextmanager
def moving(start: dt.datetime) -> Iterator[dt.datetime]:
    """Start at `start` and let the time run on from there. For the demo and tests only."""
    first = utc(start)
    began = time.monotonic()
    with _standing(lambda: first + dt.timedelta(seconds=time.monotonic() - began)):
        yield first


@contextmanager
def _standing(clock: Callable[[], dt.datetime]) -> Iterator[None]:
    token = _elsewhen.set(clock)
    try:
        yield
    finally:
        _elsewhen.reset(token)
