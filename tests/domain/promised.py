"""A small world for the promise alone: someone tells, members of the practice county answer. Through commands only."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from halcyon.domain.promise import commands, rules
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import new_record
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import LONDON, at
from halcyon.kernel.partnership.models import Agency, Member
from halcyon.kernel.partnership.queries import actor_of, on_duty, own_team, policy
from tests.conftest import as_role

OPENING = Actor.system("opening")
CLOCKS = Actor.system("escalating")


def london(text: str) -> dt.datetime:
    """A moment by the London wall clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def actor(key: str) -> Actor:
    """A member of the practice county by their key in people.toml."""
    return actor_of(Member.objects.get(key=key))


@contextmanager
def at_the_desk(member: Actor) -> Iterator[None]:
    """As the desk, with that member entered, in a savepoint of its own."""
    with transaction.atomic(), as_role("desk"), acting(member):
        yield


@contextmanager
def working() -> Iterator[None]:
    """As the worker, with the system entered."""
    with transaction.atomic(), as_role("worker"), acting(OPENING):
        yield


@dataclass(frozen=True)
class Telling:
    """A contact as far as the promise knows it."""

    record: Record
    acknowledge: Obligation
    decide: Obligation


def someone_tells(
    when: str | dt.datetime = "2026-11-18 10:00", *, danger: bool = False, agency: str = "council", way_in: str = "me",
    owner: str | None = None,
) -> Telling:  # fmt: skip
    """Someone tells at `when`, and the worker opens it at once: a record, its line of the ledger, and two duties."""
    moment = london(when) if isinstance(when, str) else when
    with at(moment), working():
        taken_by = Agency.objects.get(key=agency).pk
        first = on_duty(moment).first
        who = Member.objects.get(key=owner).principal_id if owner else first and first.principal
        assert who is not None
        record = new_record(kind=RecordKind.CONTACT, team=own_team().pk, by=OPENING)
        commands.open_ledger(
            record=record, received_at=moment, agency=taken_by, channel="web", way_in=way_in, by=OPENING
        )
        limit = rules.acknowledge_limit(
            danger=danger, starts=moment, rota_on=True, policy=policy(rules.Promise, at=moment)
        )
        acknowledge = commands.owe(
            record=record, duty=Duty.ACKNOWLEDGE, to=OwedTo.TELLER, limit=limit, starts=moment, owner=who,
            agency=taken_by, by=OPENING,
        )  # fmt: skip
        decide = commands.owe(
            record=record, duty=Duty.DECIDE, to=OwedTo.CONTACT, starts=moment, owner=who, agency=taken_by, by=OPENING
        )
    return Telling(record, acknowledge, decide)


def fulfils(obligation: Obligation, *, by: Actor, when: str | dt.datetime, evidence: UUID | None = None) -> Obligation:
    """A member keeps what is owed, at the desk, at that moment."""
    with at(london(when) if isinstance(when, str) else when), at_the_desk(by):
        return commands.fulfil(obligation=obligation, evidence=evidence or uuid4(), by=by)


def owes(
    told: Telling, duty: Duty, to: OwedTo, starts: str | dt.datetime, *, child: UUID | None = None, outcome: str = "",
    limit: str | None = None, due: dt.datetime | None = None,
) -> Obligation:  # fmt: skip
    """Something more is owed on a contact, by the owner of its decision."""
    moment = london(starts) if isinstance(starts, str) else starts
    with at(moment), working():
        return commands.owe(
            record=told.record, duty=duty, to=to, child=child, outcome=outcome, limit=limit, due=due, starts=moment,
            owner=told.decide.owner, agency=told.decide.agency, by=OPENING,
        )  # fmt: skip
