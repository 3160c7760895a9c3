"""Who acts: a member, a process of the system, or someone who tells. Every command and query takes one as ``by``."""

from dataclasses import dataclass, field
from enum import StrEnum

from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.access.roles import SYSTEM, Role, permissions_of, standing_of
from halcyon.kernel.access.rules import DETAILS, Detail


class ActorKind(StrEnum):
    MEMBER = "member"
    SYSTEM = "system"
    TELLER = "teller"


@dataclass(frozen=True)
class Actor:
    """An identity and everything access needs of it; no database row behind it is read again during a request.

    ``principal`` is their own number, ``principals`` all the numbers whose records they may see (their own, their
    agency's, their team's, those of their duties). Principals 0 and -1 stand for the system and for tellers: no row
    ever names them.
    """

    kind: ActorKind
    principal: int
    name: str
    principals: tuple[int, ...] = ()
    permissions: frozenset[Permission] = frozenset()
    roles: frozenset[Role] = frozenset()
    agency: int | None = None
    team: int | None = None
    extra: dict[str, str] = field(default_factory=dict, compare=False, hash=False)

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A process acting by itself, named by its verb: ``opening``, ``escalating``."""
        return cls(kind=ActorKind.SYSTEM, principal=0, name=name, principals=(0,), permissions=SYSTEM)

    @classmethod
    def member(
        cls, *, principal: int, name: str, roles: frozenset[Role], agency: int | None, team: int | None
    ) -> "Actor":
        """A member, with the permissions of their roles and the principals of their agency, team and duties."""
        own = tuple(number for number in (principal, agency, team) if number is not None)
        return cls(
            kind=ActorKind.MEMBER, principal=principal, name=name, principals=(*own, *standing_of(roles)),
            permissions=permissions_of(roles), roles=roles, agency=agency, team=team,
        )  # fmt: skip

    def may(self, permission: Permission) -> bool:
        """Whether this actor holds a permission."""
        return permission in self.permissions

    def reads(self, detail: Detail) -> bool:
        """Whether this actor's duties read a detail of children's records."""
        return DETAILS[detail] in self.principals

    def check(self, permission: Permission) -> None:
        """Raises Refused when the actor does not hold the permission."""
        if not self.may(permission):
            raise Refused(permission)
