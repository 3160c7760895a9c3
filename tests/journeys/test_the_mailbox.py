"""Behind the six words: everything that stands there, for a child whose words are wrong, seen, or not wanted any more."""

from tests.journeys.cast import Cast
from tests.journeys.house import House

PHRASE = "Thank you for writing. You are not in trouble. A person has read every word."


def test_a_child_changes_her_words_asks_for_an_advocate_and_stops_it(on_monday_morning: House, cast: Cast) -> None:
    words, child = "He has my pictures and says he will show them.", cast.child(on_monday_morning)
    code = child.tells({"What do you want to tell us?": words})
    child.comes_back("apple")
    child.sees("There is a problem")
    child.looks("back, not six words")
    child.comes_back(" ".join(reversed(code)))
    child.is_told_that_nothing_opens()
    child.comes_back(" ".join(code))
    child.says_that_it_is_safe()
    child.sees("There is no message here now.")

    child.presses("New words, someone saw mine")
    child.sees_heading("Your new six words")
    child.looks("new words")
    new = child.is_shown_six_words()
    assert new != code
    child.comes_back(" ".join(code))
    child.is_told_that_nothing_opens()
    child.comes_back(" ".join(new))
    child.says_that_it_is_safe()
    child.presses("I want an advocate")
    child.sees_heading("We have your message")

    sam = cast.member("sam", on_monday_morning)
    reference = sam.opens(words)
    sam.sees("Came back: wants an advocate")
    sam.answers_that_it_was_read(PHRASE)

    child.comes_back(" ".join(new))
    child.says_that_it_is_safe()
    assert child.reads() == [PHRASE]
    child.presses("Empty these messages from here")
    child.sees_heading("Take these messages away?")
    child.looks("empty")
    child.presses("Yes, take these messages away")
    child.sees("The messages are gone from here. What you told us stays with the team.")
    child.does_not_see(PHRASE)
    child.looks("mailbox, emptied")
    child.presses("Stop writing to me here")
    child.sees_heading("Stop writing to you here?")
    child.looks("stop")
    child.presses("Yes, stop writing to me here")
    child.sees_heading("We do not write to you here any more")
    child.looks("stopped")
    child.comes_back(" ".join(new))
    child.is_told_that_nothing_opens()
    on_monday_morning.wait_for(
        lambda: on_monday_morning.ask("select 1 from contacts_contact where way_back = 'closed'"), "nobody noted it"
    )
    sam.returns_to(reference)
    sam.sees("They asked us to stop writing there")


def test_someone_rings_and_comes_back_with_words_that_were_read_out(on_monday_morning: House, cast: Cast) -> None:
    words = "She says she is fine, but she came home in a car nobody knows."
    sam = cast.member("sam", on_monday_morning)
    sam.follows("Take down a call or visit")
    sam.sees_heading("Take down what someone tells")
    sam.looks("take down")
    sam.answers("In their own words", words)
    sam.answers("Who is telling us?", "Someone worried about a friend or a child")
    sam.presses("Keep this now")
    sam.sees_heading("Kept. Read these six words out")
    sam.looks("read out")
    code = sam.is_shown_six_words()
    sam.presses("To the contact")
    sam.reads(words)
    sam.answers_that_it_was_read(PHRASE)

    caller = cast.teller(on_monday_morning)
    caller.comes_back(" ".join(code))
    caller.says_that_it_is_safe()
    assert caller.reads() == [PHRASE]
