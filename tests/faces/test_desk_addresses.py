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
