"""What was found, for the screen: pieces of plain text, some of them marked, and where each record opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from halcyon.domain.subjects.queries import Named
from halcyon.faces.desk.subjects.panel import doubt_words, kind_words
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.search import Found, Hit, Piece
from halcyon.kernel.search.finding import LISTS
from halcyon.kernel.search.queries import Kept

OPENS = {
    RecordKind.ALERT: "alerts:alert", RecordKind.CHILD: "children:child", RecordKind.CONTACT: "contacts:contact",
    RecordKind.INTELLIGENCE_ITEM: "intelligence:item", RecordKind.INTELLIGENCE: "intelligence:report",
    RecordKind.LISTED: "lists:row",
}  # fmt: skip
CALLED = {
    RecordKind.ALERT: "Raised to the top", RecordKind.CHILD: "Child", RecordKind.CONTACT: "Contact",
    RecordKind.INTELLIGENCE: "Intelligence report", RecordKind.INTELLIGENCE_ITEM: "Intelligence",
    RecordKind.LISTED: "Row of an agency's list", RecordKind.SUBJECT: "Person or place of concern",
}  # fmt: skip
IN_WHAT = {
    "action": "in an action", "alert": "in why it was raised", "child": "in what is known of them",
    "concern": "in why it is of concern", "decision": "in a decision", "event": "in the story", "fact": "in what is known",
    "intelligence": "in the text that may be shared", "listed": "in a list",
    "message": "in a later message", "report": "in the report as it came",
    "statement": "in a statement", "telling": "in what was told", "told": "in what someone was told",
    "waiver": "in a request to waive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HitLine:
    """One record of the list."""

    title: str
    reference: str
    address: str
    text: tuple[Piece, ...]
    named: tuple[Piece, ...]
    at: datetime
    facts: tuple[str, ...]
    doubt: str = ""
    derive: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the hits: names of principals, what a record of concern is about, whose own words were found."""

    names: Mapping[int, str]
    concerns: Mapping[UUID, Named] = field(default_factory=dict)
    own_words: Mapping[UUID, UUID] = field(default_factory=dict)  # the statement, by record
    over: frozenset[UUID] = frozenset()  # records of concern that two members ended


@dataclass(frozen=True, slots=True)
class FoundPage:
    """The whole answer."""

    found: Found
    lines: tuple[HitLine, ...]
    heading: str
    lists: str  # where the rows of lists stand; empty for whoever may not read them

    @property
    def searched(self) -> str:
        return ", ".join(self.found.searched) or "nothing: your role opens none of it"

    @property
    def not_searched(self) -> list[tuple[str, str]]:
        """What was not, and why, each with where to look instead."""
        return [(sentence, self.lists if sentence == LISTS else "") for sentence in self.found.not_searched]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One search that was made, for an auditor."""

    who: str
    at: datetime
    asks: bool
    address: str


def kept(search: Kept, names: Mapping[int, str]) -> KeptLine:
    """One line of the list of searches; without what was typed."""
    address = reverse("search:opened", args=[search.search])
    return KeptLine(names.get(search.actor, "a member"), search.at, search.asks, address)


def page(found: Found, beside: Beside, *, by: Actor) -> FoundPage:
    """What was found, as the page shows it."""
    lists = reverse("lists:received") if by.may(Permission.READ_LISTS) else ""
    return FoundPage(found, tuple(_line(hit, beside) for hit in found.hits), _heading(found), lists)


def _heading(found: Found) -> str:
    count = len(found.hits)
    if not count:
        return "Nothing that you may see holds this"
    if found.capped:
        return f"The nearest {count}: more holds this than one search looks through"
    if found.records > count:
        return f"The nearest {count} of {found.records} records"
    return "1 record" if count == 1 else f"{count} records"


def _line(hit: Hit, beside: Beside) -> HitLine:
    kind = RecordKind(hit.sort)
    about, said = beside.concerns.get(hit.record), beside.own_words.get(hit.record)
    where = " and ".join(filter(None, (IN_WHAT.get(one, "") for one in hit.kinds)))
    more = "" if not hit.more else "and one more place in it" if hit.more == 1 else f"and {hit.more} more places in it"
    who = beside.names.get(hit.agency, "") if hit.agency else ""
    return HitLine(
        title=_of_concern(hit, about, beside) if about else CALLED.get(kind, str(hit.sort)),
        reference=hit.reference, at=hit.at, text=hit.text, named=hit.named, address=_opens(hit, about),
        facts=tuple(filter(None, (who, f"{hit.why} {where}".strip(), more))),
        doubt=doubt_words(about.doubt) if about else "",
        derive=reverse("intelligence:from_statement", args=[said]) if said else "",
    )  # fmt: skip


def _of_concern(hit: Hit, about: Named, beside: Beside) -> str:
    return f"{kind_words(about.kind)} of concern{' once, and no more' if hit.record in beside.over else ''}"


def _opens(hit: Hit, about: Named | None) -> str:
    """Where a record opens; a person or place of concern on the page of what it is about."""
    if about:
        return reverse("subjects:subject", args=[about.mention])
    place = OPENS.get(RecordKind(hit.sort))
    return reverse(place, args=[hit.reference]) if place else ""
