"""Sunday, 21:40: a child is not sure whether she is safe. Someone reads it that night, and again when she comes back."""

from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.house import House
from tests.postbox import written

PRIYA = "priya.nandakumar@council.brackenshire.example"
KOFI = "kofi.larbi@council.brackenshire.example"
WORDS = "A man called Dez gives me lifts and presents. I am scared to say no."
LATER = "friday he wants me to go to the hotel"
PHRASE = "We read this. You did the right thing. Is it safe to write?"
SECRETS = ("Dez", "lifts", "aunt", "Maya", "07700", "stepdad", "friday", "hotel", "pancake")


def test_not_sure_rings_like_danger_and_rings_again_when_she_comes_back(on_sunday_night: House, cast: Cast) -> None:
    night = on_sunday_night
    maya = cast.child(night)
    maya.arrives()
    maya.shows("1-you-can-tell-us")
    maya.follows("Our promise")
    maya.sees_heading("Our promise to you")
    maya.looks("promise")
    maya.follows("It's about me")
    maya.sees("Priya")
    maya.takes_her_time()
    maya.writes_down(
        {
            "What do you want to tell us?": WORDS,
            "Are you safe right now?": "I am not sure",
            "Where are you now?": "at my aunt's",
        }
    )
    maya.presses("Send this now")
    code = maya.is_told_that_it_came()
    maya.shows("1-we-have-your-message")

    (mail,) = night.mails_to(PRIYA)
    reference = night.reference_of(WORDS)
    assert mail["Subject"] == "Something waits for you now"
    assert f"{night.address('desk')}/" in mail.get_content()
    assert not [secret for secret in (*SECRETS, " ".join(code), reference) if secret in written(mail)]

    priya = cast.member("priya", night)
    priya.sees("Not sure if safe", "Nobody has read it")
    priya.shows("2-what-waits")
    assert priya.opens(WORDS) == reference
    priya.shows("2-in-their-words")
    priya.sees("Not sure if safe: treated as danger", "at my aunt's")
    assert priya.owes()[0] == "Say that a named member has read this"
    priya.answers_that_it_was_read(PHRASE)
    priya.sees("Read by Priya Nandakumar")
    assert "Say that a named member has read this" not in priya.owes()
    priya.opens_the_desk()
    expect(priya.line_of(reference)).to_be_visible()
    expect(priya.line_of(reference)).not_to_contain_text("obody has read")

    maya.comes_back(" ".join([code[0][:3], code[1][:3].upper(), *code[2:]]))
    maya.sees_heading("Is it safe to read now?")
    maya.shows("3-is-it-safe-to-read-now")
    maya.presses("Not now")
    maya.is_gone()
    maya.comes_back("-".join(code))
    maya.says_that_it_is_safe()
    assert maya.reads() == [PHRASE]
    maya.does_not_see("Dez")
    maya.shows("3-from-the-team")
    maya.writes(LATER)

    again = night.mails_to(PRIYA, 2)[-1]
    assert not [secret for secret in (*SECRETS, reference) if secret in written(again)]
    priya.is_shown_without_asking(reference, "New words: nobody has read them")
    priya.follows(reference)
    priya.reads(LATER)
    priya.looks("contact, came back")
    assert "Say that a named member has read this" in priya.owes()
    assert night.reference_of(LATER) == reference
    assert not [mail for to, mail, _ in night.postbox.taken if to == [KOFI]]
