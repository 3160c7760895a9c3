"""Something saved elsewhere may concern a child: another look is owed, and whoever leads the work learns it."""

import datetime as dt

import pytest

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child
from halcyon.domain.children.rules import Answer, FactIncomplete, FactKind, Happened
from halcyon.domain.contacts import commands as contacts
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import AlreadyEnded, Duty
from halcyon.kernel import clocks
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Way
from halcyon.kernel.notices.models import Notice, NoticeKind
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import PHONE, a_person, closes, does, names, told

pytestmark = pytest.mark.django_db


def a_child(name: str = "Wren Alderton", lead: str = "nia", phone: str = "") -> Child:
    """A child of the index with a lead worker and a day of birth, and a telephone of their own where one is given."""
    child: Child = does(
        "sam", commands.add_child, team=people.member("sam").team or 0, known_as=name, born="2011-03-04"
    )
    if lead:
        member = people.member(lead)
        knows(child, FactKind.LEAD_WORKER, member.name, member=member.principal, agency=member.agency)
    if phone:
        knows(child, FactKind.PHONE, phone)
    return child


def knows(child: Child, kind: FactKind, value: str, **more: object) -> None:
    does("sam", commands.record_fact, child=child, kind=kind, answer=Answer.KNOWN, value=value, **more)


def owed(child: Child) -> list[Obligation]:
    with as_role("worker"):
        return list(Obligation.objects.filter(record=child.record, duty=Duty.LOOK, end=""))


def told_of_it() -> set[int | None]:
    with as_role("worker"):
        return set(Notice.objects.filter(kind=NoticeKind.TOUCHED).values_list("recipient", flat=True))


def wren(**said: str):
    return a_person("Wren", "Alderton", born="2011-03-04", **said)


def test_a_name_saved_elsewhere_owes_another_look_and_tells_the_lead_worker() -> None:
    """Guards against: nobody listening for children."""
    child = a_child()
    names("jo", told(), wren())
    (look,) = owed(child)
    assert (look.owner, look.child) == (people.member("nia").principal, child.pk)
    assert told_of_it() == {people.member("nia").principal}
    (listed,) = does("nia", queries.to_look_at)
    assert (listed.reference, listed.mine) == (child.record.reference, True)


def test_the_childs_own_telephone_named_elsewhere_owes_another_look() -> None:
    child = a_child(phone=PHONE)
    people.someone_tells(f"Someone writes to her on {PHONE}.", about=Way.FRIEND)
    assert [one.owner for one in owed(child)] == [people.member("nia").principal]


def test_where_nobody_leads_the_team_owes_it_and_whoever_is_on_duty_is_told() -> None:
    child = a_child(lead="")
    with clocks.at(dt.datetime(2026, 11, 17, 10, 0, tzinfo=clocks.LONDON)):
        names("jo", told(), wren())
    assert [one.owner for one in owed(child)] == [child.record.team]
    assert len(told_of_it()) == 1


def test_what_touches_a_child_again_before_anyone_looked_owes_one_look() -> None:
    child = a_child()
    for _ in range(2):
        names("jo", told(), wren())
    assert len(owed(child)) == 1


def test_another_look_ends_with_words_that_stand_in_the_story_and_the_next_touch_owes_it_anew() -> None:
    child = a_child()
    names("jo", told(), wren())
    with pytest.raises(FactIncomplete):
        does("nia", commands.looked, child=child, words=" ")
    does("nia", commands.looked, child=child, words="It is her. I rang her aunt.")
    assert owed(child) == []
    with pytest.raises(AlreadyEnded):
        does("nia", commands.looked, child=child, words="Again.")
    story = does("sam", lambda by: queries.chronology(child, by=by, kind=Happened.LOOKED))
    assert [line.words for line in story.lines][-1] == "It is her. I rang her aunt."
    names("jo", told(), wren())
    assert len(owed(child)) == 1


def test_a_contact_that_is_known_to_concern_the_child_owes_no_other_look() -> None:
    child, contact = a_child(), people.someone_tells(about=Way.FRIEND)
    does("sam", contacts.name_child, contact=contact, child=child)
    names("sam", contact.record, wren())
    assert owed(child) == []


def test_a_name_in_the_contact_of_a_child_wrongly_joined_owes_a_look_once_they_are_parted() -> None:
    """Guards against a name that was nobody's to look at while two children were one by mistake, and stays so for ever.

    Nothing is owed for what was looked at while they were not one, nor where the contact is known to concern the child.

    Seen to fail: with nobody listening for partings.
    """
    child, other = a_child(), a_child("Robin Alderton")
    names("jo", told(), wren())
    does("nia", commands.looked, child=child, words="It is her aunt's neighbour.")
    judged = does("sam", commands.join, child=child, other=other, reason="One school.")
    contact = people.someone_tells(about=Way.SAW)
    does("sam", contacts.name_child, contact=contact, child=other)
    names("sam", contact.record, wren())
    assert owed(child) == []
    does("sam", commands.part, judgement=judged, reason="Sisters.")
    assert len(owed(child)) == 1 and owed(other) == []
    does("nia", commands.looked, child=child, words="It is her.")
    does("sam", contacts.name_child, contact=contact, child=child)
    again = does("sam", commands.join, child=child, other=other, reason="One school after all.")
    does("sam", commands.part, judgement=again, reason="No.")
    assert owed(child) == []


def test_a_silent_record_owes_no_look_and_one_to_ask_does() -> None:
    """The lead worker never learns by it that something silent is there. Guards against: every touch told."""
    child, silent, asked = a_child(), told(), told()
    closes(silent, Lock.SILENT)
    names("helen", silent, wren())
    assert (owed(child), told_of_it()) == ([], set())
    closes(asked, Lock.ASK)
    names("helen", asked, wren())
    assert len(owed(child)) == 1


def test_of_a_child_whose_record_is_closed_its_owner_alone_learns_it() -> None:
    child = a_child()
    closes(child.record, Lock.SILENT)
    record = told()
    names("helen", record, wren())
    assert [one.owner for one in owed(child)] == [people.member("helen").principal]
    assert told_of_it() == {people.member("helen").principal}
    assert does("nia", queries.to_look_at) == ()
