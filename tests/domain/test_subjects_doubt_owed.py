"""What is suspected false or disproved is owed another look in 28 days, on whatever record it stands, and climbs when late."""

import datetime as dt

import pytest

from halcyon.domain.contacts.commands.ending import missing
from halcyon.domain.contacts.queries import waiting
from halcyon.domain.promise.escalation import escalate
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.promise.queries import recompute
from halcyon.domain.promise.rules import Duty, End, Happening
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import DoubtKind, LinkType, Mention, Status
from halcyon.kernel import clocks
from halcyon.kernel.access.models import Record
from tests import people
from tests.conftest import as_role
from tests.domain.promised import CLOCKS, london, working
from tests.domain.subjected import a_person, a_phone, a_plate, does, names, told

pytestmark = pytest.mark.django_db
FIRST, NEXT, DUE = london("2026-10-05 10:00"), london("2026-10-08 10:00"), london("2026-11-02 17:00")


def doubts(mention: Mention, kind: DoubtKind = DoubtKind.SUSPECTED_FALSE, by: str = "jo") -> None:
    does(by, commands.doubt, mention=mention, kind=kind, why="The caller rang back.")


def owed(record: Record, end: str = "") -> list[Obligation]:
    with as_role("worker"):
        return list(Obligation.objects.filter(record=record, duty=Duty.DOUBT, end=end).order_by("due_at"))


def rung(record: Record, when: str) -> list[str]:
    with clocks.at(london(when)), working():
        escalate(at=london(when), by=CLOCKS)
        rungs = ObligationEvent.objects.filter(
            record=record, kind=Happening.ESCALATED, obligation__duty=Duty.DOUBT
        ).order_by("number")
        return [str(one.facts["place"]) for one in rungs]


@pytest.mark.parametrize("what", ["a mention", "a link"])
def test_a_doubt_that_is_not_looked_at_again_in_28_days_climbs(what: str) -> None:
    """Guards against a doubt that is late on a list alone, where nobody above whoever said it sees it.

    Seen to fail: with a link doubted and nothing owed.
    """
    with clocks.at(FIRST):
        record = told()
        dez, phone = names("jo", record, a_person("Dez", "B")), names("jo", record, a_phone())
        if what == "a link":
            link = does("jo", commands.link, record=record, a=dez, b=phone, type=LinkType.USES)
            does("jo", commands.say_of_link, link=link, status=Status.DISPROVED, why="Another man.")
        else:
            doubts(dez)
    (one,) = owed(record)
    assert (one.owner, one.due_at) == (people.member("jo").principal, DUE)
    assert rung(record, "2026-11-02 16:59") == []
    assert rung(record, "2026-11-02 17:01") == ["owner"]
    assert rung(record, "2026-11-03 17:30") == ["owner", "manager", "strategic"]
    with as_role("worker"):
        assert recompute(record.pk) == []


def test_who_looks_again_ends_what_was_owed_and_the_next_is_owed_only_while_a_doubt_stands() -> None:
    """Guards against a look that is owed for ever, and against one that a word on something else ends.

    Seen to fail: with a word on something else ending what is owed.
    """
    with clocks.at(FIRST):
        record = told()
        dez, phone = names("jo", record, a_person("Dez", "B")), names("jo", record, a_phone())
        doubts(dez)
    with clocks.at(NEXT):
        doubts(phone)
        assert [one.due_at for one in owed(record)] == [DUE], "the earlier one is owed first"
    with clocks.at(DUE + dt.timedelta(days=1)):
        doubts(phone, DoubtKind.LIFTED)
        assert [one.due_at for one in owed(record)] == [DUE], "another word ends nothing"
        doubts(dez, DoubtKind.DISPROVED)
    (late,) = owed(record, end=End.FULFILLED)
    assert late.late(late.ended_at or DUE)
    assert [one.due_at for one in owed(record)] == [london("2026-12-01 17:00")]
    with clocks.at(london("2026-11-20 10:00")):
        doubts(dez, DoubtKind.LIFTED)
    assert owed(record) == []


def test_two_that_are_late_are_two_looks() -> None:
    """Guards against a look at one of two late doubts that is taken for both, and against a time before its start.

    Seen to fail: with one look ending what both owe.
    """
    with clocks.at(FIRST):
        record = told()
        dez, car = names("jo", record, a_person("Dez", "B")), names("jo", record, a_plate())
        doubts(dez)
    with clocks.at(NEXT):
        doubts(car)
    with clocks.at(london("2026-11-20 10:00")):
        doubts(dez, DoubtKind.LIFTED)
        assert [one.due_at for one in owed(record)] == [london("2026-11-05 17:00")]
        assert [due.named.mention for due in does("jo", queries.due_for_review)] == [car.pk]


def test_a_doubt_keeps_no_contact_open_and_none_on_the_list_of_what_waits() -> None:
    """Guards against a contact that cannot end for 28 days because somebody doubts a number in it.

    Seen to fail: with a doubt keeping its contact open.
    """
    contact = people.someone_tells()
    phone = names("sam", contact.record, a_phone())
    people.finishes(contact, people.member("sam"), people.member("alun"))
    doubts(phone, by="sam")
    assert len(owed(contact.record)) == 1
    with as_role("worker"):
        assert missing(contact) == ""
    assert contact.pk not in {one.contact.pk for one in does("sam", waiting)}
