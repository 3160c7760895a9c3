"""The list of what waits, left open on a screen: it asks again by itself, and says since when it could not."""

import re

from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.house import House

SOON = 30_000  # milliseconds: a list asks again after less


def test_one_press_signs_in_and_the_list_asks_again_by_itself(on_monday_morning: House, cast: Cast) -> None:
    alun = cast.newcomer(on_monday_morning)
    alun.page.clock.install()
    alun.page.goto(on_monday_morning.address("desk") + "/leaders/")
    alun.page.get_by_role("button", name="Alun Prydderch").click()
    alun.sees_heading("Was the promise kept?")
    alun.page.set_viewport_size({"width": 320, "height": 800})
    alun.looks("leaders, on a telephone")
    alun.page.get_by_text("Menu: Was the promise kept?").click()
    alun.page.get_by_role("link", name="What waits").click()
    alun.sees_heading("What waits")
    alun.looks("triage, on a telephone")
    with alun.page.expect_response(re.compile("/triage/lines")) as again:
        alun.page.clock.fast_forward(SOON)
    assert again.value.status == 304


def test_a_list_that_can_no_longer_be_read_says_since_when(on_monday_morning: House, cast: Cast) -> None:
    sam = cast.newcomer(on_monday_morning)
    sam.page.clock.install()
    sam.page.goto(on_monday_morning.address("desk") + "/")
    sam.page.get_by_role("button", name="Sam Whitterick").click()
    sam.sees_heading("What waits")
    sam.page.context.clear_cookies()
    sam.page.clock.fast_forward(SOON)
    expect(sam.page.get_by_text("Not up to date since")).to_be_visible()
