"""An ask waits for whoever holds what was asked for now: where that changes hands, the ask goes with it, and its clock runs on."""

from dataclasses import replace

from halcyon.domain.promise.commands import fulfil, hand_over
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.domain.sharing.models import Ask, Reply
from halcyon.kernel import journal
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Grant, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import actor_of

LENT = frozenset({Permission.HAND_OVER, Permission.RESTRICT})
ASKED_NOW = "It is asked of them now."
THEIRS_NOW = "It was handed over to them: it is theirs now."


def asks_follow(record: Record, before: int, to: int, by: Actor) -> None:
    """What waits for an answer of whoever held this record waits for whoever holds it now. Of an ask for a detail of a child's
    record nothing changes: that is asked of who keeps the detail. Nothing that is read under this is given back.
    """
    member = Member.objects.select_related("agency", "team").filter(principal=to, active=True).first()
    if member is None or not actor_of(member).may(Permission.SHARE):
        return
    reach = tuple(dict.fromkeys((*by.principals, before, to)))
    hand = replace(by, principals=reach, permissions=by.permissions | LENT)
    with acting(hand):
        open_asks = Ask.objects.filter(about=record.reference, detail="", to=before).exclude(
            record__in=Reply.objects.values("record")
        )
        for asked in open_asks.select_related("record"):
            if asked.asked_by == to:
                _is_theirs(asked, by=hand)
                continue
            ask_of(asked, to, by=hand)
            for owed in _owed(asked):
                hand_over(obligation=owed, to=to, by=hand)


def ask_of(asked: Ask, to: int, *, by: Actor) -> None:
    """The ask waits for somebody else's answer now. What is owed is handed over by the caller."""
    access.grant(record=asked.record, to=to, reason=ASKED_NOW, by=by)
    for given in Grant.objects.filter(record=asked.record, principal=asked.to, ended_at=None):
        access.end_grant(given=given, by=by)
    Ask.objects.filter(pk=asked.pk).update(to=to)
    journal.change(Event.CHANGED_HANDS, asked, by=by)


def _is_theirs(asked: Ask, *, by: Actor) -> None:
    """Whoever asked holds it now: the ask has its answer."""
    reply = Reply(record=asked.record, shared=True, reason=THEIRS_NOW, by=by.principal)
    reply.save(force_insert=True)
    journal.change(Event.ANSWERED_ASK, asked.record, by=by, detail="shared")
    for owed in _owed(asked):
        fulfil(obligation=owed, evidence=reply.pk, by=by)


def _owed(asked: Ask) -> list[Obligation]:
    return list(Obligation.objects.filter(record=asked.record, duty=Duty.REPLY, end=""))
