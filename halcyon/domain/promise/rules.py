"""The rules of the promise (design.md 1): limits, ends, who is rung when. Pure: no database, no clock, no setting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from halcyon.kernel import clocks
from halcyon.kernel.clocks import Limit, Unit
from halcyon.kernel.partnership.contents import LimitWords, Place, PolicySection
from halcyon.kernel.partnership.frozen import Frozen


class Duty(StrEnum):
    """What is owed."""

    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    COMPLAINT = "complaint"
    ADVOCATE = "advocate"
    ACT = "act"
    TELL_BACK = "tell_back"
    REPLY = "reply"
    LOOK = "look_again"
    REVIEW = "review"
    DOUBT = "doubt"


class OwedTo(StrEnum):
    """To whom. The contact or other record itself, as long as no child is known; a member, who asked for a record or looked."""

    TELLER = "teller"
    CHILD = "child"
    CONTACT = "contact"
    MEMBER = "member"


class End(StrEnum):
    """The three ways in which something owed ends; it has exactly one of them, once."""

    FULFILLED = "fulfilled"
    NOT_POSSIBLE = "not_possible"
    WAIVED = "waived"


class AlreadyEnded(Exception):
    """What was owed has ended before; ended stays ended."""

    def __init__(self) -> None:
        super().__init__("Someone has already ended this. Open the contact again to see who did, and when.")


class ReasonNeeded(ValueError):
    """An end that must say why, and does not."""

    def __init__(self) -> None:
        super().__init__("Write the reason: it stays beside what was owed, and leaders count it apart.")


class SecondPersonNeeded(Exception):
    """A waiver without a second person who may agree to it."""

    def __init__(self) -> None:
        super().__init__(
            "Waiving needs a second person: another member who may agree to waivers and can open this contact."
        )


class DecisionIsOwed(ValueError):
    """A decision that someone would let go."""

    def __init__(self) -> None:
        super().__init__("A decision is never let go. If nothing more is to be done, decide that, and say why.")


class CannotOwn(Exception):
    """An owner who could not do anything about what they own."""

    def __init__(self) -> None:
        super().__init__(
            "They are not at the desk, or cannot open this contact, so they cannot take it over. Choose someone else."
        )


class NoLimit(ValueError):
    """Something owed without a time: a fault of the programme or the policy, never of a member."""


class Promise(PolicySection):
    """The section `promise` of the policy: by when each duty is kept."""

    section: ClassVar[str] = "promise"
    office_closes: dt.time
    acknowledge_danger: LimitWords
    at_once: LimitWords
    acknowledge: LimitWords
    acknowledge_never_more: LimitWords
    decide: LimitWords
    tell_back_teller: LimitWords
    tell_back_child: LimitWords
    reply: LimitWords = Limit.parse("1 working day")  # policies older than the duty do not name it
    look: LimitWords = Limit.parse("1 working day")  # nor this one
    complaint: LimitWords = Limit.parse("2 working days")  # nor these
    advocate: LimitWords = Limit.parse("1 working day")
    act: dict[Annotated[str, Field(pattern=r"^[A-J]$")], LimitWords]

    @model_validator(mode="after")
    def _danger_is_at_once(self) -> Self:
        if self.acknowledge_danger.unit is not Unit.AT_ONCE:
            raise ValueError("danger is acknowledged 'at once'; how soon that is kept stands in at_once")
        if self.at_once.unit is not Unit.MINUTES:
            raise ValueError("at_once is a number of minutes")
        return self


class Rung(Frozen):
    """One step of a ladder: who is rung, how long after the ladder began."""

    place: Place | Literal["owner"]
    after: LimitWords


class Escalation(PolicySection):
    """The section `escalation` of the policy: who is rung when nobody has answered."""

    section: ClassVar[str] = "escalation"
    look_again: LimitWords
    gaps_ahead: LimitWords
    bigger: LimitWords
    danger: Annotated[tuple[Rung, ...], Field(min_length=1)]
    danger_again: LimitWords
    overdue: Annotated[tuple[Rung, ...], Field(min_length=1)]
    overdue_again: LimitWords


# Limits


def limit_of(duty: Duty, to: OwedTo, outcome: str, policy: Promise) -> Limit:
    """The limit that the policy sets for a duty. Raises NoLimit where it depends on the telling or stands nowhere."""
    match duty, to:
        case Duty.DECIDE, _:
            return policy.decide
        case Duty.TELL_BACK, OwedTo.TELLER:
            return policy.tell_back_teller
        case Duty.TELL_BACK, _:
            return policy.tell_back_child
        case Duty.REPLY, _:
            return policy.reply
        case Duty.LOOK, _:
            return policy.look
        case Duty.COMPLAINT, _:
            return policy.complaint
        case Duty.ADVOCATE, _:
            return policy.advocate
        case Duty.ACT, _ if outcome in policy.act:
            return policy.act[outcome]
    raise NoLimit(f"The policy sets no limit for {duty.value} {outcome}".rstrip() + ".")


def acknowledge_limit(*, danger: bool, starts: dt.datetime, rota_on: bool, policy: Promise) -> Limit:
    """By when somebody reads it. `danger` is "in danger now" or "not sure": both are at once.

    Otherwise the same working day, and never more than the clock hours of the policy when a rota is on: whichever
    comes first.
    """
    if danger:
        return policy.acknowledge_danger
    if not rota_on:
        return policy.acknowledge
    return min(policy.acknowledge, policy.acknowledge_never_more, key=lambda limit: due_at(limit, starts, policy))


def due_at(limit: Limit, starts: dt.datetime, policy: Promise) -> dt.datetime:
    """When it is late. What is owed at once rings at once; it counts as late after the minutes of `at_once`."""
    kept_within = policy.at_once if limit.unit is Unit.AT_ONCE else limit
    return clocks.due(kept_within, starts, policy.office_closes)


# Ladders


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who is rung, from when on. After the last rung it is rung again and again, until the duty has ended."""

    rungs: tuple[Rung, ...]
    again: Limit
    base: dt.datetime
    closes: dt.time

    def rung(self, step: int) -> Rung:
        """The rung of a step, counted from 0; the last one stands for all after it."""
        return self.rungs[min(step, len(self.rungs) - 1)]

    def climbs_at(self, step: int, rung_at: dt.datetime) -> dt.datetime:
        """When the rung of `step` is due, the one before it having been rung at `rung_at`."""
        if step >= len(self.rungs):
            return clocks.due(self.again, rung_at, self.closes)
        return clocks.due(self.rungs[step].after, self.base, self.closes)


def ladder(
    *, at_once: bool, closed: bool, starts: dt.datetime, due: dt.datetime, escalation: Escalation, closes: dt.time
) -> Ladder:
    """The ladder of one duty. Danger climbs from its start by the rota; everything else from when it is late.

    A contact that is closed to all but its owner rings nobody who may not know of it: its owner, then the strategic
    lead, who learns only that something waits.
    """
    rungs, again, base = (
        (escalation.danger, escalation.danger_again, starts)
        if at_once
        else (escalation.overdue, escalation.overdue_again, due)
    )
    if closed:
        rungs = (Rung(place="owner", after=rungs[0].after), Rung(place=Place.STRATEGIC, after=rungs[-1].after))
    return Ladder(rungs=rungs, again=again, base=base, closes=closes)


# Ends


def check_reason(reason: str) -> str:
    """The reason without its edges. Raises ReasonNeeded when nothing is left."""
    if not reason.strip():
        raise ReasonNeeded()
    return reason.strip()


def check_may_be_let_go(duty: Duty) -> None:
    """Everything may end unkept, for a reason, but a decision: each contact ends in one. Raises DecisionIsOwed."""
    if duty is Duty.DECIDE:
        raise DecisionIsOwed()


def is_late(*, due: dt.datetime, ended: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether it is late at a moment, or ended late: a late one stays late."""
    return (at if ended is None else ended) > due


# Recomputing from events


class Happening(StrEnum):
    """What can happen to something owed."""

    OPENED = "opened"
    OWNER_CHANGED = "owner_changed"
    ESCALATED = "escalated"
    FULFILLED = "fulfilled"
    NOT_POSSIBLE = "not_possible"
    WAIVED = "waived"


ENDS: dict[Happening, End] = {
    Happening.FULFILLED: End.FULFILLED,
    Happening.NOT_POSSIBLE: End.NOT_POSSIBLE,
    Happening.WAIVED: End.WAIVED,
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as the rules read it: codes, ids and moments only."""

    number: int
    at: dt.datetime
    kind: Happening
    by: int
    facts: dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class State:
    """What an obligation's row must say, given its events. The words of a reason stand in the row alone."""

    duty: str
    owed_to: str
    child: str | None
    outcome: str
    at_once: bool
    owner: int
    agency: int
    starts_at: str
    due_at: str
    limit: str
    policy_version: str
    step: int
    climbs_at: str | None
    end: str = ""
    ended_at: dt.datetime | None = None
    ended_by: int | None = None
    second: int | None = None
    evidence: str | None = None


class Unaccountable(ValueError):
    """Events that cannot have happened one after the other: something was added or lost outside the commands."""


def project(events: Sequence[Happened]) -> State:
    """The state that the events add up to. Raises Unaccountable when they do not add up."""
    if not events or events[0].kind is not Happening.OPENED:
        raise Unaccountable("The first event is not the opening.")
    if [event.number for event in events] != list(range(1, len(events) + 1)):
        raise Unaccountable("An event is missing, or stands twice.")
    values: dict[str, object] = dict(events[0].facts)
    for event in events[1:]:
        if values.get("end") or event.kind is Happening.OPENED:
            raise Unaccountable("Something happened after the end, or it was opened twice.")
        values |= _effect(event)
    return State(**values)  # type: ignore[arg-type]


def _effect(event: Happened) -> dict[str, object]:
    match event.kind:
        case Happening.OWNER_CHANGED:
            return {"owner": event.facts["owner"]}
        case Happening.ESCALATED:
            return {"step": event.facts["step"], "climbs_at": event.facts["climbs_at"]}
    return {
        "end": ENDS[event.kind].value,
        "ended_at": event.at,
        "ended_by": event.by,
        "second": event.facts.get("second"),
        "evidence": event.facts.get("evidence"),
        "climbs_at": None,
    }
