"""The desk's script in Chromium: lists that follow and never lie about it, clocks that go on."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from halcyon.kernel import clocks
from halcyon.kernel.look import moments
from halcyon.kernel.look.parts import Link
from tests.kernel.look_site import DESK, Site, made, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def test_a_list_on_the_desk_follows_keeps_the_focus_and_says_what_is_new(site: Site, phone: Page) -> None:
    first = '<a href="/a">first</a><p data-say="1 waits" class="govuk-visually-hidden"></p>'
    site.pages["/"], site.live = made(DESK, list=first), (200, first, '"1"')
    phone.goto(site.address)
    phone.get_by_role("link", name="first").focus()
    site.live = (200, '<a href="/b">second</a>' + first.replace("1 waits", "2 wait"), '"2"')
    expect(phone.get_by_role("link", name="second")).to_be_visible()
    expect(phone.get_by_role("link", name="first")).to_be_focused()
    expect(phone.get_by_text("2 wait")).to_be_attached()


def test_a_telephone_shows_the_places_behind_one_button_and_a_wide_window_all_of_them(site: Site, phone: Page) -> None:
    """Seen to fail: in a wide window without the rule that opens what is folded."""
    places = [Link("Triage", "/", current=True), Link("Search", "/search/")]
    site.pages["/"] = made(DESK, list="<p>one</p>", nav=places)
    phone.goto(site.address)
    search, menu = phone.get_by_role("link", name="Search"), phone.get_by_text("Menu: Triage")
    expect(search).to_be_hidden()
    menu.click()
    expect(search).to_be_visible()
    menu.click()
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(search).to_be_visible()
    expect(menu).to_be_hidden()
    search.focus()
    expect(search).to_be_focused()


def test_a_list_that_did_not_change_is_left_alone(site: Site, phone: Page) -> None:
    site.pages["/"], site.live = made(DESK, list="<p>one</p>"), (200, "<p>one</p>", '"1"')
    phone.goto(site.address)
    with phone.expect_response(lambda response: response.status == 304):
        pass
    phone.evaluate("document.querySelector('[data-live] p').dataset.same = 'yes'")
    with phone.expect_response("**/live"):
        pass
    assert phone.evaluate("document.querySelector('[data-live] p').dataset.same") == "yes"


def test_a_list_that_cannot_be_updated_says_so_and_says_when_it_can_again(site: Site, phone: Page) -> None:
    """Failure is never a quiet list. Seen to fail with the `catch` of desk.js emptied."""
    site.pages["/"], site.live = made(DESK, list="<p>one</p>"), (503, "", '"1"')
    phone.goto(site.address)
    expect(phone.get_by_text("Not up to date since")).to_be_visible()
    expect(phone.get_by_text("one", exact=True)).to_be_visible()
    site.live = (200, "<p>two</p>", '"2"')
    expect(phone.get_by_text("two")).to_be_visible()
    expect(phone.get_by_text("Not up to date since")).to_be_hidden()


def test_a_list_says_when_its_reader_is_signed_out(site: Site, phone: Page) -> None:
    site.pages["/"], site.live = made(DESK, list="<p>one</p>"), (403, "", "")
    phone.goto(site.address)
    expect(phone.get_by_text("you are signed out or may no longer see this")).to_be_visible()


def test_times_go_on_while_a_page_is_open_in_the_same_words_as_the_server(site: Site, phone: Page) -> None:
    """However wrong the browser's own clock is. Seen to fail without the moment that the page itself carries."""
    start = dt.datetime(2026, 11, 22, 21, 40, tzinfo=dt.UTC)
    past = [start - dt.timedelta(minutes=minutes) for minutes in (0, 1, 50, 700, 47 * 60, 5000)]
    owed = [start + dt.timedelta(minutes=minutes, seconds=30) for minutes in (-60, 5, 70, 59)]
    site.live = (304, "", '"1"')
    with clocks.at(start):
        site.pages["/"] = made(DESK, list="<p>one</p>", past=past, owed=owed)
    later = start + dt.timedelta(minutes=30)
    phone.clock.install(time=start - dt.timedelta(days=3))
    phone.route("**/live", lambda route: route.fulfill(status=304))
    phone.goto(site.address)
    phone.clock.fast_forward("30:00")
    with clocks.at(later):
        ago = [moments.since(moment) for moment in past]
        badges = [moments.badge(due) for due in owed]
    assert phone.locator("time[data-ago]").all_inner_texts() == ago
    shown = phone.locator("[data-due]")
    assert [text.strip() for text in shown.all_inner_texts()] == [badge.words for badge in badges]
    for place, badge in enumerate(badges):
        assert f"govuk-tag--{badge.colour}" in (shown.nth(place).get_attribute("class") or "")
