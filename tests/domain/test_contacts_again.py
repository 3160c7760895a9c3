"""What is told later, and what is done on a contact that was finished: nothing goes unread, unowed or unsaid."""

from datetime import timedelta
from uuid import uuid4

import pytest

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.commands.deciding import Answered, circumstances
from halcyon.domain.contacts.models import Contact
from halcyon.domain.contacts.rules import Question
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.letterbox.telling import Later, LaterMessage, MailboxKey, Mark, Said
from halcyon.kernel.partnership.queries import agencies
from halcyon.kernel.sealing import new_mailbox_keys
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def told() -> Contact:
    """A contact with a way back."""
    return people.someone_tells(mailbox=MailboxKey(id=uuid4(), public_key=new_mailbox_keys().public))


def comes_back(contact: Contact, **said: object) -> None:
    """They come back with their words and write."""
    given = {"what": Later.MESSAGE, "words": "There is more."} | said
    message = LaterMessage(mailbox=contact.mailbox, door_time=clocks.now(), **given)
    commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)


def owed(contact: Contact, duty: Duty) -> list[Obligation]:
    return list(Obligation.objects.filter(record=contact.record, duty=duty, end=""))


def finished() -> Contact:
    """A contact on which nothing was owed any more, ended by Sam."""
    contact = told()
    people.finishes(contact, people.member("sam"), people.member("helen"))
    return contact


def test_whether_they_are_safe_is_kept_when_they_say_it_later() -> None:
    contact = told()
    comes_back(contact, safe_now=Said.NOT_SURE)
    said = Statement.objects.filter(record=contact.record).order_by("position").values_list("question", "words")
    assert list(said)[-2:] == [("later-message", "There is more."), ("safe_now", "not_sure")]


def test_what_marks_a_later_message_marks_its_contact_once_and_lowers_nothing() -> None:
    """Seen to fail: the door marked it, and the mark was dropped when it was opened."""
    contact = told()
    comes_back(contact, marks=(Mark.HIDDEN_FIELD_FILLED,))
    comes_back(contact, marks=(Mark.HIDDEN_FIELD_FILLED, Mark.CODE_MASKED))
    contact.refresh_from_db()
    assert contact.marks == ["hidden_field_filled", "code_masked"]
    assert owed(contact, Duty.ACKNOWLEDGE)


def test_danger_that_is_told_later_asks_for_the_same_second_persons() -> None:
    contact = told()
    assert not circumstances(contact, None).danger
    comes_back(contact, safe_now=Said.NO)
    assert circumstances(contact, None).danger


def test_what_came_while_the_answer_was_written_is_read_before_it_counts_as_read() -> None:
    contact, priya = told(), people.member("priya")
    with as_role("desk"), acting(priya):
        seen = queries.contact(contact.record.reference, by=priya)
    comes_back(contact, safe_now=Said.NO)
    with as_role("desk"), acting(priya):
        with pytest.raises(Conflict):
            commands.acknowledge(
                contact=seen.contact, how="phone", words="We read this.", seen=seen.last_said, by=priya
            )
        assert owed(contact, Duty.ACKNOWLEDGE)
        now = queries.contact(contact.record.reference, by=priya)
        commands.acknowledge(contact=now.contact, how="phone", words="We read this.", seen=now.last_said, by=priya)
    assert not owed(contact, Duty.ACKNOWLEDGE)


def test_the_same_form_sent_once_more_ends_nothing_that_is_owed_since() -> None:
    contact, priya, key = told(), people.member("priya"), uuid4()
    with as_role("desk"), acting(priya):
        found = queries.find(contact.record.reference)
        commands.acknowledge(contact=found, how="phone", words="We read this.", key=key, by=priya)
    comes_back(contact)
    with as_role("desk"), acting(priya):
        commands.acknowledge(contact=found, how="phone", words="We read this.", key=key, by=priya)
    assert owed(contact, Duty.ACKNOWLEDGE)


@pytest.mark.parametrize("act", ["name a child", "add an action", "raise it"])
def test_a_finished_contact_on_which_something_is_done_is_open_again(act: str) -> None:
    contact, sam = finished(), people.member("sam")
    with as_role("desk"), acting(sam):
        found = queries.find(contact.record.reference)
        assert found.ended_at is not None
        if act == "name a child":
            commands.name_child(contact=found, known_as="Wren", by=sam)
        elif act == "add an action":
            commands.add_action(
                contact=found, decision=None, what="Ring the school.", agency=agencies()[0].pk,
                due_at=clocks.now() + timedelta(days=1), by=sam,
            )  # fmt: skip
        else:
            commands.raise_alert(contact=found, why="The third this month.", by=sam)
    contact.refresh_from_db()
    assert contact.ended_at is None


def test_a_question_put_off_on_a_finished_contact_opens_it_again() -> None:
    """Seen to fail: it stayed ended, with a question that had a day and no answer."""
    contact, sam = finished(), people.member("sam")
    with as_role("desk"), acting(sam):
        view = queries.contact(contact.record.reference, by=sam)
        decision = view.children[0].decisions[0].decision if view.children else view.contact_decisions[0].decision
        later = Answered(due=clocks.today() + timedelta(days=3))
        commands.answer_question(
            contact=view.contact, decision=decision, question=Question.TRAFFICKED, answered=later, by=sam
        )
    contact.refresh_from_db()
    assert contact.ended_at is None


def test_a_contact_is_ended_once_by_whoever_ended_it() -> None:
    contact, nia = finished(), people.member("nia")
    with as_role("desk"), acting(nia):
        commands.end(contact=queries.find(contact.record.reference), by=nia)
    contact.refresh_from_db()
    assert contact.ended_by == people.member("sam").principal
