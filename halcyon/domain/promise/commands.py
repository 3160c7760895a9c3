"""Every change to what is owed. Each writes an event, its projection and a journal line, in the caller's transaction.

`owe`, `fulfil`, `not_possible` and `open_ledger` are called inside commands of the rooms above, which check who may;
`hand_over` and `waive` are commands of their own. Nothing here can move a start, or open again what has ended.
"""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from halcyon.domain.promise import rules
from halcyon.domain.promise.models import LedgerEntry, Obligation, ObligationEvent
from halcyon.domain.promise.owners import can_own, can_see
from halcyon.domain.promise.rules import Duty, End, Happening, OwedTo
from halcyon.kernel import clocks, journal
from halcyon.kernel.access.actors import Actor, ActorKind
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import Limit, Unit, london_day
from halcyon.kernel.journal import Event
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import policy

Fact = str | int | bool | None
NAMED_DAY = "by the day named"
"""The limit of what a decision itself dates: no number of days stands behind it."""


def open_ledger(
    *, record: Record, received_at: dt.datetime, agency: int, channel: str, way_in: str, by: Actor
) -> LedgerEntry:
    """Writes the contact's line of the ledger. PostgreSQL refuses the commit unless a decision is owed as well."""
    entry = LedgerEntry(
        record=record, received_at=received_at, received_day=london_day(received_at),
        agency=agency, channel=channel, way_in=way_in,
    )  # fmt: skip
    entry.save(force_insert=True)
    journal.change(Event.OPENED_LEDGER, record, by=by)
    return entry


def owe(
    *,
    record: Record,
    duty: Duty,
    to: OwedTo,
    starts: dt.datetime,
    owner: int,
    agency: int,
    by: Actor,
    child: UUID | None = None,
    outcome: str = "",
    limit: Limit | str | None = None,
    due: dt.datetime | None = None,
) -> Obligation:
    """Opens something owed, unless an equal one is open: then that one is returned as it stands.

    The limit is the policy's for the duty unless one is given (acknowledge: `rules.acknowledge_limit`); `due` is for
    what a decision itself dates. The policy in force at `starts` counts, whatever comes after it.
    Danger and ordinary are not equal: an ordinary one that is open never swallows what is owed at once.
    """
    promise = policy(rules.Promise, at=starts)
    words, due_at, at_once = _by_when(duty, to, outcome, limit, due, starts, promise)
    same = Obligation.objects.filter(
        record=record, duty=duty, owed_to=to, child=child, outcome=outcome, at_once=at_once, end=""
    )
    if found := same.first():
        return found
    obligation = Obligation(
        record=record, duty=duty, owed_to=to, child=child, outcome=outcome, at_once=at_once,
        owner=owner, agency=agency, starts_at=starts, due_at=due_at, limit=words,
        policy_version=promise.version.isoformat(),
    )  # fmt: skip
    obligation.climbs_at = ladder_of(obligation, closed=record.lock != Lock.OPEN).climbs_at(0, starts)
    try:
        with transaction.atomic():
            obligation.save(force_insert=True)
    except IntegrityError:
        if found := same.first():  # someone else opened it a moment ago
            return found
        raise
    _happened(obligation, Happening.OPENED, by, _opening(obligation), before=0)
    journal.change(Event.OWED, record, by=by, detail=duty.value)
    return obligation


def fulfil(*, obligation: Obligation | UUID, evidence: UUID, by: Actor) -> Obligation:
    """Ends it as kept; `evidence` is the id of what shows it (a decision, a message). Raises AlreadyEnded."""
    held = locked(obligation)
    _end(held, End.FULFILLED, by, evidence=evidence)
    _happened(held, Happening.FULFILLED, by, {"evidence": str(evidence)})
    journal.change(Event.FULFILLED, held, by=by, detail=held.duty)
    return held


def not_possible(*, obligation: Obligation | UUID, reason: str, by: Actor) -> Obligation:
    """Ends it as not possible: no way back was given, or it is unsafe; a decision never.

    Raises ReasonNeeded, AlreadyEnded, DecisionIsOwed.
    """
    written = rules.check_reason(reason)
    held = locked(obligation)
    rules.check_may_be_let_go(Duty(held.duty))
    _end(held, End.NOT_POSSIBLE, by, reason=written)
    _happened(held, Happening.NOT_POSSIBLE, by, {})
    journal.change(Event.NOT_POSSIBLE, held, by=by, detail=held.duty)
    return held


@command(needs=Permission.DECIDE)
def waive(*, obligation: Obligation | UUID, reason: str, second: Actor, by: Actor) -> Obligation:
    """Ends it unkept, with a reason, two people agreeing; a decision never.

    Raises SecondPersonNeeded, ReasonNeeded, AlreadyEnded, DecisionIsOwed.
    """
    written = rules.check_reason(reason)
    held = locked(obligation)
    rules.check_may_be_let_go(Duty(held.duty))
    another = second.kind is ActorKind.MEMBER and second.principal != by.principal
    if not (another and second.may(Permission.WAIVE) and can_see(second, held.record_id)):
        raise rules.SecondPersonNeeded()
    _end(held, End.WAIVED, by, reason=written, second=second.principal)
    _happened(held, Happening.WAIVED, by, {"second": second.principal})
    journal.change(Event.WAIVED, held, by=by, detail=held.duty)
    return held


@command(needs=Permission.HAND_OVER)
def hand_over(*, obligation: Obligation | UUID, to: int, by: Actor) -> Obligation:
    """Gives it to another owner: an active member, or a team, who can open the contact; a member is told that
    something waits. Its clock runs on. Raises CannotOwn, AlreadyEnded."""
    held = locked(obligation)
    if held.owner == to:
        return held
    if not can_own(to, held.record_id):
        raise rules.CannotOwn()
    held.owner = to
    held.save(update_fields=["owner"])
    _happened(held, Happening.OWNER_CHANGED, by, {"owner": to})
    journal.change(Event.CHANGED_OWNER, held, by=by, detail=held.duty)
    member = Member.objects.filter(principal=to).first()
    if member is not None and to != by.principal:
        notices.queue(to=member.email, recipient=to, kind=NoticeKind.HANDED_OVER, by=by)
    return held


# For this room alone: commands and escalation


def locked(obligation: Obligation | UUID) -> Obligation:
    """The row as it stands now, held until the transaction ends, so that it cannot end twice.

    Raises AlreadyEnded, and NotVisible when it is not the actor's to see.
    """
    key = obligation if isinstance(obligation, UUID) else obligation.pk
    held = Obligation.objects.select_for_update().filter(pk=key).first()
    if held is None:
        raise NotVisible()
    if held.end:
        raise rules.AlreadyEnded()
    return held


def climb(held: Obligation, *, step: int, climbs_at: dt.datetime, place: str, rung: bool, by: Actor) -> None:
    """Records that a rung was rung, or was found empty, and when the next is due."""
    held.step, held.climbs_at = step, climbs_at
    held.save(update_fields=["step", "climbs_at"])
    facts: dict[str, Fact] = {"step": step, "climbs_at": climbs_at.isoformat(), "place": place, "rung": rung}
    _happened(held, Happening.ESCALATED, by, facts)
    journal.change(Event.ESCALATED, held, by=by, detail=f"{held.duty} {place}")


def ladder_of(obligation: Obligation, *, closed: bool) -> rules.Ladder:
    """The ladder of the policy that was in force when it began; `closed` when the record is not open to its team."""
    return rules.ladder(
        at_once=obligation.at_once, closed=closed, starts=obligation.starts_at, due=obligation.due_at,
        escalation=policy(rules.Escalation, at=obligation.starts_at),
        closes=policy(rules.Promise, at=obligation.starts_at).office_closes,
    )  # fmt: skip


def _by_when(
    duty: Duty, to: OwedTo, outcome: str, limit: Limit | str | None, due: dt.datetime | None, starts: dt.datetime,
    promise: rules.Promise,
) -> tuple[str, dt.datetime, bool]:  # fmt: skip
    """The limit in words, when it is late, and whether it rings at once."""
    if due is not None:
        return NAMED_DAY, due, False
    if limit is None:
        limit = rules.limit_of(duty, to, outcome, promise)
    elif isinstance(limit, str):
        limit = Limit.parse(limit)
    return str(limit), rules.due_at(limit, starts, promise), limit.unit is Unit.AT_ONCE


def _end(
    held: Obligation, end: End, by: Actor, *, reason: str = "", second: int | None = None, evidence: UUID | None = None
) -> None:
    held.end, held.ended_at, held.ended_by = end, clocks.now(), by.principal
    held.reason, held.second, held.evidence, held.climbs_at = reason, second, evidence, None
    held.save(update_fields=["end", "ended_at", "ended_by", "reason", "second", "evidence", "climbs_at"])


def _opening(obligation: Obligation) -> dict[str, Fact]:
    assert obligation.climbs_at is not None
    return {
        "duty": obligation.duty, "owed_to": obligation.owed_to, "outcome": obligation.outcome,
        "child": str(obligation.child) if obligation.child else None, "at_once": obligation.at_once,
        "owner": obligation.owner, "agency": obligation.agency, "starts_at": obligation.starts_at.isoformat(),
        "due_at": obligation.due_at.isoformat(), "limit": obligation.limit,
        "policy_version": obligation.policy_version, "step": 0, "climbs_at": obligation.climbs_at.isoformat(),
    }  # fmt: skip


def _happened(
    obligation: Obligation, kind: Happening, by: Actor, facts: dict[str, Fact], *, before: int | None = None
) -> None:
    """Adds the event. The obligation's row is held by this transaction, so the numbers follow one another."""
    if before is None:
        before = ObligationEvent.objects.filter(obligation=obligation).count()
    ObligationEvent(
        record_id=obligation.record_id, obligation=obligation, number=before + 1,
        at=obligation.ended_at or clocks.now(), kind=kind, by=by.principal, by_kind=by.kind, facts=facts,
    ).save(force_insert=True)  # fmt: skip
