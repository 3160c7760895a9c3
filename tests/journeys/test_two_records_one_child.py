"""A child of the index: searched for before another is added, known with dates and sources, minded, and told as one story."""

import os
import re
from pathlib import Path

from tests.journeys.cast import Cast
from tests.journeys.house import House

WORDS = "He waits for me at the bus stop and gives me things."


def _keep(someone: object, name: str) -> None:
    """A picture to look at, where they are wanted."""
    folder = os.environ.get("HALCYON_LOOK")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page = someone.page  # type: ignore[attr-defined]
        size = page.viewport_size
        for width in (size["width"], 320):
            page.set_viewport_size({"width": width, "height": size["height"]})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size(size)


def test_a_child_is_searched_for_known_minded_and_told_as_one_story(on_monday_morning: House, cast: Cast) -> None:
    ffion = cast.child(on_monday_morning)
    ffion.tells({"What do you want to tell us?": WORDS, "Are you safe right now?": "Yes",
                 "What shall we call you?": "Ffion Pryce"})  # fmt: skip
    sam = cast.member("sam", on_monday_morning)
    reference = sam.opens(WORDS)
    sam.card_of("Ffion Pryce").get_by_role("link", name="Their page").click()
    sam.sees("Owed to Ffion Pryce", "Decide what happens", "The child told us, through the website.")
    sam.looks("child, new")

    sam.page.get_by_role("link", name="Add must not know").click()
    sam.page.get_by_label("Must not know", exact=True).fill("Her stepbrother")
    sam.looks("fact, must not know")
    sam.presses("Record this")
    sam.sees("Recorded.", "Must not know, in their words:", "Her stepbrother")

    sam.page.get_by_role("link", name="Add NHS number").click()
    sam.page.get_by_label("NHS number", exact=True).fill("999 000 0027")
    sam.presses("Record this")
    sam.sees("its last digit does not fit")
    sam.looks("fact, refused")
    sam.page.get_by_label("NHS number", exact=True).fill("999 000 0026")
    sam.presses("Record this")
    sam.sees("999 000 0026")

    sam.page.get_by_role("link", name="Add ethnicity").click()
    sam.sees_heading("Ethnicity: Ffion Pryce")
    sam.answers("What is the answer?", "Asked, and did not want to say")
    sam.looks("fact, ethnicity")
    _keep(sam, "fact")
    sam.presses("Record this")
    sam.sees("Asked, and did not want to say")

    sam.presses("Record what was said or seen")
    sam.sees_heading("What Ffion Pryce said")
    sam.answers("What is it?", "Their own words")
    sam.page.get_by_label("The words", exact=True).fill("I want him to stop.")
    sam.page.get_by_label("Who said it, or saw it?", exact=True).fill("Ffion")
    sam.page.get_by_label("This is what the child wants").check()
    sam.looks("statement")
    _keep(sam, "statement")
    sam.presses("Keep this")
    sam.sees("Kept, as it was said.", "I want him to stop.")

    sam.presses("Add to the story")
    sam.sees_heading("Add to the story of Ffion Pryce")
    sam.answers("What sort?", "School")
    sam.page.get_by_label("When did it happen?").fill("2021-09-06T09:00")
    sam.page.get_by_label("Which agency knows it?").select_option(index=1)
    sam.page.get_by_label("What happened?").fill("Moved schools in the middle of the year.")
    sam.looks("event")
    sam.presses("Add to the story")
    sam.sees("Added to the story.")
    sam.looks("child, known")
    _keep(sam, "child")
    sam.page.get_by_role("link", name="The whole story").click()
    sam.sees("Moved schools in the middle of the year.", "The child told us, through the website.")
    sam.looks("story")
    _keep(sam, "story")

    sam.returns_to(reference)
    sam.presses("Write to them")
    sam.sees_heading("Write to the person who told us")
    sam.answers("A reviewed phrase", "Only my own words")
    sam.page.get_by_label("Your own words", exact=True).fill("Is it safe to write?")
    sam.presses("Send")
    sam.sees("Nothing was sent. Must not know: “Her stepbrother”.")
    sam.looks("minded")
    _keep(sam, "minded")
    sam.page.get_by_label("Her stepbrother").check()
    sam.presses("Send")
    sam.sees("Sent. It waits behind their six words.")

    ruth = cast.member("ruth", on_monday_morning)
    ruth.follows("Children")
    ruth.page.get_by_label("A name, a nickname or a number").fill("fion price")
    ruth.page.get_by_role("button", name="Search", exact=True).click()
    ruth.sees("Who may be meant", "Ffion Pryce")
    ruth.does_not_see("Her stepbrother", "I want him to stop.")
    ruth.looks("children found")
    _keep(ruth, "found")
    ruth.page.get_by_role("link", name="Add a child").or_(ruth.page.get_by_role("button", name="Add a child")).click()
    ruth.page.get_by_label("Name or nickname").fill("Fion Pryce")
    ruth.page.get_by_label("What is known").fill("Sees the school nurse on Tuesdays.")
    ruth.presses("Add this child")
    ruth.sees("Is it one of them?", "Ffion Pryce")
    ruth.looks("new child, likely ones")
    _keep(ruth, "new")
    ruth.presses("It is none of them: add this child")
    ruth.sees("Sees the school nurse on Tuesdays.")

    ruth.page.get_by_role("link", name="Who may be the same child").click()
    ruth.sees("Nothing is ever put together by itself.")
    ruth.looks("same")
    _keep(ruth, "same")
    ruth.page.get_by_role("link", name=re.compile("They are one child.*Ffion Pryce")).click()
    ruth.page.get_by_label("What makes you think so?").fill("The same school, and she says that it is her.")
    ruth.looks("join")
    ruth.presses("They are one child")
    ruth.sees("Two records, one child.", "Her stepbrother", "999 000 0026")
    ruth.looks("child, joined")
    _keep(ruth, "joined")
    ruth.page.get_by_role("link", name="Who said so, and why").click()
    ruth.sees("The same school, and she says that it is her.")
    ruth.page.get_by_role("link", name=re.compile("They are not one child.*Ffion Pryce")).click()
    ruth.page.get_by_label("What makes you think so?").fill("Two cousins.")
    ruth.presses("They are not one child")
    ruth.sees("Each record is shown for itself again, as it was before.")
    ruth.does_not_see("Her stepbrother", "999 000 0026")
