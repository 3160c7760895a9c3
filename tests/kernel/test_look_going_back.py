"""Going back in a whole Chromium, with the cache that a child's phone has: what was left shows no words, ours keeps them."""

import pytest
from playwright.sync_api import Page, expect

from tests.kernel.look_site import Site, phone, press_shift, site, telling

__all__ = ["phone", "site"]
pytestmark = pytest.mark.goes_back


def back(page: Page) -> None:
    """The browser's Back. (Playwright's own waits for a page to load, and one out of the cache does not.)"""
    page.evaluate("setTimeout(() => history.back())")


def test_three_shifts_leave_at_once_and_the_page_is_gone_from_the_way_back(site: Site, phone: Page) -> None:
    site.pages["/before"] = "<title>Before</title><p id=before>Before</p>"
    phone.goto(f"{site.address}/before")
    phone.goto(telling(site))
    phone.get_by_label("What do you want to tell us?").fill("hello")
    press_shift(phone, 2)
    expect(phone.get_by_text("Shift, press 1 more time to exit.")).to_be_attached()
    press_shift(phone, 1)
    expect(phone.locator("#weather")).to_be_visible()
    back(phone)
    expect(phone.locator("#before")).to_be_visible()


@pytest.mark.parametrize("leave_url", ["/leave", "/elsewhere"])
def test_after_leaving_the_way_back_shows_no_words_even_from_the_browsers_own_cache(
    site: Site, phone: Page, leave_url: str
) -> None:
    """Words typed on one page, a second page of ours, exit there to us or to another site, and Back.

    Seen to fail without the `pageshow` rule, and with a neutral page of our own that does not send Clear-Site-Data.
    """
    phone.goto(telling(site, leave_url=leave_url))
    phone.get_by_label("What do you want to tell us?").fill("hello")
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("link", name="Your privacy").click()
    expect(phone.get_by_role("heading", name="Privacy")).to_be_visible()
    phone.locator(".govuk-exit-this-page__button").click()
    expect(phone.locator("#weather")).to_be_visible()
    back(phone)
    expect(phone.get_by_label("What do you want to tell us?")).to_have_value("")


def test_among_our_own_pages_the_way_back_keeps_the_words(site: Site, phone: Page) -> None:
    phone.goto(telling(site))
    phone.get_by_label("What do you want to tell us?").fill("hello")
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("link", name="Your privacy").click()
    expect(phone.get_by_role("heading", name="Privacy")).to_be_visible()
    back(phone)
    expect(phone.get_by_label("What do you want to tell us?")).to_have_value("hello")
