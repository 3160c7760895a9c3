"""What waits: worst first, alive, honest when it cannot be read, and every contact accounted for beneath it."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction

from halcyon.domain.board.queries import Conservation, Day
from halcyon.domain.contacts import commands
from halcyon.domain.contacts.commands.restricting import restrict
from halcyon.domain.contacts.models import Contact
from halcyon.domain.promise.models import Obligation
from halcyon.faces.desk.triage import pages
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.clocks import LONDON, today
from halcyon.kernel.letterbox.opening import Pressure, pressure
from halcyon.kernel.letterbox.telling import Later, LaterMessage, Said, Way
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.notices.queries import Undelivered
from halcyon.kernel.partnership.models import Member
from tests import people
from tests.conftest import as_role
from tests.faces.filling import fill, someone_calls
from tests.faces.sitting import Seats, desk, lines_written, read  # noqa: F401

pytestmark = pytest.mark.django_db

NOTHING_STUCK = Undelivered(0, None, 0)
TUESDAY = datetime(2026, 11, 17, 10, 0, tzinfo=LONDON)


def test_danger_and_not_sure_stand_on_top_in_words(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        quiet = people.someone_tells(safe_now=Said.YES)
    with clocks.at(TUESDAY + timedelta(minutes=5)):
        unsure = people.someone_tells(safe_now=Said.NOT_SURE)
    with clocks.at(TUESDAY + timedelta(minutes=11)):
        danger = people.someone_tells(safe_now=Said.NO)
        page = desk("sam").get("/")
    words, order = read(page), references(page)
    assert set(order[:2]) == {reference(unsure), reference(danger)}
    assert order[2] == reference(quiet)
    assert "In danger now" in words
    assert "Not sure if safe" in words


def test_a_line_says_how_long_ago_what_is_owed_to_whom_by_when_and_whose_it_is(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        contact = people.someone_tells(about=Way.FRIEND, safe_now=Said.YES)
    with clocks.at(TUESDAY + timedelta(minutes=11)):
        words = read(desk("sam").get("/"))
    assert reference(contact) in words
    assert "received 11 minutes ago (Tuesday 10:00)" in words
    assert "Worried about a friend or a child, by the web page" in words
    assert "Read it and say so, owed to the person who told us due Tuesday 17:00" in words
    assert "Owner: " in words
    assert "Nobody has read it" in words


def test_new_words_on_a_contact_that_was_read_are_unread_until_somebody_says_so(desk: Seats) -> None:
    """Seen to fail while only the first words counted: the line went to the top and was said to be read."""
    contact, sam = someone_calls(safe_now=Said.NOT_SURE), desk("sam")
    fill(sam, f"/contacts/{reference(contact)}/acknowledge/", how="words", phrase="read-this")
    assert "obody has read" not in read(sam.get("/"))
    message = LaterMessage(mailbox=contact.mailbox, what=Later.MESSAGE, words="friday", door_time=clocks.now())
    commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    words = read(sam.get("/"))
    assert "New words: nobody has read them" in words
    assert "1 contact waiting, 1 unread and in danger or not sure." in html_of(sam.get("/"))


def test_what_is_late_says_by_how_much(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        people.someone_tells(safe_now=Said.YES)
    with clocks.at(TUESDAY.replace(hour=19)):
        assert "overdue by 2 hours" in read(desk("sam").get("/"))


def test_an_unchanged_list_answers_304_and_is_journalled_all_the_same(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        people.someone_tells()
    with clocks.at(TUESDAY + timedelta(minutes=2)):
        sitting = desk("sam")
        first = sitting.get("/triage/lines")
        assert first["ETag"] in html_of(sitting.get("/")).replace("&quot;", '"')
        with lines_written() as lines:
            again = sitting.get("/triage/lines", if_none_match=first["ETag"])
        assert again.status_code == 304
        assert not again.content
        assert ("list", "contacts.listed-triage", people.member("sam").principal) in lines
    with clocks.at(TUESDAY + timedelta(minutes=2, seconds=20)):
        assert sitting.get("/triage/lines", if_none_match=first["ETag"]).status_code == 304
        people.someone_tells()
        changed = sitting.get("/triage/lines", if_none_match=first["ETag"])
        assert changed.status_code == 200
        assert len(references(changed)) == 2
    with clocks.at(TUESDAY + timedelta(minutes=4)):
        assert sitting.get("/triage/lines", if_none_match=changed["ETag"]).status_code == 200


def test_the_list_asks_for_its_newest_state_and_can_be_loaded_again_without_a_script(desk: Seats) -> None:
    page = html_of(desk("sam").get("/?mine=1"))
    assert 'data-live="/triage/lines?mine=1"' in page
    assert "Load again" in page


def test_mine_shows_what_i_own_and_says_that_others_wait(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        contact = people.someone_tells(safe_now=Said.YES)
        assert references(desk(owner_of(contact).key).get("/?mine=1")) == [reference(contact)]
        assert "1 that others own waits" in read(desk("ruth").get("/?mine=1"))


def test_a_list_that_cannot_be_read_never_looks_empty(
    desk: Seats,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seen to fail once by answering an error with an empty page."""
    sitting = desk("sam")

    def unreadable(**_: object) -> None:
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(pages, "waiting", unreadable)
    for address in ("/", "/triage/lines"):
        answer = sitting.get(address)
        assert answer.status_code == 503
        assert "do not take it for an empty list" in read(answer)
        assert "Nothing waits" not in read(answer)


def test_an_empty_list_says_that_it_was_read(desk: Seats) -> None:
    assert "Nothing waits that you may see. The list was read just now." in read(desk("sam").get("/"))


# Accounted for


def test_every_contact_is_in_one_of_three_places_beneath_the_list(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        people.someone_tells()
        people.someone_tells()
    with clocks.at(TUESDAY + timedelta(days=3)):
        people.someone_tells()
        words = read(desk("sam").get("/"))
    assert "Received since Friday 13 November: 3 = 0 decided + 1 still in time + 2 overdue." in words
    assert "Today 1 0 1 0" in words
    assert "Tuesday 17 November 2 0 0 2" in words


def test_what_is_older_and_still_open_is_said_beneath_the_days(desk: Seats) -> None:
    """Seen to fail: a decision 24 days late stood in the list and in no number beneath it."""
    with clocks.at(TUESDAY):
        people.someone_tells()
        assert "Received before" not in read(desk("sam").get("/"))
    with clocks.at(TUESDAY + timedelta(days=30)):
        assert "Received before and not decided yet: 1, overdue." in read(desk("sam").get("/"))
        people.someone_tells()
    with clocks.at(TUESDAY + timedelta(days=38)):
        people.someone_tells()
        words = read(desk("sam").get("/"))
    assert "Received before and not decided yet: 2, all of them overdue." in words
    assert "1 = 0 decided + 1 still in time + 0 overdue." in words


def test_the_line_balances_for_those_who_cannot_see_every_contact(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        hidden = people.someone_tells()
        people.someone_tells()
        with as_role("desk"):
            restrict(contact=hidden, by=people.member("alun"))
        page = desk("sam").get("/")
    assert len(references(page)) == 1
    assert "2 = 0 decided + 2 still in time + 0 overdue." in read(page)


def test_numbers_that_do_not_add_up_are_said_before_anything_else() -> None:
    odd = Day(today(), received=3, decided=1, in_time=1, overdue=0)
    told = pages.ledger(Conservation(days=(odd,), whole=odd, older=(0, 0)))
    assert told.broken.startswith("The numbers do not add up for Today")


def test_what_could_not_be_opened_and_what_waits_unopened_is_an_alarm(
    desk: Seats,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "pressure", lambda: Pressure(waiting=1, quarantined=2, tries_per_second=0.0))
    words = read(desk("sam").get("/"))
    assert "2 sealed messages could not be opened" in words
    assert "1 sealed message is still to be opened" in words
    assert not pages.alarms(Pressure(0, 0, 0.0), NOTHING_STUCK)


def test_mails_that_no_server_took_are_an_alarm_until_one_does(desk: Seats) -> None:
    """Seen to fail: the count was there, and no page asked for it."""
    with clocks.at(TUESDAY):
        with transaction.atomic(), acting(people.OPENING):
            queue(to="priya@example.org", kind=NoticeKind.DANGER, by=people.OPENING)
        sitting = desk("sam")
        assert "could not be sent" not in read(sitting.get("/"))
        Notice.objects.update(attempts=3)
        assert "1 mail could not be sent" in read(sitting.get("/"))
        assert "priya@example.org" not in html_of(sitting.get("/"))
        Notice.objects.update(sent_at=TUESDAY)
        assert "could not be sent" not in read(sitting.get("/"))


@pytest.mark.parametrize(("fullness", "words"), [(49, ""), (50, "fills up"), (100, "is full")])
def test_a_letterbox_that_fills_up_is_an_alarm(fullness: int, words: str) -> None:
    said = " ".join(pages.alarms(Pressure(0, 0, 0.0, fullness), NOTHING_STUCK))
    assert words in said if words else not said


def test_ten_thousand_wrong_words_are_an_alarm_and_a_few_are_not() -> None:
    """Seen to fail: how many were tried a second was counted, and nobody was ever told."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("insert into letterbox.attempt select extract(epoch from clock_timestamp())::bigint - s, 170, 40"
                       " from generate_series(1, 55) s")  # fmt: skip
    with as_role("desk"):
        assert "someone may be guessing" in " ".join(pages.alarms(pressure(), NOTHING_STUCK))
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("update letterbox.attempt set arrived = 4")
    with as_role("desk"):
        assert not pages.alarms(pressure(), NOTHING_STUCK)


# Who may


@pytest.mark.parametrize("key", ["owen", "leo", "bea", "chair", "grace", "yusuf"])
def test_those_whose_role_opens_no_contacts_land_on_a_plain_page(desk: Seats, key: str) -> None:
    with clocks.at(TUESDAY):
        contact = people.someone_tells()
        page = desk(key).get("/")
    assert page.status_code == 200
    assert "What it lets you do" in read(page)
    assert reference(contact) not in html_of(page)
    assert desk(key).get("/triage/lines").status_code == 403


# Cost


def test_fifty_contacts_cost_no_more_questions_than_one(desk: Seats) -> None:
    with clocks.at(TUESDAY):
        people.someone_tells()
        sitting = desk("sam")
        one = sitting.statements("/")
        for _ in range(49):
            people.someone_tells()
        fifty = sitting.statements("/")
    assert len(one) == len(fifty), fifty
    assert len(fifty) <= 11, "\n".join(line[:300] for line in fifty)


def references(page: object) -> list[str]:
    return re.findall(r'href="/contacts/([^/"]+)/"', html_of(page))


def html_of(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined, no-any-return]


def reference(contact: Contact) -> str:
    return contact.record.reference


def owner_of(contact: Contact) -> Member:
    """Who owns what this contact owes first."""
    owed = Obligation.objects.filter(record=contact.record, end="").order_by("due_at").first()
    assert owed is not None
    return Member.objects.get(principal=owed.owner)
