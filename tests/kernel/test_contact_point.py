"""One contact point: every fact of it checked by someone within ninety days, or it is not shown and not applied."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.noticeboard import board
from halcyon.kernel.partnership.contents import Pack
from halcyon.kernel.partnership.frozen import PackFault
from halcyon.kernel.partnership.pack import load
from halcyon.kernel.partnership.pinning import pin_pack
from halcyon.kernel.partnership.reaching import ContactPoint
from tests.conftest import as_role

CHECKED = dt.date(2026, 3, 2)
LAST_DAY = dt.date(2026, 5, 31)
SAID: dict[str, Any] = {
    "team": "lapwing", "agencies": ["police", "council"], "telephone": "01632 960140", "hours": "always",
    "address": "Otterwick Police Station", "website": "https://tell.brackenshire.example",
}  # fmt: skip


def point(status: str = "checked", **changes: object) -> ContactPoint:
    checked = {"last_checked": CHECKED, "checked_by": "Gwen Abara"} if status == "checked" else {}
    facts = {name: {"is": said, **checked} for name, said in SAID.items()}
    return ContactPoint.model_validate({**facts, "status": status, "source": "made up", **changes})


def a_real_site(contact: ContactPoint) -> Pack:
    return load("demo").model_copy(update={"practice": None, "demo": False, "contact_point": contact})


def test_a_number_is_live_for_ninety_days_after_its_oldest_fact_was_checked() -> None:
    """Seen to fail while only the number's own day counted."""
    newer = {"is": "01632 960140", "last_checked": dt.date(2026, 4, 1), "checked_by": "Gwen Abara"}
    assert point(telephone=newer).good_until == LAST_DAY
    assert point().live_number(LAST_DAY) == "01632 960140"
    assert point().live_number(LAST_DAY + dt.timedelta(days=1)) is None


@pytest.mark.parametrize("status", ["invented", "not checked"])
def test_what_nobody_has_checked_is_never_live(status: str) -> None:
    assert point(status).live_number(CHECKED) is None
    assert point(status).good_until is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": {"is": "always"}},
        {"hours": {"is": "always", "last_checked": CHECKED}},
        {"hours": {"is": "always", "checked_by": "Gwen Abara"}},
    ],
)
def test_a_checked_contact_point_says_of_every_fact_when_and_by_whom(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="last_checked"):
        point(**wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "says"),
    [
        (point(), r"field 'team': last checked on 2026-03-02, which is more than 90 days ago; check it"),
        (point("invented"), r"is invented: outside practice nothing is shown to the public until someone has checked"),
        (point("not checked"), r"is not checked: outside practice nothing is shown"),
    ],
    ids=["too long ago", "invented", "not checked"],
)
def test_outside_practice_nothing_is_pinned_with_a_contact_point_that_nobody_checked(
    contact: ContactPoint, says: str
) -> None:
    """Seen to fail without the look at the contact point: the pages were pinned."""
    with as_role("worker"), clocks.at(dt.datetime(2026, 6, 1, 9, tzinfo=LONDON)):
        before = board.read_all()
        with pytest.raises(PackFault, match=says) as refused:
            pin_pack(pack=a_real_site(contact), by=Actor.system("installing"))
        assert board.read_all() == before
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("partnerships/demo/partnership.toml, contact_point")


@pytest.mark.django_db
def test_a_checked_contact_point_is_pinned_whole_with_the_last_day_on_which_it_is_good() -> None:
    with as_role("worker"), clocks.at(dt.datetime(2026, 5, 1, 9, tzinfo=LONDON)):
        pin_pack(pack=a_real_site(point()), by=Actor.system("installing"))
        pinned = board.read("contact-point")
    assert pinned is not None
    assert pinned["number"] == "01632 960140"
    assert pinned["name"] == "Lapwing Team"
    assert pinned["agencies"] == ["Brackenshire Police", "Brackenshire County Council, children's social care"]
    assert (pinned["checked"], pinned["checked_by"], pinned["good_until"]) == ("2026-03-02", "Gwen Abara", "2026-05-31")
