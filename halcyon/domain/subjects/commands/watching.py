"""*Alert me if this comes up again*: a reason, an end, seen by the manager. Blind: whoever is watched for is told nothing."""

from datetime import date, timedelta
from uuid import uuid4

from halcyon.domain.subjects import sameness
from halcyon.domain.subjects.models import Mention, Seen, Watch
from halcyon.domain.subjects.rules import Incomplete, Subjects
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record
from halcyon.kernel.access.models import Grant, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.roles import Role
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member


@command(needs=Permission.WATCH)
def watch(*, mention: Mention, reason: str, ends_on: date, by: Actor) -> Watch:
    """Sets a watch on the subject of a mention. Its owner and a manager see it, nobody else. Raises Incomplete."""
    if not reason.strip():
        raise Incomplete("Say why you need to know: your manager reads it.")
    longest = partnership.policy(Subjects).watch_longest_days
    if not today() < ends_on <= today() + timedelta(days=longest):
        raise Incomplete(f"Choose an end that lies ahead, within {longest} days; it can be set again.")
    manager = _manager_of(by)
    record = new_record(
        kind=RecordKind.WATCH, team=partnership.own_team().pk, owner=by.principal, lock=Lock.SILENT, by=by
    )
    kept = Watch(
        record=record, mention=mention, reason=reason.strip(), ends_on=ends_on, set_by=by.principal, set_at=now(),
        manager=manager.principal_id,
    )  # fmt: skip
    kept.save(force_insert=True)
    Grant(
        record=record, principal=manager.principal_id, reason="A watch is seen by the manager.", granted_by=by.principal
    ).save(force_insert=True)
    journal.change(Event.WATCHED, record, mention.record_id, by=by)
    queue(to=manager.email, recipient=manager.principal_id, kind=NoticeKind.WATCH_SET, by=by)
    return kept


@command(needs=Permission.READ_WATCHES)
def see_watch(*, watch: Watch, by: Actor) -> None:
    """The manager has seen it: never whoever set it. Raises Conflict when it was seen before, NotVisible."""
    if watch.manager != by.principal:
        raise NotVisible(watch.record.reference)
    if not Watch.objects.filter(pk=watch.pk, seen_at=None).update(seen_at=now()):
        raise Conflict()
    journal.change(Event.WATCH_SEEN, watch, by=by)


@command(needs=Permission.WATCH)
def end_watch(*, watch: Watch, by: Actor) -> None:
    """Ends a watch before its day. Raises Conflict when it has ended."""
    if not Watch.objects.filter(pk=watch.pk, ended_at=None).update(ended_at=now()):
        raise Conflict()
    journal.change(Event.ENDED_WATCH, watch, by=by)


def ring(*, mention: Mention, by: Actor) -> int:
    """Tells whoever watches for what a new mention names; called by the worker, which sees every match. How many were told.

    Each is told what they could have found out themselves: what is hidden from them joins nothing to what they watch for.
    """
    near = sameness.same_or_close([mention.pk]) - {mention.pk}
    watches = Watch.objects.select_related("record", "mention").filter(
        mention__in=near, ended_at=None, ends_on__gte=today(), set_at__lte=mention.made_at
    )
    told = 0
    for found in watches:
        if found.mention.record_id == mention.record_id:
            continue
        hearer = _hearer(found)
        if hearer is None or hearer.principal_id == mention.made_by or not _may_learn(found, mention, hearer):
            continue
        if Seen.objects.filter(record=found.record, mention=mention).exists():
            continue
        seen = Seen(id=uuid4(), record=found.record, other_id=mention.record_id, mention=mention, at=now())
        seen.save(force_insert=True)
        journal.change(Event.CAME_UP, found.record, by=by)
        queue(to=hearer.email, recipient=hearer.principal_id, kind=NoticeKind.CAME_UP, by=by)
        told += 1
    return told


def _hearer(found: Watch) -> Member | None:
    """Whose it is; once they have left, the manager whom it was shown to: nobody who has left is told anything."""
    both = (partnership.member_of(principal) for principal in (found.record.owner or found.set_by, found.manager))
    return next((member for member in both if member.active), None)


def _may_learn(found: Watch, mention: Mention, hearer: Member) -> bool:
    """Whether whoever is rung may see the record it came up in, or may at least learn that it exists and whom to ask; and
    whether what joins it to what is watched for is theirs to see. What is watched for they know.
    """
    lock = Record.objects.values_list("lock", flat=True).get(pk=mention.record_id)
    known = (found.mention.record_id, *([mention.record_id] if lock == Lock.ASK else []))
    sight = sameness.Sight(partnership.actor_of(hearer).principals, also=known)
    if not sight.of([mention.record_id]):
        return False
    return found.mention_id in sameness.same_or_close([mention.pk], sight=sight)


def _manager_of(by: Actor) -> Member:
    managers = [*partnership.with_role(Role.TEAM_MANAGER), *partnership.with_role(Role.STRATEGIC_LEAD)]
    others = [member for member in managers if member.principal_id != by.principal]
    if not others:
        raise Incomplete("There is no manager who could see this watch. Tell the administrator.")
    return min(others, key=lambda member: member.agency_id != by.agency)
