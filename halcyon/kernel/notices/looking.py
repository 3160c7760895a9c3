"""Tells the owner of a silent record that someone asked for it. Whoever asked saw exactly what is said of nothing."""

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership.models import Member


@command(needs=Permission.RUN_CLOCKS)
def tell_owners(*, by: Actor) -> int:
    """Queues a notice for each look that its owner has not been told of; returns how many."""
    looks = list(
        Look.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("record")
        .filter(told_at=None)[:100]
    )
    for look in looks:
        owner = Member.objects.filter(principal_id=look.record.owner or 0).first()
        if owner is not None:
            queue(to=owner.email, recipient=owner.principal_id, kind=NoticeKind.LOOKED, by=by)
        Look.objects.filter(pk=look.pk).update(told_at=now())
    return len(looks)
