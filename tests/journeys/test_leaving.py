"""How to be gone from the door, and what it leaves behind."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError

from halcyon.faces.door.pages import NEUTRAL_PAGE
from tests.journeys.cast import Cast
from tests.journeys.characters import Teller
from tests.journeys.house import House

pytestmark = pytest.mark.goes_back
WORDS = "I wrote this and did not send it."


def types_and(child: Teller) -> None:
    """Has been to our first page, and has words on the form that nobody has sent."""
    child.arrives()
    child.chooses("It's about me")
    child.answers("What do you want to tell us?", WORDS)


def by_button(child: Teller) -> None:
    child.leaves()


def by_shift(child: Teller) -> None:
    """Three presses within five seconds: on a machine that stood still in between, three more."""
    for _ in range(5):
        for _ in range(3):
            child.page.keyboard.press("Shift")
        with suppress(PlaywrightError):
            child.page.wait_for_url(NEUTRAL_PAGE, timeout=10_000)
            break
    child.is_gone()


def by_the_first_link(child: Teller) -> None:
    child.page.evaluate("document.activeElement.blur()")
    child.tabs_to("Exit this page now")
    child.page.keyboard.press("Enter")
    child.is_gone()


@pytest.mark.parametrize(
    ("leaves", "scripts"),
    [(by_button, True), (by_shift, True), (by_the_first_link, True), (by_button, False), (by_the_first_link, False)],
)
def test_after_leaving_the_way_back_shows_no_words(
    on_monday_morning: House, cast: Cast, leaves: object, scripts: bool
) -> None:
    child = cast.child(on_monday_morning, scripts=scripts)
    types_and(child)
    leaves(child)  # type: ignore[operator]
    child.goes_back()
    child.does_not_see(WORDS)
    child.has_nothing_left_in_any_box()


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_without_a_connection_leaves_no_words_on_the_screen(
    on_monday_morning: House, cast: Cast, scripts: bool
) -> None:
    """The underground, a switched-off router, the weather page down: the words are gone all the same (tiplines.md 19)."""
    child = cast.child(on_monday_morning, scripts=scripts)
    types_and(child)
    child.loses_the_connection()
    child.page.locator(".govuk-exit-this-page__button").click(no_wait_after=True)
    child.is_nowhere()
    child.tries_to_go_back()
    child.does_not_see(WORDS)
    child.has_nothing_left_in_any_box()


def test_after_leaving_the_mailbox_the_way_back_shows_no_message(on_monday_morning: House, cast: Cast) -> None:
    words = "Someone sends me messages at night."
    child = cast.child(on_monday_morning)
    code = child.tells({"What do you want to tell us?": words})
    sam = cast.member("sam", on_monday_morning)
    sam.opens(words)
    sam.answers_that_it_was_read("Thank you for writing. You are not in trouble. A person has read every word.")
    child.comes_back(" ".join(code))
    child.says_that_it_is_safe()
    child.leaves()
    child.goes_back()
    child.does_not_see("A person has read every word")
    child.does_not_see_the_words(code)
