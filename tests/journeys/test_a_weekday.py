"""Monday morning at the desk: two children and two decisions, two members at once, someone without the right, leaders."""

import datetime as dt
import re

from tests.drills.teller import tells
from tests.journeys.cast import Cast
from tests.journeys.house import House

STANDING = {
    "Has an offence been committed against the child?": "Very likely. Detective Hartnoll brings the crime number.",
    "Does the adult work or volunteer with children": "Not that we know. Asked of the school today.",
    "Has the child been moved from place to place": "No sign of it.",
    "Which other children may be affected?": "A younger brother of twelve.",
    "Is the person who told us a child": "Yes: she asks for her nurse.",
}
TELL_MAYA = "Tell Maya what happens and what does not"
TELL_ELLIE = "Tell Ellie what happens and what does not"
TELL_TELLER = "Tell whoever told us what was decided"


def test_two_children_two_decisions_and_both_are_told(on_monday_morning: House, cast: Cast) -> None:
    monday, friday = on_monday_morning, on_monday_morning.began + dt.timedelta(days=4)
    maya = cast.child(monday)
    words = "Dez drives me and Ellie around and buys us things. Ellie says it is nothing."
    code = maya.tells({"What do you want to tell us?": words, "Are you safe right now?": "Yes",
                       "What shall we call you?": "Maya"})  # fmt: skip

    sam = cast.member("sam", monday)
    reference = sam.opens(words)
    sam.answers_that_it_was_read("We read this. You did the right thing. Is it safe to write?")
    sam.names("Ellie", "15", "A friend of Maya's. Told a school nurse in March.")

    sam.decides("Maya", "B", "He rings her and waits for her. She puts herself at risk.", STANDING, friday)
    sam.sees("Before it is saved: some words to look at", "She puts herself at risk")
    sam.looks("remarks")
    sam.page.get_by_label("Reasons", exact=True).fill("He rings her, waits for her and set a day. He makes the risk.")
    sam.presses("Decide")
    sam.sees("Made for Maya. What follows from it is owed now.")
    sam.presses("To the contact")

    sam.decides("Ellie", "H", "Her nurse sees her each week, and she says she is well.", STANDING, friday)
    sam.sees("Proposed for Ellie: it waits for a member of another agency. The clock keeps running.")
    sam.looks("proposed")
    sam.shows("4-it-waits-for-another-agency")
    sam.presses("To the contact")
    assert "Decide what happens for Ellie" in sam.owes()

    ruth = cast.member("ruth", monday)
    ruth.returns_to(reference)
    ruth.presses("Agree, or say why not")
    ruth.looks("second")
    ruth.presses("I agree")
    ruth.sees("The decision is made.")
    assert "Decide what happens for Ellie" not in ruth.owes()

    sam.returns_to(reference)
    sam.does("Strategy discussion")
    for agency, name in (("police", "Jo Hartnoll"), ("social care", "Sam Whitterick"), ("health", "Ruth Adebanjo")):
        sam.page.get_by_label(f"Who spoke for {agency}").fill(name)
    sam.page.get_by_label("What came of it?").fill("Held by telephone at nine. Each agency took an action.")
    sam.looks("finish")
    sam.presses("Record that it is done")
    sam.sees("Recorded.")
    sam.looks("contact, decided")
    by_words = "Through their six words"
    sam.tells_back(TELL_TELLER, "Thank you for telling us. We did the first thing we said we would.", by_words)
    sam.tells_back(TELL_MAYA, "You are not in trouble. Only our team knows. We write again on Thursday.", by_words)
    ruth.returns_to(reference)
    ruth.tells_back(TELL_ELLIE, "We know and we do nothing without you. You can always tell me.", "In person")
    assert [line for line in ruth.owes() if line.startswith("Tell")] == []
    ruth.looks("contact, told back")
    ruth.shows("5-told-back")

    maya.comes_back(" ".join(code))
    maya.says_that_it_is_safe()
    maya.shows("5-what-the-child-reads")
    newest, before, first = maya.reads()
    assert newest == "You are not in trouble. Only our team knows. We write again on Thursday."
    assert before == "Thank you for telling us. We did the first thing we said we would."
    assert first == "We read this. You did the right thing. Is it safe to write?"
    maya.does_not_see("Dez", "Ellie")


def test_two_members_who_write_at_once_both_see_both_texts(on_monday_morning: House, cast: Cast) -> None:
    words = "Someone picks up a girl from our class. She is called Ana."
    cast.friend(on_monday_morning).tells({"What worries you?": words}, way="I'm worried about a friend or a child")
    sam, ruth = cast.member("sam", on_monday_morning), cast.member("ruth", on_monday_morning)
    reference = sam.opens(words)
    sam.names("Ana", "13")
    ruth.returns_to(reference)
    for member, known in ((sam, "Stays with an aunt."), (ruth, "Sees the school nurse on Tuesdays.")):
        member.card_of("Ana").get_by_role("link", name="Change what is known").click()
        member.page.get_by_label("What is known", exact=True).fill(known)
    ruth.presses("Save")
    ruth.sees("Saved.")
    sam.presses("Save")
    sam.sees("Both texts", "Sees the school nurse on Tuesdays.", "Stays with an aunt.")
    sam.looks("both texts")
    both = "Stays with an aunt. Sees the school nurse on Tuesdays."
    sam.page.get_by_label("What is known", exact=True).fill(both)
    sam.presses("Save")
    sam.sees("Saved.", both)
    ruth.returns_to(reference)
    ruth.sees(both)


def test_someone_without_the_right_is_refused_and_it_is_written_down(on_monday_morning: House, cast: Cast) -> None:
    words = "There is a flat above the shop where girls go in at night."
    cast.passer_by(on_monday_morning).tells({"What did you see or hear?": words}, way="I saw something")
    reference = on_monday_morning.reference_of(words)
    owen = cast.member("owen", on_monday_morning)
    for address in (f"/contacts/{reference}/", "/leaders/"):
        ((before,),) = on_monday_morning.ask("select coalesce(max(id), 0) from journal.line")
        owen.is_refused(address)
        owen.sees("That you asked has been noted, as every look is.")
        owen.does_not_see(words, reference)
        lines = on_monday_morning.ask(
            "select l.kind, p.key from journal.line l join partnership_member p on p.principal_id = l.actor where l.id > %s",
            before,
        )
        assert lines == [("refusal", "owen")]


def test_leaders_see_whether_the_promise_was_kept_and_never_of_whom(on_monday_morning: House, cast: Cast) -> None:
    monday = on_monday_morning
    address, deadline = monday.address("door"), float("inf")
    told = [f"I want to tell someone, number {number}." for number in range(6)]
    for words in told:
        tells(address, words, deadline)
    seen = "A car waits at the school each day. It is blue."
    cast.passer_by(monday).tells({"What did you see or hear?": seen}, way="I saw something")
    for words in (*told, seen):
        monday.reference_of(words)

    names = [name for (name,) in monday.ask("select known_as from children_child")]
    references = [reference for (reference,) in monday.ask("select reference from access_record")]
    secrets = [*references, *(name for name in names if len(name) > 3), *told, seen]

    alun = cast.member("alun", monday)
    alun.follows("Was the promise kept?")
    alun.sees_heading("Was the promise kept?")
    alun.looks("leaders, inside the team")
    received, decided, in_time, overdue = alun.reads_the_balance()
    assert received == decided + in_time + overdue >= 7
    alun.does_not_see(*secrets)

    chair = cast.member("chair", monday)
    chair.follows("Was the promise kept?")
    chair.sees("Counts from 1 to 4 are hidden")
    chair.looks("leaders, outside the team")
    chair.shows("6-was-the-promise-kept")
    chair.does_not_see(*secrets)
    cells = chair.texts(chair.page.locator("main table:has(th:text-is('Received')) td"))
    assert "hidden" in cells
    assert not [cell for cell in cells if re.fullmatch("[1-4]", cell)]
