"""Who and what a statement names, for whoever reads the statement: only what they may see of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from halcyon.domain.subjects import sameness
from halcyon.domain.subjects.models import Doubt, Mention
from halcyon.domain.subjects.queries.proposals import Named, as_named
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.parts import Parts
from halcyon.kernel.access.permissions import Permission


def named_by(
    statements: Mapping[UUID, UUID], *, by: Actor, until: datetime | None = None
) -> dict[UUID, tuple[Named, ...]]:
    """Who and what statements name, by statement; each is given with the record that it stands in.

    ``until``: what had been named and doubted before then. For a page that has journalled what it shows. Whoever may not
    read of people and things sees the words alone. One query, however much is named.
    """
    if not statements or not by.may(Permission.READ_SUBJECT):
        return {}
    parts = Parts(set(statements.values()), Record, Mention, Doubt)
    records = {record.pk: record for record in parts.of(Record, by="id")}
    doubts = sameness.latest(parts.of(Doubt, by="at"), until=until)
    found: dict[UUID, tuple[Named, ...]] = {}
    for row in parts.of(Mention, by="made_at"):
        if row.statement is not None and row.statement in statements and (until is None or row.made_at < until):
            found[row.statement] = (*found.get(row.statement, ()), as_named(row, records[row.record_id], doubts))
    return found
