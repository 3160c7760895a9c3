"""Closes a contact to all but the strategic lead, as if it had never been: for what would tip someone off."""

from uuid import UUID

from halcyon.domain.contacts import owing
from halcyon.domain.contacts.models import Alert, Concern, Contact
from halcyon.domain.promise.commands import hand_over
from halcyon.domain.subjects import commands as subjects
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.roles import Role
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import now
from halcyon.kernel.partnership import queries as partnership


class NobodyToHoldIt(ValueError):
    """There is no strategic lead who could own it."""

    def __init__(self) -> None:
        super().__init__(
            "There is no strategic lead on the rota or among the members, so nobody could hold this. "
            "Ring the strategic lead of your agency now and tell the administrator."
        )


def holder(*, but: int | None = None) -> int:
    """The strategic lead who would own it: the one on the rota, else a member who is one.

    It is never ``but``, whom it is about: in their place a team manager of another agency. Raises NobodyToHoldIt.
    """
    lead = partnership.on_duty(now()).strategic
    if lead is not None and lead.principal is not None and lead.principal != but:
        return lead.principal
    for member in partnership.with_role(Role.STRATEGIC_LEAD):
        if member.principal_id != but:
            return member.principal_id
    if but is not None:
        theirs = partnership.member_of(but).agency_id
        for member in partnership.with_role(Role.TEAM_MANAGER):
            if member.agency_id != theirs:
                return member.principal_id
    raise NobodyToHoldIt()


@command(needs=Permission.RESTRICT)
def restrict(*, contact: Contact, by: Actor, about: int | None = None) -> None:
    """Gives a contact, what is owed on it, its alerts, and the children and what is of concern that are known through it
    alone to the strategic lead.

    ``about`` is the member whom it is about, if they sit at this desk: they are never the one who holds it.

    Everyone else, the member who does it too, sees from then on what they would see if nothing existed.
    """
    owner = holder(but=about)
    for obligation in owing.open_obligations(contact.pk):
        hand_over(obligation=obligation, to=owner, by=by)
    subjects.close_with(record=contact.record, owner=owner, by=by)
    alerts = Alert.objects.filter(contact=contact.pk).values_list("pk", flat=True)
    for record in Record.objects.filter(pk__in=[*alerts, *_known_only_here(contact)]):
        access.restrict(record=record, owner=owner, lock=Lock.SILENT, by=by)
    access.restrict(record=contact.record, owner=owner, lock=Lock.SILENT, by=by)


def _known_only_here(contact: Contact) -> list[UUID]:
    named = set(Concern.objects.filter(record=contact.record).values_list("child", flat=True))
    others = Concern.objects.filter(child__in=named).exclude(record=contact.record)
    return sorted(named - set(others.values_list("child", flat=True)))
