"""How a moment is said: "Sunday 21:40", "11 minutes ago", "overdue by 2 hours". Always in London time.

Words only: what is owed, and by when, is decided by the promise. `static/look/desk.js` says the same words as time
passes on an open page.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from halcyon.kernel.clocks import LONDON, now

_NEAR = dt.timedelta(days=6)  # within it a weekday alone says which day
_SOON = dt.timedelta(hours=1)


class End(StrEnum):
    """How something owed ended, as the badge says it."""

    FULFILLED = "fulfilled"
    NOT_POSSIBLE = "not possible"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Badge:
    """What a clock shows: words, a colour of the design system's tag, and whether it still runs."""

    words: str
    colour: str
    running: bool


@dataclass(frozen=True, slots=True)
class Here:
    """When, and in which language, moments are said. Whoever says many for one page reads it once."""

    at: dt.datetime
    language: str | None


def here() -> Here:
    """Now, in the language of the page."""
    return Here(now(), get_language())


def said(moment: dt.datetime, of: Here | None = None) -> str:
    """A moment as people say it: "Sunday 21:40" within six days, then "1 March, 09:05", with the year in another."""
    of = of or here()
    local, day = moment.astimezone(LONDON), of.at.astimezone(LONDON)
    if abs(local.date() - day.date()) <= _NEAR:
        form = "l H:i"
    else:
        form = "j F, H:i" if local.year == day.year else "j F Y, H:i"
    return _written(local.replace(second=0, microsecond=0, tzinfo=None), form, of.language)


@lru_cache(maxsize=2048)
def _written(minute: dt.datetime, form: str, language: str | None) -> str:
    """A minute of London's clocks in words of a language, remembered: a list says the same ones again and again."""
    return date_format(minute, form)


def span(length: dt.timedelta) -> str:
    """A length of time in its largest whole unit: "less than a minute", "11 minutes", "2 hours", "3 days"."""
    return _spanned(_minutes(length), get_language())


def _minutes(length: dt.timedelta) -> int:
    return int(abs(length).total_seconds() // 60)


@lru_cache(maxsize=2048)
def _spanned(minutes: int, language: str | None) -> str:
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = minutes // (24 * 60)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def since(moment: dt.datetime, of: Here | None = None) -> str:
    """How long ago, or in how long: "11 minutes ago", "in 2 hours"."""
    of = of or here()
    apart = of.at - moment
    return _apart(_minutes(apart), apart >= dt.timedelta(), of.language)


@lru_cache(maxsize=2048)
def _apart(minutes: int, gone: bool, language: str | None) -> str:
    sentence = gettext("%(span)s ago") if gone else gettext("in %(span)s")
    return sentence % {"span": _spanned(minutes, language)}


def badge(due: dt.datetime, *, ended: dt.datetime | None = None, end: str = "", of: Here | None = None) -> Badge:
    """The clock of one thing owed: due, due soon, overdue, or how it ended. A late one stays late.

    `end` is one of End; left empty with `ended` set it means fulfilled. Raises ValueError for an end that does not
    exist.
    """
    how = End(end) if end else (End.FULFILLED if ended else None)
    match how:
        case End.NOT_POSSIBLE:
            return Badge(gettext("not possible"), "grey", running=False)
        case End.WAIVED:
            return Badge(gettext("waived"), "grey", running=False)
        case End.FULFILLED if ended and ended > due:
            return Badge(gettext("done, %(span)s late") % {"span": span(ended - due)}, "orange", running=False)
        case End.FULFILLED:
            return Badge(gettext("done in time"), "green", running=False)
    of = of or here()
    left = due - of.at
    if left >= _SOON:
        return _due(said(due, of), of.language)
    return _running(_minutes(left), left < dt.timedelta(), of.language)


@lru_cache(maxsize=2048)
def _due(when: str, language: str | None) -> Badge:
    return Badge(gettext("due %(when)s") % {"when": when}, "teal", running=True)


@lru_cache(maxsize=2048)
def _running(minutes: int, late: bool, language: str | None) -> Badge:
    """The last hour, and everything after it."""
    spanned = {"span": _spanned(minutes, language)}
    if late:
        return Badge(gettext("overdue by %(span)s") % spanned, "red", running=True)
    return Badge(gettext("due in %(span)s") % spanned, "yellow", running=True)
