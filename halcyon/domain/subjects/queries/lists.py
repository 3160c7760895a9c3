"""What waits for someone: concerns to review, watches, what adds up, what is doubted, what is not yet compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from halcyon.domain.subjects import rules, sameness, standing
from halcyon.domain.subjects.models import (
    Answered,
    Doubt,
    DoubtKind,
    Ending,
    Fact,
    LinkStatus,
    Review,
    Seen,
    Subject,
    Watch,
    Work,
)
from halcyon.domain.subjects.queries.proposals import Named, named_in
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.clocks import today
from halcyon.kernel.journal import Event


@dataclass(frozen=True, slots=True)
class Told:
    """How often an answer was given, of how many adults of concern: completeness, counted and never inferred."""

    question: str
    answer: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """Each answer about ethnicity and nationality, counted of adults alone; of how many nobody said whether they are one."""

    told: tuple[Told, ...]
    not_known: int


@dataclass(frozen=True, slots=True)
class Watching:
    """A watch and what came up for it, as far as the reader may see."""

    watch: Watch
    named: Named | None
    seen: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ToReview:
    """What small concerns add up to: the facts, never a number about a child."""

    review: Review
    facts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Doubted:
    """Something suspected false or disproved that falls due to be looked at again."""

    doubt: Doubt
    named: Named


def how_many(*, by: Actor) -> dict[str, int]:
    """How many there are of what stands in the lists, beside what is shown of them."""
    by.check(Permission.READ_SUBJECT)
    return {
        "watches": Watch.objects.count(),
        "reviews": Review.objects.count(),
    }


def concerns(*, by: Actor, most: int | None = None) -> list[Subject]:
    """Persons and places of concern, the earliest day of review first; who was of concern once is not among them."""
    by.check(Permission.READ_SUBJECT)
    found = list(standing.of_concern().select_related("record", "mention").order_by("review_on", "pk")[:most])
    journal.listed(Event.LISTED_CONCERN, [one.pk for one in found], by=by)
    return found


def doubted_among(found: Iterable[Subject]) -> dict[UUID, tuple[DoubtKind, ...]]:
    """What is said against whom these are about, wherever they are named, by record: for a list that has journalled it."""
    about = {one.pk: one.mention_id for one in found}
    groups = sameness.grouped(about.values())
    against: dict[UUID, set[DoubtKind]] = {}
    for mention, kind in sameness.latest_doubts(groups).items():
        if rules.shown(kind):
            against.setdefault(groups[mention], set()).add(kind)
    return {record: tuple(sorted(against.get(groups.get(one, one), ()))) for record, one in about.items()}


def left_open(*, by: Actor) -> list[Subject]:
    """What all can read although it is known through a record alone that only ``by`` holds: theirs to close, too."""
    found = list(Subject.objects.select_related("record", "mention").filter(pk__in=standing.left_open(by=by)))
    journal.listed(Event.LISTED_CONCERN, [one.pk for one in found], by=by)
    return found


def endings(records: Iterable[UUID]) -> dict[UUID, Ending]:
    """The proposals to end a concern that wait for a second person, by record, among those given."""
    return {one.record_id: one for one in Ending.objects.filter(record__in=list(records), agreed=None)}


def ending(subject: Subject) -> Ending:
    """The proposal that waits for a second person. Raises NotVisible."""
    found = Ending.objects.filter(record=subject.record, agreed=None).first()
    if found is None:
        raise NotVisible()
    return found


def ended_among(records: Iterable[UUID]) -> set[UUID]:
    """Those of the records that were of concern and are so no more."""
    return set(Ending.objects.filter(record__in=list(records), agreed=True).values_list("record_id", flat=True))


def concerns_of(records: Iterable[UUID]) -> dict[UUID, Named]:
    """What these records of concern are about, by record: for a list that has journalled what it shows."""
    about = dict(Subject.objects.filter(record__in=list(records)).values_list("record_id", "mention_id"))
    named = named_in(about.values())
    return {record: named[mention] for record, mention in about.items() if mention in named}


def concern(reference: str, *, by: Actor) -> Subject:
    """One person or place of concern; the reading is journalled. Raises NotVisible."""
    found = Subject.objects.select_related("record", "mention").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    journal.read(Event.OPENED_SUBJECT, found, by=by)
    return found


def watches(*, by: Actor, most: int | None = None) -> list[Watching]:
    """The reader's own watches, and those they see as a manager."""
    found = list(Watch.objects.select_related("record", "mention").order_by("-set_at")[:most])
    seen = list(Seen.objects.filter(record__in=[one.pk for one in found]).order_by("-at"))
    named = named_in([*(one.mention_id for one in found), *(one.mention_id for one in seen)])
    journal.listed(Event.LISTED_WATCHES, [one.pk for one in found], by=by)
    return [
        Watching(
            watch=one, named=named.get(one.mention_id),
            seen=tuple(named[row.mention_id] for row in seen if row.record_id == one.pk and row.mention_id in named),
        )
        for one in found
    ]  # fmt: skip


def watch(reference: str, *, by: Actor) -> Watch:
    """One watch that is the reader's own or that they manage. Raises NotVisible."""
    found = Watch.objects.select_related("record").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    journal.listed(Event.LISTED_WATCHES, [found.pk], by=by)
    return found


def reviews(*, by: Actor, most: int | None = None) -> list[ToReview]:
    """What small concerns add up to, what nobody has answered first."""
    waiting_first = F("answered_at").desc(nulls_first=True)
    found = list(Review.objects.select_related("record").order_by(waiting_first, "due_at")[:most])
    found.sort(key=lambda one: (one.answered_at is not None, one.due_at))
    journal.listed(Event.LISTED_REVIEWS, [one.pk for one in found], by=by)
    return [_to_review(one, facts) for one, facts in _with_facts(found)]


def review(reference: str, *, by: Actor) -> ToReview:
    """One review with its facts. Raises NotVisible."""
    found = Review.objects.select_related("record").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    (whole,) = _with_facts([found])
    journal.read(Event.LISTED_REVIEWS, found, *sorted({named.record for named in whole[1]}), by=by)
    return _to_review(*whole)


def due_for_review(*, by: Actor) -> list[Doubted]:
    """What is suspected false or disproved and falls due to be looked at again, the latest word on each."""
    latest: dict[UUID, Doubt] = {}
    for doubt in Doubt.objects.order_by("at", "id"):
        latest[doubt.mention_id] = doubt
    due = [doubt for doubt in latest.values() if doubt.review_on is not None and doubt.review_on <= today()]
    named = named_in(doubt.mention_id for doubt in due)
    journal.listed(Event.LISTED_CONCERN, sorted({doubt.record_id for doubt in due}), by=by)
    return [Doubted(doubt, named[doubt.mention_id]) for doubt in sorted(due, key=lambda one: one.review_on or today())]


def links_due_for_review(*, by: Actor) -> list[LinkStatus]:
    """The links that are suspected false or disproved and fall due to be looked at again, the latest word on each."""
    latest = {
        said.link_id: said for said in LinkStatus.objects.select_related("link__a", "link__b").order_by("at", "id")
    }
    due = [said for said in latest.values() if said.review_on is not None and said.review_on <= today()]
    journal.listed(Event.LISTED_CONCERN, sorted({said.record_id for said in due}), by=by)
    return sorted(due, key=lambda said: said.review_on or today())


def unfinished() -> int:
    """How many mentions could not be compared yet, of those the acting member may see."""
    return Work.objects.filter(state="failed").count()


def heritage_told(found: Iterable[Subject]) -> Completeness:
    """How complete ethnicity and nationality are for the adults among some subjects: four answers, each counted.

    Who is not known to be an adult does not count as one, and who is a child, in any record, never does.
    """
    people = [one for one in found if one.mention.kind == "person" and one.adult is not False]
    groups = sameness.grouped(one.mention_id for one in people)
    children = {groups[mention] for mention in sameness.children_among(groups)}
    grown = [one for one in people if groups.get(one.mention_id) not in children]
    adults = [one for one in grown if one.adult]
    told = tuple(
        Told(question, answer.label, sum(getattr(one, f"{question}_said") == answer for one in adults), len(adults))
        for question in ("ethnicity", "nationality")
        for answer in Answered
    )
    return Completeness(told, not_known=len(grown) - len(adults))


def _with_facts(found: list[Review]) -> list[tuple[Review, tuple[Named, ...]]]:
    facts = list(Fact.objects.filter(record__in=[one.pk for one in found]))
    named = named_in(fact.mention_id for fact in facts)
    return [
        (one, tuple(named[fact.mention_id] for fact in facts if fact.record_id == one.pk and fact.mention_id in named))
        for one in found
    ]


def _to_review(found: Review, facts: tuple[Named, ...]) -> ToReview:
    return ToReview(found, tuple(sorted(facts, key=lambda named: named.at)))
