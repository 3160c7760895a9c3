"""One subject as its page shows it: every mention of it that the reader may see, what was judged, and what hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from halcyon.domain.subjects import rules, sameness
from halcyon.domain.subjects.models import (
    DoubtKind,
    Ending,
    Judgement,
    Link,
    LinkStatus,
    LinkType,
    Mention,
    MentionKind,
    Role,
    Same,
    Status,
    Subject,
    TakingBack,
)
from halcyon.domain.subjects.queries.proposals import Named, named_in
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, with the other side, and when it was taken back."""

    id: UUID
    a: Named
    b: Named
    answer: Same
    reason: str
    by: int
    at: datetime
    taken_back_at: datetime | None
    taken_back_by: int | None
    taken_back_why: str


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of the subject: the other end, what both are in it, and how far it holds."""

    id: UUID
    type: LinkType
    mine: Named
    other: Named
    outgoing: bool
    my_role: str
    other_role: str
    since: date | None
    until: date | None
    grade: str
    source: UUID
    reference: str
    status: Status
    holds: str
    why: str
    counts: bool
    review_on: date | None
    by: int


@dataclass(frozen=True, slots=True)
class SubjectView:
    """A subject. ``concern`` where it is of concern now, in a record of its own; ``child`` where it is a child."""

    mention: Mention
    kind: MentionKind
    mentions: tuple[Named, ...]
    judged: tuple[Judged, ...]
    links: tuple[Linked, ...]
    concern: Subject | None
    child: bool
    ending: Ending | None  # the proposal to end the concern that waits for a second person
    once: tuple[tuple[Subject, Ending], ...]  # what was of concern and is so no more, the latest end first

    @property
    def doubts(self) -> tuple[DoubtKind, ...]:
        """What is said against what the records say: shown wherever the name is."""
        return tuple(sorted({named.doubt for named in self.mentions if named.doubt}))


def mention(key: UUID, *, by: Actor) -> Mention:
    """One mention, to be acted on; the reading is journalled. Raises NotVisible."""
    found = _mention(key, by)
    journal.read(Event.OPENED_SUBJECT, found.record_id, by=by)
    return found


def judgement(key: UUID, *, by: Actor) -> Judgement:
    """What was said of two mentions, to be taken back; the reading is journalled. Raises NotVisible."""
    by.check(Permission.READ_SUBJECT)
    found = Judgement.objects.select_related("a", "b").filter(pk=key).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_SUBJECT, found.record_id, found.other_id, by=by)
    return found


def link(key: UUID, *, by: Actor) -> Link:
    """One link, to be said something of; the reading is journalled. Raises NotVisible."""
    by.check(Permission.READ_SUBJECT)
    found = Link.objects.select_related("a__record", "b", "record").filter(pk=key).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_SUBJECT, *sorted({found.record_id, found.other_id, found.third_id}), by=by)
    return found


def _mention(key: UUID, by: Actor) -> Mention:
    by.check(Permission.READ_SUBJECT)
    found = Mention.objects.select_related("record").filter(pk=key).first()
    if found is None:
        raise NotVisible()
    return found


def subject(key: UUID, *, by: Actor) -> SubjectView:
    """The subject that a mention belongs to, as far as the reader may see; the reading is journalled. Raises NotVisible."""
    first = _mention(key, by)
    mentions = sameness.subject_of(first.pk)
    judgements = list(
        Judgement.objects.select_related("a__record", "b__record")
        .filter(Q(a__in=mentions) | Q(b__in=mentions))
        .order_by("-at")
    )
    links = list(
        Link.objects.select_related("record", "a__record", "b__record")
        .filter(Q(a__in=mentions) | Q(b__in=mentions))
        .order_by("-at")
    )
    judged = {end for one in judgements for end in (one.a_id, one.b_id)}
    everyone = mentions | judged | {end for link in links for end in (link.a_id, link.b_id)}
    shown = named_in(everyone)
    children = sameness.children_among(everyone)
    taken = {row.pk: row for row in TakingBack.objects.filter(judgement__in=[one.pk for one in judgements])}
    statuses = latest_statuses(link.pk for link in links)
    concerns = list(Subject.objects.select_related("record", "mention").filter(mention__in=mentions))
    ends = {one.record_id: one for one in _endings(concerns)}
    journal.read(Event.OPENED_SUBJECT, *sorted({shown[one].record for one in mentions}), by=by)
    return SubjectView(
        mention=first,
        kind=MentionKind(first.kind),
        mentions=tuple(sorted((shown[one] for one in mentions), key=lambda one: (one.at, one.mention), reverse=True)),
        judged=tuple(_judged(one, shown, taken.get(one.pk)) for one in judgements),
        links=tuple(linked(link, shown, mentions, children, statuses.get(link.pk)) for link in links),
        concern=next((one for one in concerns if not _is_over(ends.get(one.pk))), None),
        child=bool(children & mentions),
        ending=next((one for one in ends.values() if one.agreed is None), None),
        once=tuple((one, ends[one.pk]) for one in concerns if _is_over(ends.get(one.pk))),
    )


def _endings(concerns: Iterable[Subject]) -> Iterable[Ending]:
    """Of each concern the proposal that was agreed to or waits; a no changes nothing."""
    return Ending.objects.filter(record__in=[one.pk for one in concerns]).exclude(agreed=False).order_by("proposed_at")


def _is_over(ending: Ending | None) -> bool:
    return ending is not None and ending.agreed is True


def latest_statuses(links: Iterable[UUID], *, until: datetime | None = None) -> dict[UUID, LinkStatus]:
    """What was said last of each link that anything was said of, or had been said by a moment."""
    rows = LinkStatus.objects.filter(link__in=list(links))
    rows = rows if until is None else rows.filter(at__lte=until)
    return {row.link_id: row for row in rows.order_by("at", "id")}


def _judged(one: Judgement, shown: dict[UUID, Named], taken: TakingBack | None) -> Judged:
    return Judged(
        id=one.pk, a=shown[one.a_id], b=shown[one.b_id], answer=Same(one.answer), reason=one.reason, by=one.by,
        at=one.at, taken_back_at=taken.at if taken else None, taken_back_by=taken.by if taken else None,
        taken_back_why=taken.reason if taken else "",
    )  # fmt: skip


def linked(
    link: Link, shown: dict[UUID, Named], mine: set[UUID], children: set[UUID], said: LinkStatus | None
) -> Linked:
    """A link from the side of the subject whose mentions are ``mine``."""
    outgoing = link.a_id in mine
    me, other = (link.a_id, link.b_id) if outgoing else (link.b_id, link.a_id)
    roles = (Role(link.role_a), Role(link.role_b)) if outgoing else (Role(link.role_b), Role(link.role_a))
    status = Status(said.status) if said else Status.ASSERTED
    return Linked(
        id=link.pk, type=LinkType(link.type), mine=shown[me], other=shown[other], outgoing=outgoing,
        my_role=rules.role_words(roles[0], child=bool(children & mine)),
        other_role=rules.role_words(roles[1], child=other in children),
        since=link.since, until=link.until, grade=link.grade, source=link.record_id, reference=link.record.reference,
        status=status, holds=rules.holds_in_words(status, (shown[me].doubt, shown[other].doubt)),
        why=said.why if said else "",
        counts=rules.counts(
            status, anyway=bool(said and said.counts_anyway), ends=(shown[me].doubt, shown[other].doubt)
        ),
        review_on=said.review_on if said else None, by=link.by,
    )  # fmt: skip
