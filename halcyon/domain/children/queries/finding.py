"""Search before create: whether a child may be known already. A minimal preview: name, age, school, whom to ask; no more."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import connection

from halcyon.domain.children import calling
from halcyon.domain.children.models import Called, Child, Fact
from halcyon.domain.children.rules import FactKind, age_on, born, standing
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import today
from halcyon.kernel.journal import Event
from halcyon.kernel.search import terms
from halcyon.kernel.search.finding import ASKS_AN_HOUR

MOST = 30
PREVIEWED = (FactKind.BORN, FactKind.LEAD_WORKER, FactKind.SCHOOL)
ASK_FOR = "select name, agency, too_often from children.ask_for(%s, %s, %s, %s)"
WEIGHTS = {"#": 9, "=": 4, "^": 2}


@dataclass(frozen=True)
class Preview:
    """What is shown of a child before their page is opened, and not a word more (domain.md 3.2)."""

    reference: str
    known_as: str
    age: str
    school: str
    ask: int | None  # the principal of whom to ask: the lead worker, else the team


@dataclass(frozen=True)
class Found:
    """Who may be meant, the likeliest first; whom to ask about records that are closed; how many more there are.

    ``often``: they asked about closed records so often that it is not said now whether there is one.
    """

    previews: tuple[Preview, ...]
    asks: tuple[tuple[str, str], ...]
    more: int
    often: bool = False
    an_hour: ClassVar[int] = ASKS_AN_HOUR

    @property
    def says(self) -> bool:
        """Whether there is anything to read before a child is added."""
        return bool(self.previews or self.asks or self.often)


def search(words: str, *, by: Actor) -> Found:
    """Children whose names look or sound like these words, or whose number or reference it is, among those that ``by``
    may see. The search is journalled, and the words stand beside its line, sealed.

    Found by key alone: a child of before there were keys is found once anything is recorded of them. What may be seen is
    always found, however often it is looked for: nobody may have to add a child unlooked for.
    """
    wanted = calling.keys(words) | calling.numbers(words)
    weights: dict[UUID, int] = {}
    for record, key in Called.objects.filter(key__in=wanted).values_list("record_id", "key"):
        weights[record] = weights.get(record, 0) + WEIGHTS.get(key[0], 1)
    for (record,) in Child.objects.filter(record__reference=words.strip().upper()).values_list("pk"):
        weights[record] = weights.get(record, 0) + WEIGHTS["#"]
    likeliest = sorted(weights, key=lambda record: (-weights[record], str(record)))
    shown = previews(likeliest[:MOST])
    typed, (asks, often) = terms.Typed(words, (RecordKind.CHILD,)), _asks(wanted, words, by)
    terms.keep(Event.FOUND_CHILDREN, likeliest[:MOST], typed, asks=True, by=by)
    if often:
        journal.refusal(Event.ASKED_TOO_OFTEN, by=by, of="ask")
    return Found(previews=shown, asks=asks, more=max(0, len(likeliest) - MOST), often=often)


def previews(records: list[UUID]) -> tuple[Preview, ...]:
    """These children, as far as they may be seen, in this order."""
    children = Child.objects.select_related("record").in_bulk(records)
    facts: dict[UUID, list[Fact]] = {}
    for fact in Fact.objects.filter(record__in=records, kind__in=PREVIEWED):
        facts.setdefault(fact.record_id, []).append(fact)
    return tuple(preview(children[record], standing(facts.get(record, []))) for record in records if record in children)


def preview(child: Child, facts: list[Fact]) -> Preview:
    """A child as search shows them, from the facts that stand."""
    lead = next((fact.member for fact in facts if fact.kind == FactKind.LEAD_WORKER and fact.member), None)
    return Preview(
        reference=child.record.reference,
        known_as=child.known_as,
        age=age_of(child, facts),
        school="; ".join(fact.value for fact in facts if fact.kind == FactKind.SCHOOL and not fact.last_day),
        ask=lead or child.record.team,
    )


def age_of(child: Child, facts: list[Fact], *, on: date | None = None) -> str:
    """How old a child is, or was on a day, by the date of birth where one is known; else the age as it was told."""
    written = next((fact.value for fact in facts if fact.kind == FactKind.BORN), "")
    known = born(written) if written else None
    if known:
        return age_on(known, on or today())
    return child.age if on is None else next((fact.value for fact in facts if fact.kind == FactKind.AGE), "")


def _asks(wanted: frozenset[str], words: str, by: Actor) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Whom to ask about closed records with the same word in a name, or number: a beginning or a sound asks about too many.

    The owner of a silent one learns who typed its number, its reference or its whole name. And whether they asked too often.
    """
    exact = [key for key in wanted if key[0] in "=#"]
    with connection.cursor() as cursor:
        cursor.execute(ASK_FOR, [exact, words.strip().upper(), by.principal, ASKS_AN_HOUR])
        rows = cursor.fetchall()
    people = sorted((name, agency) for name, agency, often in rows if not often)
    return tuple(people), any(often for _, _, often in rows)
