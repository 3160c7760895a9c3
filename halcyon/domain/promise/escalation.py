"""Rings whoever is next for what nobody has answered: danger by the rota, what is late by owner and managers.

Each rung is one event and one notice, in one transaction; run again, it changes nothing. It never ends, lowers or gives
away anything: it only tells.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from uuid import UUID

from halcyon.domain.promise.commands import climb, ladder_of
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Escalation, Ladder
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices import queries as told
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import rota_rules
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import Chain, on_duty, pack, policy

log = logging.getLogger("halcyon.promise")

ONE_ROUND = 500
OWNER = "owner"


@dataclass(frozen=True)
class Escalated:
    """What one round did: rungs rung, and obligations that could not climb (alarmed in the log, tried again)."""

    rung: int
    failed: int


@dataclass(frozen=True)
class Reached:
    """Where a notice goes, and the place that answers there."""

    place: str
    email: str
    principal: int | None


def escalate(*, at: dt.datetime, by: Actor) -> Escalated:
    """Rings everything that is due at `at`. One that cannot climb never holds back the others."""
    by.check(Permission.RUN_CLOCKS)
    due = Obligation.objects.filter(end="", climbs_at__lte=at).order_by("climbs_at").values_list("pk", flat=True)
    rung = failed = 0
    for key in list(due[:ONE_ROUND]):
        try:
            rung += _climb(obligation=key, at=at, by=by)
        except Exception as fault:
            failed += 1
            log.error("escalation-failed %s %s", key, type(fault).__name__)
    return Escalated(rung=rung, failed=failed)


@command(needs=Permission.RUN_CLOCKS)
def tell_gaps_ahead(*, at: dt.datetime, by: Actor) -> list[rota_rules.Gap]:
    """Tells the manager once a day that the rota has a gap ahead, and answers which."""
    ahead = policy(Escalation, at=at).gaps_ahead
    found = rota_rules.gaps(pack(), at, clocks.due(ahead, at))
    if found and not told.told_today(NoticeKind.ROTA_GAP, at):
        _tell_of_gap(on_duty(at), by)
    return found


@command(needs=Permission.RUN_CLOCKS)
def _climb(*, obligation: UUID, at: dt.datetime, by: Actor) -> int:
    """Rings the rungs of one obligation that are due; how many. Someone else's hold on it means: not now."""
    held = Obligation.objects.select_for_update(skip_locked=True).filter(pk=obligation, end="").first()
    if held is None:
        return 0
    closed = Record.objects.values_list("lock", flat=True).get(pk=held.record_id) != Lock.OPEN
    ladder, chain, rung = ladder_of(held, closed=closed), on_duty(at), 0
    while held.climbs_at is not None and held.climbs_at <= at:
        place, following = ladder.rung(held.step).place, ladder.climbs_at(held.step + 1, at)
        whom = _reached(place, held, chain)
        if whom is None and held.step + 1 < len(ladder.rungs):
            following = at  # nobody there: the next place is rung at once
        elif whom is None:
            whom = _anyone(ladder, held, chain)
        climb(
            held, step=held.step + 1, climbs_at=following, place=whom.place if whom else place,
            rung=whom is not None, by=by,
        )  # fmt: skip
        if whom is None:
            _tell_of_gap(chain, by)
        else:
            kind = NoticeKind.DANGER if held.at_once else NoticeKind.OVERDUE
            notices.queue(to=whom.email, recipient=whom.principal, kind=kind, by=by)
            rung += 1
    return rung


def _reached(place: str, held: Obligation, chain: Chain) -> Reached | None:
    """Who answers at a place now; None where nobody does. An owning team is reached through who is first."""
    if place != OWNER:
        found = getattr(chain, place)
        return Reached(place, found.email, found.principal) if found else None
    member = Member.objects.filter(principal_id=held.owner).first()
    if member is None:
        return Reached(place, chain.first.email, chain.first.principal) if chain.first else None
    return Reached(place, member.email, held.owner) if member.active else None


def _anyone(ladder: Ladder, held: Obligation, chain: Chain) -> Reached | None:
    """At the top, with nobody there: the first of the whole ladder who answers now."""
    reached = (_reached(rung.place, held, chain) for rung in ladder.rungs)
    return next((whom for whom in reached if whom is not None), None)


def _tell_of_gap(chain: Chain, by: Actor) -> None:
    """Alarms whoever can fill a gap; with nobody there either, the log is all that is left."""
    whom = chain.manager or chain.strategic
    if whom is None:
        log.error("rota-gap nobody-to-tell")
        return
    notices.queue(to=whom.email, recipient=whom.principal, kind=NoticeKind.ROTA_GAP, by=by)
