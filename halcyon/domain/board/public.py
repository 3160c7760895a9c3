"""Draws the figures that the public reads: the leaders' own counts of one stretch of months, once, when it is over.

Stretches never overlap and a drawn one is never drawn again: two drawings of nearly the same days would, side by side, tell
of one child. It must never let a number out that the leaders outside the team would not see.
"""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from halcyon.domain.board import rules
from halcyon.domain.board.rules import Count, SmallCounts
from halcyon.domain.promise import queries as promise
from halcyon.kernel import clocks, journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.noticeboard import board, figures
from halcyon.kernel.partnership.pack import PolicySection
from halcyon.kernel.partnership.queries import policy

OF = {
    "received": "received", "decided": "decided", "overdue": "overdue", "read_in_time": "acknowledged_in_time",
    "read_late": "acknowledged_late", "heard_in_time": "told_back_in_time", "heard_late": "told_back_late",
}  # fmt: skip
"""The public's name of a count, and the leaders'."""


class PublicFigures(PolicySection):
    """The section `public_figures` of the policy: how many months are counted together, and how long after they are."""

    section: ClassVar[str] = "public_figures"
    months: int  # a year is whole stretches of them
    settled_after_days: int  # by then what was owed for the last day has been done, or is late


@command(needs=Permission.RUN_CLOCKS)
def draw(*, by: Actor) -> bool:
    """Counts the last stretch that is over and settled, and hangs it. Does nothing where a day of it was told already."""
    said = policy(PublicFigures)
    first, last = stretch(clocks.today() - dt.timedelta(days=said.settled_after_days), said.months)
    hanging = figures.read(board.read(figures.KEY))
    if hanging is not None and hanging.last >= first:
        return False
    journal.change(Event.PINNED, by=by)
    counts = counted(first, last, by=by)
    board.pin(
        figures.KEY,
        {
            "first": first.isoformat(), "last": last.isoformat(), "drawn": clocks.today().isoformat(),
            "counts": {name: counts[theirs] for name, theirs in OF.items()},
        },
    )  # fmt: skip
    return True


def stretch(day: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """The last whole stretch of months before a day: January to March, and so on."""
    begun = day.year * 12 + (day.month - 1) // months * months
    first, after = _month(begun - months), _month(begun)
    return first, after - dt.timedelta(days=1)


def counted(first: dt.date, last: dt.date, *, by: Actor) -> Mapping[str, Count]:
    """The leaders' measures of what was received in a stretch, with what may not be shown held back."""
    at = clocks.now()
    whole = rules.nothing()
    for line in promise.ledger(first, last, at=at, by=by):
        for place in rules.PLACES:
            whole[place] += getattr(line, place)
    for kept in promise.kept(first, last, at=at, by=by):
        for measure in rules.KEPT:
            whole[measure] += getattr(kept, measure)
    return shown(whole, policy(SmallCounts).hidden_under)


def shown(whole: Mapping[str, int], under: int) -> Mapping[str, Count]:
    """A row of measures as strangers may see it. Pure.

    Beyond the leaders' rule: where one of two that belong together is held back, the other stays only if nothing else that is
    shown lies within a small count of it.
    """
    hidden = rules.held_back([{"all": dict(whole)}], under=under)
    counts = {measure: None if ("all", measure) in hidden else whole[measure] for measure in rules.MEASURES}
    for kept, late in (("acknowledged_in_time", "acknowledged_late"), ("told_back_in_time", "told_back_late")):
        if counts[kept] is not None and counts[late] is None:
            others = [
                count for name, count in counts.items() if name in OF.values() and name != kept and count is not None
            ]
            if any(0 < abs(other - whole[kept]) < under for other in others):
                counts[kept] = None
    return counts


def _month(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)
