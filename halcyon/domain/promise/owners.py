"""Who could own something: someone at the desk, or a team, who can open the record it hangs on."""

from uuid import UUID

from django.db import connection

from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor, ActorKind
from halcyon.kernel.partnership.models import Member, Team
from halcyon.kernel.partnership.queries import actor_of

SEES = """
select exists (select from access_record r where r.id = %s and (
    r.audience && access.current_principals() or r.id = any (access.granted_now())))
"""


def can_see(actor: Actor, record: UUID) -> bool:
    """Whether that actor may open the record. Asked as them, in the open transaction, also by the worker, which sees all."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(SEES, [record])
        (seen,) = cursor.fetchone()
        return bool(seen)


def can_own(principal: int, record: UUID) -> bool:
    """Whether the principal is an active member, or a team, that can open the record."""
    member = Member.objects.filter(principal=principal, active=True).first()
    if member is not None:
        return can_see(actor_of(member), record)
    team = Team.objects.filter(principal=principal).first()
    if team is None:
        return False
    return can_see(Actor(kind=ActorKind.MEMBER, principal=principal, name=team.name, principals=(principal,)), record)
