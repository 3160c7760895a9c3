"""What was raised to the top: anyone at work may raise it, only the strategic lead answers, whoever raised it reads the answer."""

import pytest

from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Alert
from tests import people
from tests.conftest import as_role
from tests.faces.filling import anew, fill
from tests.faces.sitting import Seats, desk, lines_written, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def raised(why: str) -> Alert:
    """Sam raises it on a contact that the worker has opened."""
    contact = people.someone_tells()
    with as_role("desk"):
        return commands.raise_alert(contact=contact, why=why, by=people.member("sam"))


def test_the_list_says_what_waits_for_an_answer_and_how_long_it_may(desk: Seats) -> None:
    alert = raised("Three towns, one car.")
    page = read(desk("ruth").get("/alerts/"))
    assert "Three towns, one car." in page
    assert "raised by Sam Whitterick" in page
    assert "contact " in page
    assert "raised by you" in read(desk("sam").get("/alerts/"))
    assert alert.answer == ""


def test_only_the_strategic_lead_can_answer(desk: Seats) -> None:
    """Seen to fail when team managers held the permission to answer as well."""
    alert = raised("Three towns, one car.")
    address = f"/alerts/{alert.record.reference}/"
    alun = desk("alun")
    assert "Only the strategic lead can answer." in read(alun.get(address))
    assert alun.post(address + "answer/", {"answer": "Nothing to it."}).status_code == 403
    helen = desk("helen")
    assert "Write what you have decided and why" in read(helen.post(address + "answer/", {"answer": " "}))
    assert fill(helen, address, answer="x").status_code == 405
    assert helen.post(address + "answer/", {"answer": "A meeting of three counties on Monday."}).status_code == 302
    assert anew(alert).answered_by == people.member("helen").principal
    assert "A meeting of three counties on Monday." in read(desk("sam").get(address))
    again = helen.post(address + "answer/", {"answer": "A second answer."})
    assert again.status_code == 409
    assert "A second answer." in read(again)


def test_opening_an_alert_and_the_list_is_written_down(desk: Seats) -> None:
    alert = raised("Three towns.")
    seat = desk("ruth")
    with lines_written() as lines:
        seat.get("/alerts/")
        seat.get(f"/alerts/{alert.record.reference}/")
    assert [(kind, event) for kind, event, _ in lines] == [
        ("list", "contacts.listed-alerts"),
        ("read", "contacts.opened-alert"),
    ]


@pytest.mark.parametrize("key", ["carys", "yusuf", "chair", "owen"])
def test_whoever_may_not_read_alerts_is_refused(desk: Seats, key: str) -> None:
    assert desk(key).get("/alerts/").status_code == 403


def test_an_alert_that_never_was_is_not_there(desk: Seats) -> None:
    assert desk("sam").get("/alerts/7KQ4-M2P9/").status_code == 404
