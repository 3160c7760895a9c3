"""What the tests of subjects share: records that name someone, made through the commands."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from halcyon.domain.contacts.models import Contact
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import Mention
from halcyon.domain.subjects.queries import Matches
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Way
from halcyon.kernel.matching import Identity, Kind, Name
from tests import people
from tests.conftest import as_role

PHONE = "07700 900142"
COMPARING = Actor.system("comparing")


def a_phone(number: str = PHONE) -> Identity:
    return Identity(kind=Kind.PHONE, phones=(number,))


def a_plate(plate: str = "AB12 CDE") -> Identity:
    return Identity(kind=Kind.VEHICLE, vehicles=(plate,))


def a_person(given: str = "Desmond", family: str = "Harkaway", **said: Any) -> Identity:
    return Identity(names=(Name(given=given, family=family),), **said)


def told() -> Record:
    """The record of a new contact that is about nobody yet."""
    contact: Contact = people.someone_tells(about=Way.SAW)
    return contact.record


def names(key: str, record: Record, identity: Identity, **said: Any) -> Mention:
    """A member names someone or something in a record, at the desk."""
    member = people.member(key)
    with as_role("desk"), acting(member):
        written = said.pop("written", "") or (identity.phones + identity.vehicles + ("someone",))[0]
        return commands.mention(record=record, identity=identity, written=written, by=member, **said)


def does(who: str, act: Any, **said: Any) -> Any:
    """A member does something at the desk, or reads it; what is refused leaves nothing behind."""
    member = people.member(who)
    with transaction.atomic(), as_role("desk"), acting(member):
        return act(by=member, **said)


def found(key: str, record: Record) -> Matches:
    """What a member is shown for a record."""
    member = people.member(key)
    with as_role("desk"), acting(member):
        return queries.matches(record, by=member)


def closes(record: Record, lock: Lock, owner: str = "helen", by: str = "sam") -> None:
    """The record is closed to all but its new owner."""
    with as_role("desk"):
        restrict(record=record, owner=people.member(owner).principal, lock=lock, by=people.member(by))


def the_worker_comes_by() -> int:
    """The worker compares everything that waits with everything; how many."""
    done, before = 0, clocks.now() + timedelta(seconds=1)
    while commands.finish_next(by=COMPARING, before=before) is not None:
        done += 1
        assert done < 200, "the worker goes round in circles"
    return done
