"""Everyone knows a little: a nurse is told whom to ask, an analyst sees one network in weak reports, what was closed in March
matters today, and an officer who looks for his own car learns nothing."""

import re

from playwright.sync_api import expect

from tests.drills.teller import tells
from tests.journeys.cast import Cast
from tests.journeys.characters import Member
from tests.journeys.house import House

PLATE, NUMBER = "LM19 KXR", "07700 900155"
MARCH = "07700 900142"
OWN, NOBODYS = "LM19 XKC", "LM19 XKW"
OTHERS = (
    f"Someone rings the girls in my class from {NUMBER} and waits outside.",
    f"He wrote to my sister, his number is {NUMBER}. He lets her drive with him.",
)
FOREVER = float("inf")
RAISED = """
select count(*) from subjects_review v join subjects_fact f on f.record_id = v.record_id
  join subjects_mention m on m.id = f.mention_id where v.rule = 'one phone' and m.written = %s
"""


def test_a_nurse_records_a_plate_and_a_detective_is_asked(on_monday_morning: House, cast: Cast) -> None:
    monday = on_monday_morning
    adam = cast.member("adam", monday)
    adam.follows("Seen or heard something?")
    adam.answers("What was seen or heard?", f"A blue car, {PLATE}, waits by the school most Fridays.")
    adam.answers("How do you know it?", "I saw or heard it happen")
    adam.presses("Send")
    adam.page.get_by_role("button", name=f"Add vehicle {PLATE}").click()
    adam.sees("Added to what the report names.")

    ruth = cast.member("ruth", monday)
    ruth.follows("Take down a call or visit")
    ruth.sees_heading("Take down what someone tells")
    ruth.page.get_by_label("In their own words", exact=True).fill(
        "She is picked up from the ward by a man in a blue car."
    )
    ruth.answers("Who is telling us?", "Someone who works with children")
    ruth.page.get_by_label("Cars: colour, make, any part of the plate").fill(f"blue, {PLATE}")
    ruth.presses("Keep this now")
    ruth.sees_heading("Kept. Read these six words out")
    ruth.presses("To the contact")
    ruth.sees("A record exists: ask Jo Hartnoll, Police.", "You may not open it.")
    ruth.does_not_see("most Fridays", "Adam Kestell")
    ruth.looks("contact, ask")
    ruth.presses("Ask to see it")
    ruth.sees("Asked. Whoever it belongs to is told that something waits, and owes you an answer.")
    ruth.looks("asked")

    jo = cast.member("jo", monday)
    jo.follows("Asked and shared")
    asked = jo.page.locator("main li").filter(has_text="Ruth Adebanjo asks to see").first
    expect(asked).to_contain_text("due")
    jo.looks("asked of her")
    asked.get_by_role("link", name=re.compile("^Answer")).click()
    jo.answers("Do you share it?", "Yes, they may read it")
    jo.page.get_by_label("Why?", exact=True).fill("The car is the one that she saw.")
    jo.looks("answer who asked")
    jo.presses("Answer")
    jo.sees("Answered. Your answer and your reason are kept.")
    ruth.follows("Asked and shared")
    ruth.sees("Shared", "The car is the one that she saw.")


def test_an_analyst_builds_a_network_from_three_weak_reports(on_monday_morning: House, cast: Cast) -> None:
    monday = on_monday_morning
    for words in OTHERS:
        tells(monday.address("door"), words, FOREVER)
    sam = cast.member("sam", monday)
    _takes_down(sam, f"He gave a girl on the ward {NUMBER}. She is in year 9.")
    monday.wait_for(lambda: monday.ask(RAISED, NUMBER)[0][0] >= 3, "three reports of one number add up to nothing")

    yusuf = cast.member("yusuf", monday)
    yusuf.follows("Who and what is named")
    yusuf.sees_heading("Small concerns that add up")
    yusuf.looks("what adds up")
    yusuf.page.locator("ol.look-queue > li").filter(has_text=NUMBER).get_by_role("link", name="One phone").first.click()
    yusuf.sees_heading("One phone in several records")
    yusuf.looks("what adds up, one")
    yusuf.page.locator("ol.look-queue").get_by_role("link", name=NUMBER).first.click()
    yusuf.sees_heading("Where it is named")
    yusuf.page.get_by_role("link", name="What it may be the same as").first.click()
    yusuf.sees_heading("What this may be the same as")
    _says_the_same(yusuf, "One number, and nobody shares it.")
    _says_the_same(yusuf, "One number again.")
    yusuf.looks("matches, answered")
    yusuf.presses("The network around this record")
    yusuf.sees_heading("Who and what")
    expect(yusuf.page.locator("#picture canvas").first).to_be_visible()
    row = yusuf.page.locator("tr").filter(has=yusuf.page.get_by_role("rowheader", name=f"Phone: {NUMBER}"))
    expect(row).to_have_count(1)  # three reports, one telephone
    expect(row).to_contain_text("in two or more unconnected records")
    yusuf.looks("network")


def test_no_further_action_of_march_matters_today(on_monday_morning: House, cast: Cast) -> None:
    monday = on_monday_morning
    monday.remembers_march()
    maya = cast.child(monday)
    words = f"A man called Dez gives me lifts. He rings me from {MARCH} and I do not want him to."
    maya.tells(
        {"What do you want to tell us?": words, "Are you safe right now?": "Yes", "What shall we call you?": "Maya"}
    )
    sam = cast.member("sam", monday)
    sam.opens(words)
    offered = sam.page.locator("li.look-item").filter(has_text="You closed this on").first
    expect(offered).to_contain_text(
        re.compile(r"You closed this on 1\d March \d{4}: no further action\. This is new\.")
    )
    expect(offered).to_contain_text("about Ellie")
    offered.get_by_text("Why, in words and numbers").click()
    expect(offered).to_contain_text("Telephone the same number")
    sam.looks("contact, closed in March")
    sam.shows_part("7-you-closed-this-in-march", sam.page.get_by_role("region", name="What this may be the same as"))
    offered.get_by_role("link", name="a contact").click()
    sam.sees("Decide what happens for Ellie")
    sam.page.go_back()
    _says_the_same(sam, "The very same number, and both girls call him Dez.", about="about Ellie")
    sam.presses("The network around this record")
    sam.sees_heading("Who and what")
    for girl in ("Maya", "Ellie"):
        row = sam.page.get_by_role("row").filter(has=sam.page.get_by_role("rowheader", name=f"Child: {girl}"))
        expect(row.first).to_be_visible()
    sam.page.locator("#picture canvas").first.wait_for()
    sam.looks("network, two girls")
    sam.shows_part("7-the-network", sam.page.locator("#picture"))


def test_an_officer_who_searches_his_own_plate_learns_nothing_and_the_owner_learns_who_looked(
    on_monday_morning: House, cast: Cast
) -> None:
    monday = on_monday_morning
    words = f"A silver car, {OWN}, waits in the evening. The driver showed a police card."
    tells(monday.address("door"), words, FOREVER)
    reference = monday.reference_of(words)
    alun = cast.member("alun", monday)
    alun.returns_to(reference)
    alun.follows("Close this contact to others")
    alun.page.get_by_label("I understand that I will not see it again").check()
    alun.presses("Close it to everyone but the strategic lead")
    alun.sees("Closed to everyone but the strategic lead")

    adam = cast.member("adam", monday)
    assert _searches(adam, OWN).replace(OWN, "it") == _searches(adam, NOBODYS).replace(NOBODYS, "it")
    adam.does_not_see(reference)
    adam.opens_the_desk()
    adam.does_not_see(reference)

    helen = cast.member("helen", monday)
    monday.wait_for(
        lambda: monday.ask("select count(*) from access_look where told_at is not null")[0][0],
        "no owner was told who looked",
    )
    helen.follows("Asked and shared")
    looked = helen.page.locator("main li").filter(has_text=reference).first
    expect(looked).to_contain_text("Adam Kestell looked for")
    expect(looked).to_contain_text("due")
    helen.looks("who looked")
    looked.get_by_role("link", name=re.compile("^Answer")).click()
    helen.sees("They do not know that it is there.")
    helen.answers("Do you share it?", "No")
    helen.page.get_by_label("Why?", exact=True).fill("It is about a member of his team.")
    helen.looks("answer who looked")
    helen.presses("Answer")
    helen.sees("Answered. Your answer and your reason are kept.")
    adam.follows("Asked and shared")
    adam.sees("You have not asked for anything.")


def _takes_down(member: Member, words: str) -> None:
    member.follows("Take down a call or visit")
    member.page.get_by_label("In their own words", exact=True).fill(words)
    member.answers("Who is telling us?", "Someone who works with children")
    member.presses("Keep this now")
    member.sees_heading("Kept. Read these six words out")


def _says_the_same(member: Member, why: str, about: str = "") -> None:
    offers = member.page.locator("li.look-item").filter(has=member.page.locator("a[href$='answer=same']"))
    offers.filter(has_text=about).first.locator("a[href$='answer=same']").click()
    member.sees_heading("The same or not?")
    member.looks("judge")
    member.page.get_by_label("What makes you think so?").fill(why)
    member.presses("Save my answer")
    member.sees("Your answer is kept. It can be taken back.")


def _searches(member: Member, words: str) -> str:
    member.follows("Search")
    member.page.get_by_label("What are you looking for?").fill(words)
    member.page.keyboard.press("Enter")
    member.sees_heading("Nothing that you may see holds this")
    return member.page.locator("main").inner_text()
