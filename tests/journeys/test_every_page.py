"""What every page of the door has, and what the telling form weighs."""

import pytest

from tests.journeys.cast import Cast
from tests.journeys.house import House

PAGES = ["/", "/promise", "/who-can-i-tell", "/your-privacy", "/leaving", "/tell?about=me", "/back", "/not-here"]


def test_the_telling_form_is_sixty_kilobytes_and_four_requests(on_monday_morning: House, cast: Cast) -> None:
    child = cast.child(on_monday_morning)
    wire = child.page.context.new_cdp_session(child.page)
    asked: list[str] = []
    brought: list[float] = []
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: brought.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    child.page.goto(on_monday_morning.address("door") + "/tell?about=me", wait_until="networkidle")
    child.sees_heading("Tell us")
    assert 0 < len(asked) <= 4, asked
    assert 10_000 < sum(brought) <= 60_000, brought


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_way_out_and_a_title_that_says_nothing(
    on_monday_morning: House, cast: Cast, address: str
) -> None:
    child = cast.child(on_monday_morning)
    child.page.goto(on_monday_morning.address("door") + address)
    child.looks(f"page {address}")
    assert child.page.title() == "Information"
    child.leaves()
