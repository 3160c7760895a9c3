"""Subjects, watches and reviews as their pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from halcyon.domain.subjects.commands import seconds_of
from halcyon.domain.subjects.models import Answered, DoubtKind, Ending, LinkStatus, LinkType, Subject
from halcyon.domain.subjects.queries import SubjectView
from halcyon.domain.subjects.queries.lists import Doubted, Told, ToReview, Watching
from halcyon.domain.subjects.queries.proposals import Named
from halcyon.domain.subjects.queries.subject import Judged, Linked
from halcyon.faces.desk.subjects.panel import RECORDS, address_of, doubt_words, kind_words
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import london_day, today
from halcyon.kernel.look.parts import Row

__all__ = ["concern_line", "doubt_line", "kind_words", "review_line", "subject", "told_table", "watch_line"]


@dataclass(frozen=True, slots=True)
class MentionLine:
    """Where the subject is named."""

    words: str
    where: str
    reference: str
    address: str
    at: datetime
    doubt: str
    doubt_address: str
    subject: str
    alike: str  # what else of its record may be the same, for whoever may see matches


@dataclass(frozen=True, slots=True)
class LinkLine:
    """How the subject hangs together with another."""

    how: str
    other: str
    kind: str
    subject: str
    roles: str
    dates: str
    grade: str
    reference: str
    status: str
    counts: bool
    why: str
    who: str
    change: str


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """What was said of two mentions, and whether it still stands."""

    answer: str
    words: str
    why: str
    who: str
    at: datetime
    taken_back: str
    take_back: str


@dataclass(frozen=True, slots=True)
class Waits:
    """That somebody would end the concern; ``answer`` leads a second person to agree, or to say why not."""

    who: str
    at: datetime
    why: str
    answer: str


@dataclass(frozen=True, slots=True)
class Once:
    """What was of concern and is so no more: two members ended it."""

    reference: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One subject."""

    title: str
    kind: str
    child: bool
    concern: tuple[Row, ...]
    concern_reference: str
    waits: Waits | None
    once: tuple[Once, ...]
    doubts: tuple[str, ...]
    mentions: tuple[MentionLine, ...]
    links: tuple[LinkLine, ...]
    judged: tuple[JudgedLine, ...]
    acts: Mapping[str, str]


def subject(found: SubjectView, *, by: Actor, known: Mapping[int, str]) -> SubjectPage:
    """A subject as its page shows it to this reader."""
    key = found.mention.pk
    acts = {"network": reverse("subjects:network", args=[key])}
    if by.may(Permission.WATCH):
        acts["watch"] = reverse("subjects:watch", args=[key])
    if by.may(Permission.LINK):
        acts |= {"link": reverse("subjects:link", args=[key])}
    if by.may(Permission.KEEP_SUBJECT) and found.concern is None and not found.child:
        acts["concern"] = reverse("subjects:concern", args=[key])
    if by.may(Permission.KEEP_SUBJECT) and found.concern is not None:
        acts["change"] = reverse("subjects:change", args=[found.concern.record.reference])
    if by.may(Permission.KEEP_SUBJECT) and found.concern is not None and _may_propose(found.concern, found.ending, by):
        acts["end"] = reverse("subjects:propose_end", args=[found.concern.record.reference])
    if by.may(Permission.HAND_OVER) and found.concern is not None:
        acts["hand_over"] = reverse("subjects:hand_over", args=[found.concern.record.reference])
    return SubjectPage(
        title=found.mention.written, kind=kind_words(found.kind), child=found.child,
        concern=_concern(found.concern, known) if found.concern else (),
        concern_reference=found.concern.record.reference if found.concern else "",
        waits=_waits(found.concern, found.ending, known, by) if found.concern and found.ending else None,
        once=tuple(_once(one, ending, known) for one, ending in found.once),
        doubts=tuple(doubt.label for doubt in found.doubts),
        mentions=tuple(mention_line(one, may_doubt=by.may(Permission.LINK), by=by) for one in found.mentions),
        links=tuple(_link(one, known, by) for one in found.links),
        judged=tuple(_judged(one, known, by) for one in found.judged),
        acts=acts,
    )  # fmt: skip


def mention_line(named: Named, *, may_doubt: bool = False, by: Actor | None = None) -> MentionLine:
    """Where something is named, with a way to its record; for ``by``, only what they may open."""
    return MentionLine(
        words=named.written, where=RECORDS.get(named.record_kind, "a record"), reference=named.reference,
        address=address_of(named.record_kind, named.reference, by), at=named.at, doubt=doubt_words(named.doubt),
        doubt_address=reverse("subjects:doubt", args=[named.mention]) if may_doubt else "",
        subject=reverse("subjects:subject", args=[named.mention]),
        alike=reverse("subjects:matches", args=[named.reference]) if by and by.may(Permission.READ_MATCHES) else "",
    )  # fmt: skip


def concern_line(
    one: Subject, known: Mapping[int, str], *, ending: Ending | None, doubts: tuple[DoubtKind, ...]
) -> dict[str, object]:
    """A person or place of concern in the list; ``ending``: somebody would end it, and a second person has not answered."""
    return {
        "ending": ending is not None, "doubts": [doubt.label for doubt in doubts],
        "words": one.mention.written, "kind": kind_words(one.mention.kind), "owner": known.get(one.record.owner or 0, ""),
        "review_on": one.review_on, "late": one.review_on < today(), "why": one.why,
        "address": reverse("subjects:subject", args=[one.mention_id]),
    }  # fmt: skip


def told_table(found: Iterable[Told]) -> list[tuple[str, ...]]:
    """How complete the two questions are: a count for each of the four answers."""
    return [(one.question.capitalize(), one.answer, f"{one.number} of {one.of}") for one in found if one.of]


def watch_line(one: Watching, known: Mapping[int, str], by: Actor) -> dict[str, object]:
    """A watch, with what came up."""
    watch = one.watch
    mine = watch.record.owner == by.principal
    return {
        "words": one.named.written if one.named else "something you may not open any more",
        "reason": watch.reason, "who": known.get(watch.set_by, "a member"), "ends_on": watch.ends_on,
        "ended": watch.ended_at is not None or watch.ends_on < today(), "seen_at": watch.seen_at,
        "seen": [mention_line(named) for named in one.seen], "address": reverse("subjects:watch_of", args=[watch.record.reference]),
        "may_end": mine and watch.ended_at is None, "may_see": watch.manager == by.principal and watch.seen_at is None,
    }  # fmt: skip


def review_line(one: ToReview, known: Mapping[int, str]) -> dict[str, object]:
    """What small concerns add up to."""
    review = one.review
    return {
        "own": review.record.lock == Lock.SILENT,
        "rule": review.rule, "policy": review.policy, "due": review.due_at, "raised": review.raised_at,
        "facts": [mention_line(named) for named in one.facts], "outcome": review.outcome,
        "answered_at": review.answered_at, "who": known.get(review.answered_by or 0, "a member"),
        "reference": review.record.reference, "address": reverse("subjects:review", args=[review.record.reference]),
    }  # fmt: skip


def doubt_line(one: Doubted) -> dict[str, object]:
    """Something doubted that is due to be looked at again."""
    return {
        "line": mention_line(one.named, may_doubt=True), "why": one.doubt.why, "kind": one.doubt.get_kind_display(),
        "review_on": one.doubt.review_on,
    }  # fmt: skip


def link_due_line(said: LinkStatus) -> dict[str, object]:
    """A link that is doubted and due to be looked at again."""
    link = said.link
    return {
        "words": f"{link.a.written} {LinkType(link.type).label} {link.b.written}", "why": said.why,
        "kind": said.get_status_display(), "review_on": said.review_on,
        "address": reverse("subjects:link_stands", args=[link.pk]),
    }  # fmt: skip


def _concern(one: Subject, known: Mapping[int, str]) -> tuple[Row, ...]:
    said = [
        Row(question, f"{words} ({Answered(how).label})" if words else Answered(how).label.capitalize())
        for question, words, how in (
            ("Ethnicity", one.ethnicity, one.ethnicity_said), ("Nationality", one.nationality, one.nationality_said),
        )
    ]  # fmt: skip
    late = ": this review is late" if one.review_on < today() else ""
    return (
        Row("Why it is of concern", one.why), Row("What was considered", one.considered),
        Row("Owner", known.get(one.record.owner or 0, "nobody")), Row("Looked at again", f"{one.review_on:%-d %B %Y}{late}"),
        *(said if one.mention.kind == "person" else ()),
    )  # fmt: skip


def _may_propose(concern: Subject, ending: Ending | None, by: Actor) -> bool:
    """Where nothing waits; and for its owner where whoever was to agree has left (decision 0056)."""
    return ending is None or (by.principal == concern.record.owner and not seconds_of(concern, by=by))


def _waits(concern: Subject, ending: Ending, known: Mapping[int, str], by: Actor) -> Waits:
    second = by.may(Permission.END_CONCERN) and by.principal != ending.proposed_by
    answer = reverse("subjects:answer_end", args=[concern.record.reference]) if second else ""
    return Waits(known.get(ending.proposed_by, "a member"), ending.proposed_at, ending.reason, answer)


def _once(concern: Subject, ending: Ending, known: Mapping[int, str]) -> Once:
    first, second = (known.get(who or 0, "a member") for who in (ending.proposed_by, ending.answered_by))
    days = (
        f"{london_day(concern.opened_at):%-d %B %Y}",
        f"{london_day(ending.answered_at or ending.proposed_at):%-d %B %Y}",
    )
    return Once(
        concern.record.reference,
        (
            Row("Of concern", f"from {days[0]} until {days[1]}"), Row("Why it was", concern.why),
            Row("What was considered", concern.considered), Row("Ended by", f"{first} and {second}"),
            Row("Why it ended", ending.reason), Row("Why the second agreed", ending.answer),
        ),
    )  # fmt: skip


def _link(one: Linked, known: Mapping[int, str], by: Actor) -> LinkLine:
    roles = [words for words in (one.my_role, one.other_role) if words != "not said"]
    return LinkLine(
        how=one.type.label if one.outgoing else f"{one.type.label} (the other way round)", other=one.other.written,
        kind=kind_words(one.other.kind), subject=reverse("subjects:subject", args=[one.other.mention]),
        roles="; ".join(roles), dates=_dates(one.since, one.until), grade=one.grade, reference=one.reference,
        status=one.holds, counts=one.counts, why=one.why, who=known.get(one.by, "a member"),
        change=reverse("subjects:link_stands", args=[one.id]) if by.may(Permission.LINK) else "",
    )  # fmt: skip


def _dates(since: date | None, until: date | None) -> str:
    first = f"since {since:%-d %B %Y}" if since else ""
    return " ".join(part for part in (first, f"until {until:%-d %B %Y}" if until else "") if part)


def _judged(one: Judged, known: Mapping[int, str], by: Actor) -> JudgedLine:
    taken = f"taken back by {known.get(one.taken_back_by or 0, 'a member')}: {one.taken_back_why}"
    stands = one.taken_back_at is None
    return JudgedLine(
        answer=one.answer.label, words=f"{one.a.written} ({one.a.reference}) and {one.b.written} ({one.b.reference})",
        why=one.reason, who=known.get(one.by, "a member"), at=one.at, taken_back="" if stands else taken,
        take_back=reverse("subjects:take_back", args=[one.id]) if stands and by.may(Permission.JUDGE) else "",
    )  # fmt: skip
