"""Tells the rooms above that something new touches an old record, so that what was closed can wake.

A room listens once, when the application starts: ``touching.listen(callback)``. The callback runs in the transaction of
the save (or of the worker's sweep), once for each new match above the review line, and never where telling would break a
silence: a closed record never wakes an open one. With ``touching.listen_to_partings`` it hears of each judgement that was
taken back, in that transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from halcyon.domain.subjects.models import TakingBack
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import READERS
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.partnership.queries import actor_of


@dataclass(frozen=True, slots=True)
class Touch:
    """A new mention may be the same as one in an older record. ``touched`` is the older record, ``by_record`` the new."""

    touched: UUID
    by_record: UUID
    mention: UUID
    before: UUID
    match: UUID


Listener = Callable[[Touch, Actor], None]
PartingListener = Callable[[TakingBack, Actor], None]
_listeners: list[Listener] = []
_parting_listeners: list[PartingListener] = []


def listen(listener: Listener) -> None:
    """Calls back for every touch from now on; listening twice is listening once."""
    if listener not in _listeners:
        _listeners.append(listener)


def listen_to_partings(listener: PartingListener) -> None:
    """Calls back for every judgement that is taken back from now on; listening twice is listening once."""
    if listener not in _parting_listeners:
        _parting_listeners.append(listener)


def tell_parted(taken: TakingBack, *, by: Actor) -> None:
    """Calls every listener once a judgement was taken back."""
    for listener in _parting_listeners:
        listener(taken, by)


def tell(touches: Iterable[Touch], *, by: Actor) -> None:
    """Calls every listener for every touch that may be told."""
    for touch in may_be_told(touches) if _listeners else ():
        for listener in _listeners:
            listener(touch, by)


def may_be_told(touches: Iterable[Touch]) -> list[Touch]:
    """Those of the touches whose telling breaks no silence."""
    found = list(touches)
    open_to = _may_tell(found) if found else set()
    return [touch for touch in found if (touch.touched, touch.by_record) in open_to]


# Whoever sees the old record sees the new one too, or may learn that it exists, or it may lawfully be shared.
MAY_TELL = """
    select old.id, new.id from unnest(%s::uuid[], %s::uuid[]) pair(old_id, new_id)
      join access_record old on old.id = pair.old_id join access_record new on new.id = pair.new_id
     where old.audience <@ new.audience or new.lock = 'ask' or %s = any (new.audience)
"""


# Of a record that is closed its owner alone would learn it: whether they see the new one.
CLOSED = """
    select old.id, new.id, old.owner, new.audience
      from unnest(%s::uuid[], %s::uuid[]) pair(old_id, new_id)
      join access_record old on old.id = pair.old_id join access_record new on new.id = pair.new_id
     where old.lock <> 'open' and old.owner is not null
"""


def _may_tell(touches: list[Touch]) -> set[tuple[UUID, UUID]]:
    pairs = [[touch.touched for touch in touches], [touch.by_record for touch in touches]]
    with connection.cursor() as cursor:
        cursor.execute(MAY_TELL, [*pairs, READERS])
        told = set(cursor.fetchall())
        cursor.execute(CLOSED, pairs)
        closed = cursor.fetchall()
    return told | {(old, new) for old, new, owner, audience in closed if _sees(owner, audience)}


def _sees(owner: int, audience: list[int]) -> bool:
    found = Member.objects.select_related("agency", "team").filter(principal_id=owner, active=True).first()
    return found is not None and not set(actor_of(found).principals).isdisjoint(audience)
