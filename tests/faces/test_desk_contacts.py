"""The contact page, as a duty worker sees it: the words as told, what is owed, and who must not know."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils.html import escape

from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Contact
from halcyon.kernel import clocks
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.letterbox.telling import Later, LaterMessage, Mark, Reach, ReachBy, Said, Teller, Way
from tests import people
from tests.conftest import as_role
from tests.faces.filling import page_of, someone_calls
from tests.faces.sitting import Seats, desk, lines_written, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
SUNDAY_NIGHT = dt.datetime(2026, 3, 1, 21, 40, tzinfo=LONDON)
BUDGET = 17  # what the frame asks for the sitting and its member, and 15 for the page itself and what it may connect to


def a_professional_tells(**said: Any) -> Contact:
    return people.someone_tells(
        "A girl in year 9 told me about an older man.",
        about=Way.WORK,
        teller=Teller(name="Ruby Fennimore", role="School nurse", agency="Alderbrook School", phone="07700 900300"),
        **said,
    )


def test_the_words_stand_as_told_every_space_and_line(desk: Seats) -> None:
    words = '  he said\n\n   "don\'t tell"\t<b>😟</b>  '
    answer = desk("sam").get(page_of(people.someone_tells(words)))
    assert answer.status_code == 200
    assert f">{escape(words)}</blockquote>" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<svg onload=alert(1)>", "{{ 7|add:7 }}", "=cmd|' /C calc'!A0"]
)
def test_markup_in_any_answer_is_text_on_every_screen_of_the_desk(desk: Seats, text: str) -> None:
    """tiplines.md 6, 5: what the door keeps as text, the desk shows as text."""
    asked = (
        "where_now",
        "must_not_know",
        "child",
        "age",
        "people",
        "cars",
        "places",
        "adult_conduct",
        "wanted",
        "language",
    )
    contact = people.someone_tells(
        text, about=Way.ME, teller=Teller(name=text, phone=text), reach=Reach(when=text, check_word=text),
        **dict.fromkeys(asked, text),
    )  # fmt: skip
    seat = desk("sam")
    for page in ("/", page_of(contact), page_of(contact) + "acknowledge/", page_of(contact) + "children/"):
        raw = seat.get(page).content.decode()
        assert "<script>alert" not in raw and "<svg onload" not in raw and ">14<" not in raw, page
    assert read(seat.get(page_of(contact))).count(text) > len(asked)


def test_each_answer_stands_under_its_question_in_the_order_in_which_it_was_asked(desk: Seats) -> None:
    contact = people.someone_tells(
        "one", safe_now=Said.NOT_SURE, where_now="two", wanted="three", adult_conduct="four", places="five"
    )
    page = read(desk("sam").get(page_of(contact)))
    places = [
        page.index(word)
        for word in (
            "What they told us one",
            "Not sure Where they said",
            "two What they want",
            "three What the adult",
            "What the adult did or said four",
            "Places five",
        )
    ]
    assert places == sorted(places)


def test_who_must_not_know_stands_on_top_of_everything_else(desk: Seats) -> None:
    contact = people.someone_tells("Words.", must_not_know="My uncle Rhodri")
    page = desk("sam").get(page_of(contact)).content.decode()
    assert page.index("My uncle Rhodri") < page.index("Owed now") < page.index("In their words")
    assert page.count("My uncle Rhodri") == 1


@pytest.mark.parametrize(
    ("safe", "says"),
    [
        (Said.NO, "In danger now"),
        (Said.NOT_SURE, "Not sure if safe: treated as danger"),
        (Said.YES, "Said: safe now"),
        (Said.NOT_SAID, "Did not say whether safe now"),
    ],
)
def test_danger_is_said_in_words(desk: Seats, safe: Said, says: str) -> None:
    assert says in read(desk("sam").get(page_of(people.someone_tells(safe_now=safe))))


def test_what_is_owed_says_to_whom_by_when_who_owns_it_and_how_late_it_is(desk: Seats) -> None:
    with clocks.at(SUNDAY_NIGHT):
        contact = people.someone_tells(safe_now=Said.NOT_SURE, teller=Teller(name="Maya"))
    with clocks.at(SUNDAY_NIGHT + dt.timedelta(minutes=16)):
        page = read(desk("sam").get(page_of(contact)))
    assert "Received Sunday 21:40, 16 minutes ago" in page
    assert (
        "Say that a named member has read this overdue by 1 minute to the person who told us Priya Nandakumar" in page
    )
    assert "Decide what happens for Maya due Monday 17:00 to Maya Priya Nandakumar" in page


def test_a_child_without_a_name_is_the_child_who_told_us_in_the_middle_of_a_sentence(desk: Seats) -> None:
    """Seen to fail: "Decide what happens for The child who told us"."""
    page = read(desk("sam").get(page_of(people.someone_tells())))
    assert "Decide what happens for the child who told us due" in page and "to the child who told us" in page
    assert "The child who told us told us" in page, "where a line begins"


def test_how_we_may_reach_them_says_what_must_be_minded(desk: Seats) -> None:
    contact = people.someone_tells(
        teller=Teller(contact="07700 900142"),
        reach=Reach(by=ReachBy.CALL, when="after school", check_word="heron", if_someone_else_answers="a survey"),
    )
    page = read(desk("sam").get(page_of(contact)))
    for said in ("How By a call", "When it is safe after school", "Check word: say it first heron",
                 "If someone else answers, say a survey", "Number or address 07700 900142"):  # fmt: skip
        assert said in page


def test_a_referrer_stands_on_the_contact_because_someone_must_ring_them(desk: Seats) -> None:
    page = read(desk("sam").get(page_of(a_professional_tells())))
    assert "Referrer Name Ruby Fennimore Role School nurse Works at Alderbrook School Ring now on 07700 900300" in page


def test_a_later_message_and_our_own_stand_in_one_thread_by_time(desk: Seats) -> None:
    contact = someone_calls()
    sam = people.member("sam")
    with as_role("desk"):
        commands.write(contact=contact, words="Is it safe to write?", by=sam)
    commands.receive_later(
        message=LaterMessage(mailbox=contact.mailbox, what=Later.MESSAGE, words="friday he wants me to go", door_time=clocks.now()),
        drop=uuid.uuid4(),
        by=people.OPENING,
    )  # fmt: skip
    page = read(desk("sam").get(page_of(contact)))
    ours = page.index("Sam Whitterick to the person who told us, through their six words")
    assert ours < page.index("Is it safe to write?") < page.index("Came back and wrote") < page.index("friday he wants")


def test_what_needs_a_look_first_says_why_and_keeps_its_clocks(desk: Seats) -> None:
    page = read(desk("sam").get(page_of(people.someone_tells(marks=(Mark.VERY_QUICK,)))))
    assert "Needs a look first." in page
    assert "It was sent within seconds of opening the page" in page
    assert "Say that a named member has read this" in page


def test_opening_a_contact_writes_one_line_of_reading_and_one_of_what_it_may_connect_to(desk: Seats) -> None:
    contact, seat = people.someone_tells(), desk("sam")
    with lines_written() as lines:
        seat.get(page_of(contact))
    assert [(kind, event) for kind, event, _ in lines] == [
        ("read", "contacts.opened"),
        ("list", "subjects.listed-matches"),
    ]


def test_a_contact_that_is_hidden_and_one_that_never_was_answer_alike(desk: Seats) -> None:
    """Seen to fail when closing a contact left its own record open."""
    contact = people.someone_tells()
    with as_role("desk"):
        commands.restrict(contact=contact, by=people.member("sam"))
    seat = desk("sam")
    hidden, never = seat.get(page_of(contact)), seat.get("/contacts/7KQ4-M2P9/")
    assert hidden.status_code == never.status_code == 404
    assert read(hidden) == read(never)


@pytest.mark.parametrize("key", ["yusuf", "grace", "chair", "owen", "bea", "leo"])
def test_whoever_may_not_read_contacts_is_refused_and_it_is_written_down(desk: Seats, key: str) -> None:
    contact, seat = people.someone_tells(), desk(key)
    with lines_written() as lines:
        answer = seat.get(page_of(contact))
    assert answer.status_code == 403
    assert [(kind, event) for kind, event, _ in lines] == [("refusal", "access.refused")]
    assert "lifts" not in answer.content.decode()


def test_a_member_is_offered_only_what_they_may_do(desk: Seats) -> None:
    """Carys may read contacts and raise that something is bigger, and nothing else."""
    contact = people.someone_tells()
    page = desk("carys").get(page_of(contact)).content.decode()
    assert "I think this is bigger" in page
    for act in ("acknowledge/", "decide/", "hand-over/", "restrict/", "source/", "actions/new/", "children/"):
        assert f"{page_of(contact)}{act}" not in page


def test_who_told_is_shown_once_for_a_reason_that_stays_on_record(desk: Seats) -> None:
    contact = people.someone_tells(
        "I saw it.", about=Way.SAW, teller=Teller(name="Gwilym Ashdown", contact="07700 900310")
    )
    seat = desk("sam")
    page = seat.get(page_of(contact)).content.decode()
    assert "The source register holds who told us" in page
    assert "Gwilym" not in page
    address = page_of(contact) + "source/"
    without = seat.post(address, {"reason": "  "})
    assert "Say why you need to know who told us" in read(without)
    assert "Gwilym" not in without.content.decode()
    with lines_written() as lines:
        opened = seat.post(address, {"reason": "To ask about the car, today."})
    assert "Gwilym Ashdown" in read(opened)
    assert ("change", "sources.opened") in [(kind, event) for kind, event, _ in lines]
    assert "Gwilym" not in seat.get(page_of(contact)).content.decode() + seat.get(address).content.decode()


def test_the_page_asks_the_database_as_much_for_one_child_as_for_many(desk: Seats) -> None:
    """Seen to fail when each child's card read the child again."""
    small, large = people.someone_tells(), people.someone_tells(wanted="a", child="b", places="c", people="d", cars="e")
    sam = people.member("sam")
    for name in ("Ellie", "Tom", "Ana", "Kim"):
        with as_role("desk"):
            commands.name_child(contact=large, known_as=name, by=sam)
    seat = desk("sam")
    few, many = seat.statements(page_of(small)), seat.statements(page_of(large))
    assert len(few) == len(many) <= BUDGET


def test_the_page_says_what_it_connects_to_and_who_closed_it_before(desk: Seats) -> None:
    before = people.someone_tells("Someone rings her from 07700 900142 all the time.", about=Way.FRIEND)
    people.finishes(before, people.member("sam"), people.member("helen"))
    contact = people.someone_tells("An older man called Dez gives me lifts. He rings from 07700 900142.")
    page = read(desk("sam").get(page_of(contact)))
    assert before.record.reference in page
    assert "You closed this on" in page
    assert "Sam Whitterick closed this on" in read(desk("nia").get(page_of(contact)))
