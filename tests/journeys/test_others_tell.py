"""A friend, a teacher and a passer-by tell: what each is asked, and where the name of each is kept."""

from tests.journeys.cast import Cast
from tests.journeys.house import House


def test_a_friend_tells_and_her_name_is_kept_apart(on_monday_morning: House, cast: Cast) -> None:
    words = "My friend has a new phone and will not say from whom."
    friend = cast.friend(on_monday_morning, scripts=False)
    friend.tells(
        {
            "What worries you?": words,
            "Not sure how to start? Tick what fits.": "They have new things that they cannot explain",
            "Does your friend know that you are telling us?": "No",
            "Is there anyone who must not know?": "her stepbrother",
            "Your own name, if you want": "Zofia Krol",
        },
        way="I'm worried about a friend or a child",
    )
    sam = cast.member("sam", on_monday_morning)
    sam.opens(words)
    sam.sees(
        "her stepbrother", "They have new things that they cannot explain", "The source register holds who told us."
    )
    sam.does_not_see("Zofia")
    sam.follows("Open it with a reason")
    sam.looks("source, asked")
    sam.answers("Why do you need to know who told us?", "To ring her back: her friend may be in danger tonight.")
    sam.presses("Open the source register")
    sam.sees("Zofia Krol")
    sam.looks("source, shown once")
    sam.follows("Back to the contact")
    sam.does_not_see("Zofia")


def test_a_teacher_tells_and_can_be_rung_in_the_next_minutes(on_monday_morning: House, cast: Cast) -> None:
    words = "A pupil of mine is picked up each Friday by a man she calls Dez."
    teacher = cast.teacher(on_monday_morning)
    teacher.tells(
        {
            "What do you want to tell us?": words,
            "Is the child safe right now, as far as you know?": "Yes",
            "Your name": "Gwen Abara",
            "Your role": "Head of year",
            "Where you work": "Three Becks School",
            "A number where we can ring you in the next minutes": "01632 960155",
            "Who is the child?": "Nell, year 9",
        },
        way="I work with children",
    )
    sam = cast.member("sam", on_monday_morning)
    sam.opens(words)
    sam.sees("Gwen Abara", "Head of year", "Three Becks School", "01632 960155", "Nell, year 9")
    sam.looks("contact, referrer")


def test_a_passer_by_tells_without_a_name_and_a_decision_is_owed_all_the_same(
    on_monday_morning: House, cast: Cast
) -> None:
    words = "A girl got into a grey van outside the station. She was crying."
    passer_by = cast.passer_by(on_monday_morning)
    passer_by.tells(
        {
            "What did you see or hear?": words,
            "How old does the child look?": "12 or 13",
            "Cars: colour, make, any part of the number plate": "grey van, AB12 something",
        },
        way="I saw something",
    )
    sam = cast.member("sam", on_monday_morning)
    sam.opens(words)
    sam.sees("grey van, AB12 something", "No child is named yet. A decision is owed all the same.")
    assert "Decide what happens for the child, not named yet" in sam.owes()
