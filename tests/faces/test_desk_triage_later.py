"""Danger that is told later stands on the list as danger, also where the first telling was read long ago."""

from uuid import uuid4

import pytest

from halcyon.domain.contacts import commands
from halcyon.kernel import clocks
from halcyon.kernel.letterbox.telling import Later, LaterMessage, Said
from tests import people
from tests.faces.filling import fill, page_of, someone_calls
from tests.faces.sitting import Seats, desk, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def test_danger_told_later_is_danger_on_the_list_and_on_the_page_of_the_contact(desk: Seats) -> None:
    contact, seat = someone_calls(safe_now=Said.YES), desk("sam")
    fill(seat, page_of(contact) + "acknowledge/", how="phone", words="We read this.")
    assert "Danger was told later" not in read(seat.get("/"))
    message = LaterMessage(
        mailbox=contact.mailbox, what=Later.MESSAGE, words="He is outside.", safe_now=Said.NO, door_time=clocks.now()
    )
    commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    page = seat.get("/")
    assert "Danger was told later" in read(page)
    assert "look-item--danger" in page.content.decode()
    assert "1 unread and in danger or not sure" in page.content.decode()
    said = read(seat.get(page_of(contact)))
    assert "In danger now" in said
    assert "Said: safe now" not in said
