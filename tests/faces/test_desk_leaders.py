"""The leaders' page: misses first, everyone accounted for, no name, and no count that points at someone."""

import re
from datetime import datetime, timedelta

import pytest

from halcyon.domain.contacts.models import Contact
from halcyon.kernel import clocks
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.letterbox.telling import Said, Way
from tests import people
from tests.faces.filling import decides
from tests.faces.sitting import Seats, desk, lines_written, read  # noqa: F401

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=LONDON)
THURSDAY = MONDAY + timedelta(days=3)
CHILD_WORDS = "he waits outside Redmire school in the evening"


@pytest.fixture
def a_week(db: None) -> list[Contact]:
    """Two tell on Monday and nobody decides; six tell on Thursday."""
    told = []
    with clocks.at(MONDAY):
        told += [people.someone_tells(CHILD_WORDS, about=Way.ME) for _ in range(2)]
    with clocks.at(THURSDAY):
        told += [people.someone_tells(CHILD_WORDS, about=Way.FRIEND, safe_now=Said.YES) for _ in range(6)]
    return told


def test_misses_stand_first_then_everyone_is_accounted_for(desk: Seats, a_week: list[Contact]) -> None:
    with clocks.at(THURSDAY):
        words = read(desk("alun").get("/leaders/"))
    assert "2 not decided, and late" in words
    assert "2 read late, or not read and late" in words
    assert "8 received = 0 decided + 6 in time + 2 overdue." in words
    assert (
        words.index("Where it was not kept")
        < words.index("Late the longest")
        < words.index("Is everyone accounted for?")
    )


def test_the_same_figures_stand_by_week_by_agency_and_by_way_in(desk: Seats, a_week: list[Contact]) -> None:
    with clocks.at(THURSDAY):
        words = read(desk("alun").get("/leaders/"))
    assert "By week" in words
    assert "16 November 8 0 6 2" in words
    assert "It is about me 2 0 0 2" in words
    assert "Worried about a friend or a child 6 0 6 0" in words
    assert "Council 8 0 6 2" in words or "8 0 6 2" in words.split("By agency")[1]


def test_the_page_says_when_it_stood_so_and_what_its_words_mean(desk: Seats, a_week: list[Contact]) -> None:
    with clocks.at(THURSDAY):
        words = read(desk("alun").get("/leaders/"))
    assert "Contacts received from 12 October 2026 to 19 November 2026. As it stood on Thursday 09:00." in words
    assert "Overdue Not decided, and late." in words


def test_no_child_name_word_or_reference_stands_on_the_page(desk: Seats, a_week: list[Contact]) -> None:
    """Seen to fail once with a link to the contacts on the page."""
    with clocks.at(THURSDAY):
        for key in ("alun", "helen", "chair", "grace"):
            page = desk(key).get("/leaders/").content.decode()
            assert "Redmire" not in page
            for contact in a_week:
                assert contact.record.reference not in page
                assert str(contact.pk) not in page
            assert "/contacts/" not in page


def test_readers_outside_the_team_see_no_count_under_five_nor_what_gives_it_away(
    desk: Seats,
    a_week: list[Contact],
) -> None:
    with clocks.at(THURSDAY):
        words = read(desk("chair").get("/leaders/"))
    assert "hidden not decided, and late" in words
    assert "Counts from 1 to 4 are hidden" in words
    assert "8 received = 0 decided + 6 in time + 2 overdue." not in words
    for caption in ("By week", "By agency", "By way in"):
        table = words.split(caption)[-1].split("What the words mean")[0]
        assert not re.search(r"(?<![\d:])[1-4](?![\d:])", re.sub(r"\d+ (October|November)", "", table)), table


def test_where_nothing_is_late_no_count_hides_behind_a_hidden_nought(desk: Seats) -> None:
    """Seen to fail: 10 received = hidden decided + 9 in time + hidden overdue, and nothing is late: so one decided."""
    with clocks.at(THURSDAY):
        told = [people.someone_tells(CHILD_WORDS, about=Way.ME, safe_now=Said.YES) for _ in range(10)]
        decides(desk("sam"), told[0], "B")
        words = read(desk("chair").get("/leaders/"))
    assert "Nothing is late now." in words
    assert "0 not decided, and late" in words
    assert "10 received = hidden decided + hidden in time + 0 overdue." in words


def test_what_is_late_the_longest_is_known_to_outside_readers_by_agency_and_age_alone(
    desk: Seats,
    a_week: list[Contact],
) -> None:
    with clocks.at(THURSDAY):
        for key, named in (("chair", False), ("alun", True)):
            words = read(desk(key).get("/leaders/"))
            longest = words.split("Late the longest")[1].split("Is everyone accounted for?")[0]
            assert "days" in longest
            assert ("a decision" in longest) is named


def test_a_short_list_of_what_is_late_is_no_count_for_outside_readers(desk: Seats, a_week: list[Contact]) -> None:
    """Seen to fail: hidden overdue, and beside it a list of exactly as many lines as things were late."""
    with clocks.at(THURSDAY):
        lines = {key: late_lines(desk(key).get("/leaders/").content.decode()) for key in ("chair", "alun")}
        assert len(lines["alun"]) == 4, "an answer and a decision for each of two"
        assert len(lines["chair"]) == 1, "one agency took both"
        assert lines["chair"][0] in lines["alun"][0], "its oldest"
    with clocks.at(MONDAY):
        for _ in range(5):
            people.someone_tells(CHILD_WORDS, about=Way.ME)
    with clocks.at(THURSDAY):
        assert len(late_lines(desk("chair").get("/leaders/").content.decode())) == 10


def late_lines(page: str) -> list[str]:
    """The lines of "Late the longest", each as its text."""
    table = page.split("Late the longest")[-1].split("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", table.split("<tbody", 1)[1], re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_strategic_lead_answers_for_the_team_and_sees_what_it_sees(desk: Seats, a_week: list[Contact]) -> None:
    with clocks.at(THURSDAY):
        assert "are hidden" not in read(desk("helen").get("/leaders/"))


def test_reading_the_measures_is_a_line_of_the_journal(desk: Seats) -> None:
    sitting = desk("chair")
    with lines_written() as lines:
        sitting.get("/leaders/")
    assert ("read", "board.read-measures", people.member("chair").principal) in lines


@pytest.mark.parametrize("key", ["sam", "ruth", "owen", "leo", "bea", "carys"])
def test_only_leaders_and_those_who_audit_them_open_it(desk: Seats, key: str) -> None:
    sitting = desk(key)
    with lines_written() as lines:
        answer = sitting.get("/leaders/")
    assert answer.status_code == 403
    assert "Your role does not let you read whether the promise was kept" in read(answer)
    assert lines == [("refusal", "access.refused", people.member(key).principal)]


def test_the_page_costs_the_same_however_much_was_told(desk: Seats, a_week: list[Contact]) -> None:
    """At most eight questions beside the two that find out who asks."""
    with clocks.at(THURSDAY):
        sitting = desk("chair")
        asked = sitting.statements("/leaders/")
        for _ in range(10):
            people.someone_tells()
        more = sitting.statements("/leaders/")
    assert len(asked) == len(more) <= 2 + 8, more


def test_an_empty_county_has_a_page_of_noughts(desk: Seats) -> None:
    words = read(desk("chair").get("/leaders/"))
    assert "0 received = 0 decided + 0 in time + 0 overdue." in words
    assert "Nothing is late now." in words
