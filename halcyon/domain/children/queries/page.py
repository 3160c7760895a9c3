"""One child whole: the facts that stand or stood on a day, what is owed to them, what they want, who must not know."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from halcyon.domain.children.commands import facts as told
from halcyon.domain.children.models import Child, Fact, Named, Statement
from halcyon.domain.children.queries.sameness import MOMENT, same
from halcyon.domain.children.queries.story import end_of
from halcyon.domain.children.rules import FactKind, standing
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.promise.rules import Happening
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event


@dataclass(frozen=True)
class ChildView:
    """Everything of the child's own record that the page shows, read in a fixed number of queries."""

    child: Child
    record: Record
    facts: tuple[Fact, ...]  # those that stand, or stood on the day asked for
    history: tuple[Fact, ...]  # all of them, in the order in which they were recorded
    statements: tuple[Statement, ...]
    owed: tuple[Obligation, ...]  # what is open, or was open at the end of the day asked for
    sources: dict[UUID, str]  # the references of the records from which facts are known, of those that may be opened
    named: tuple[tuple[Named, Child], ...]
    joined: tuple[tuple[Child, tuple[Fact, ...]], ...]  # who is one with the child, with what stands of them

    @property
    def ids(self) -> list[UUID]:
        """The child and everyone who is one with them."""
        return [self.child.pk, *(other.pk for other, _ in self.joined)]

    def of(self, kind: FactKind) -> tuple[Fact, ...]:
        """The standing facts of one kind."""
        return tuple(fact for fact in self.facts if fact.kind == kind)

    def one(self, kind: FactKind) -> Fact | None:
        """The standing fact of a kind of which one stands."""
        return next(iter(self.of(kind)), None)


def find(reference: str, *, by: Actor | None = None) -> Child:
    """The child with this reference, as far as the acting member may see it. Raises NotVisible. With ``by`` it is journalled."""
    found = Child.objects.select_related("record").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    if by is not None:
        journal.read(Event.OPENED_CHILD, found, by=by)
    return found


def child(reference: str, *, by: Actor, known_on: date | None = None) -> ChildView:
    """One child for their page; the reading is journalled. Raises NotVisible.

    ``known_on`` shows what had been recorded by the end of that day in London, and nothing that became known later.
    """
    found = find(reference, by=by)
    history = told.of(found)
    until = end_of(known_on) if known_on else None
    joined = tuple(
        (other, tuple(told.stand(other, known_on=until - MOMENT if until else None)))
        for other in same([found.pk], known_on=until)
    )
    ids = [found.pk, *(other.pk for other, _ in joined)]
    statements = Statement.objects.filter(record__in=ids).order_by("said_at", "position")
    if until is not None:
        statements = statements.filter(said_at__lt=until)
        history = [fact for fact in history if fact.recorded_at < until]
    said = tuple(statements)
    links = Named.objects.filter(statement__in=[one.pk for one in said])
    owed = Obligation.objects.filter(child__in=ids)
    if until is not None:
        links = links.filter(named_at__lt=until)
        opened = ObligationEvent.objects.filter(obligation=OuterRef("pk"), kind=Happening.OPENED, at__lt=until)
        owed = owed.filter(Exists(opened), Q(end="") | Q(ended_at__gte=until))
    else:
        owed = owed.filter(end="")
    children = Child.objects.select_related("record").in_bulk([link.record_id for link in links])
    return ChildView(
        child=found,
        record=found.record,
        facts=tuple(standing(history)),
        history=tuple(history),
        statements=said,
        owed=tuple(owed.select_related("record").order_by("due_at")),
        sources=dict(
            Record.objects.filter(pk__in={fact.source for fact in history if fact.source}).values_list(
                "pk", "reference"
            )
        ),
        named=tuple((link, children[link.record_id]) for link in links if link.record_id in children),
        joined=joined,
    )
