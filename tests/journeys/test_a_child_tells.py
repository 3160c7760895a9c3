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
