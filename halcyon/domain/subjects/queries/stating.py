"""Who and what a statement names, for whoever reads the statement: only what they may see of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from halcyon.domain.subjects import sameness
from halcyon.domain.subjects.models import Mention
from halcyon.domain.subjects.queries.proposals import Named, as_named
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission


def named_by(
    statements: Mapping[UUID, UUID], *, by: Actor, until: datetime | None = None
) -> dict[UUID, tuple[Named, ...]]:
    """Who and what statements name, by statement; each is given with the record that it stands in.

    ``until``: what had been named and doubted before then. For a page that has journalled what it shows. Whoever may not
    read of people and things sees the words alone. Two queries, however much is named.
    """
    if not statements or not by.may(Permission.READ_SUBJECT):
        return {}
    records = set(statements.values())
    rows = Mention.objects.select_related("record").filter(record__in=records, statement__in=list(statements))
    rows = rows if until is None else rows.filter(made_at__lt=until)
    doubts = sameness.doubts_in(records, until=until)
    found: dict[UUID, list[Named]] = {}
    for row in rows.order_by("made_at", "id"):
        if row.statement is not None:
            found.setdefault(row.statement, []).append(as_named(row, row.record, doubts))
    return {statement: tuple(each) for statement, each in found.items()}
