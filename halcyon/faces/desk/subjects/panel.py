"""The match panel, for the page of any record: what its names may be the same as, why, and three answers.

A page calls `panel(record, by=...)` and includes ``subjects/panel.html`` with it as ``panel``. For whoever may not see
matches there is no panel. Where matching failed or is partial the panel says so: it never reads as nothing found.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from halcyon.domain.children.rules import within_a_sentence
from halcyon.domain.intelligence.queries import handlings
from halcyon.domain.intelligence.rules import Handling
from halcyon.domain.sharing.queries import open_asks
from halcyon.domain.subjects import queries
from halcyon.domain.subjects.models import DoubtKind, MentionKind
from halcyon.domain.subjects.queries import Asked, Matches, Named, Proposal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.partnership.queries import names

PLACES = {
    "child": "children:child", "contact": "contacts:contact", "intelligence_item": "intelligence:item", "listed": "lists:row",
}  # fmt: skip
NEEDS = {
    "child": Permission.READ_CHILD, "contact": Permission.READ_CONTACT,
    "intelligence_item": Permission.READ_INTELLIGENCE,
}  # fmt: skip
RECORDS = {
    "child": "a child's record", "contact": "a contact", "intelligence": "an intelligence report",
    "intelligence_item": "an intelligence item", "listed": "a row of an agency's list", "subject": "a record of concern",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the waterfall: words, the number, and its length in steps of ten for the picture."""

    words: str
    weight: str
    against: bool
    length: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal with its answers."""

    key: UUID
    kind: str
    mine: str
    other: str
    where: str
    about: str
    reference: str
    address: str
    subject: str
    at: datetime
    weight: str
    bars: tuple[Bar, ...]
    against: tuple[str, ...]
    doubt: str
    closed: str
    handling: Handling | None  # of an intelligence item: it travels with every view
    answer: str
    answered: str
    why: str
    answered_at: datetime | None
    judge: str
    take_back: str


@dataclass(frozen=True, slots=True)
class AskLine:
    """Whom to ask for something closed; ``due`` when the answer is owed that the reader has asked for."""

    name: str
    agency: str
    reference: str
    due: datetime | None


def ask_lines(found: Iterable[Asked], *, by: Actor) -> tuple[AskLine, ...]:
    """Whom to ask, each with the answer that is on its way."""
    asks = tuple(found)
    due = open_asks([one.reference for one in asks], by=by) if asks else {}
    return tuple(AskLine(one.name, one.agency, one.reference, due.get(one.reference)) for one in asks)


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the panel shows."""

    above: tuple[Offer, ...]
    others: tuple[Offer, ...]
    answered: tuple[Offer, ...]
    asks: tuple[AskLine, ...]
    failed: str
    remarks: tuple[str, ...]
    page: str
    network: str
    may_judge: bool
    may_ask: bool

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say: then the panel says just that."""
        return not (self.above or self.others or self.answered or self.asks or self.failed or self.remarks)


Closings = Mapping[UUID, str]
"""By record: that it was closed before, by whom and when, in a sentence."""


@dataclass(frozen=True, slots=True)
class Around:
    """What every proposal of a panel needs to know: what members are called, what was closed, how items are handled, and
    whom the other records are about."""

    names: Mapping[int, str] = field(default_factory=dict)
    closed: Closings = field(default_factory=dict)
    handlings: Mapping[UUID, Handling] = field(default_factory=dict)
    about: Mapping[UUID, list[str]] = field(default_factory=dict)
    by: Actor | None = None


def panel(
    record: Record,
    *,
    by: Actor,
    closings: Callable[[Iterable[UUID]], Closings] = lambda records: {},
    known: Mapping[int, str] | None = None,
) -> Panel | None:
    """The panel of a record; None for whoever may not see matches. ``closings`` says which records were closed before;
    ``known`` what members are called, where the page has read it.
    """
    if not by.may(Permission.READ_MATCHES):
        return None
    found = queries.matches(record, by=by)
    closed = closings({one.other.record for one in (*found.above, *found.answered)})
    return _panel(record, found, by, closed, names() if found.answered and known is None else known or {})


def _panel(record: Record, found: Matches, by: Actor, closed: Closings, known: Mapping[int, str]) -> Panel:
    shown = (*found.above, *found.others, *found.answered)
    items = (one.other.record for one in shown if one.other.record_kind == RecordKind.INTELLIGENCE_ITEM)
    about = queries.about({one.other.record for one in shown}) if shown else {}
    around = Around(names=known, closed=closed, handlings=handlings(items), about=about, by=by)
    return Panel(
        above=tuple(offer(one, record, around) for one in found.above),
        others=tuple(offer(one, record, around) for one in found.others),
        answered=tuple(offer(one, record, around) for one in found.answered),
        asks=ask_lines(found.asks, by=by), failed=found.failed, remarks=found.remarks,
        page=reverse("subjects:matches", args=[record.reference]),
        network=reverse("subjects:around", args=[record.reference]),
        may_judge=by.may(Permission.JUDGE), may_ask=by.may(Permission.ASK),
    )  # fmt: skip


def offer(found: Proposal, record: Record, around: Around) -> Offer:
    """One proposal in words and numbers."""
    said = found.answer
    return Offer(
        key=found.id, kind=found.mine.kind.label, mine=found.mine.written, other=found.other.written,
        where=RECORDS.get(found.other.record_kind, "a record"), reference=found.other.reference,
        about=" and ".join(map(within_a_sentence, around.about.get(found.other.record, []))),
        address=address_of(found.other.record_kind, found.other.reference, around.by),
        subject=reverse("subjects:subject", args=[found.other.mention]),
        at=found.other.at, weight=f"{found.weight:+.1f}",
        bars=tuple(_bar(part) for part in found.parts),
        against=tuple(f"{part['words']}: {part['weight']:+.1f}" for part in found.against),
        doubt=doubt_words(found.other.doubt), closed=around.closed.get(found.other.record, ""),
        handling=around.handlings.get(found.other.record), answer=said.answer.label if said else "",
        answered=around.names.get(said.by, "a member") if said else "", why=said.reason if said else "",
        answered_at=said.at if said else None,
        judge=reverse("subjects:judge", args=[record.reference, found.id]),
        take_back=reverse("subjects:take_back", args=[said.id]) if said else "",
    )  # fmt: skip


def address_of(kind: str, reference: str, by: Actor | None) -> str:
    """Where a record opens; empty where it has no page of its own, or none that this reader may open."""
    needs = NEEDS.get(kind)
    if kind not in PLACES or (by is not None and needs is not None and not by.may(needs)):
        return ""
    return reverse(PLACES[kind], args=[reference])


@dataclass(frozen=True, slots=True)
class NamedLine:
    """Whom or what, other than a child, a statement names, for whoever may read of it; with what is said against it."""

    words: str
    href: str
    doubt: str


def named_lines(named: Iterable[Named]) -> tuple[NamedLine, ...]:
    """Whom and what a statement names, each with the way to it."""
    return tuple(
        NamedLine(
            f"{kind_words(one.kind)}: {one.written}", reverse("subjects:subject", args=[one.mention]),
            doubt_words(one.doubt),
        )
        for one in named
    )  # fmt: skip


def doubt_words(doubt: DoubtKind | None) -> str:
    """What is said against it, as the screen says it."""
    return DoubtKind(doubt).label if doubt else ""


def kind_words(kind: str) -> str:
    """The kind with a capital letter."""
    return MentionKind(kind).label.capitalize()


def _bar(part: dict[str, object]) -> Bar:
    weight = float(str(part["weight"]))
    return Bar(str(part["words"]), f"{weight:+.1f}", weight < 0, max(1, min(10, round(abs(weight)))))
