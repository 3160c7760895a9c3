"""What somebody who leaves held goes to whom a person names: closed records, what is of concern, watches, asks, what is owed.

Nothing goes to anybody by itself, and while anything is still theirs nobody leaves from here. Of who is gone all the same a
manager names who holds it from now on, and reads none of it by that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from halcyon.domain.intelligence.commands.apart import is_about
from halcyon.domain.intelligence.models import Item, Report
from halcyon.domain.promise.commands import hand_over
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.owners import can_own
from halcyon.domain.sharing.following import LENT, ask_of
from halcyon.domain.sharing.models import Ask, Reply
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Detail, Lock, RecordKind
from halcyon.kernel.partnership import commands as partnership_commands
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.commands import NoSuchMember
from halcyon.kernel.partnership.models import Member

HOLDING: dict[RecordKind, Permission] = {
    RecordKind.ALERT: Permission.ANSWER_ALERT,
    RecordKind.CHILD: Permission.READ_CHILD,
    RecordKind.CONTACT: Permission.READ_CONTACT,
    RecordKind.INTELLIGENCE: Permission.READ_INTELLIGENCE,
    RecordKind.INTELLIGENCE_ITEM: Permission.READ_INTELLIGENCE,
    RecordKind.LISTED: Permission.READ_LISTS,
    RecordKind.REVIEW: Permission.REVIEW,
    RecordKind.SUBJECT: Permission.KEEP_SUBJECT,
    RecordKind.WATCH: Permission.WATCH,
}
"""What one must be let do to hold a record of each kind; whoever holds what others ask for must be let answer, too."""
NOT_YOURSELF = "Name somebody else: whoever names who holds it does not come to read it by that."
NOT_THEM = "They are not at the desk, or their role may hold none of it. Choose someone else."


class StillTheirs(ValueError):
    """Something would be left with nobody."""

    def __init__(self, name: str, rest: "Rest") -> None:
        super().__init__(
            f"{name} still holds {rest}: nobody else could open it or answer for it. They stay at the desk until somebody who "
            "may hold it takes it over. Nothing was changed."
        )


class CannotHold(ValueError):
    """Whoever was named cannot hold it."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is still somebody's: records, asks that wait for their answer, and everything else that they owe."""

    records: int
    asks: int
    owed: int

    def __bool__(self) -> bool:
        return bool(self.records or self.asks or self.owed)

    def __str__(self) -> str:
        said = (
            (self.records, "record", "records"),
            (self.asks, "ask that waits for an answer", "asks that wait for an answer"),
            (self.owed, "other thing that is owed", "other things that are owed"),
        )
        return " and ".join(f"{number} {one if number == 1 else many}" for number, one, many in said if number)


@command(needs=Permission.INSTALL)
def leave(*, email: str, takers: Sequence[str], by: Actor) -> Member:
    """Ends a member's access, once what they held is handed over to members with these addresses. Raises NoSuchMember, and
    StillTheirs where none of them may hold something: then nothing has changed.
    """
    leaver = _at_the_desk(email)
    to = [_at_the_desk(one) for one in takers]
    if rest := _hand_on(leaver, [one for one in to if one.pk != leaver.pk], by=by):
        raise StillTheirs(leaver.name, rest)
    return partnership_commands.leave(email=leaver.email, by=by)


@command(needs=Permission.NAME_OWNER)
def name_owner(*, left: int, to: int, by: Actor) -> Rest:
    """A manager says who holds what somebody who has left held; what is still nobody's. They themselves come to read none of
    it. Raises NotVisible, CannotHold.
    """
    leaver = partnership.member_of(left)
    taker = Member.objects.select_related("agency", "team").filter(principal=to, active=True).first()
    if leaver.active:
        raise NotVisible()
    if to == by.principal:
        raise CannotHold(NOT_YOURSELF)
    before = _rest(leaver, by=by)
    rest = _hand_on(leaver, [taker], by=by) if taker else before
    if rest == before:
        raise CannotHold(NOT_THEM)
    return rest


def _hand_on(leaver: Member, takers: Sequence[Member], *, by: Actor) -> Rest:
    """Hands everything over, each thing to the first who may hold it. For the length of this the hand reaches what the leaver
    and the takers see; nothing that is read under it is given back.
    """
    hand = replace(_reaching(by, leaver, *takers), permissions=by.permissions | LENT)
    with acting(hand):
        for record in _records(leaver):
            if taker := next((one for one in takers if _may_hold(one, record)), None):
                access.give_over(record=record, to=taker.principal_id, by=hand)
        for asked in _asks(leaver):
            if taker := next((one for one in takers if _may_answer(one, asked)), None):
                ask_of(asked, taker.principal_id, by=hand)
        for owed in _owed(leaver):
            if taker := next((one for one in takers if can_own(one.principal_id, owed.record_id)), None):
                hand_over(obligation=owed, to=taker.principal_id, by=hand)
    return _rest(leaver, by=by)


def _reaching(by: Actor, *members: Member) -> Actor:
    """The same hand, reaching what these members see."""
    theirs = (one for member in members for one in partnership.actor_of(member).principals)
    return replace(by, principals=tuple(dict.fromkeys((*by.principals, *theirs))))


def _rest(leaver: Member, *, by: Actor) -> Rest:
    with acting(_reaching(by, leaver)):
        asks = _asks(leaver)
        owed = _owed(leaver).exclude(record__in=[one.pk for one in asks])
        return Rest(len(_records(leaver)), len(asks), owed.count())


def _records(leaver: Member) -> list[Record]:
    """What nobody else, or nobody but by asking, can open, and what is of concern. What they sent or asked stays theirs."""
    theirs = Record.objects.filter(~Q(lock=Lock.OPEN) | Q(kind=RecordKind.SUBJECT), owner=leaver.principal_id)
    return list(theirs.order_by("created_at", "pk"))


def _asks(leaver: Member) -> list[Ask]:
    answered = Reply.objects.values("record")
    return list(Ask.objects.select_related("record").filter(to=leaver.principal_id).exclude(record__in=answered))


def _owed(leaver: Member) -> QuerySet[Obligation]:
    return Obligation.objects.filter(owner=leaver.principal_id, end="")


def _may_hold(member: Member, record: Record) -> bool:
    actor, kind = partnership.actor_of(member), RecordKind(record.kind)
    needed = {HOLDING[kind]}
    if record.lock != Lock.OPEN and kind is not RecordKind.WATCH:
        needed.add(Permission.SHARE)
    return all(actor.may(one) for one in needed) and not _is_about(member, record)


def _is_about(member: Member, record: Record) -> bool:
    """Whether a report that is set apart, or an item of it, is about them (decision 0033)."""
    reports = Item.objects.filter(pk=record.pk).values("report")
    found = Report.objects.filter(Q(pk=record.pk) | Q(pk__in=reports)).first()
    return found is not None and is_about(found, member.principal_id)


def _may_answer(member: Member, asked: Ask) -> bool:
    """Whoever may open what was asked for, and read the detail where one was asked for."""
    actor, closed = partnership.actor_of(member), Record.objects.filter(reference=asked.about).first()
    if closed is None or not actor.may(Permission.SHARE) or (asked.detail and not actor.reads(Detail(asked.detail))):
        return False
    return can_own(member.principal_id, closed.pk)


def _at_the_desk(email: str) -> Member:
    found = Member.objects.select_related("agency", "team").filter(email__iexact=email, active=True).first()
    if found is None:
        raise NoSuchMember(email)
    return found
