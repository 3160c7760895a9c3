"""What is closed closes what is known through it alone, and never shows in what is said to all."""

from typing import Any

import pytest

from halcyon.domain.contacts.commands import restrict
from halcyon.domain.contacts.models import Contact
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.commands import comparing
from halcyon.domain.subjects.models import Same, Subject
from halcyon.domain.subjects.queries.proposals import CROWDED
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.domain.informing import item_of, sends
from tests.domain.subjected import a_person, a_phone, closes, does, found, names, the_worker_comes_by, told
from tests.domain.test_intelligence_apart import apart
from tests.domain.test_subjects_concern import SOON, of_concern, reviews

pytestmark = pytest.mark.django_db


def opens(key: str, subject: Subject) -> bool:
    try:
        does(key, queries.concern, reference=subject.record.reference)
    except NotVisible:
        return False
    return True


def test_a_concern_that_one_contact_alone_knows_closes_with_it_and_one_that_others_know_does_not() -> None:
    """Guards against a concern that tells everybody what the contact it was made from does not.

    Seen to fail: with the contact closed alone.
    """
    record, other = told(), told()
    alone, known = names("jo", record, a_person("Dez", "A")), names("jo", record, a_phone())
    does("jo", commands.judge, a=known, b=names("ruth", other, a_phone()), answer=Same.SAME, reason="One number.")
    closing, staying = of_concern(alone, review_on=SOON), of_concern(known, review_on=SOON)
    contact = Contact.objects.select_related("record").get(pk=record.pk)
    does("sam", restrict, contact=contact)
    helen = people.member("helen").principal
    kept = Record.objects.get(pk=closing.pk)
    assert (kept.lock, kept.owner) == (Lock.SILENT, helen)
    assert [one.owner for one in reviews(closing)] == [helen], "its review goes with it"
    assert not opens("jo", closing) and opens("helen", closing) and opens("jo", staying)


def test_a_concern_made_from_what_is_closed_is_closed_from_its_first_moment() -> None:
    """Guards against the owner of a silent contact who tells everybody by making a concern of what it names.

    Seen to fail: with every new concern open.
    """
    record = told()
    closes(record, Lock.SILENT)
    subject: Subject = does(
        "helen", commands.open_subject, of=names("helen", record, a_phone()), why="He rings them.", considered="Watch it.",
        review_on=SOON, owner=people.member("helen").principal,
    )  # fmt: skip
    assert opens("helen", subject) and not opens("jo", subject)


def test_a_concern_from_an_item_closes_when_its_report_is_set_apart() -> None:
    """Guards against a concern that the one whom a report turns out to be about can read.

    Seen to fail: with the report and its items closed alone.
    """
    report = sends("owen")
    subject = of_concern(names("jo", item_of(report).record, a_phone()), review_on=SOON)
    assert opens("sam", subject), "made from an item that is asked for, it is open as before"
    apart(report)
    assert not opens("jo", subject) and opens("helen", subject)


@pytest.mark.parametrize("is_open", [True, False])
def test_what_is_said_of_a_number_that_many_share_counts_nothing_that_is_closed(
    is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards against *so many records that only some were compared* said of a number that a member sees in two.

    Seen to fail: with all that the worker sees counted.
    """
    monkeypatch.setattr(comparing, "CAP", 1)
    for lock in (Lock.SILENT, Lock.ASK):
        record = told()
        names("helen", record, a_phone())
        if not is_open:
            closes(record, lock)
    names("ruth", told(), a_phone())
    new: Any = names("sam", told(), a_phone())
    the_worker_comes_by()
    shown = found("sam", new.record)
    assert shown.remarks == ((CROWDED,) if is_open else ())
    if not is_open:
        assert [one.above for one in (*shown.above, *shown.others)] == [True]
        assert "many" not in str(shown.above[0].parts)


def test_what_was_closed_before_is_on_its_holders_list_until_they_close_what_it_left_open() -> None:
    """Guards against a concern that tells everybody what a contact does not that was closed before the two closed together.

    Seen to fail: with whatever is of concern and named in it, known elsewhere or not.
    """
    record, other = told(), told()
    alone, known = names("jo", record, a_person("Dez", "A")), names("jo", record, a_phone())
    does("jo", commands.judge, a=known, b=names("ruth", other, a_phone()), answer=Same.SAME, reason="One number.")
    left, staying = of_concern(alone, review_on=SOON), of_concern(known, review_on=SOON)
    closes(record, Lock.SILENT)
    assert opens("jo", left) and does("jo", queries.left_open) == []
    assert [one.pk for one in does("helen", queries.left_open)] == [left.pk]
    with pytest.raises(NotVisible):
        does("helen", commands.close_left_open, subject=staying)
    with pytest.raises(NotVisible):
        does("jo", commands.close_left_open, subject=left)
    does("helen", commands.close_left_open, subject=left)
    assert opens("helen", left) and not opens("jo", left) and opens("jo", staying)
    assert [one.owner for one in reviews(left)] == [people.member("helen").principal]
    assert does("helen", queries.left_open) == []
