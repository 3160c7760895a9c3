"""What of a child's record a reader's duties do not read, and whom to ask. It is the same for every child, whatever there
is, but for what of this one was shared with the reader."""

from dataclasses import dataclass

from django.db import connection

from halcyon.domain.children.models import Child
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.roles import KEEPS
from halcyon.kernel.access.rules import Detail
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import members


@dataclass(frozen=True)
class Withheld:
    """A detail that the reader does not read, and who does; nobody is named where nobody holds the role."""

    detail: Detail
    ask: str
    agency: str


def withheld(child: Child, *, by: Actor) -> tuple[Withheld, ...]:
    """What ``by`` does not read of this child. It says nothing of the child: nobody can tell whether there is any."""
    hidden = [detail for detail in Detail if not by.reads(detail)]
    if not hidden:
        return ()
    shared, everyone = _shared(), members()
    found = []
    for detail in hidden:
        if f"{child.pk}:{detail}" in shared:
            continue
        holder = _holder(detail, everyone, but=by.principal)
        found.append(Withheld(detail, holder.name if holder else "", holder.agency.short if holder else ""))
    return tuple(found)


def holder_of(detail: Detail, *, but: int) -> Member | None:
    """Who is asked about a detail: whoever's role keeps it, other than the one who asks. None where nobody holds the role."""
    return _holder(detail, members(), but=but)


def _holder(detail: Detail, everyone: list[Member], *, but: int) -> Member | None:
    able = (one for one in everyone if KEEPS[detail] in one.held_roles and one.principal_id != but)
    return next(able, None)


def _shared() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute("select access.granted_details()")
        return frozenset(cursor.fetchone()[0])
