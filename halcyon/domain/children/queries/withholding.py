"""What of any child's record a reader's duties do not read, and whom to ask: the same for every child, whatever there is."""

from dataclasses import dataclass

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.roles import KEEPS
from halcyon.kernel.access.rules import Detail
from halcyon.kernel.partnership.queries import members


@dataclass(frozen=True)
class Withheld:
    """A detail that the reader does not read, and who does; nobody is named where nobody holds the role."""

    detail: Detail
    ask: str
    agency: str


def withheld(*, by: Actor) -> tuple[Withheld, ...]:
    """What ``by`` does not read of any child. It says nothing of this one: nobody can tell whether there is any."""
    hidden = [detail for detail in Detail if not by.reads(detail)]
    everyone = members() if hidden else []
    found = []
    for detail in hidden:
        holder = next((one for one in everyone if KEEPS[detail] in one.held_roles), None)
        found.append(Withheld(detail, holder.name if holder else "", holder.agency.short if holder else ""))
    return tuple(found)
