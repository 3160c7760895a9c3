"""Intelligence for the screen. Handling, conditions and a suspicion stand on every item's page and line, whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from halcyon.domain.children.models import Statement
from halcyon.domain.intelligence.models import Named, Outcome
from halcyon.domain.intelligence.queries import ItemView, Offered, ReportView, Waiting
from halcyon.domain.intelligence.rules import (
    ASSESSMENTS,
    BASES,
    CLASSIFICATIONS,
    CODES,
    HOW_KNOWN,
    OUTCOMES,
    SOURCES,
    Classification,
    HowKnown,
    OutcomeKind,
    Priority,
)
from halcyon.domain.intelligence.things import Thing
from halcyon.domain.promise.rules import Duty
from halcyon.faces.desk.intelligence.forms.sending import SendForm
from halcyon.faces.desk.subjects.panel import Panel
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.roles import Role
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.look.moments import said
from halcyon.kernel.partnership import queries as partnership

KIND_WORDS = {
    "person": "Person", "phone": "Phone", "vehicle": "Vehicle", "place": "Place", "account": "Name online",
    "organisation": "Organisation",
}  # fmt: skip
OFFICER = ": intelligence officer"
SAID = {"yes": "Yes", "no": "No", "not_sure": "Not sure", "": "Not said"}


@dataclass(frozen=True, slots=True)
class HandlingPage:
    """The banner of every item: may it travel, under which conditions, is it doubted."""

    code: str
    words: str
    conditions: tuple[str, ...]
    named: tuple[str, ...]
    suspected_false: str  # why, when it is suspected to be false
    strict: bool


@dataclass(frozen=True, slots=True)
class GradingPage:
    """One grading in words."""

    who: str
    at: datetime
    short: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Something that the words seem to name: one press takes it up, no press ignores it."""

    item: str
    key: str
    kind: str
    written: str


@dataclass(frozen=True, slots=True)
class GivenPage:
    """One sharing."""

    to: str
    why: str
    basis: str
    accepted_by: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item as its page, its card and its report show it."""

    reference: str
    report: str
    position: int
    handling: HandlingPage
    gradings: tuple[GradingPage, ...]
    text: str
    text_at: datetime | None
    original: str
    named: tuple[tuple[str, str], ...]
    given: tuple[GivenPage, ...]
    matches: str
    due: datetime | None
    owed: str
    graded: bool
    officer: bool

    @property
    def address(self) -> str:
        return reverse("intelligence:item", args=[self.reference])


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """What came of a report."""

    kind: str
    words: str
    at: datetime
    referral: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report whole, for an officer."""

    reference: str
    rows: tuple[tuple[str, str], ...]
    high: bool
    items: tuple[ItemPage, ...]
    offers: tuple[OfferPage, ...]
    outcomes: tuple[OutcomePage, ...]
    due: datetime | None
    may_tell: bool
    source_kept: bool
    statement: str
    apart: bool


@dataclass(frozen=True, slots=True)
class SentPage:
    """What a member sent, and what came of it."""

    reference: str
    at: datetime
    words: tuple[str, ...]
    named: tuple[tuple[str, str], ...]
    offers: tuple[OfferPage, ...]
    rows: tuple[tuple[str, str], ...]
    outcomes: tuple[OutcomePage, ...]
    due: datetime | None
    source_kept: bool

    @property
    def address(self) -> str:
        return reverse("intelligence:sent_one", args=[self.reference])


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One line of the queue."""

    reference: str
    what: str
    high: bool
    priority: str
    agency: str
    at: datetime
    due: datetime

    @property
    def address(self) -> str:
        return reverse("intelligence:report", args=[self.reference])


@dataclass(frozen=True, slots=True)
class SendingPage:
    """What stands around the form: where to go instead, and a child's words when it follows from them."""

    may_take_down: bool
    said: str
    open_more: bool


def sending(form: SendForm, said: Statement | None, *, by: Actor) -> SendingPage:
    """The form's page. Whatever holds an error or a word stands unfolded."""
    filled = any(form[name].value() for name in ("words_2", "words_3")) or bool(form.errors)
    return SendingPage(by.may(Permission.RECEIVE), said.words if said else "", filled)


def waiting_line(line: Waiting, *, names: Mapping[int, str]) -> WaitingPage:
    """What is owed next, in words."""
    if line.duty is Duty.TELL_BACK:
        what = "Tell whoever sent it what came of it"
    else:
        what = "Look again: suspected to be false" if line.review else "Grade an item"
    return WaitingPage(
        reference=line.report.record.reference, what=what, high=line.report.priority == Priority.HIGH,
        priority=line.report.priority, agency=names.get(line.report.agency or 0, "an agency"),
        at=line.report.submitted_at, due=line.due_at,
    )  # fmt: skip


def handling(view: ItemView, *, names: Mapping[int, str]) -> HandlingPage:
    """What travels with every view of an item."""
    held = view.handling
    return HandlingPage(
        code=held.code.value, words=CODES[held.code], conditions=held.conditions,
        named=tuple(sorted(names.get(one, "someone who has left") for one in held.named)),
        suspected_false=view.grade.reason if view.suspected_false else "", strict=bool(held.conditions),
    )  # fmt: skip


def item(
    view: ItemView, *, by: Actor | None, names: Mapping[int, str], report: str = "", matches: str = ""
) -> ItemPage:
    """One item. An officer's page has what came and to whom it went; a reader's has the text that may travel."""
    officer = by is None or by.may(Permission.GRADE_INTELLIGENCE)
    owed = view.owed[0] if view.owed and officer else None
    return ItemPage(
        reference=view.reference, report=report if officer else "", position=view.item.position,
        handling=handling(view, names=names),
        gradings=tuple(_grading(view, number, names=names) for number in range(len(view.gradings))),
        text=view.text.words if view.text else "", text_at=view.text.at if view.text else None,
        original=view.original if officer else "", named=_named(view.named) if officer else (),
        given=tuple(
            GivenPage(
                names.get(one.to, "someone who has left"), one.why, BASES[one.basis], one.accepted_by,
                names.get(one.by, "an officer"), one.at,
            )
            for one in view.given
        ) if officer else (),
        due=owed.due_at if owed else None, owed=("Look again" if view.graded else "Grade it") if owed else "",
        matches=matches, graded=view.graded, officer=officer,
    )  # fmt: skip


def matches(panels: Mapping[str, Panel | None]) -> dict[str, str]:
    """What each item may be the same as, counted in words; a failure is said and never reads as nothing found."""
    return {reference: _counted(found) for reference, found in panels.items() if found is not None}


def _counted(found: Panel) -> str:
    if found.failed:
        return found.failed
    asks = [f"ask {one.name}, {one.agency}" for one in found.asks]
    counts = (
        (len(found.above), "to look at"),
        (len(found.others), "below the line"),
        (len(found.answered), "answered"),
    )
    return "; ".join([f"{count} {words}" for count, words in counts if count] + asks) or "nothing like it so far"


def report(
    view: ReportView, offered: tuple[Offered, ...], *, names: Mapping[int, str], matches: Mapping[str, str]
) -> ReportPage:
    """A report for an officer."""
    held = view.report
    sender = f"{names.get(held.submitted_by, 'a member')}, {names.get(held.agency or 0, 'no agency')}"
    return ReportPage(
        reference=view.reference, high=held.priority == Priority.HIGH,
        rows=(
            ("Sent by", sender), ("Sent", said(held.submitted_at)), ("Priority", held.priority.capitalize()),
            ("Marked", CLASSIFICATIONS[Classification(held.classification)]), *_provenance(view),
            ("Who told them", "Kept in the source register" if view.source_kept else "Nobody was named"),
        ),
        items=tuple(
            item(one, by=None, names=names, report=view.reference, matches=matches.get(one.reference, ""))
            for one in view.items
        ),
        offers=_offers(offered), outcomes=_outcomes(view.outcomes), due=view.owed[0].due_at if view.owed else None,
        may_tell=all(one.graded for one in view.items), source_kept=view.source_kept,
        statement=str(held.statement) if held.statement else "", apart=held.record.lock == Lock.SILENT,
    )  # fmt: skip


def sent_line(view: ReportView) -> SentPage:
    """One line of what a member sent."""
    return _sent(view, ())


def sent_one(view: ReportView, offered: tuple[Offered, ...]) -> SentPage:
    """What a member sent, what its words seem to name, and what came of it. Nothing that was found by it."""
    return _sent(view, _offers(offered))


def _sent(view: ReportView, offers: tuple[OfferPage, ...]) -> SentPage:
    return SentPage(
        reference=view.reference, at=view.report.submitted_at, words=tuple(one.words for one in view.originals),
        named=_named(view.named), offers=offers, rows=_provenance(view), outcomes=_outcomes(view.outcomes),
        due=view.owed[0].due_at if view.owed else None, source_kept=view.source_kept,
    )  # fmt: skip


def people() -> list[tuple[str, str]]:
    """The members of the desk with their agency."""
    return [(str(one.principal_id), f"{one.name}, {one.agency.short}") for one in partnership.members()]


def officers_first(*, but: int) -> list[tuple[str, str]]:
    """Everyone at the desk but one, those who can grade first, each with what they are."""
    able = {one.principal_id for one in partnership.with_role(Role.INTELLIGENCE_OFFICER)}
    others = [one for one in partnership.members() if one.principal_id != but]
    return [
        (str(one.principal_id), f"{one.name}, {one.agency.short}{OFFICER if one.principal_id in able else ''}")
        for one in sorted(others, key=lambda one: one.principal_id not in able)
    ]


def recipients() -> list[tuple[str, str]]:
    """Whom an item can be given to: members with their agency, then whole agencies."""
    return people() + [(str(one.pk), f"Everyone of {one.short}") for one in partnership.agencies()]


def grade_so_far(view: ItemView) -> dict[str, object]:
    """Where a new grading starts: at the one in force."""
    grade = view.grade
    return {
        "after": len(view.gradings), "source": grade.source.value, "assessment": grade.assessment.value,
        "code": grade.handling.code.value, "conditions": "\n".join(grade.handling.conditions),
        "named": [str(one) for one in sorted(grade.handling.named)], "reason": grade.reason,
    }  # fmt: skip


def key_of(thing: Thing) -> str:
    """What an offer's button carries."""
    return f"{thing.kind.value}:{thing.written}"


def _provenance(view: ReportView) -> tuple[tuple[str, str], ...]:
    held = view.report
    moment = said(held.observed_from) if held.observed_from else ""
    return (
        ("How it is known", HOW_KNOWN[HowKnown(held.how_known)]),
        ("When it was", ", ".join(part for part in (moment, held.observed_words) if part) or "Not said"),
        ("May we come back?", SAID[held.come_back]), ("Could it be traced to them?", SAID[held.traceable]),
        ("Does the child know?", SAID[held.child_aware]), ("Who else was told", held.others_told or "Not said"),
    )  # fmt: skip


def _grading(view: ItemView, number: int, *, names: Mapping[int, str]) -> GradingPage:
    one = view.gradings[number]
    grade = one.grade
    rows = [
        ("Source evaluation", f"{grade.source.value}. {SOURCES[grade.source]}"),
        ("Assessment", f"{grade.assessment.value}. {ASSESSMENTS[grade.assessment]}"),
        ("Handling", grade.handling.words),
    ]
    rows += [("Conditions", "; ".join(grade.handling.conditions))] if grade.handling.conditions else []
    rows += [("Why", grade.reason)] if grade.reason else []
    who = "Whoever sent it" if one.by is None else names.get(one.by, "an officer")
    return GradingPage(who, one.at, grade.words, tuple(rows))


def _named(found: tuple[Named, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((KIND_WORDS.get(one.kind, "Thing"), one.written) for one in found)


def _offers(offered: tuple[Offered, ...]) -> tuple[OfferPage, ...]:
    return tuple(
        OfferPage(str(one.item), key_of(one.thing), KIND_WORDS[one.thing.kind.value], one.thing.written)
        for one in offered
    )


def _outcomes(found: tuple[Outcome, ...]) -> tuple[OutcomePage, ...]:
    return tuple(
        OutcomePage(OUTCOMES[OutcomeKind(one.kind)], one.words, one.at, one.kind == OutcomeKind.REFERRAL)
        for one in found
    )
