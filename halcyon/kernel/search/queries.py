"""For auditors: who searched and when. What was typed stays sealed until someone gives a reason (`commands.open_terms`)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event

LISTED = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """One search that was made; ``asks`` says that it asked about closed records too."""

    search: UUID
    actor: int
    at: datetime
    asks: bool


def kept(*, by: Actor, actor: int | None = None) -> tuple[Kept, ...]:
    """The newest searches, of everyone or of one member. Raises Refused without the right to open them."""
    by.check(Permission.OPEN_SEARCH)
    with connection.cursor() as cursor:
        cursor.execute(
            "select search, actor, at, asks from journal.term where %s::integer is null or actor = %s "
            "order by at desc limit %s",
            [actor, actor, LISTED],
        )
        found = tuple(Kept(*row) for row in cursor.fetchall())
    journal.listed(Event.LISTED_SEARCHES, [one.search for one in found], by=by)
    return found
