"""Asking for a record that is closed, or a detail of one; and a reasoned answer, also to a look that nobody was told of.

Until the answer is given it is owed, with a clock that climbs like any other. Nothing is shared by itself.
"""

from datetime import date, datetime, time, timedelta

from django.db import connection

from halcyon.domain.children.models import Child
from halcyon.domain.children.queries.withholding import holder_of
from halcyon.domain.promise.commands import fulfil, owe
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.domain.sharing.models import Ask, Reply
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, grant, hold, keep_looks, new_record
from halcyon.kernel.access.models import Grant, Look, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.roles import Role
from halcyon.kernel.access.rules import Detail, RecordKind
from halcyon.kernel.clocks import LONDON, now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

ONE_ROUND = 100
NAMES_OWNER = {NoticeKind.ASKED: Role.TEAM_MANAGER, NoticeKind.LOOKED: Role.STRATEGIC_LEAD}
"""Who is told in place of an owner who has left: of something silent the lead alone, as its clock does."""


class ReplyIncomplete(ValueError):
    """An answer that lacks something; ``field`` says where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@command(needs=Permission.ASK)
def ask(*, reference: str, why: str, by: Actor) -> Ask:
    """Asks the owner of a closed record to share it; asked again while it is open, the same ask is returned.

    Raises NotVisible exactly as for nothing when no record answers to this reference.
    """
    journal.change(Event.ASKED_FOR, by=by)
    owner = _owner_of(reference, by)
    if owner is None:
        raise NotVisible(reference)  # what was noted here is undone with the rest: whoever answers notes it
    return _ask(reference, owner, why=why, by=by)


@command(needs=Permission.ASK)
def ask_detail(*, child: Child, detail: Detail, why: str, by: Actor) -> Ask:
    """Asks whoever keeps a detail of children's records to share it, of this child, with a member whose role does not read it.

    Asked again while it is open, the same ask is returned. Raises NotVisible where nobody keeps it, or they read it.
    """
    journal.change(Event.ASKED_FOR, child, by=by)
    keeper = holder_of(detail, but=by.principal)
    if keeper is None or by.reads(detail):
        raise NotVisible()
    return _ask(child.record.reference, keeper.principal_id, detail=detail, why=why, by=by)


def _ask(reference: str, owner: int, *, why: str, by: Actor, detail: str = "") -> Ask:
    same = Ask.objects.filter(about=reference, detail=detail, asked_by=by.principal, to=owner)
    before = same.order_by("-asked_at").first()
    if before is not None and not Reply.objects.filter(record=before.record).exists():
        return before
    record = new_record(kind=RecordKind.ASK, team=partnership.own_team().pk, owner=by.principal, by=by)
    asked = Ask(record=record, about=reference, detail=detail, why=why.strip(), asked_by=by.principal, to=owner)
    asked.save(force_insert=True)
    Grant(record=record, principal=owner, reason="It is asked of them.", granted_by=by.principal).save(
        force_insert=True
    )
    journal.change(Event.GRANTED, record, by=by)
    journal.change(Event.ASKED, record, by=by)
    _owe_reply(record, owner, by)
    _tell(owner, NoticeKind.ASKED, by)
    return asked


@command(needs=Permission.SHARE)
def answer_ask(*, asked: Ask, shared: bool, reason: str, by: Actor, until: date | None = None) -> Reply:
    """The owner shares what was asked for, or says why not. Raises ReplyIncomplete, Conflict, NotVisible.

    A detail is shared by who reads it, of the one child, and with the one who asked.
    """
    if by.principal != asked.to or (asked.detail and not by.reads(Detail(asked.detail))):
        raise NotVisible()
    hold(asked.record)
    if Reply.objects.filter(record=asked.record).exists():
        raise Conflict()
    closed = Record.objects.filter(reference=asked.about).first()
    if closed is None:
        raise NotVisible(asked.about)
    return _answer(
        asked.record, closed, whom=asked.asked_by, shared=shared, reason=reason, until=until, detail=asked.detail, by=by
    )


@command(needs=Permission.SHARE)
def answer_look(*, look: Look, shared: bool, reason: str, by: Actor, until: date | None = None) -> Reply:
    """The owner of a silent record shares it with whoever looked, or says why not: to them nothing is said.

    Raises ReplyIncomplete, Conflict, NotVisible.
    """
    closed = Record.objects.filter(pk=look.record_id, owner=by.principal).first()
    if closed is None:
        raise NotVisible()
    hold(closed)
    if Reply.objects.filter(record=closed, look=look.pk).exists():
        raise Conflict()
    whom = (
        look.looked_by or closed.team
    )  # a telling that came in touched it: it is shared with the team that reads tellings
    return _answer(closed, closed, whom=whom, shared=shared, reason=reason, until=until, look=look, by=by)


@command(needs=Permission.RUN_CLOCKS)
def tell_owners(*, by: Actor) -> int:
    """Tells the owners of silent records that someone looked, and opens the reply that each look is owed; how many."""
    keep_looks(by=by)
    looks = list(
        Look.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("record")
        .filter(told_at=None)[:ONE_ROUND]
    )
    for look in looks:
        if look.record.owner is not None:
            _owe_reply(look.record, look.record.owner, by, starts=look.looked_at)
            _tell(look.record.owner, NoticeKind.LOOKED, by)
        Look.objects.filter(pk=look.pk).update(told_at=now())
    return len(looks)


def unanswered_looks(record: Record) -> list[Look]:
    """The looks at a silent record that its owner has not answered, the earliest first."""
    answered = Reply.objects.filter(record=record).exclude(look=None).values_list("look", flat=True)
    return list(Look.objects.filter(record=record).exclude(pk__in=list(answered)).order_by("looked_at"))


def _answer(
    record: Record, closed: Record, *, whom: int, shared: bool, reason: str, until: date | None, by: Actor,
    look: Look | None = None, detail: str = "",
) -> Reply:  # fmt: skip
    if not reason.strip():
        raise ReplyIncomplete("reason", "Say why. A no is a record too, and is read when it is asked about later.")
    if shared and until is not None and until < today():
        raise ReplyIncomplete("until", "The last day is over already. Choose today or a later day, or leave it empty.")
    reply = Reply(
        record=record, look=look.pk if look else None, shared=shared, reason=reason.strip(),
        until=until if shared else None, by=by.principal,
    )  # fmt: skip
    reply.save(force_insert=True)
    journal.change(Event.ANSWERED_ASK, record, by=by, detail="shared" if shared else "not shared")
    if shared:
        ends = datetime.combine(until + timedelta(days=1), time(), LONDON) if until else None
        grant(record=closed, to=whom, reason=reason.strip(), ends_at=ends, detail=detail, by=by)
    if look is None or not unanswered_looks(record):
        for owed in Obligation.objects.filter(record=record, duty=Duty.REPLY, end=""):
            fulfil(obligation=owed, evidence=reply.pk, by=by)
    if shared or look is None:  # whoever looked at something silent learns nothing by a no
        _tell(whom, NoticeKind.ANSWERED, by)
    return reply


def _owner_of(reference: str, by: Actor) -> int | None:
    """Whom a closed record says to ask; None when it is silent, visible, or not there."""
    with connection.cursor() as cursor:
        cursor.execute("select owner from access.answer_for(%s, %s)", [[reference], by.principal])
        row = cursor.fetchone()
    return row[0] if row else None


def _owe_reply(record: Record, owner: int, by: Actor, *, starts: datetime | None = None) -> None:
    owe(
        record=record, duty=Duty.REPLY, to=OwedTo.MEMBER, starts=starts or now(), owner=owner,
        agency=partnership.member_of(owner).agency_id, by=by,
    )  # fmt: skip


def _tell(principal: int, kind: NoticeKind, by: Actor) -> None:
    """Tells a member that something waits; where whoever holds it has left, those who may say who holds it now."""
    member = Member.objects.select_related("agency", "team").filter(principal=principal).first()
    if member is None:
        return
    told = [member] if member.active else partnership.with_role(NAMES_OWNER[kind]) if kind in NAMES_OWNER else []
    for one in told:
        queue(to=one.email, recipient=one.principal_id, kind=kind, by=by)
