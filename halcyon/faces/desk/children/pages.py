"""The child's page as plain values: what is owed, what is next, who is involved, who they are, and the newest of the story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from halcyon.domain.children.commands.facts import in_words
from halcyon.domain.children.models import Child, Fact, Named, Standing, Statement, StatementKind
from halcyon.domain.children.queries import ChildView, Line, LookAgain, Withheld
from halcyon.domain.children.queries.finding import Preview, age_of
from halcyon.domain.children.rules import DETAIL_OF_FACT, HAPPENED, LABELS, SEVERAL, SEXES, FactKind, Happened
from halcyon.domain.contacts.around_child import Around
from halcyon.domain.contacts.models import TellerKind
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.domain.subjects.queries import Named as SubjectNamed
from halcyon.faces.desk.contacts.pages.words import WAYS_IN, passed_on
from halcyon.faces.desk.subjects.panel import NamedLine, named_lines
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Detail
from halcyon.kernel.clocks import london_day
from halcyon.kernel.look.moments import said as moment_said
from halcyon.kernel.look.parts import Action, Link, Row

WHO = (
    FactKind.KNOWN_AS, FactKind.OTHER_NAME, FactKind.BORN, FactKind.AGE, FactKind.UNDER_13, FactKind.SEX,
    FactKind.ETHNICITY, FactKind.DISABILITY, FactKind.LEARNING_DISABILITY, FactKind.NEURODIVERGENCE,
)  # fmt: skip
WHERE = (
    FactKind.CARE_STATUS, FactKind.HOME_AUTHORITY, FactKind.HOST_AUTHORITY, FactKind.SCHOOL, FactKind.PHONE,
    FactKind.ACCOUNT,
)  # fmt: skip
NUMBERS = (FactKind.NHS_NUMBER, FactKind.UPN, FactKind.POLICE_NUMBER, FactKind.LOCAL_AUTHORITY_NUMBER)
PEOPLE = (FactKind.LEAD_WORKER, FactKind.INVOLVED)
NOT_YET_ASKED = frozenset({FactKind.ETHNICITY, FactKind.DISABILITY, FactKind.NEURODIVERGENCE})
NOT_READ = {
    Detail.CARE: "What professionals make of it",
    Detail.HEALTH: "Health in full",
    Detail.HEALTH_SUMMARY: "Health in short",
    Detail.POLICE: "What police recorded",
    Detail.STORY: "The story, and what was said",
}
DUTIES = {
    Duty.ACKNOWLEDGE: "Say that a named member has read it",
    Duty.DECIDE: "Decide what happens",
    Duty.TELL_BACK: "Tell them what happens and what does not",
    Duty.LOOK: "Look again: something new may concern them",
    Duty.DOUBT: "Look again at what is doubted",
    Duty.COMPLAINT: "Answer what they said is wrong",
    Duty.ADVOCATE: "Find them an advocate",
}


LEADS = {Duty.LOOK: "children:look"}
"""Where what is owed is done, if not on a contact."""


@dataclass(frozen=True, slots=True)
class OwedLine:
    """Something owed to the child, with the contact it stands on."""

    what: str
    due: datetime
    owner: str
    href: str
    reference: str


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as the page shows it: its words in pieces, some of which lead to the child they name."""

    kind: str
    worth: str
    pieces: tuple[tuple[str, str], ...]
    own: bool
    by: str
    at: datetime
    key: str
    pass_on: str  # where an item of intelligence is made of it, for whoever may
    names: tuple[NamedLine, ...]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the story."""

    kind: str
    at: datetime
    agency: str
    words: str
    source: str
    href: str
    who: str
    recorded: datetime
    later: bool  # recorded on a later day than it happened


@dataclass(frozen=True, slots=True)
class Unread:
    """Who reads what this reader's role does not: said on every child's page alike, whatever there is of this one.

    ``press`` is the detail that one press asks for; ``due`` when an answer is owed that was asked for before.
    """

    what: str
    ask: str
    press: str
    due: datetime | None


def unread(found: Iterable[Withheld], asked: Mapping[str, datetime], *, by: Actor) -> tuple[Unread, ...]:
    """What the reader's role does not read, and whom to ask for each."""
    return tuple(
        Unread(
            NOT_READ[one.detail], f"{one.ask}, {one.agency}" if one.ask else "",
            one.detail.value if one.ask and one.detail not in asked and by.may(Permission.ASK) else "",
            asked.get(one.detail),
        )
        for one in found
    )  # fmt: skip


class Joined:
    """Another child of the index who is one with this one: what stands of them, on their own page still."""

    def __init__(self, child: Child, facts: Iterable[Fact], names: dict[int, str]) -> None:
        known = tuple(facts)
        name = next((fact.value for fact in known if fact.kind == FactKind.KNOWN_AS), child.known_as)
        self.title = f"Also kept as {name}"
        self.reference = child.record.reference
        self.href = reverse("children:child", args=[self.reference])
        self.rows = tuple(Row(LABELS[FactKind(fact.kind)], words(fact, names)) for fact in known)


class ChildPage:
    """What children/child.html places. Built once from what was read; reads nothing more."""

    def __init__(
        self, view: ChildView, around: Around, story: Iterable[Line], *, by: Actor, names: dict[int, str],
        named: Mapping[UUID, tuple[SubjectNamed, ...]], known_on: date | None = None,
    ) -> None:  # fmt: skip
        self.reference, self.known_on, self.names, self.by = view.record.reference, known_on, names, by
        self.view = view
        name = view.one(FactKind.KNOWN_AS)
        self.known_as = name.value if name else "this child"
        self.title = name.value if name else "Nobody knew of this child then"
        self.age = age_of(view.child, list(view.facts), on=known_on)
        self.may_record = by.may(Permission.RECORD_CHILD) and known_on is None
        self.hush, self.hush_by_others = tuple(one.words for one in around.hushes), around.by_others
        self.owed = tuple(self._owed(one) for one in view.owed)
        self.actions, self.undated = self._by_agency(around), around.undated
        self.next = self._next(view, around)
        self.wants = (*around.wants, *(one for one in view.statements if one.question == "wants"))
        self.lead = self._lead(view)
        self.who, self.where = self._rows(WHO), self._rows(WHERE)
        self.numbers, self.people = self._rows(NUMBERS), self._rows(PEOPLE)
        self.health = self._rows(kind for kind, detail in DETAIL_OF_FACT.items() if by.reads(detail) or view.of(kind))
        self.silence, self.dates = self._rows((FactKind.MUST_NOT_KNOW,)), self._rows((FactKind.NEXT_DATE,))
        self.known, self.known_href = _value(view.one(FactKind.KNOWN)), self._where("fact", FactKind.KNOWN.value)
        self.said = tuple(
            told(one, view.named, names, named.get(one.pk, ()), by=by)
            for one in view.statements
            if one.question != "wants"
        )
        self.story = tuple(story_line(one, names) for one in list(story)[-8:][::-1])
        self.contacts = tuple(
            Link(
                f"{WAYS_IN.get(one.way_in, TellerKind(one.teller).label)}, {moment_said(one.received_at)}",
                reverse("contacts:contact", args=[one.record.reference]),
            )
            for one in around.contacts
        ) if by.may(Permission.READ_CONTACT) else ()  # fmt: skip
        self.joined = tuple(Joined(other, facts, names) for other, facts in view.joined)
        self.same_href = reverse("children:same", args=[self.reference]) if by.may(Permission.JOIN_CHILDREN) else ""
        may_match = by.may(Permission.READ_MATCHES) and known_on is None
        self.matches_href = reverse("subjects:matches", args=[self.reference]) if may_match else ""
        self.story_href = reverse("children:story", args=[self.reference])
        self.event_href, self.said_href = self._where("event"), self._where("said")

    def _where(self, name: str, *more: object) -> str:
        return reverse(f"children:{name}", args=[self.reference, *more]) if self.may_record else ""

    def _owed(self, owed: Obligation) -> OwedLine:
        if owed.duty == Duty.ACT:
            demand = DEMANDS[Outcome(owed.outcome)]
            what = f"{demand.name}. {demand.done_when}"
        else:
            what = DUTIES[Duty(owed.duty)]
        owner = self.names.get(owed.owner, "someone who is not at the desk now") if self.known_on is None else ""
        place = LEADS.get(Duty(owed.duty), "contacts:contact")
        may = self.may_record if owed.duty in LEADS else True
        href = reverse(place, args=[owed.record.reference]) if may else ""
        return OwedLine(what, owed.due_at, owner, href, owed.record.reference)

    def _by_agency(self, around: Around) -> tuple[tuple[str, tuple[tuple[str, datetime, str], ...]], ...]:
        """What is to be done, agency by agency, the soonest first."""
        found: dict[str, list[tuple[str, datetime, str]]] = {}
        for reference, action in around.actions:
            line = (action.what, action.due_at, reverse("contacts:contact", args=[reference]))
            found.setdefault(self.names.get(action.agency, "An agency"), []).append(line)
        return tuple((agency, tuple(lines)) for agency, lines in sorted(found.items()))

    def _next(self, view: ChildView, around: Around) -> tuple[str, date] | None:
        """The next day on which something is due, of everything there is."""
        days = [(fact.first_day, fact.value) for fact in view.of(FactKind.NEXT_DATE) if fact.first_day]
        days += [(london_day(one.due_at), self._owed(one).what) for one in view.owed]
        days += [(london_day(action.due_at), action.what) for _, action in around.actions]
        first = min(days, default=None)
        return (first[1], first[0]) if first else None

    def _lead(self, view: ChildView) -> str:
        lead = view.one(FactKind.LEAD_WORKER)
        return self._words(lead) if lead else "Nobody yet"

    def _rows(self, kinds: Iterable[FactKind]) -> tuple[Row, ...]:
        return tuple(row for kind in kinds for row in self._of(kind))

    def _of(self, kind: FactKind) -> list[Row]:
        label, facts = LABELS[kind], self.view.of(kind)
        rows = [Row(label, self._words(fact), self._acts(kind, fact)) for fact in facts]
        if not facts or kind in SEVERAL:
            nothing = "Not yet asked" if kind in NOT_YET_ASKED else "Nothing recorded"
            if kind is FactKind.MUST_NOT_KNOW and self.hush:
                nothing = "Told on a contact: it stands at the top"
            add = self._where("fact", kind.value)
            acts = (Action("Add", add, in_a_sentence(label)),) if add else ()
            if not facts:
                rows.append(Row(label, nothing, acts))
            elif acts:
                rows.append(Row(f"{label}: another", "", acts))
        return rows

    def _acts(self, kind: FactKind, fact: Fact) -> tuple[Action, ...]:
        if not self.may_record:
            return ()
        change = reverse("children:fact", args=[self.reference, kind.value]) + f"?replaces={fact.pk}"
        return (Action("Change", change, f"{in_a_sentence(LABELS[kind])}: {self._words(fact)}"),)

    def _words(self, fact: Fact) -> str:
        return words(fact, self.names)


def in_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence: NHS stays NHS."""
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _value(fact: Fact | None) -> str:
    return fact.value if fact else ""


def words(fact: Fact, names: dict[int, str]) -> str:
    """A fact whole: what it says, whose number it is, since when and until when."""
    said = SEXES.get(fact.value, fact.value) if fact.kind == FactKind.SEX and fact.value else in_words(fact)
    parts = [said]
    if fact.agency:
        parts.append(names.get(fact.agency, "an agency"))
    if fact.number:
        parts.append(f"their reference {fact.number}")
    if fact.kind == FactKind.NEXT_DATE and fact.first_day:
        parts.append(day(fact.first_day))
    elif fact.first_day or fact.last_day:
        since = f"from {day(fact.first_day)}" if fact.first_day else ""
        until = f"until {day(fact.last_day)}" if fact.last_day else ""
        parts.append(f"{since} {until}".strip())
    elif fact.kind == FactKind.CARE_STATUS:
        parts.append("since when is not recorded")
    return ", ".join(parts)


def day(moment: date) -> str:
    """A day as it is written here: 4 March 2026."""
    return f"{moment.day} {moment:%B %Y}"


def told(
    statement: Statement, named: Iterable[tuple[Named, object]], names: dict[int, str], others: Iterable[SubjectNamed],
    *, by: Actor,
) -> Told:  # fmt: skip
    """A statement with its words as they were said. Whoever may not open the record of someone it names has no link there.

    ``others``: whom and what else it names, as far as the reader may see.
    """
    spans = sorted((link.start, link.end, link.record_id) for link, _ in named if link.statement == statement.pk)
    references = {link.record_id: child.record.reference for link, child in named}  # type: ignore[attr-defined]
    pieces: list[tuple[str, str]] = []
    place = 0
    for start, end, record in spans:
        if start < place:
            continue
        pieces += [
            (statement.words[place:start], ""),
            (statement.words[start:end], reverse("children:child", args=[references[record]])),
        ]
        place = end
    pieces.append((statement.words[place:], ""))
    speaker = statement.speaker or (
        "the person who told us" if statement.said_by == -1 else names.get(statement.said_by, "")
    )
    to = f" to {statement.listener}" if statement.listener else ""
    return Told(
        kind=StatementKind(statement.kind).label,
        worth=Standing(statement.standing).label if statement.standing else "",
        pieces=tuple(piece for piece in pieces if piece[0]),
        own=statement.kind == StatementKind.VERBATIM,
        by=f"{speaker}{to}",
        at=statement.spoken_at or statement.said_at,
        key=str(statement.pk),
        pass_on=passed_on(statement.pk, by=by),
        names=named_lines(others),
    )


def story_line(line: Line, names: dict[int, str]) -> StoryLine:
    """One line of the story in words."""
    leads = {"contact": "contacts:contact", "child": "children:child"}.get(line.source_kind, "")
    return StoryLine(
        kind=HAPPENED.get(Happened(line.kind), line.kind), at=line.at,
        agency=names.get(line.agency, "") if line.agency else "", words=line.words, source=line.source,
        href=reverse(leads, args=[line.source]) if leads else "", who=names.get(line.recorded_by, "a member"),
        recorded=line.recorded_at, later=london_day(line.recorded_at) != london_day(line.at),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likely:
    """Someone who may be meant: a name, an age, a school, whom to ask. Nothing more."""

    reference: str
    known_as: str
    age: str
    school: str
    ask: str
    href: str


def likely(found: Iterable[Preview], *, by: Actor, names: dict[int, str]) -> tuple[Likely, ...]:
    """The previews of a search; the page of a child opens only for those who may read it."""
    return tuple(
        Likely(
            reference=one.reference, known_as=one.known_as, age=one.age or "Not known", school=one.school,
            ask=names.get(one.ask, "the team") if one.ask else "the team",
            href=reverse("children:child", args=[one.reference]) if by.may(Permission.READ_CHILD) else "",
        )
        for one in found
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgainLine:
    """A child who is owed another look."""

    reference: str
    known_as: str
    owner: str
    mine: bool
    due: datetime
    href: str


def look_again(found: Iterable[LookAgain], names: dict[int, str]) -> tuple[AgainLine, ...]:
    """The children who are owed another look, each with where it is done."""
    return tuple(
        AgainLine(
            one.reference, one.known_as, names.get(one.owner, "the team"), one.mine, one.due,
            reverse("children:look", args=[one.reference]),
        )
        for one in found
    )  # fmt: skip
