"""What the names in a record may be the same as, for whoever asks: what they may see, and whom they may ask."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseFault
from django.db import connection, transaction
from django.db.models import Q

from halcyon.domain.subjects import rules, sameness
from halcyon.domain.subjects.models import CONCERNED, DoubtKind, Judgement, Match, Mention, MentionKind, Same, Work
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor, ActorKind
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event

log = logging.getLogger("halcyon.subjects")
NOT_FINISHED = (
    "Matching has not finished for what is named here: it is tried again by itself. "
    "Until then do not take this for an answer that nothing was found."
)
CROWDED = "Something named here stands in so many records that only some of them were compared: it may be a shared one."
NOT_READ = (
    "What this may be the same as could not be read just now. That does not mean that nothing is there: try again."
)
ASKS = "select owner, name, agency, reference from subjects.asks(%s)"


@dataclass(frozen=True, slots=True)
class Named:
    """One side of a proposal: how it stands in which record."""

    mention: UUID
    kind: MentionKind
    written: str
    record: UUID
    reference: str
    record_kind: str
    at: datetime
    doubt: DoubtKind | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement that holds for a proposal."""

    id: UUID
    answer: Same
    reason: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be the same, with the waterfall as data. ``answer`` is what a member said of it, where one did."""

    id: UUID
    mine: Named
    other: Named
    weight: float
    above: bool
    parts: tuple[dict[str, Any], ...]
    against: tuple[dict[str, Any], ...]
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A record exists that shares something: whom to ask, and with which reference. Nothing of what is in it."""

    owner: int
    name: str
    agency: str
    reference: str


@dataclass(frozen=True, slots=True)
class Matches:
    """``above`` interrupts; ``others`` are counted and reachable; ``answered`` have been judged. ``failed`` is a sentence
    when matching failed or is partial: with it, nothing here may be read as *nothing found*.
    """

    above: tuple[Proposal, ...] = ()
    others: tuple[Proposal, ...] = ()
    answered: tuple[Proposal, ...] = ()
    asks: tuple[Asked, ...] = ()
    failed: str = ""
    remarks: tuple[str, ...] = field(default=())


def matches(record: Record, *, by: Actor) -> Matches:
    """What the names in a record may be the same as. Journalled with the records shown. Raises Refused."""
    by.check(Permission.READ_MATCHES)
    try:
        with transaction.atomic():
            return _matches(record, by)
    except DatabaseFault as fault:
        log.error("matches-unread %s", type(fault).__name__)
        return Matches(failed=NOT_READ)


def match(key: UUID, *, of: Record, by: Actor) -> Match:
    """One proposal of a record, to be answered. Raises NotVisible."""
    by.check(Permission.READ_MATCHES)
    found = Match.objects.select_related("a", "b").filter(Q(record=of) | Q(other=of), pk=key).first()
    if found is None:
        raise NotVisible()
    return found


def touched(record: Record, *, by: Actor) -> list[UUID]:
    """The records that may name the same one as this record, above the review line, as far as the actor may see."""
    found = Match.objects.filter(Q(record=record) | Q(other=record), above=True).values_list("record", "other")
    others = sorted({one for pair in found for one in pair} - {record.pk})
    journal.listed(Event.LISTED_MATCHES, [record, *others], by=by)
    return others


def about(records: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Whom records are about, as far as the acting member may see: the children, by what they are called."""
    found: dict[UUID, list[str]] = {}
    rows = Mention.objects.filter(record__in=list(records), sort=CONCERNED).order_by("made_at", "id")
    for record, written in rows.values_list("record", "written"):
        found.setdefault(record, []).append(written)
    return {record: list(dict.fromkeys(who)) for record, who in found.items()}


def _matches(record: Record, by: Actor) -> Matches:
    rows = list(
        Match.objects.select_related("a__record", "b__record")
        .filter(Q(record=record) | Q(other=record))
        .order_by("-weight", "id")
    )
    states = list(Work.objects.filter(record=record).values_list("state", "crowded"))
    asks = whom_to_ask([record.pk], by=by)
    shown = _proposals(record, rows)
    journal.listed(Event.LISTED_MATCHES, sorted({record.pk, *(one.other.record for one in shown)}), by=by)
    return Matches(
        above=tuple(one for one in shown if one.answer is None and one.above),
        others=tuple(one for one in shown if one.answer is None and not one.above),
        answered=tuple(one for one in shown if one.answer is not None),
        asks=asks,
        failed=NOT_FINISHED if any(state == "failed" for state, _ in states) else "",
        remarks=(CROWDED,) if any(crowded for _, crowded in states) else (),
    )


def whom_to_ask(records: Iterable[UUID], *, by: Actor) -> tuple[Asked, ...]:
    """Whose closed records share something with these: one line for each owner, as their lock allows."""
    if by.kind is not ActorKind.MEMBER:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(ASKS, [list(records)])
        return tuple(Asked(*row) for row in cursor.fetchall())


def _proposals(record: Record, rows: list[Match]) -> list[Proposal]:
    """One line for each pair of subjects: the heaviest, with what was said of the pair since it was found."""
    mentions = {mention.pk: mention for row in rows for mention in (row.a, row.b)}
    groups = sameness.grouped(mentions)
    doubts = sameness.latest_doubts(mentions)
    judged = _judged(groups)
    found: dict[tuple[UUID, UUID], Proposal] = {}
    for row in rows:
        mine, other = (row.a, row.b) if row.record_id == record.pk else (row.b, row.a)
        pair = _pair(groups[mine.pk], groups[other.pk])
        answer = _answer(row, pair, groups, judged)
        before = found.get(pair)
        if before is not None and (before.answer is None or answer is not None):
            continue
        found[pair] = Proposal(
            id=row.pk, mine=as_named(mine, mine.record, doubts),
            other=as_named(other, other.record, doubts), weight=row.weight, above=row.above,
            parts=tuple(row.parts), against=tuple(row.against), answer=answer,
        )  # fmt: skip
    return sorted(found.values(), key=lambda one: (-one.weight, one.id))


def _pair(a: UUID, b: UUID) -> tuple[UUID, UUID]:
    return (a, b) if a <= b else (b, a)


def _judged(groups: dict[UUID, UUID]) -> dict[tuple[UUID, UUID], list[Judgement]]:
    """The standing judgements between subjects, the latest last. Within one subject the pair is the subject twice."""
    ids = list(groups)
    found: dict[tuple[UUID, UUID], list[Judgement]] = {}
    for said in Judgement.objects.filter(a__in=ids, b__in=ids, taken_back=None).order_by("at", "id"):
        found.setdefault(_pair(groups[said.a_id], groups[said.b_id]), []).append(said)
    return found


def _answer(
    row: Match, pair: tuple[UUID, UUID], groups: dict[UUID, UUID], judged: dict[tuple[UUID, UUID], list[Judgement]]
) -> Answer | None:
    """What holds for a proposal: what was said of these very two, or of their subjects since it was found."""
    said = judged.get(pair, [])
    direct = [one for one in said if (one.a_id, one.b_id) == (row.a_id, row.b_id)]
    around = [one for one in said if one.at >= row.found_at or pair[0] == pair[1]]
    if not (direct or around):
        return None
    one = (direct or around)[-1]
    return Answer(one.pk, Same(one.answer), one.reason, one.by, one.at)


def named_in(mentions: Iterable[UUID]) -> dict[UUID, Named]:
    """How each mention stands in its record, for those that the acting member may see."""
    rows = {row.pk: row for row in Mention.objects.select_related("record").filter(pk__in=list(mentions))}
    doubts = sameness.latest_doubts(rows)
    return {key: as_named(row, row.record, doubts) for key, row in rows.items()}


def as_named(mention: Mention, record: Record, doubts: dict[UUID, DoubtKind]) -> Named:
    """A mention with its record, and what is said against it."""
    doubt = doubts.get(mention.pk)
    return Named(
        mention=mention.pk, kind=MentionKind(mention.kind), written=mention.written, record=mention.record_id,
        reference=record.reference, record_kind=record.kind, at=mention.made_at,
        doubt=doubt if rules.shown(doubt) else None,
    )  # fmt: skip
