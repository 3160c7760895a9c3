"""A telling by telephone or in person: the same format as on the website, one page, six words to read out."""

import re
from typing import Any

import pytest

from halcyon.domain.children.models import Child, Statement
from halcyon.domain.contacts.models import Concern, Contact
from halcyon.domain.intelligence.things import thing
from halcyon.faces.desk.tellings.views import codes
from halcyon.kernel.letterbox.telling import Telling
from halcyon.kernel.sealing import read_code
from tests import people
from tests.domain.informing import sends
from tests.faces.filling import carried, fill, held, one
from tests.faces.sitting import Seats, Sitting, desk, read

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
NEW = "/tellings/new"
LEAST: dict[str, Any] = {"channel": "phone", "about": "me", "words": "He waits outside school."}


def words_read_out(answer: Any) -> list[str]:
    page = answer.content.decode()
    listed = page.split('<ol class="look-code', 1)[1].split("</ol>", 1)[0]
    return [part.split("</li>")[0] for part in listed.split("<li>")[1:]]


def takes_down(seat: Sitting, **said: Any) -> Contact:
    answer = fill(seat, NEW, **{**LEAST, **said})
    assert answer.status_code == 200
    reference = answer.content.decode().split('href="/contacts/')[1].split("/")[0]
    return one(Contact.objects.select_related("record").filter(record__reference=reference))


def test_words_and_who_tells_are_enough(desk: Seats) -> None:
    contact = takes_down(desk("sam"))
    assert (contact.channel, contact.way_in, contact.way_back) == ("phone", "me", "open")
    assert contact.taken_by == people.member("sam").principal
    child = one(Child.objects.filter(pk=one(Concern.objects.filter(record=contact.record)).child))
    assert child.known_as == "The child who told us"


def test_without_words_everything_else_is_kept_on_the_page(desk: Seats) -> None:
    answer = fill(desk("sam"), NEW, **{**LEAST, "words": " "}, cars="a silver van", teller_name="Maya")
    page = answer.content.decode()
    assert "Write down what they said. One word is enough." in read(answer)
    assert "a silver van" in page
    assert "Maya" in page
    assert held(Contact.objects.all()) == []


def test_what_was_said_is_kept_to_the_byte(desk: Seats) -> None:
    words = '  he said "come"\n\n  and then …  '
    contact = takes_down(desk("sam"), words=words.replace("\n", "\r\n"))
    statement = one(Statement.objects.filter(record=contact.record, question="words"))
    assert statement.words == words
    assert bytes(statement.raw) == words.encode()


def test_every_answer_of_the_format_can_be_taken_down(desk: Seats) -> None:
    said = {
        "safe_now": "not_sure", "where_now": "At her aunt's", "must_not_know": "Her uncle", "adult_conduct": "Gives lifts",
        "child": "Ellie, year 10", "age": "15", "people": "Dez", "phones": "ends in 142", "cars": "silver", "places": "hotel",
        "wanted": "To be left alone", "friend_knows": "no", "language": "Welsh", "interpreter": "yes",
        "reading_help": "short words", "reach_when": "after four", "reach_check_word": "heron",
        "reach_if_someone_else_answers": "a survey", "reach_by": "call",
    }  # fmt: skip
    contact = takes_down(desk("sam"), **said, about="friend")
    kept = {one.question: one.words for one in held(Statement.objects.filter(record=contact.record))}
    asked = {name for name in Telling.QUESTIONS if name not in ("words", "starters")}
    assert asked <= set(kept)
    for name, words in said.items():
        if name != "reach_by":
            assert kept[name] == words


A_CALL = {
    "words": "My friend Ellie gets lifts from an older man called Dez. He waits outside school on Fridays. He bought her a "
    "phone and says she owes him now. She does not answer me at night any more. I think he takes her to a hotel near the "
    "station and she is scared to say no to him. I did not know who I could tell.",
    "safe_now": "not_sure", "where_now": "At her aunt's in Alderbrook", "must_not_know": "Her mum's boyfriend", "about": "friend",
    "teller_name": "Maya", "teller_phone": "07700 900142", "reach_when": "after four", "people": "Dez, about thirty, a beard",
    "child": "Ellie, year 10", "cars": "silver, starts AB12", "places": "a hotel near the station",
}  # fmt: skip
A_STOP = re.compile(r"<(?:textarea|button|select|input(?![^>]*type=.hidden))[^>]*>")
SECONDS = {"a letter, at 40 words of five a minute": 60 / 200, "a press of Tab": 0.7, "a choice made": 2.0}


def test_a_call_is_taken_down_in_under_three_minutes_by_keyboard_at_forty_words_a_minute(desk: Seats) -> None:
    """Reckoned from the page as it is: every stop of the Tab key from the words, where it begins, to the last button. 160 s;
    at twenty words a minute 297. How long people need nobody has measured.
    """
    seat = desk("sam")
    page = seat.get(NEW).content.decode()
    assert page.count(" autofocus") == 1 and " autofocus" in page[page.index('name="words"') - 200 :][:600]
    stops = [re.search(r'name="([^"]+)"', stop) for stop in A_STOP.findall(page[page.index('name="words"') :])]
    tabs = len({found[1] for found in stops if found}) + sum(found is None for found in stops)
    choices = [name for name, said in A_CALL.items() if f'value="{said}"' in page]
    letters = sum(len(said) for name, said in A_CALL.items() if name not in choices)
    letter, tab, choice = SECONDS.values()
    assert 60 < letters * letter + tabs * tab + len(choices) * choice < 180
    assert len(words_read_out(fill(seat, NEW, **{**LEAST, **A_CALL}))) == 6


def test_six_words_are_read_out_and_open_the_mailbox(desk: Seats) -> None:
    answer = fill(desk("sam"), NEW, **LEAST)
    words = words_read_out(answer)
    assert len(words) == 6
    assert read_code(" ".join(words).upper()).words == tuple(words)  # type: ignore[union-attr]
    page = read(answer)
    assert "Sam Whitterick reads this next. They hear from us by" in page
    assert "Childline, 0800 1111" in page


def test_a_double_click_keeps_one_telling_and_shows_the_same_words(desk: Seats) -> None:
    """Seen to fail when every press drew new words: the second ones opened an empty mailbox."""
    seat = desk("sam")
    form = {**carried(seat.get(NEW)), **LEAST}
    first, second = seat.post(NEW, form), seat.post(NEW, form)
    assert words_read_out(first) == words_read_out(second)
    assert len(held(Contact.objects.all())) == 1


def test_the_words_are_stored_nowhere_and_cannot_be_made_again_from_the_contact(desk: Seats) -> None:
    from halcyon.domain.contacts.commands.taking_down import _code

    answer = fill(desk("sam"), NEW, **LEAST)
    contact = one(Contact.objects.all())
    assert list(_code(contact.drop, 0, codes()).words) != words_read_out(answer)


def test_danger_on_the_telephone_is_said_to_the_caller_and_is_owed_at_once(desk: Seats) -> None:
    answer = fill(desk("sam"), NEW, **LEAST, safe_now="not_sure")
    assert "stay on the line and ring 999 on another" in read(answer)


def test_whose_name_it_is_decides_where_it_is_kept(desk: Seats) -> None:
    seat = desk("sam")
    seen = takes_down(seat, about="saw", teller_name="Gwilym Ashdown", teller_phone="07700 900310")
    works = takes_down(seat, about="work", teller_name="Ruby Fennimore", teller_agency="Alderbrook School")
    page = seat.get(f"/contacts/{seen.record.reference}/").content.decode()
    assert "Gwilym" not in page
    assert "900310" not in page
    assert "Ruby Fennimore" in seat.get(f"/contacts/{works.record.reference}/").content.decode()


@pytest.mark.parametrize("key", ["yusuf", "chair", "grace", "owen"])
def test_whoever_may_not_take_down_is_refused(desk: Seats, key: str) -> None:
    assert desk(key).get(NEW).status_code == 403
    assert desk(key).post(NEW, LEAST).status_code == 403


def from_a_report(**about: Any) -> tuple[str, str]:
    """The page on which a report of Ruth's is taken down, as an address and what stands in its form."""
    words = "A man in AB12 CDE meets Tansy. He rings from 07700 900142."
    things = (
        thing("people", {"name": "Tansy"}), thing("vehicles", {"plate": "AB12 CDE"}),
        thing("phones", {"number": "07700 900142"}), thing("online", {"name": "@some_one1"}),
    )  # fmt: skip
    report = sends("ruth", words, things=things, source={"name": "Marjorie Dunstable"}, **about)
    return words, f"/tellings/from/{report.record.reference}/"


def test_a_report_that_becomes_a_referral_brings_what_it_says(desk: Seats) -> None:
    """Guards against: an outcome that leads to an empty form."""
    words, address = from_a_report()
    jo = desk("jo")
    opened = jo.get(address)
    page = opened.content.decode()
    assert "Marjorie" not in page  # who told Ruth stays in the register
    for said in (words, ">\nTansy</textarea>", "07700 900142\n@some_one1</textarea>", ">\nAB12 CDE</textarea>"):
        assert said in page
    assert 'value="Ruth ' in page
    typed = {"channel": "phone", "about": "work", "words": words, "teller_name": "Ruth", "phones": "07700 900142"}
    assert jo.post(address, {**carried(opened), **typed}).status_code == 200
    assert one(Contact.objects.all()).way_in == "work"


def test_whoever_could_be_traced_is_not_named_on_the_referral(desk: Seats) -> None:
    """Guards against: Ruth's name going to everyone who reads contacts."""
    _, address = from_a_report(traceable="yes")
    page = desk("jo").get(address).content.decode()
    assert 'value="Ruth ' not in page
    assert "said that it could be traced to them" in page


def test_only_who_may_read_the_report_can_take_it_down(desk: Seats) -> None:
    _, address = from_a_report()
    assert desk("sam").get(address).status_code == 404
