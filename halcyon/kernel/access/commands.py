"""``@command``: the only way anything changes. And the changes of access itself: records, versions, grants, locks, looks."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import F

from halcyon.kernel import journal
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Grant, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event

P = ParamSpec("P")
R = TypeVar("R")

Follower = Callable[[Record, int, int, Actor], None]  # of which record, whose it was, whose it is now, who did it

COMMANDS: dict[str, Permission] = {}  # every command with what it needs: the guards walk this
_followers: list[Follower] = []


def command(*, needs: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declares a change: keyword-only, with ``by``; one transaction, as that actor, refused without the permission.

    Law 1 makes PostgreSQL refuse the commit when the function wrote no journal line.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs.get("by")
            if args or not isinstance(by, Actor):
                raise TypeError(f"{function.__name__} takes keywords only, and says who acts in `by`")
            by.check(needs)
            with transaction.atomic(), acting(by):
                return function(*args, **kwargs)

        COMMANDS[f"{function.__module__}.{function.__qualname__}"] = needs
        return run

    return wrap


def new_record(*, kind: RecordKind, team: int, by: Actor, owner: int | None = None, lock: Lock = Lock.OPEN) -> Record:
    """Makes a spine row. Call inside a command, which journals what the record is."""
    record = Record(kind=kind, team=team, owner=owner, lock=lock)
    record.save(force_insert=True)
    journal.change(Event.MADE_RECORD, record, by=by)
    return record


def touch(record: Record, *, version: int, by: Actor) -> None:
    """Marks an edit made on the given version. Raises Conflict when someone else saved in between."""
    changed = Record.objects.filter(pk=record.pk, version=version).update(version=F("version") + 1)
    if not changed:
        raise Conflict()
    record.version = version + 1
    journal.change(Event.CHANGED_VERSION, record, by=by)


def hold(record: Record) -> None:
    """Holds a record until the transaction ends: two presses of one button come one after the other.

    New parts of the record may be added meanwhile (``no_key``): the clocks never wait for a hand, nor it for them.
    """
    Record.objects.select_for_update(no_key=True).only("id").get(pk=record.pk)


@command(needs=Permission.RESTRICT)
def restrict(*, record: Record, owner: int, lock: Lock, by: Actor) -> None:
    """Closes a record to all but its new owner; ``silent`` when even its existence would tip someone off."""
    journal.change(Event.RESTRICTED, record, by=by, detail=lock.value)
    _owned_by(owner, record, lock, by)


@command(needs=Permission.HAND_OVER)
def give_over(*, record: Record, to: int, by: Actor) -> None:
    """Gives a record another owner; it stays as open or closed as it is. Whoever sees it as its owner alone loses sight of it."""
    journal.change(Event.CHANGED_HANDS, record, by=by)
    _owned_by(to, record, Lock(record.lock), by)


def follow(follower: Follower) -> None:
    """Has what hangs on who owns a record go with it: called in the transaction in which another comes to own it."""
    _followers.append(follower)


def _owned_by(owner: int, record: Record, lock: Lock, by: Actor) -> None:
    before = Record.objects.filter(pk=record.pk).values_list("owner", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute("select access.restrict(%s, %s, %s)", [record.pk, lock.value, owner])
    if before is not None and before != owner:
        for follower in _followers:
            follower(record, before, owner, by)


@command(needs=Permission.RESTRICT)
def grant(
    *, record: Record, to: int, reason: str, by: Actor, ends_at: datetime | None = None, detail: str = ""
) -> Grant:
    """Lets a principal see a record, or a ``detail`` of a child's record that they see, with a reason, for good or until
    a time. A detail is shared by who reads it: PostgreSQL refuses the rest.
    """
    given = Grant(record=record, principal=to, detail=detail, reason=reason, granted_by=by.principal, ends_at=ends_at)
    given.save(force_insert=True)
    journal.change(Event.GRANTED, record, by=by)
    return given


@command(needs=Permission.RESTRICT)
def end_grant(*, given: Grant, by: Actor) -> None:
    """Takes a grant back; it counts from this moment. Raises NotVisible when it is not the actor's to see."""
    if not Grant.objects.filter(pk=given.pk, ended_at=None).update(ended_at=now()):
        raise NotVisible()
    journal.change(Event.ENDED_GRANT, given.record_id, by=by)


@command(needs=Permission.RUN_CLOCKS)
def keep_looks(*, by: Actor) -> int:
    """Keeps, for the owners of silent records, who looked for exactly what those hold; how many looks there were."""
    with connection.cursor() as cursor:
        cursor.execute("select access.keep_looks()")
        kept = int(cursor.fetchone()[0])
    if kept:
        journal.change(Event.LOOKED, by=by)
    return kept
