"""What could not be opened is kept as it came, and somebody is told at once. Nothing that was acknowledged is ever lost."""

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.letterbox.opening import SealedDrop, quarantine
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership


@command(needs=Permission.RECEIVE)
def put_in_quarantine(*, drop: SealedDrop, why: str, by: Actor) -> None:
    """Keeps the envelope with a code for the reason, and alarms whoever is first and the manager."""
    quarantine(drop, why)
    journal.change(Event.QUARANTINED, drop.id, by=by, detail=why)
    chain = partnership.on_duty(now())
    told = {place.email: place.principal for place in (chain.first, chain.manager) if place is not None}
    for email, principal in told.items():
        queue(to=email, recipient=principal, kind=NoticeKind.QUARANTINE, by=by)
