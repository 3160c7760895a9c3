"""A licensing officer says in two minutes what she saw; a detective grades it, takes the source out, gives it on, and she hears."""

import re

from playwright.sync_api import expect

from tests.journeys.cast import PHONE, Cast
from tests.journeys.characters import Member
from tests.journeys.house import House

SEEN = "The night porter says a man called Dez takes a room most Fridays with girls of school age. He rings from 07700 900142."
CLEAN = "A man called Dez takes a room at a hotel most Fridays with girls of school age."


def test_a_licensing_officer_tells_in_two_minutes_and_hears_what_came_of_it(
    on_monday_morning: House, cast: Cast
) -> None:
    monday = on_monday_morning
    marta = Member(cast._window(monday, "desk", PHONE, False), monday, "marta")
    marta.scripts = False
    marta.signs_in()
    marta.opens_the_menu()
    marta.follows("Seen or heard something?")
    marta.sees_heading("What was seen or heard?")
    marta.sees("This is not a referral and not a crime report.")
    marta.looks("intelligence: the form")
    marta.presses("Send this now")
    marta.sees("There is a problem", "Write what was seen or heard. One sentence is enough.")
    marta.looks("intelligence: the form, with what is missing")
    marta.answers("What was seen or heard?", SEEN)
    marta.answers("How do you know it?", "Someone told me")
    people = marta.page.get_by_role("group", name="People who may pose a risk, or may be at risk, 1")
    people.get_by_label("Full name, as far as known").fill("Dez")
    marta.page.get_by_role("button", name=re.compile("One more ?: people")).click()
    expect(marta.page.get_by_label("Full name, as far as known")).to_have_count(2)
    marta.looks("intelligence: the form, one more row")
    marta.answers("Who told you?", "Quillona Vexworthy")
    marta.presses("Send")
    marta.sees("Sent. An intelligence officer reads it", "The words seem to name these")
    marta.looks("intelligence: what she sent")
    marta.page.get_by_role("button", name="Add phone 07700 900142").click()
    marta.sees("Added to what the report names.", "Phone: 07700 900142")
    marta.does_not_see("Quillona", "Vexworthy")

    jo = cast.member("jo", monday)
    jo.follows("To be graded")
    jo.sees_heading("What waits for an intelligence officer")
    jo.looks("intelligence: what waits")
    jo.follows("Grade an item: ")
    jo.sees(SEEN, "Nobody but officers sees this item.")
    jo.does_not_see("Quillona", "Vexworthy")
    jo.looks("intelligence: the report")
    jo.page.get_by_role("link", name="Grade item 1").click()
    jo.answers("Source evaluation", "2. Untested")
    jo.answers("Intelligence assessment", "C. Known indirectly to the source")
    jo.answers("Handling code", "P. Lawful sharing permitted")
    jo.looks("intelligence: grade")
    jo.presses("Grade")
    jo.sees("Graded. The gradings before it are kept.")
    jo.page.get_by_role("link", name="Sanitise item 1").click()
    jo.answers("The text that may be shared", "Quillona saw it: " + CLEAN)
    jo.presses("Keep this text")
    jo.sees("Something in this would show who told us.")
    jo.looks("intelligence: a text that would show who told us")
    jo.answers("The text that may be shared", CLEAN)
    jo.presses("Keep this text")
    jo.sees("Kept. This is the text that may be shared.")
    jo.page.get_by_role("link", name="Give to someone item 1").click()
    jo.page.get_by_label("To whom?").select_option(label="Ruth Adebanjo, Health")
    jo.answers("Why do they need it?", "She sees one of the girls on Tuesday.")
    jo.page.get_by_text("safeguarding children").click()
    jo.looks("intelligence: give")
    jo.presses("Give it to them")
    jo.sees("Given. They can read it now, with its handling.")
    jo.presses("Tell whoever sent it")
    jo.answers("What came of it?", "Someone has been asked to act on it")
    jo.answers(
        "What you tell whoever sent it", "Two officers visit the hotel this week. Thank you: it fits other reports."
    )
    jo.looks("intelligence: outcome")
    jo.presses("Tell them")
    jo.sees("Told. Whoever sent it reads it under what they sent.")
    jo.looks("intelligence: the report, answered")

    ruth = cast.member("ruth", monday)
    ruth.follows("Intelligence")
    ruth.sees(CLEAN, "Handling P.")
    ruth.looks("intelligence: what may be read")
    ruth.page.locator("article").filter(has_text=CLEAN).get_by_role("link").first.click()
    ruth.sees("How it was graded", "Whoever sent it")
    ruth.does_not_see("night porter", "Marta", "Quillona")
    ruth.looks("intelligence: an item")

    marta.opens_the_menu()
    marta.follows("What I sent")
    marta.sees("Someone has been asked to act on it")
    marta.looks("intelligence: everything she sent")
    marta.page.locator("ol.look-queue a").first.click()
    marta.sees("Two officers visit the hotel this week. Thank you: it fits other reports.")
    marta.does_not_see("Jo Hartnoll", "2C P", CLEAN)
