"""Who is who, who is on, and what the policy says: plain answers for every room above."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.roles import Role
from halcyon.kernel.clocks import now
from halcyon.kernel.partnership import pack as packs
from halcyon.kernel.partnership import rota_rules
from halcyon.kernel.partnership.contents import Pack, PolicySection
from halcyon.kernel.partnership.models import Agency, Member, Partnership, Team

Section = TypeVar("Section", bound=PolicySection)
STAND_IN = frozenset({Role.OUT_OF_HOURS, Role.STRATEGIC_LEAD})
"""Roles that see the team's records without belonging to it: those who read at night, and who answers at the top."""


@dataclass(frozen=True)
class OnDuty:
    """One place of the chain: who answers it, and where a notice reaches them. A desk has no principal."""

    place: str
    name: str
    email: str
    telephone: str
    principal: int | None


@dataclass(frozen=True)
class Chain:
    """Who is on at a moment, place by place; None where the rota has a gap."""

    first: OnDuty | None = None
    second: OnDuty | None = None
    out_of_hours: OnDuty | None = None
    control_room: OnDuty | None = None
    manager: OnDuty | None = None
    strategic: OnDuty | None = None


def pack() -> Pack:
    """The pack of the partnership that this process serves."""
    return packs.load(settings.PARTNERSHIP, settings.PACKS)


def policy(section: type[Section], at: datetime | None = None) -> Section:
    """One section of the policy in force at a moment (now, when none is given)."""
    return pack().policy(section, at or now())


def is_demo() -> bool:
    """Whether the demo partnership is the one loaded: asked of the database and of the pack, and both must say so."""
    row = Partnership.objects.first()
    return bool(row and row.demo and pack().demo)


def own_team() -> Team:
    """The team that the partnership's promise is about."""
    return Partnership.objects.select_related("team").get().team


def actor_of(member: Member) -> Actor:
    """The member as an actor, with everything their roles allow."""
    roles = member.held_roles
    actor = Actor.member(
        principal=member.principal_id, name=member.name, roles=roles, agency=member.agency_id, team=member.team_id
    )
    team = own_team().pk if roles & STAND_IN else None
    if team is None or team in actor.principals:
        return actor
    return Actor(**{**vars(actor), "principals": (*actor.principals, team)})


def members() -> list[Member]:
    """Everyone who is active, by name."""
    return list(Member.objects.filter(active=True).select_related("agency", "team", "account").order_by("name"))


def with_role(role: Role) -> list[Member]:
    """Everyone active who holds a role, by name."""
    return [member for member in members() if role in member.held_roles]


def member_of(principal: int) -> Member:
    """The member with this principal; raises NotVisible."""
    try:
        return Member.objects.select_related("agency", "team").get(principal_id=principal)
    except Member.DoesNotExist:
        raise NotVisible() from None


def names() -> dict[int, str]:
    """Every principal's name for the screens: members, agencies, teams. The system and tellers are named too."""
    members = Member.objects.values_list("principal_id", "name")
    agencies = Agency.objects.values_list("principal_id", "short")
    teams = Team.objects.values_list("principal_id", "name")
    return {0: "Halcyon", -1: "the person who told us"} | dict(members.union(agencies, teams))


def agencies() -> list[Agency]:
    """The agencies of the partnership, in the order of their names."""
    return list(Agency.objects.order_by("short"))


def on_duty(at: datetime) -> Chain:
    """Who is on at a moment, from the pack's rota."""
    by_key = {member.key: member for member in Member.objects.filter(active=True)}
    places: dict[str, OnDuty] = {}
    for link in rota_rules.chain(pack(), at):
        member = by_key.get(link.key)
        if link.place.value not in places:
            places[link.place.value] = OnDuty(
                place=link.place.value,
                name=link.name,
                email=link.email,
                telephone=link.telephone,
                principal=member.principal_id if member else None,
            )
    return Chain(**places)
