"""What of a child is searched: names, numbers, what is known in words, what was said, what happened. Never who must not know."""

from collections.abc import Iterable, Iterator

from halcyon.domain.children.commands import facts
from halcyon.domain.children.models import Child, Fact, Happening, Statement
from halcyon.domain.children.rules import IDENTIFIERS, UNNAMED_CHILD, FactKind, Happened
from halcyon.kernel.access.models import Record
from halcyon.kernel.search import Entry

NAMES = frozenset({FactKind.KNOWN_AS, FactKind.OTHER_NAME})
IN_WORDS = frozenset(
    {FactKind.KNOWN, FactKind.SCHOOL, FactKind.INVOLVED, FactKind.HOME_AUTHORITY, FactKind.HOST_AUTHORITY}
)
IN_NUMBERS = frozenset({*IDENTIFIERS, FactKind.PHONE, FactKind.ACCOUNT})
OF_THEIR_OWN = frozenset({Happened.FACT, Happened.SAID})
"""Lines of the story that say once more what stands in a fact or a statement."""


def of_facts(child: Child, known: Iterable[Fact], *, agency: int | None) -> Entry:
    """A child by what stands of them now."""
    standing = list(known)
    names = tuple(fact.value for fact in standing if fact.kind in NAMES and fact.value != UNNAMED_CHILD)
    numbers = tuple(fact.value for fact in standing if fact.kind in IN_NUMBERS)
    references = tuple(fact.number for fact in standing if fact.number)
    said = [fact.value for fact in standing if fact.kind in IN_WORDS]
    return Entry(
        source=child.pk, kind="child", words="\n".join([*names, *said]), names=names, codes=(*numbers, *references),
        at=child.record.created_at, agency=agency,
    )  # fmt: skip


def of_statement(statement: Statement, *, agency: int | None) -> Entry:
    """What was said or seen."""
    return Entry(
        source=statement.pk, kind="statement", words=statement.words, at=statement.said_at, agency=agency,
        detail=statement.detail,
    )  # fmt: skip


def of_event(line: Happening) -> Entry:
    """What an agency knows happened."""
    return Entry(source=line.pk, kind="event", words=line.words, at=line.at, agency=line.agency, detail=line.detail)


def of_detail(fact: Fact, *, agency: int | None) -> Iterator[Entry]:
    """A fact that only some duties read; what it replaces, or takes back, is found no more."""
    if fact.replaces:
        yield Entry(source=fact.replaces, kind="fact", words="", at=fact.recorded_at, agency=agency, detail=fact.detail)
    if not fact.taken_back:
        yield Entry(
            source=fact.pk, kind="fact", words=fact.value, at=fact.recorded_at, agency=agency, detail=fact.detail
        )


def of_child(record: Record) -> Iterator[Entry]:
    """Everything that is searched of one child's own record, for building anew."""
    child = Child.objects.select_related("record").get(pk=record.pk)
    known = facts.stand(child)
    yield of_facts(child, known, agency=None)
    for fact in known:
        if fact.detail:
            yield from of_detail(fact, agency=None)
    for statement in Statement.objects.filter(record=record).order_by("position"):
        yield of_statement(statement, agency=None)
    for line in Happening.objects.filter(record=record, child=record.pk).exclude(kind__in=OF_THEIR_OWN):
        yield of_event(line)
