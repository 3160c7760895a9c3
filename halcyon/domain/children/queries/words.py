"""Where someone's own words stand, for whoever goes on from a list that shows them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from halcyon.domain.children.models import Statement, StatementKind
from halcyon.kernel.access.rules import Detail


def own_words(places: Mapping[UUID, Iterable[UUID]]) -> dict[UUID, UUID]:
    """The statement of own words, by record, among the rows given of each; where the record itself is given, what it
    begins with. For a list that has journalled what it shows."""
    given = {record: set(rows) for record, rows in places.items()}
    whole = [record for record, rows in given.items() if record in rows]
    said = (
        Statement.objects.filter(kind=StatementKind.VERBATIM)
        .filter(Q(pk__in=[row for rows in given.values() for row in rows]) | Q(record__in=whole, question="words"))
        .order_by("-position")
        .values_list("record_id", "pk")
    )
    return {record: statement for record, statement in said if record in given}


def statement_of(record: UUID, words: str) -> UUID | None:
    """The first statement in which these words stand in a record, of those that anyone may read who may open it."""
    said = Statement.objects.filter(record=record, words__contains=words, detail__in=("", Detail.STORY))
    return said.order_by("position").values_list("pk", flat=True).first() if words else None
