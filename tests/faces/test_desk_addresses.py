"""Addresses at the desk that nobody could have been sent."""

import pytest

from tests.faces.sitting import Seats, desk, read  # noqa: F401

pytestmark = pytest.mark.django_db

ROOMS = (
    "/contacts/%00/", "/contacts/A%00B/decide/", "/children/%00/", "/subjects/around/%00/", "/tellings/from/%00/",
    "/intelligence/%00/", "/search/?q=%00", "/triage/%00", "/children/?name=a%00",
)  # fmt: skip


@pytest.mark.parametrize("address", ROOMS)
def test_nothing_stands_at_an_address_with_a_nul_in_it(desk: Seats, address: str) -> None:
    """Seen to fail: PostgreSQL's refusal became "this page could not be read", as if the desk were broken."""
    seat = desk("sam")
    seat.client.raise_request_exception = False
    answer = seat.get(address)
    assert answer.status_code == 404 and "Nothing here" in read(answer)
    assert answer["Cache-Control"] == "no-store" and "default-src 'none'" in answer["Content-Security-Policy"]


def test_who_signs_in_again_after_pressing_a_button_reads_that_nothing_was_done(desk: Seats) -> None:
    """Seen to fail: an empty page, and no way to know whether the contact had ended."""
    seat = desk()
    pressed = seat.post("/contacts/2222-2222/end/")
    assert pressed.status_code == 302 and pressed["Location"].endswith("?next=/contacts/2222-2222/end/")
    seat.post("/sign-in-as", {"key": "sam"})
    answer = seat.get("/contacts/2222-2222/end/")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "what you pressed before was not done" in read(answer)
