"""People who come to read: a mother who sees the signs and rings, a teacher to whom a child has just told something."""

from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.house import House


def test_a_mother_finds_the_signs_and_rings(on_monday_morning: House, cast: Cast) -> None:
    """The call is one tap; what she says is written down at the desk while she speaks.

    Seen to fail: with the contact point saying nothing on a practice site.
    """
    mother = cast.teller(on_monday_morning, scripts=False)
    mother.arrives()
    mother.follows("I am a parent or a carer")
    mother.sees_heading("Signs to spot")
    mother.sees(
        "Time and place.",
        "You are not in trouble. I am on your side, whatever it is.",
        "Do not face the person yourself",
    )
    mother.looks("signs, parent")
    for number in ("tel:999", "tel:08001111"):
        expect(mother.page.locator(f"main a[href='{number}']").first).to_be_visible()
    mother.sees("On a real site the team's one number stands here")
    mother.follows("Tell us here")
    mother.sees("I'm worried about a friend or a child")

    words = "My daughter is out at night and a man I do not know fetches her. She has a second phone."
    sam = cast.member("sam", on_monday_morning)
    sam.opens_the_desk()
    sam.follows("Take down a call or visit")
    sam.answers("In their own words", words)
    sam.answers("Who is telling us?", "Someone worried about a friend or a child")
    sam.answers("Are they, or the child, safe right now?", "Not sure")
    sam.answers("What shall we call them?", "Amina Sesay")
    sam.presses("Keep this now")
    sam.is_shown_six_words()
    sam.presses("To the contact")
    sam.reads(words)
    assert any(owed.startswith("Decide what happens") for owed in sam.owes())
    sam.does_not_see("Amina Sesay")


def test_a_teacher_follows_the_six_steps(on_monday_morning: House, cast: Cast) -> None:
    """Seen to fail: with five steps on the page."""
    words = "A boy in my class said: he makes me carry things. I wrote it down as he said it."
    teacher = cast.teacher(on_monday_morning, scripts=False)
    teacher.arrives()
    teacher.follows("A child has just told me")
    teacher.sees_heading("A child has just told me: what do I do now?")
    steps = teacher.page.locator(".look-path > ol > li")
    expect(steps).to_have_count(6)
    teacher.sees("Never promise to keep it secret.", "Do not face the person the child told you about.")
    teacher.looks("six steps")
    teacher.follows("Tell us now: I work with children")
    teacher.sees_heading("Tell us")
    teacher.writes_down({
        "What do you want to tell us?": words,
        "Is the child safe right now, as far as you know?": "I am not sure",
        "Your name": "Idris Falk",
        "A number where we can ring you in the next minutes": "01632 960171",
    })  # fmt: skip
    teacher.presses("Send this now")
    teacher.is_told_that_it_came()

    sam = cast.member("sam", on_monday_morning)
    sam.opens(words)
    sam.sees("Idris Falk", "01632 960171")
