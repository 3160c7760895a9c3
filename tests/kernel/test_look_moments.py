"""A moment is said anew when the day it is said on, or the language, is another."""

import datetime as dt

from django.utils import translation

from halcyon.kernel import clocks
from halcyon.kernel.look import moments

THEN = dt.datetime(2026, 11, 22, 21, 40, 30, tzinfo=dt.UTC)


def test_a_moment_is_said_by_its_weekday_only_while_that_is_near() -> None:
    said = []
    for later in (1, 30, 400):
        with clocks.at(THEN + dt.timedelta(days=later)):
            said.append(moments.said(THEN))
    assert said == ["Sunday 21:40", "22 November, 21:40", "22 November 2026, 21:40"]


def test_a_moment_is_said_in_the_language_of_the_page() -> None:
    """Seen to fail: remembered without its language, the first reader's language was everyone's."""
    with clocks.at(THEN):
        with translation.override("en"):
            english = moments.said(THEN)
        with translation.override("cy"):
            welsh = moments.said(THEN)
    assert english == "Sunday 21:40"
    assert welsh == "Dydd Sul 21:40"


def test_the_hour_that_comes_twice_is_said_as_the_clock_shows_it() -> None:
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    with clocks.at(first + dt.timedelta(days=40)):
        assert [moments.said(first), moments.said(first + dt.timedelta(hours=1))] == ["25 October, 01:30"] * 2
