"""Who is on at a moment, in the order of the chain, and where nobody is. Pure arithmetic over a pack's rota.

It must never fill a gap by guessing: an empty place stays empty, and is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from halcyon.kernel.clocks import LONDON, bank_holidays, london_day
from halcyon.kernel.partnership.contents import Hours, Pack, PackDesk, PackPerson, PackRota, PackTurn, Place

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_DAY = dt.timedelta(days=1)
_FURTHEST = dt.timedelta(days=14)  # how far ahead the next reader is looked for: longer than any run of holidays
_LONGEST = dt.timedelta(days=10)  # no stretch is longer: the longest in England is Christmas, under five days

Stretch = tuple[dt.datetime, dt.datetime]
"""From, until (exclusive): aware, in UTC."""


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """One place of the chain, and the person or desk of the pack that holds it, from and until in UTC."""

    place: Place
    key: str
    name: str
    email: str
    telephone: str
    desk: bool
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that must never be empty, and is."""

    place: Place
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads now, as the public page says it; `true_until` is when the words need saying again."""

    sentence: str
    true_until: dt.datetime
    anyone: bool


def shifts(pack: Pack, start: dt.datetime, end: dt.datetime) -> list[PlannedShift]:
    """Every shift that touches the time from `start` to `end`, whole, by beginning and then by place in the chain.

    A turn is held in its hours, less the time its person is away.
    """
    first, last = london_day(start) - _LONGEST, london_day(end) + _LONGEST
    hours = {name: _stretches(pack.rota, name, first, last) for name in {turn.hours for turn in pack.rota.turns}}
    found = [
        PlannedShift(turn.place, who.key, who.name, who.email, who.telephone, isinstance(who, PackDesk), *stretch)
        for turn in pack.rota.turns
        for who in [_holder(pack, turn)]
        for stretch in _without(hours[turn.hours], _away(pack.rota, turn, first, last))
        if stretch[0] < end and stretch[1] > start
    ]
    return sorted(found, key=lambda shift: (shift.starts_at, _order(shift), shift.key))


def chain(pack: Pack, at: dt.datetime) -> tuple[PlannedShift, ...]:
    """Who is on at `at`, in the order of Place; an empty place is missing."""
    on = [shift for shift in shifts(pack, at - _ONE_DAY, at + _ONE_DAY) if shift.starts_at <= at < shift.ends_at]
    return tuple(sorted(on, key=_order))


def gaps(pack: Pack, start: dt.datetime, end: dt.datetime) -> list[Gap]:
    """Where, from `start` to `end`, a place that must never be empty is empty: by beginning, then by place."""
    planned, needed = shifts(pack, start, end), pack.rota.always_needed
    found = [
        Gap(place, *stretch)
        for place in needed
        for stretch in _without([(start, end)], [(s.starts_at, s.ends_at) for s in planned if s.place == place])
    ]
    return sorted(found, key=lambda gap: (gap.starts_at, needed.index(gap.place)))


def readers(pack: Pack, at: dt.datetime) -> Readers:
    """Who reads what is told now and who next, in words for the public page ("Priya's team reads tonight")."""
    firsts = [s for s in shifts(pack, at - _ONE_DAY, at + _FURTHEST) if s.place == Place.FIRST]
    on = [shift for shift in firsts if shift.starts_at <= at < shift.ends_at]
    following = [shift for shift in firsts if shift.starts_at > at]
    words_change = _words_change(at)
    if not on and not following:
        return Readers("We cannot say who reads messages here. Please do not wait for an answer.", words_change, False)
    changes = min([words_change, *(shift.ends_at for shift in on), *(shift.starts_at for shift in following)])
    now = f"{_whose(on[0])} reads messages {_now_word(at)}." if on else "No one is reading messages just now."
    # Other hours of the same reader are no news; the next other reader is.
    news = [shift for shift in following if not on or _whose(shift) != _whose(on[0])]
    if news:
        verb = "reads them" if on else "reads messages"
        now = f"{now} {_whose(news[0])} {verb} from {_when(news[0].starts_at, at)}."
    return Readers(now, changes, bool(on))


def _order(shift: PlannedShift) -> int:
    return list(Place).index(shift.place)


def _holder(pack: Pack, turn: PackTurn) -> PackPerson | PackDesk:
    if turn.person is not None:
        return pack.person(turn.person)
    return next(desk for desk in pack.rota.desks if desk.key == turn.desk)


def _away(rota: PackRota, turn: PackTurn, first: dt.date, last: dt.date) -> list[Stretch]:
    """When the person of a turn is away."""
    return [
        _stretch(day, each.from_, each.until)
        for each in rota.away
        if each.person == turn.person
        for day in _days(first, last)
        if _DAYS[day.weekday()] == each.day
    ]


def _stretches(rota: PackRota, name: str, first: dt.date, last: dt.date) -> list[Stretch]:
    hours = rota.hours[name]
    if hours.outside is not None:
        whole = [_whole_day(day) for day in _days(first, last)]
        return _joined(_without(whole, _stretches(rota, hours.outside, first, last)))
    if hours.always:
        return [_whole_day(day) for day in _days(first, last)]
    return [stretch for day in _days(first, last) for stretch in _on(hours, day)]


def _on(hours: Hours, day: dt.date) -> Iterator[Stretch]:
    works = hours.bank_holidays or day not in bank_holidays(day.year)
    if works and _DAYS[day.weekday()] in hours.days and hours.from_ is not None and hours.until is not None:
        yield _stretch(day, hours.from_, hours.until)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + number * _ONE_DAY for number in range((last - first).days + 1))


@lru_cache(maxsize=4096)
def _london(day: dt.date, wall: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, wall, tzinfo=LONDON).astimezone(dt.UTC)


def _stretch(day: dt.date, from_: dt.time, until: dt.time) -> Stretch:
    """London wall times of a day; one that ends at or before it begins runs into the next day."""
    return _london(day, from_), _london(day if until > from_ else day + _ONE_DAY, until)


def _whole_day(day: dt.date) -> Stretch:
    return _london(day, dt.time()), _london(day + _ONE_DAY, dt.time())


def _without(stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of `stretches` where `taken` does not lie."""
    left = list(stretches)
    for begins, ends in taken:
        left = [
            piece
            for from_, until in left
            for piece in ((from_, min(until, begins)), (max(from_, ends), until))
            if piece[0] < piece[1]
        ]
    return left


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbouring stretches as one: an evening and the morning after are one shift."""
    ordered = sorted(stretches)
    breaks = [0, *(n + 1 for n, (one, two) in enumerate(pairwise(ordered)) if one[1] < two[0]), len(ordered)]
    return [(ordered[a][0], ordered[b - 1][1]) for a, b in pairwise(breaks) if a < b]


def _whose(shift: PlannedShift) -> str:
    return shift.name if shift.desk else f"{shift.name.split()[0]}'s team"


_MORNING, _EVENING = dt.time(6), dt.time(18)


def _now_word(at: dt.datetime) -> str:
    wall = at.astimezone(LONDON).time()
    return "today" if _MORNING <= wall < _EVENING else "tonight"


def _words_change(at: dt.datetime) -> dt.datetime:
    """When "tonight", "today" or "tomorrow" would stop being true."""
    day = london_day(at)
    return min(
        moment
        for each in (day, day + _ONE_DAY)
        for moment in (_london(each, dt.time()), _london(each, _MORNING), _london(each, _EVENING))
        if moment > at
    )


def _when(moment: dt.datetime, at: dt.datetime) -> str:
    local = moment.astimezone(LONDON)
    clock = f"{local.hour % 12 or 12}{f':{local.minute:02}' if local.minute else ''}{'am' if local.hour < 12 else 'pm'}"
    match (local.date() - london_day(at)).days:
        case 0:
            return f"{clock} today"
        case 1:
            return f"{clock} tomorrow"
        case days if days < 7:
            return f"{clock} on {local:%A}"
        case _:
            return f"{clock} on {local:%A} {local.day} {local:%B}"
