"""Reading at the desk: what counts as read was on the screen, and whatever was opened, or was not there, is a line."""

from uuid import uuid4

import pytest

from halcyon.domain.contacts import commands
from halcyon.kernel import clocks
from halcyon.kernel.letterbox.telling import Later, LaterMessage, Said
from tests import people
from tests.faces.filling import carried, one, owed, page_of, someone_calls
from tests.faces.sitting import Seats, desk, lines_written, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def test_what_came_while_an_answer_was_written_is_shown_first_and_the_answer_is_kept(desk: Seats) -> None:
    contact, seat = someone_calls(), desk("sam")
    address = page_of(contact) + "acknowledge/"
    form = {**carried(seat.get(address)), "how": "phone", "words": "We read every word."}
    message = LaterMessage(
        mailbox=contact.mailbox, what=Later.MESSAGE, words="He is outside.", safe_now=Said.NO, door_time=clocks.now()
    )
    commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    answer = seat.post(address, form)
    assert answer.status_code == 409
    assert "More was told while you were writing" in read(answer)
    assert "He is outside." in read(answer)
    assert "We read every word." in answer.content.decode()
    assert owed(contact, duty="acknowledge")
    assert seat.post(address, {**carried(answer), "how": "phone", "words": "We read every word."}).status_code == 302
    assert owed(contact, duty="acknowledge") == []


@pytest.mark.parametrize("act", ["bigger/", "restrict/", "source/", "owed/{}/hand-over/", "owed/{}/waive/"])
def test_opening_the_page_of_an_act_is_a_line_of_the_journal(desk: Seats, act: str) -> None:
    contact, seat = someone_calls(), desk("sam")
    duty = one(owed(contact, duty="decide"))
    with lines_written() as lines:
        assert seat.get(page_of(contact) + act.format(duty.pk)).status_code == 200
    assert ("read", "contacts.opened", people.member("sam").principal) in lines


def test_asking_for_what_is_not_there_is_a_line_too(desk: Seats) -> None:
    seat = desk("sam")
    with lines_written() as lines:
        assert seat.get("/contacts/2222-2222/").status_code == 404
    assert ("refusal", "access.not-there", people.member("sam").principal) in lines
