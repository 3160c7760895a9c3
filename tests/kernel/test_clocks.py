"""By when something is owed: the arithmetic the whole promise rests on."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading

import pytest
from holidays import country_holidays

from halcyon.kernel import clocks
from halcyon.kernel.clocks import LONDON, Limit, LimitUnreadable, NaiveMoment, Unit, due, working_days


def london(text: str) -> dt.datetime:
    """A moment by the London wall clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def owed(limit: str, start: str, closes: dt.time = clocks.CLOSES) -> str:
    """When `limit` runs out, read off the London wall clock."""
    moment = due(Limit.parse(limit), london(start), closes)
    assert moment.tzinfo is dt.UTC
    return moment.astimezone(LONDON).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        ("at once", "2026-11-18 10:00", "Wed 2026-11-18 10:00"),
        ("5 minutes", "2026-11-18 23:59", "Thu 2026-11-19 00:04"),
        ("12 clock hours", "2026-11-20 18:05", "Sat 2026-11-21 06:05"),
        ("24 clock hours", "2026-12-24 16:00", "Fri 2026-12-25 16:00"),
        # the same working day
        ("same working day", "2026-11-18 10:00", "Wed 2026-11-18 17:00"),
        ("same working day", "2026-11-18 00:00", "Wed 2026-11-18 17:00"),
        ("same working day", "2026-11-18 16:59", "Wed 2026-11-18 17:00"),
        ("same working day", "2026-11-18 17:00", "Thu 2026-11-19 17:00"),
        ("same working day", "2026-11-18 23:59", "Thu 2026-11-19 17:00"),
        ("same working day", "2026-11-20 18:05", "Mon 2026-11-23 17:00"),
        ("same working day", "2026-11-21 12:00", "Mon 2026-11-23 17:00"),
        # working days after the day of receipt, which is day 0
        ("1 working day", "2026-11-18 10:00", "Thu 2026-11-19 17:00"),
        ("1 working day", "2026-11-18 23:59", "Thu 2026-11-19 17:00"),
        ("1 working day", "2026-11-20 09:00", "Mon 2026-11-23 17:00"),
        ("1 working day", "2026-11-20 18:05", "Mon 2026-11-23 17:00"),
        ("1 working day", "2026-11-22 11:00", "Mon 2026-11-23 17:00"),
        ("45 working days", "2026-11-20 10:00", "Wed 2027-01-27 17:00"),
        # Easter: Good Friday and Easter Monday
        ("1 working day", "2026-04-02 15:00", "Tue 2026-04-07 17:00"),
        ("same working day", "2026-04-03 09:00", "Tue 2026-04-07 17:00"),
        ("2 working days", "2026-04-02 15:00", "Wed 2026-04-08 17:00"),
        # Christmas, with substitute days: Boxing Day 2026 is a Saturday; both days of 2027 fall on the weekend
        ("1 working day", "2026-12-24 16:30", "Tue 2026-12-29 17:00"),
        ("same working day", "2026-12-28 10:00", "Tue 2026-12-29 17:00"),
        ("1 working day", "2027-12-24 12:00", "Wed 2027-12-29 17:00"),
        ("1 working day", "2021-12-24 12:00", "Wed 2021-12-29 17:00"),
        # over the New Year, and its substitute day
        ("1 working day", "2026-12-31 20:00", "Mon 2027-01-04 17:00"),
        ("1 working day", "2021-12-31 10:00", "Tue 2022-01-04 17:00"),
        # a leap day is worked
        ("1 working day", "2028-02-28 10:00", "Tue 2028-02-29 17:00"),
        ("1 working day", "2028-02-29 10:00", "Wed 2028-03-01 17:00"),
        ("same working day", "2028-02-29 10:00", "Tue 2028-02-29 17:00"),
        # days of the calendar, to the end of the last
        ("28 days", "2026-11-01 00:00", "Mon 2026-11-30 00:00"),
        ("28 days", "2026-11-01 23:59", "Mon 2026-11-30 00:00"),
        ("1 day", "2028-02-28 12:00", "Wed 2028-03-01 00:00"),
    ],
)
def test_a_limit_runs_out_when_a_duty_worker_would_expect(limit: str, start: str, end: str) -> None:
    assert owed(limit, start) == end


def test_clock_hours_are_real_hours_when_the_clocks_go_forward() -> None:
    assert owed("12 clock hours", "2026-03-28 20:00") == "Sun 2026-03-29 09:00"


def test_clock_hours_are_real_hours_when_the_clocks_go_back() -> None:
    assert owed("12 clock hours", "2026-10-24 20:00") == "Sun 2026-10-25 07:00"


def test_the_hour_that_happens_twice_is_told_apart() -> None:
    first = dt.datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    second = first.replace(fold=1)
    one_hour = Limit.parse("1 clock hour")
    assert due(one_hour, second) - due(one_hour, first) == dt.timedelta(hours=1)


def test_a_working_day_ends_at_the_same_wall_time_in_summer_and_winter() -> None:
    assert due(Limit.parse("1 working day"), london("2026-03-27 12:00")) == dt.datetime(2026, 3, 30, 16, tzinfo=dt.UTC)
    assert due(Limit.parse("1 working day"), london("2026-10-23 12:00")) == dt.datetime(2026, 10, 26, 17, tzinfo=dt.UTC)


def test_the_day_of_receipt_is_londons_day_in_summer() -> None:
    """23:30 UTC on a Wednesday in July is already Thursday in London."""
    start = dt.datetime(2026, 7, 15, 23, 30, tzinfo=dt.UTC)
    assert clocks.london_day(start) == dt.date(2026, 7, 16)
    assert due(Limit.parse("1 working day"), start) == dt.datetime(2026, 7, 17, 16, tzinfo=dt.UTC)


def test_a_start_in_any_zone_is_the_same_moment() -> None:
    start = london("2026-11-18 10:00")
    elsewhere = start.astimezone(dt.timezone(dt.timedelta(hours=-7)))
    for text in ("12 clock hours", "same working day", "1 working day", "28 days"):
        assert due(Limit.parse(text), start) == due(Limit.parse(text), elsewhere)


def test_a_partnership_may_close_at_another_hour() -> None:
    assert owed("same working day", "2026-11-18 17:30", dt.time(18, 0)) == "Wed 2026-11-18 18:00"
    assert owed("1 working day", "2026-11-18 17:30", dt.time(16, 30)) == "Thu 2026-11-19 16:30"


def test_bank_holidays_of_england_only() -> None:
    assert clocks.is_working_day(dt.date(2026, 3, 17))  # Northern Ireland's
    assert clocks.is_working_day(dt.date(2026, 1, 2))  # Scotland's
    assert not clocks.is_working_day(dt.date(2026, 4, 6))  # Easter Monday
    assert not clocks.is_working_day(dt.date(2022, 9, 19))  # given once
    assert "Good Friday" in clocks.bank_holidays(2026).values()


def test_a_limit_reads_back_as_it_was_written() -> None:
    for text in (
        "at once",
        "5 minutes",
        "1 minute",
        "12 clock hours",
        "same working day",
        "1 working day",
        "45 working days",
        "28 days",
    ):
        assert str(Limit.parse(text)) == text
    assert Limit.parse("  12  Clock hours ") == Limit(Unit.CLOCK_HOURS, 12)


@pytest.mark.parametrize(
    "text", ["", "soon", "0 days", "-1 days", "12 hours", "1.5 clock hours", "99999999 days", "3", "two days"]
)
def test_a_limit_nobody_could_keep_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(LimitUnreadable, match="is not a limit"):
        Limit.parse(text)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = dt.datetime(2026, 11, 18, 10)
    with pytest.raises(NaiveMoment):
        due(Limit.parse("at once"), naive)
    with pytest.raises(NaiveMoment), clocks.at(naive):
        pass


def test_at_stands_still_and_gives_the_time_back() -> None:
    moment = london("2026-12-25 09:00")
    with clocks.at(moment):
        assert clocks.now() == clocks.now() == moment
        assert clocks.now().tzinfo is dt.UTC
        with clocks.at(london("2027-01-01 00:30")):
            assert clocks.today() == dt.date(2027, 1, 1)
        assert clocks.today() == dt.date(2026, 12, 25)
    assert abs(clocks.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_the_time_comes_back_after_an_error() -> None:
    with pytest.raises(RuntimeError), clocks.at(london("2001-01-01 00:00")):
        raise RuntimeError
    assert clocks.now().year > 2001


def test_moving_runs_on_from_its_start() -> None:
    start = london("2026-12-25 09:00")
    with clocks.moving(start):
        first = clocks.now()
        second = clocks.now()
    assert start <= first <= second < start + dt.timedelta(seconds=30)


def test_another_thread_keeps_the_real_time() -> None:
    seen: list[dt.datetime] = []
    with clocks.at(london("2001-01-01 00:00")):
        thread = threading.Thread(target=lambda: seen.append(clocks.now()))
        thread.start()
        thread.join()
    assert seen[0].year > 2001


@pytest.mark.parametrize(("partnership", "lives"), [("demo", True), ("oxfordshire", False)])
def test_only_the_practice_county_lives_at_another_time(partnership: str, lives: bool) -> None:
    """Every thread of it, and on from there. Seen to fail for oxfordshire without the question in settings.base."""
    probe = (
        "import halcyon.settings.base, threading\nfrom halcyon.kernel import clocks\n"
        "threading.Thread(target=lambda: print(clocks.now().isoformat())).start()"
    )
    given = os.environ | {"HALCYON_CLOCK": "-86400", "HALCYON_PARTNERSHIP": partnership}
    done = subprocess.run([sys.executable, "-c", probe], env=given, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is lives
    if lives:
        behind = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(done.stdout.strip())
        assert abs(behind - dt.timedelta(days=1)) < dt.timedelta(seconds=30)
    else:
        assert "its clock is the real one" in done.stderr


def test_importing_the_clock_costs_no_calendar() -> None:
    """Seen to fail with `import holidays` at the top of working_days.py: every process then starts 0.4 s later."""
    probe = "import sys, halcyon.kernel.clocks; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_the_bank_holidays_that_are_written_down_are_those_of_the_library() -> None:
    """Seen to fail with the coronation of 2023 left out of the file, and with a year that was not written down."""
    for year in range(dt.date.today().year - 1, dt.date.today().year + 3):
        assert str(year) in working_days._written(), f"write down {year} in kernel/clocks/bank_holidays.json"
    for year in map(int, working_days._written()):
        assert dict(clocks.bank_holidays(year)) == dict(country_holidays("GB", subdiv="ENG", years=year)), year
    assert clocks.bank_holidays(1999) == dict(country_holidays("GB", subdiv="ENG", years=1999))


def test_counting_days_asks_no_library() -> None:
    """Seen to fail with the library asked for every year."""
    probe = (
        "import sys; from halcyon.kernel import clocks; clocks.bank_holidays(clocks.today().year);"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
