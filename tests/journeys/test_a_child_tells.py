"""A child tells and comes back, on the smallest phone: with JavaScript, without, and by the keyboard alone."""

import pytest

from tests.journeys.cast import Cast
from tests.journeys.house import House

TOLD = {
    "Are you safe right now?": "Yes",
    "How old are you?": "14",
    "What do you want to happen?": "I want it to stop.",
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_child_tells_and_comes_back(on_monday_morning: House, cast: Cast, scripts: bool) -> None:
    child = cast.child(on_monday_morning, scripts=scripts)
    words = f"Someone older gives me lifts. {'He waits at school.' if scripts else 'He waits at home.'}"

    code = child.tells({"What do you want to tell us?": words, **TOLD})
    child.sees("A real person reads every word. You are not in trouble.", "You did the right thing.")
    child.does_not_see(words)

    sam = cast.member("sam", on_monday_morning)
    sam.opens(words)
    sam.answers_that_it_was_read("Thank you for writing. You are not in trouble. A person has read every word.")

    child.comes_back(", ".join(word[:3].upper() for word in code))
    child.says_that_it_is_safe()
    assert child.reads() == ["Thank you for writing. You are not in trouble. A person has read every word."]
    child.does_not_see(words)
    child.writes("It happened again today.")
    child.leaves()


def test_a_child_tells_with_the_keyboard_alone(on_monday_morning: House, cast: Cast) -> None:
    words, child = "I only use the keys. He knows where I live.", cast.child(on_monday_morning)
    child.arrives()
    child.tabs_to("It's about me")
    child.types("Enter")
    child.sees_heading("Tell us")
    child.tabs_to("What do you want to tell us?")
    child.page.keyboard.type(words)
    child.tabs_to("Next question")
    child.types("Enter")
    child.sees("Are you safe right now?")
    child.tabs_to("Yes")
    child.types("Space")
    child.tabs_to("Send this now")
    child.types("Enter")
    child.is_told_that_it_came()
    on_monday_morning.reference_of(words)


def test_a_child_who_sends_an_empty_form_is_told_so_and_goes_on(on_monday_morning: House, cast: Cast) -> None:
    words, child = "I pressed it before I wrote.", cast.child(on_monday_morning)
    child.arrives()
    child.chooses("It's about me")
    child.presses("Send this now")
    child.sees("There is a problem")
    child.looks("tell, nothing written")
    child.writes_down({"What do you want to tell us?": words, "How old are you?": "13"})
    child.presses("Send this now")
    child.is_told_that_it_came()
    on_monday_morning.reference_of(words)
