"""Every read of intelligence that a face needs, journalled, as plain values. PostgreSQL decides what is there to read.

The handling code and its conditions are a part of every view: nothing here gives an item's words without them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from halcyon.domain.children.models import Statement
from halcyon.domain.intelligence import rules
from halcyon.domain.intelligence.models import (
    Apart,
    Dissemination,
    Grading,
    Item,
    Named,
    Original,
    Outcome,
    Report,
    Sanitised,
)
from halcyon.domain.intelligence.rules import Assessment, Code, Grade, Handling, Priority, Source
from halcyon.domain.intelligence.things import Thing, spotted
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.domain.subjects.queries import known_names
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Grant, Record
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.matching import Kind
from halcyon.kernel.sources.commands import is_kept

Row = TypeVar("Row", Grading, Sanitised, Dissemination, Outcome, Original)
DICTIONARY = 500  # names of their own that a text is read for
RANK = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2}


@dataclass(frozen=True)
class GradingView:
    """One grading: by whom (None for whoever sent it), when, and what it says."""

    number: int
    grade: Grade
    by: int | None
    at: datetime


@dataclass(frozen=True)
class ItemView:
    """An item with everything that travels with it, and what the reader may see beside it.

    ``original`` and ``named`` are there for officers and for whoever sent it; ``text`` once it is sanitised.
    """

    item: Item
    gradings: tuple[GradingView, ...]
    texts: tuple[Sanitised, ...]
    given: tuple[Dissemination, ...]
    owed: tuple[Obligation, ...]
    original: str
    named: tuple[Named, ...]

    @property
    def reference(self) -> str:
        return self.item.record.reference

    @property
    def grade(self) -> Grade:
        """The grade in force: the latest."""
        return self.gradings[-1].grade

    @property
    def handling(self) -> Handling:
        return self.grade.handling

    @property
    def suspected_false(self) -> bool:
        return self.grade.assessment is Assessment.E

    @property
    def graded(self) -> bool:
        """Whether an intelligence officer has graded it."""
        return self.gradings[-1].by is not None

    @property
    def text(self) -> Sanitised | None:
        return self.texts[-1] if self.texts else None


@dataclass(frozen=True)
class ReportView:
    """A report as it came, for officers, or for whoever sent it: then its items bring only what they sent."""

    report: Report
    items: tuple[ItemView, ...]
    originals: tuple[Original, ...]
    named: tuple[Named, ...]
    outcomes: tuple[Outcome, ...]
    owed: tuple[Obligation, ...]
    source_kept: bool

    @property
    def reference(self) -> str:
        return self.report.record.reference


@dataclass(frozen=True)
class Waiting:
    """One line of the officers' queue: what is owed next, on which report."""

    report: Report
    item: str  # the item's reference; empty where the whole report waits
    duty: Duty
    review: bool
    due_at: datetime
    late: bool


@dataclass(frozen=True)
class Offered:
    """What the words of an item name and nobody has taken up."""

    item: UUID
    thing: Thing


def offers(originals: Iterable[Original], named: Iterable[Named], *, by: Actor) -> tuple[Offered, ...]:
    """What is offered as a mention: phones, plates, postcodes, addresses of mail, handles, and the names that the member
    may know: those in records which they may open, and those that they have sent themselves. Nobody learns of another."""
    taken, own = list(named), own_names(by=by)
    return tuple(
        Offered(one.item, thing)
        for one in originals
        for thing in spotted(
            one.words, besides=[row.written for row in taken if row.item == one.item],
            names=(*own, *known_names(one.words, by=by)),
        )
    )  # fmt: skip


def own_names(*, by: Actor) -> tuple[str, ...]:
    """The names of people whom a member has named in reports that they sent, the latest first."""
    sent = Named.objects.filter(by=by.principal, kind=Kind.PERSON.value).order_by("-at")
    names = (name for facts in sent.values_list("facts", flat=True)[:DICTIONARY] for name in facts.get("names", ()))
    return tuple(dict.fromkeys(whole for name in names if (whole := name.get("whole", ""))))


def queue(*, by: Actor) -> list[Waiting]:
    """What waits for the officers, worst first: late, then by priority, then by when. The list is journalled."""
    moment = now()
    kinds = [RecordKind.INTELLIGENCE, RecordKind.INTELLIGENCE_ITEM]
    open_now = list(Obligation.objects.filter(end="", record__kind__in=kinds).order_by("due_at"))
    items = Item.objects.select_related("record").in_bulk([one.record_id for one in open_now])
    homes = {
        one.record_id: items[one.record_id].report if one.record_id in items else one.record_id for one in open_now
    }
    reports = Report.objects.select_related("record").in_bulk(set(homes.values()))
    graded = set(Grading.objects.filter(record__in=list(items), by__isnull=False).values_list("record", flat=True))
    lines = [
        Waiting(
            report=reports[homes[one.record_id]],
            item=items[one.record_id].record.reference if one.record_id in items else "",
            duty=Duty(one.duty), review=one.record_id in graded, due_at=one.due_at, late=one.late(moment),
        )
        for one in open_now
        if homes[one.record_id] in reports
    ]  # fmt: skip
    journal.listed(Event.LISTED_INTELLIGENCE, {line.report.pk for line in lines}, by=by)
    return sorted(lines, key=lambda line: (not line.late, RANK[Priority(line.report.priority)], line.due_at))


def readable(*, by: Actor, most: int | None = None) -> tuple[list[ItemView], int]:
    """What the member may read of what was sanitised, newest first, and how many more there are. The list is journalled."""
    items = Item.objects.select_related("record").filter(pk__in=Sanitised.objects.values("record"))
    views = _views(list(items.order_by("-added_at")[:most]))
    journal.listed(Event.LISTED_INTELLIGENCE, [view.item.pk for view in views], by=by)
    return views, items.count() - len(views)


def report(reference: str, *, by: Actor) -> ReportView:
    """One report whole, for an officer's page; the reading is journalled. Raises NotVisible."""
    found = find_report(reference)
    items = list(Item.objects.select_related("record").filter(report=found.pk).order_by("position"))
    journal.read(Event.OPENED_REPORT, found, *items, by=by)
    return _report(found, tuple(_views(items)))


def submissions(*, by: Actor, most: int | None = None) -> tuple[list[ReportView], int]:
    """What a member has sent, newest first, with what came of it, and how many more there are. The list is journalled."""
    sent = Report.objects.select_related("record").filter(submitted_by=by.principal)
    found = list(sent.order_by("-submitted_at")[:most])
    outcomes, originals = _by_record(Outcome, found, "at"), _by_record(Original, found, "id")
    journal.listed(Event.LISTED_SUBMISSIONS, [one.pk for one in found], by=by)
    return [
        ReportView(one, (), tuple(originals[one.pk]), (), tuple(outcomes[one.pk]), (), source_kept=False)
        for one in found
    ], sent.count() - len(found)


def submission(reference: str, *, by: Actor) -> ReportView:
    """One report as whoever sent it reads it: what they sent, and what came of it. Raises NotVisible."""
    found = find_report(reference)
    if found.submitted_by != by.principal:
        raise NotVisible(reference)
    journal.read(Event.OPENED_REPORT, found, by=by)
    return _report(found, ())


def item(reference: str, *, by: Actor) -> ItemView:
    """One item; the reading is journalled. Raises NotVisible."""
    (view,) = _views([find_item(reference)])
    journal.read(Event.OPENED_ITEM, view.item, by=by)
    return view


def set_apart(*, by: Actor) -> list[Report]:
    """The reports that are set apart and that ``by`` holds or was let in to, the latest first; not what they sent."""
    records = Apart.objects.values("record")
    found = Report.objects.select_related("record").filter(pk__in=records).exclude(submitted_by=by.principal)
    reports = list(found.order_by("-submitted_at"))
    if reports:
        journal.listed(Event.LISTED_INTELLIGENCE, [one.pk for one in reports], by=by)
    return reports


def apart(found: Report) -> Apart | None:
    """That, and why, a report is set apart."""
    return Apart.objects.filter(record=found.record).first()


def let_in(found: Report) -> list[Grant]:
    """Who reads a report that is set apart beside its holder, and why."""
    return list(Grant.objects.filter(record=found.record, ended_at=None).order_by("principal"))


def find_report(reference: str) -> Report:
    """The report with this reference, as far as the acting member may see it. Raises NotVisible."""
    found = Report.objects.select_related("record").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    return found


def find_item(reference: str) -> Item:
    """The item with this reference, as far as the acting member may see it. Raises NotVisible."""
    found = Item.objects.select_related("record").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    return found


def handling_of(records: Iterable[UUID]) -> Handling:
    """The handling of whatever is made from these records: a chart, a page, a print. What is no item brings none."""
    return rules.derived(handlings(records).values())


def handling_among(references: Iterable[str]) -> Handling | None:
    """The handling of what is made from the records with these references; None where no item is among them."""
    kinds = Record.objects.filter(kind=RecordKind.INTELLIGENCE_ITEM, reference__in=set(references))
    found = handlings(kinds.values_list("pk", flat=True))
    return rules.derived(found.values()) if found else None


def handlings(records: Iterable[UUID]) -> dict[UUID, Handling]:
    """The handling of each of these records that is an item: it goes wherever the item is shown."""
    wanted, found = list(records), dict[UUID, Handling]()
    for grading in Grading.objects.filter(record__in=wanted).order_by("number") if wanted else ():
        found[grading.record_id] = grade_of(grading).handling
    return found


def grades_among(references: Iterable[str]) -> dict[str, str]:
    """How each item among the records with these references is graded now, as it is written: ``2C P``."""
    items = Record.objects.filter(kind=RecordKind.INTELLIGENCE_ITEM, reference__in=set(references))
    known = dict(items.values_list("pk", "reference"))
    rows = Grading.objects.filter(record__in=list(known)).order_by("number") if known else ()
    return {known[row.record_id]: grade_of(row).words for row in rows}


def grade_of(row: Grading) -> Grade:
    """A grading's row as the grade it stands for."""
    conditions = tuple(row.conditions.split("\n")) if row.conditions else ()
    handling = Handling(Code(row.code), conditions, frozenset(row.named) if row.code == Code.C else frozenset())
    return Grade(Source(row.source), Assessment(row.assessment), handling, row.reason)


def report_of(item: Item) -> str:
    """The reference of an item's report, for whoever may open it; empty for everyone else."""
    return Record.objects.filter(pk=item.report).values_list("reference", flat=True).first() or ""


def _report(found: Report, views: tuple[ItemView, ...]) -> ReportView:
    return ReportView(
        report=found,
        items=views,
        originals=tuple(Original.objects.filter(record=found.record).order_by("id")),
        named=tuple(Named.objects.filter(record=found.record).order_by("at")),
        outcomes=tuple(Outcome.objects.filter(record=found.record).order_by("at")),
        owed=tuple(Obligation.objects.filter(record=found.record, end="").order_by("due_at")),
        source_kept=is_kept(found.pk),
    )


def _views(items: list[Item]) -> list[ItemView]:
    """The views of several items, in a fixed number of queries."""
    gradings, texts = _by_record(Grading, items, "number"), _by_record(Sanitised, items, "at")
    given = _by_record(Dissemination, items, "at")
    keys = [one.pk for one in items]
    owed: dict[UUID, list[Obligation]] = defaultdict(list)
    for obligation in Obligation.objects.filter(record__in=keys, end="").order_by("due_at"):
        owed[obligation.record_id].append(obligation)
    words = dict(Original.objects.filter(item__in=keys).values_list("item", "words"))
    named: dict[UUID, list[Named]] = defaultdict(list)
    for one in Named.objects.filter(item__in=keys).order_by("at"):
        named[one.item].append(one)
    return [
        ItemView(
            item=one,
            gradings=tuple(GradingView(row.number, grade_of(row), row.by, row.at) for row in gradings[one.pk]),
            texts=tuple(texts[one.pk]), given=tuple(given[one.pk]), owed=tuple(owed[one.pk]),
            original=words.get(one.pk, ""), named=tuple(named[one.pk]),
        )
        for one in items
    ]  # fmt: skip


def _by_record(model: type[Row], about: Iterable[Item | Report], order: str) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in model.objects.filter(record__in=[one.pk for one in about]).order_by(order):
        found[row.record_id].append(row)
    return found


def offered(found: Report, *, by: Actor) -> tuple[Offered, ...]:
    """What the words of a report name and nobody has taken up, for whoever may see it."""
    named = Named.objects.filter(record=found.record)
    return offers(Original.objects.filter(record=found.record).order_by("id"), named, by=by)


def statement(key: UUID, *, by: Actor) -> Statement:
    """What was said, for whoever derives an item from it; the reading is journalled. Raises NotVisible."""
    found = Statement.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_REPORT, found, by=by)
    return found
