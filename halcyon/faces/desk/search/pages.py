"""What was found, for the screen: pieces of plain text, some of them marked, and where each record opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.search import Found, Hit, Piece
from halcyon.kernel.search.queries import Kept

OPENS = {
    RecordKind.ALERT: "alerts:alert", RecordKind.CHILD: "children:child", RecordKind.CONTACT: "contacts:contact",
    RecordKind.INTELLIGENCE_ITEM: "intelligence:item", RecordKind.INTELLIGENCE: "intelligence:report",
}  # fmt: skip
CALLED = {
    RecordKind.ALERT: "Raised to the top", RecordKind.CHILD: "Child", RecordKind.CONTACT: "Contact",
    RecordKind.INTELLIGENCE: "Intelligence report", RecordKind.INTELLIGENCE_ITEM: "Intelligence",
    RecordKind.SUBJECT: "Person or place of concern",
}  # fmt: skip
IN_WHAT = {
    "action": "in an action", "alert": "in why it was raised", "decision": "in a decision", "message": "in a later message",
    "event": "in the story", "fact": "in what is known",
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


@dataclass(frozen=True, slots=True)
class FoundPage:
    """The whole answer."""

    found: Found
    lines: tuple[HitLine, ...]
    heading: str

    @property
    def searched(self) -> str:
        return ", ".join(self.found.searched) or "nothing: your role opens none of it"


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


def page(found: Found, names: Mapping[int, str]) -> FoundPage:
    """What was found, as the page shows it."""
    return FoundPage(found, tuple(_line(hit, names) for hit in found.hits), _heading(found))


def _heading(found: Found) -> str:
    count = len(found.hits)
    if not count:
        return "Nothing that you may see holds this"
    if found.capped:
        return f"The nearest {count}: more holds this than one search looks through"
    return "1 record" if count == 1 else f"{count} records"


def _line(hit: Hit, names: Mapping[int, str]) -> HitLine:
    kind = RecordKind(hit.sort)
    where = IN_WHAT.get(hit.kind, "")
    more = "" if not hit.more else "and one more place in it" if hit.more == 1 else f"and {hit.more} more places in it"
    who = names.get(hit.agency, "") if hit.agency else ""
    return HitLine(
        title=CALLED.get(kind, str(hit.sort)), reference=hit.reference, at=hit.at, text=hit.text, named=hit.named,
        address=reverse(OPENS[kind], args=[hit.reference]) if kind in OPENS else "",
        facts=tuple(filter(None, (who, f"{hit.why} {where}".strip(), more))),
    )  # fmt: skip
