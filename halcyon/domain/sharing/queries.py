"""What was asked of a member, what a member asked, and who looked at what is theirs: journalled, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.domain.sharing.models import Ask, Reply
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Look, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.journal import Event


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask, or a look (``look``), with its answer. ``due`` is when the answer is late; None once it is given.

    ``kind`` is the kind of record that the reader asked for, once they may open it; ``detail`` what of it was asked for,
    where it was not the whole record.
    """

    id: UUID
    look: bool
    about: str
    why: str
    who: int
    at: datetime
    due: datetime | None
    answered_by: int | None
    answered_at: datetime | None
    shared: bool
    reason: str
    until: date | None
    detail: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Asks:
    """Everything about asking that concerns one member: what waits for their answer first. ``left_out``: how many more were
    answered."""

    of_me: tuple[Asked, ...]
    by_me: tuple[Asked, ...]
    left_out: int = 0


def asks(*, by: Actor, most: int | None = None) -> Asks:
    """What was asked of ``by``, who looked at what is silent and theirs, and what they asked themselves: all that waits, and
    of what was answered the latest.
    """
    every = Ask.objects.select_related("record").order_by("-asked_at")
    done = Q(record__in=Reply.objects.filter(look=None).values("record"))
    mine = Look.objects.select_related("record").filter(record__owner=by.principal, record__lock=Lock.SILENT)
    seen = Q(pk__in=Reply.objects.exclude(look=None).values("look"))
    found = [*every.exclude(done), *every.filter(done)[:most]]
    looks = [*mine.order_by("-looked_at").exclude(seen), *mine.order_by("-looked_at").filter(seen)[:most]]
    records = {one.record_id for one in found} | {one.record_id for one in looks}
    due = _due(records)
    replies = {(reply.record_id, reply.look): reply for reply in Reply.objects.filter(record_id__in=records)}
    of_me = [_ask(one, due, replies) for one in found if one.to == by.principal]
    of_me += [_look(one, due, replies) for one in looks]
    asked = [one for one in found if one.asked_by == by.principal]
    opens = dict(Record.objects.filter(reference__in={one.about for one in asked}).values_list("reference", "kind"))
    journal.listed(Event.LISTED_ASKS, [one.pk for one in (*found, *looks)], by=by)
    return Asks(
        of_me=tuple(sorted(of_me, key=lambda one: (one.answered_at is not None, -one.at.timestamp()))),
        by_me=tuple(replace(_ask(one, due, replies), kind=opens.get(one.about, "")) for one in asked),
        left_out=every.count() - len(found) + mine.count() - len(looks) if most else 0,
    )


def asked_of(ask_id: UUID, *, by: Actor) -> Ask:
    """One ask that ``by`` answers. Raises NotVisible."""
    found = Ask.objects.select_related("record").filter(pk=ask_id, to=by.principal).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_ASK, found, by=by)
    return found


def look_at_mine(look_id: UUID, *, by: Actor) -> Look:
    """One look at something silent that is theirs. Raises NotVisible."""
    found = Look.objects.select_related("record").filter(pk=look_id, record__owner=by.principal).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_ASK, found, by=by)
    return found


def answered(asked: Ask | Look) -> bool:
    """Whether this ask, or this look, has its answer. There is only ever one."""
    return Reply.objects.filter(record=asked.record, look=asked.pk if isinstance(asked, Look) else None).exists()


def open_details(reference: str, *, by: Actor) -> dict[str, datetime]:
    """The details of one child's record that ``by`` has asked for and has no answer about, with when it is owed."""
    mine = Ask.objects.filter(about=reference, asked_by=by.principal).exclude(detail="")
    waiting = {one.record_id: one.detail for one in mine}
    return {waiting[record]: due for record, due in _due(set(waiting)).items()} if waiting else {}


def open_asks(references: Iterable[str], *, by: Actor) -> dict[str, datetime]:
    """Which of these closed records ``by`` has asked for and has no answer about, with when it is owed."""
    mine = Ask.objects.filter(about__in=list(references), asked_by=by.principal, detail="")
    waiting = dict(mine.values_list("record_id", "about"))
    return {waiting[record]: due for record, due in _due(set(waiting)).items()} if waiting else {}


def waiting_for(*, by: Actor) -> int:
    """How many answers ``by`` owes: a number for the navigation."""
    return Obligation.objects.filter(duty=Duty.REPLY, end="", owner=by.principal).count()


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Somebody who has left and still holds something: how many answers wait for them, and when the first of what is owed
    is late. Nothing of what it is."""

    member: int
    waiting: int
    due: datetime | None


def left_behind(*, by: Actor) -> tuple[LeftBehind, ...]:
    """Who has left and still holds something, what is late first. The reading is journalled."""
    by.check(Permission.NAME_OWNER)
    journal.listed(Event.LISTED_ASKS, [], by=by)
    with connection.cursor() as cursor:
        cursor.execute("select member, waiting, due from sharing.left_behind()")
        return tuple(LeftBehind(*row) for row in cursor.fetchall())


def record_of(reference: str) -> Record | None:
    """The record of a reference, as far as the acting member may see it."""
    return Record.objects.filter(reference=reference).first()


def _due(records: set[UUID]) -> dict[UUID, datetime]:
    owed = Obligation.objects.filter(record_id__in=records, duty=Duty.REPLY, end="")
    return dict(owed.values_list("record_id", "due_at"))


def _ask(one: Ask, due: dict[UUID, datetime], replies: dict[tuple[UUID, UUID | None], Reply]) -> Asked:
    reply = replies.get((one.record_id, None))
    asked = _asked(one.pk, False, one.about, one.why, one.asked_by, one.asked_at, due.get(one.record_id), reply)
    return replace(asked, detail=one.detail)


def _look(one: Look, due: dict[UUID, datetime], replies: dict[tuple[UUID, UUID | None], Reply]) -> Asked:
    reply = replies.get((one.record_id, one.pk))
    return _asked(one.pk, True, one.record.reference, "", one.looked_by, one.looked_at, due.get(one.record_id), reply)


def _asked(
    key: UUID, look: bool, about: str, why: str, who: int, at: datetime, due: datetime | None, reply: Reply | None
) -> Asked:
    return Asked(
        id=key, look=look, about=about, why=why, who=who, at=at, due=None if reply else due,
        answered_by=reply.by if reply else None, answered_at=reply.at if reply else None,
        shared=reply.shared if reply else False, reason=reply.reason if reply else "",
        until=reply.until if reply else None,
    )  # fmt: skip
