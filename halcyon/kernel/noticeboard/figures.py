"""The promise in figures, as the public reads it: what hangs under ``figures``, and its sentences.

The notice: first and last (the days on which what is counted reached us), drawn (the day of counting), and counts by name
(`COUNTS`). A count that is None is held back, because it is small or would give a small one away. Nothing here can know more.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KEY = "figures"
COUNTS = ("received", "decided", "overdue", "read_in_time", "read_late", "heard_in_time", "heard_late")


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one stretch of time."""

    first: dt.date
    last: dt.date
    drawn: dt.date
    counts: Mapping[str, int | None]

    @property
    def misses(self) -> bool:
        """Whether something was late, so that the public is owed a reason. What is held back is no nought."""
        return not self.too_few and any(self.counts[name] != 0 for name in ("overdue", "read_late", "heard_late"))

    @property
    def too_few(self) -> bool:
        """Whether so few came that nothing can be told. Nobody and somebody look alike."""
        return not self.counts["received"]

    @property
    def when(self) -> str:
        """From when to when."""
        return _("From %(first)s to %(last)s") % {"first": _day(self.first), "last": _day(self.last)}

    def sentences(self) -> list[str]:
        """What the counts say, as of people."""
        if self.too_few:
            return [
                _(
                    "So few people told us something in this time that a number could point at one of them. So we give none."
                )
            ]
        found = [self._came(), self._read(), self._heard()]
        return [sentence for sentence in found if sentence]

    def _came(self) -> str:
        received, decided, overdue = (self.counts[name] for name in ("received", "decided", "overdue"))
        came = _("%(number)s worries came to us.") % {"number": received}
        if decided == received:
            return f"{came} " + _("For every one of them, a named person has decided what happens.")
        if decided is None or overdue is None:
            return f"{came} " + _(
                "How many of them wait for a decision, we do not say: a small number could point at somebody."
            )
        rest = ngettext("%(number)s is late.", "%(number)s are late.", overdue) % {"number": overdue}
        done = _("For %(number)s of them, a named person has decided what happens.") % {"number": decided}
        return f"{came} {done} {rest if overdue else ''}".rstrip()

    def _read(self) -> str:
        """More than the worries: who has told something may tell more, and that is read in time too."""
        return self._pair(
            "read",
            _("People told us something %(number)s times, later words too. All of it was read in time."),
            _(
                "People told us something %(number)s times, later words too. We read it in time %(kept)s times. "
                "%(late)s times we did not."
            ),
            _(
                "We read what people told us in time %(number)s times, later words too. A few times we did not: so few that "
                "their number could point at somebody."
            ),
            _("We did not read what people told us in time %(number)s times, later words too."),
        )

    def _heard(self) -> str:
        return self._pair(
            "heard",
            _("All %(number)s people who were to hear back from us heard in time."),
            _("%(kept)s of %(number)s people heard back from us in time. %(late)s did not."),
            _(
                "%(number)s people heard back from us in time. A few did not: so few that their number could point at one of them."
            ),
            _("%(number)s people did not hear back from us in time."),
        )

    def _pair(self, name: str, whole: str, both: str, few_late: str, few_kept: str) -> str:
        kept, late = self.counts[f"{name}_in_time"], self.counts[f"{name}_late"]
        if kept and late == 0:
            return whole % {"number": kept}
        if kept and late:
            return both % {"kept": kept, "number": kept + late, "late": late}
        if kept:
            return few_late % {"number": kept}
        return few_kept % {"number": late} if late else ""


def read(notice: Mapping[str, Any] | None) -> Figures | None:
    """The figures of a notice; None where none hang."""
    if not notice:
        return None
    first, last, drawn = (dt.date.fromisoformat(str(notice[name])) for name in ("first", "last", "drawn"))
    return Figures(first, last, drawn, {name: notice["counts"].get(name) for name in COUNTS})


def is_reason_for(reviewed: object, figures: Figures | None) -> bool:
    """Whether a text approved on a day (ISO) speaks of these figures: an older one was about others."""
    if figures is None or not figures.misses or not isinstance(reviewed, str):
        return False
    return reviewed >= figures.drawn.isoformat()


def _day(day: dt.date) -> str:
    return date_format(day, "j E Y")
