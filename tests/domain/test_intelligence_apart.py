"""A report about somebody who works here: nobody it is about, no officer and no team sees it, and somebody owns it all the same."""

import pytest

from halcyon.domain.contacts import queries as contacts
from halcyon.domain.contacts.commands import restrict
from halcyon.domain.contacts.models import Contact
from halcyon.domain.intelligence import commands, queries
from halcyon.domain.intelligence.models import Grading, Item, Named, Original, Report
from halcyon.domain.intelligence.rules import OutcomeKind, ReportIncomplete
from halcyon.domain.intelligence.things import thing
from halcyon.domain.promise.models import Obligation
from halcyon.domain.subjects.models import Mention
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice
from tests import people
from tests.conftest import as_role
from tests.domain.informing import WORDS, at_the_desk, grades, item_of, sanitises, sees, sends, shares
from tests.domain.subjected import does, the_worker_comes_by

pytestmark = pytest.mark.django_db
EVERYTHING = (Report, Original, Named, Item, Grading, Mention)
PLATE = thing("vehicles", {"plate": "AB12 CDE"})
assert PLATE


def seen_by(key: str) -> int:
    """How much of any report there is for a member."""
    return sum(sees(key, model) for model in EVERYTHING) + sees(key, Record, kind__startswith="intelligence")


def apart(report: Report, concerns: str = "jo", by: str = "jo") -> None:
    """A member who reads the report sets it apart."""
    who = people.member(by)
    with at_the_desk(who):
        held = queries.find_report(report.record.reference)
        commands.set_apart(report=held, why="He works in the room.", concerns=people.member(concerns).principal, by=who)


@pytest.mark.parametrize("at_once", [True, False])
def test_only_its_holder_and_whoever_sent_it_see_a_report_about_somebody_who_works_here(at_once: bool) -> None:
    """Seen to fail: with the items left locked *ask*, and once with the readers' grant left standing."""
    if at_once:
        report = sends("owen", things=(PLATE,), works_here=True, concerns=people.member("jo").principal)
    else:
        report = sends("owen", things=(PLATE,))
        grades(item_of(report))
        sanitises(item_of(report))
        shares(item_of(report), "ruth")
        apart(report)
    for key in ("jo", "sam", "adam", "ruth", "alun", "yusuf", "marta", "imran"):
        assert seen_by(key) == 0, key
    assert seen_by("helen") >= len(EVERYTHING)
    assert sees("owen", Report) == sees("owen", Original) == 1
    assert sees("owen", Item) == 0
    with as_role("owner"):
        records = Record.objects.filter(kind__startswith="intelligence")
        assert {(one.lock, one.owner) for one in records} == {(Lock.SILENT, people.member("helen").principal)}
        owned = Obligation.objects.filter(record__in=records, end="").values_list("owner", flat=True)
        assert set(owned) == {people.member("helen").principal}


def test_no_officer_is_told_of_what_was_silent_from_the_first_moment() -> None:
    with as_role("owner"):
        Notice.objects.all().delete()
    sends("owen", works_here=True)
    with as_role("owner"):
        assert set(Notice.objects.values_list("recipient", flat=True)) == {people.member("helen").principal}


def test_whom_it_is_about_never_holds_it() -> None:
    """Seen to fail: while ``holder`` took the lead on the rota whoever it was about."""
    helen = people.member("helen")
    report = sends("owen", works_here=True, concerns=helen.principal)
    assert seen_by("helen") == 0
    assert seen_by("imran") >= 3  # a manager of another agency than hers
    contact: Contact = people.someone_tells()
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        restrict(contact=contacts.find(contact.record.reference), about=helen.principal, by=sam)
    with as_role("owner"):
        owners = Record.objects.filter(pk__in=[contact.pk, report.pk]).values_list("owner", flat=True)
    assert set(owners) == {people.member("imran").principal}


def test_the_holder_lets_in_whom_it_is_not_about_and_they_work_on_it_in_silence() -> None:
    """Seen to fail: while ``settle`` gave the item to the officer and locked it *ask* again."""
    report = sends("owen", works_here=True, concerns=people.member("adam").principal)
    reads = {"report": report_for("helen", report), "why": "She is of another force."}
    with pytest.raises(ReportIncomplete):
        does("helen", commands.let_in, to=people.member("adam").principal, **reads)
    with pytest.raises(NotVisible):
        does("owen", lambda *, by: commands.let_in(to=by.principal, by=as_if(by), **reads))
    does("helen", commands.let_in, to=people.member("jo").principal, **reads)
    item = item_of(report)
    grades(item)
    sanitises(item)
    does("jo", commands.conclude, report=report_for("jo", report), kind=OutcomeKind.TASKED, words="It is looked into.")
    for key in ("sam", "adam", "alun"):
        assert seen_by(key) == 0, key
    with at_the_desk(people.member("owen")):
        view = queries.submission(report.record.reference, by=people.member("owen"))
        assert [one.words for one in view.outcomes] == ["It is looked into."]
        assert [one.words for one in view.originals] == [WORDS]
    with pytest.raises(ReportIncomplete):
        shares(item, "adam")


def report_for(key: str, report: Report) -> Report:
    with at_the_desk(people.member(key)):
        return queries.find_report(report.record.reference)


def as_if(by: people.Actor) -> people.Actor:
    """Whoever sent it, had they the permission of whoever holds it."""
    helen = people.member("helen")
    return type(by)(**{**vars(by), "permissions": helen.permissions})


def test_setting_apart_twice_is_once_and_says_why() -> None:
    report = sends("owen")
    with pytest.raises(ReportIncomplete):
        does("jo", commands.set_apart, report=report_for("jo", report), why=" ")
    apart(report, concerns="sam")
    held = report_for("helen", report)
    does("helen", commands.set_apart, report=held, why="Again.", concerns=None)
    with at_the_desk(people.member("helen")):
        kept = queries.apart(held)
        assert kept and (kept.why, kept.concerns) == ("He works in the room.", people.member("sam").principal)


@pytest.mark.parametrize("works_here", [False, True])
def test_a_report_that_touches_an_ended_contact_wakes_it_unless_it_is_set_apart(works_here: bool) -> None:
    """Seen to fail: while its items began locked *ask*, and what was set apart woke the contact for all to see."""
    contact: Contact = people.someone_tells(cars="AB12 CDE")
    the_worker_comes_by()
    people.finishes(contact, people.member("sam"), people.member("alun"))
    sends("owen", things=(PLATE,), works_here=works_here)
    assert the_worker_comes_by()
    with as_role("owner"):
        assert Obligation.objects.filter(record=contact.record, end="").exists() is not works_here
