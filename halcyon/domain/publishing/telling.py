"""Tells who publishes that something waits for them at the desk, by a notice that never says what."""

import datetime as dt
from collections.abc import Iterable

from halcyon.domain.publishing import reading
from halcyon.domain.publishing.models import Revision
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.roles import permissions_of
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices import queries as noticed
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import members

AGAIN_AFTER = dt.timedelta(days=7)
"""How long after a nag about reviews the next one comes, while any is overdue."""


def second_person(revision: Revision, *, by: Actor) -> None:
    """Tells everyone who may approve a text: all who hold the right, but whoever wrote it."""
    _tell(
        (one for one in publishers() if one.principal_id not in (revision.written_by, by.principal)),
        NoticeKind.SECOND,
        by,
    )


def writer(revision: Revision, *, by: Actor) -> None:
    """Tells whoever wrote a text that it came back."""
    _tell((one for one in publishers() if one.principal_id == revision.written_by), NoticeKind.ANSWERED, by)


@command(needs=Permission.RUN_CLOCKS)
def nag(*, by: Actor) -> bool:
    """Once a week, while the day of any review of what hangs is past, tells everyone who publishes."""
    moment = clocks.now()
    if noticed.told_since(NoticeKind.STALE, moment - AGAIN_AFTER):
        return False
    hanging = reading.hanging(reading.steps(), moment)
    today = clocks.london_day(moment)
    if not Revision.objects.filter(pk__in=[one.revision for one in hanging.values()], next_review__lte=today).exists():
        return False
    _tell(publishers(), NoticeKind.STALE, by)
    return True


def publishers() -> list[Member]:
    """Everyone active who may write and approve what the public reads."""
    return [member for member in members() if Permission.PUBLISH in permissions_of(member.held_roles)]


def _tell(whom: Iterable[Member], kind: NoticeKind, by: Actor) -> None:
    for member in whom:
        notices.queue(to=member.email, kind=kind, recipient=member.principal_id, by=by)
