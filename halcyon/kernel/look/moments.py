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


def said(moment: dt.datetime) -> str:
    """A moment as people say it: "Sunday 21:40" within six days, then "1 March, 09:05", with the year in another."""
    local, here = moment.astimezone(LONDON), now().astimezone(LONDON)
    if abs(local.date() - here.date()) <= _NEAR:
        form = "l H:i"
    else:
        form = "j F, H:i" if local.year == here.year else "j F Y, H:i"
    return _written(local.replace(second=0, microsecond=0, tzinfo=None), form, get_language())


@lru_cache(maxsize=2048)
def _written(minute: dt.datetime, form: str, language: str | None) -> str:
    """A minute of London's clocks in words of a language, remembered: a list says the same ones again and again."""
    return date_format(minute, form)


def span(length: dt.timedelta) -> str:
    """A length of time in its largest whole unit: "less than a minute", "11 minutes", "2 hours", "3 days"."""
    return _spanned(int(abs(length).total_seconds() // 60), get_language())


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


def since(moment: dt.datetime) -> str:
    """How long ago, or in how long: "11 minutes ago", "in 2 hours"."""
    apart = now() - moment
    sentence = gettext("%(span)s ago") if apart >= dt.timedelta() else gettext("in %(span)s")
    return sentence % {"span": span(apart)}


def badge(due: dt.datetime, *, ended: dt.datetime | None = None, end: str = "") -> Badge:
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
    left = due - now()
    if left < dt.timedelta():
        return Badge(gettext("overdue by %(span)s") % {"span": span(left)}, "red", running=True)
    if left < _SOON:
        return Badge(gettext("due in %(span)s") % {"span": span(left)}, "yellow", running=True)
    return Badge(gettext("due %(when)s") % {"when": said(due)}, "teal", running=True)
