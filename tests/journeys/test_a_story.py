"""A child reads somebody else's story and tells her own."""

from tests.journeys.cast import Cast
from tests.journeys.house import House

WORDS = "It is like in the story. He says that I owe him for the phone."


def test_a_child_reads_the_story_and_tells(on_monday_morning: House, cast: Cast) -> None:
    """Seen to fail: with a story at whose end nobody is asked what it is about."""
    child = cast.child(on_monday_morning, scripts=False)
    child.arrives()
    child.follows("A story")
    child.sees_heading("A story: Kay told someone")
    child.sees("Kay is made up.", "You are not alone. There is always hope.")
    child.looks("story")
    child.follows("It's about me")
    child.sees_heading("Tell us")
    child.writes_down({"What do you want to tell us?": WORDS})
    child.presses("Send this now")
    child.is_told_that_it_came()

    sam = cast.member("sam", on_monday_morning)
    sam.opens(WORDS)
