"""Where each language of a piece stands, worked out from the steps of its revisions. Pure: no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from halcyon.domain.publishing.models import THE_PACK, Act


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step, as the rules need it."""

    revision: UUID
    act: str
    by: int
    at: datetime
    words: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class State(StrEnum):
    """How far a revision has come, in words for a screen."""

    DRAFT = "Draft"
    SUBMITTED = "Waits for a second person"
    DECLINED = "Sent back"
    SCHEDULED = "Approved, not yet time"
    PUBLISHED = "On the public pages"
    REPLACED = "Replaced by a later text"
    EXPIRED = "Its time is over"
    WITHDRAWN = "Withdrawn"


def standing(steps: Iterable[Stepped], now: datetime) -> Stepped | None:
    """The approval by which something hangs now; None where nothing may. ``steps`` are of one piece in one language.

    The approval that began last counts, and what it replaced never comes back by itself: not when it ends, not when it is
    withdrawn. A withdrawal takes down everything that was approved before it, also what was yet to begin.
    """
    begun = [one for one in in_force(steps) if one.starts_at and one.starts_at <= now]
    last = max(begun, key=lambda one: (one.starts_at or one.at, one.at), default=None)
    if last is None or (last.ends_at and last.ends_at <= now):
        return None
    return last


def coming(steps: Iterable[Stepped], now: datetime) -> Stepped | None:
    """The next approval whose time has not come."""
    later = [one for one in in_force(steps) if one.starts_at and one.starts_at > now]
    return min(later, key=lambda one: (one.starts_at or one.at, one.at), default=None)


def in_force(steps: Iterable[Stepped]) -> list[Stepped]:
    """The approvals that no withdrawal has taken back."""
    found = list(steps)
    withdrawn = max((one.at for one in found if one.act == Act.WITHDRAWN), default=None)
    return [one for one in found if one.act == Act.APPROVED and (withdrawn is None or one.at > withdrawn)]


def state(revision: UUID, steps: Sequence[Stepped], now: datetime) -> State:
    """How far one revision has come, among the steps of its piece in its language."""
    own = {one.act: one for one in steps if one.revision == revision}
    approved = own.get(Act.APPROVED)
    if approved is None:
        if Act.DECLINED in own:
            return State.DECLINED
        return State.SUBMITTED if Act.SUBMITTED in own else State.DRAFT
    if approved not in in_force(steps):
        return State.WITHDRAWN
    held = standing(steps, now)
    if held and held.revision == revision:
        return State.PUBLISHED
    if approved.starts_at and approved.starts_at > now:
        return State.SCHEDULED
    if approved.ends_at and approved.ends_at <= now:
        return State.EXPIRED
    return State.REPLACED


def latest_written(revisions: Sequence[tuple[UUID, int]], steps: Iterable[Stepped]) -> UUID | None:
    """From which revision somebody writes on: the last (id, written_by), but for a pack's text that nobody has taken up."""
    approved = {one.revision for one in steps if one.act == Act.APPROVED}
    taken_up = [key for key, written_by in revisions if written_by != THE_PACK or key in approved]
    return taken_up[-1] if taken_up else (revisions[-1][0] if revisions else None)
