"""Everything a reader of a contact may read is found, and nothing of who told us is: in no hit, mark, count, log or error."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from halcyon.domain.contacts import commands, searching
from halcyon.domain.contacts.commands.deciding import TellChild
from halcyon.domain.contacts.models import Contact
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.letterbox.telling import Later, LaterMessage, MailboxKey, Reach, Teller, Way
from halcyon.kernel.sealing import new_mailbox_keys
from halcyon.kernel.search import SearchFailed
from halcyon.kernel.search.commands import await_all, rebuild
from tests.conftest import as_role
from tests.kernel.test_search_find import found, records
from tests.people import EVERY_ANSWER, OPENING, a_telling, member, someone_tells

pytestmark = pytest.mark.django_db
CANARY = "Zerubbabel Quagmire"
MAILBOX = uuid.uuid4()
SOURCES = {RecordKind.ALERT: searching.of_alert, RecordKind.CONTACT: searching.of_contact}


def by_a_friend() -> Contact:
    """A telling by someone whose name and number belong in the source register alone."""
    return someone_tells(
        "My friend gets lifts from a man with a falcon tattoo.", about=Way.FRIEND, cars="silver estate, LM19",
        teller=Teller(name=CANARY, contact="canary@example.org", phone="07700 900199"),
        reach=Reach(when="after canarytime", check_word="canaryword", if_someone_else_answers="say canarycall"),
    )  # fmt: skip


@pytest.mark.parametrize("words", ["falcon", "lift tattoo", "LM19", "falcon LM19"])
def test_what_was_told_is_found(words: str) -> None:
    contact = by_a_friend()
    assert records(words) == {contact.pk}


@pytest.mark.parametrize(
    "words",
    [
        CANARY,
        "Zerubbabel",
        "quagmire",
        "canary@example.org",
        "07700 900199",
        "900199",
        "canarytime",
        "canaryword",
        "canarycall",
    ],
)
def test_who_told_us_is_in_no_hit_no_mark_and_no_count(words: str) -> None:
    by_a_friend()
    answer = found(words)
    assert answer.hits == () and answer.records == 0 and answer.asks == ()


def test_who_told_us_is_in_no_entry_no_line_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("halcyon").propagate = True
    by_a_friend()
    found("falcon")
    with as_role("worker"), connection.cursor() as cursor:
        cursor.execute("select lower(string_agg(e::text, ' ')) from search_entry e")
        (kept,) = cursor.fetchone()
    for canary in ("zerubbabel", "quagmire", "canary", "900199"):
        assert canary not in kept
        assert canary not in caplog.text.lower()


def test_what_was_searched_for_is_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("halcyon").propagate = True
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "drop function search.find(tsquery[], tsquery[], text[], integer, timestamptz, timestamptz, integer, integer)"
        )
    with pytest.raises(SearchFailed) as failure:
        found(CANARY)
    assert "search-failed" in caplog.text and "Quagmire" not in caplog.text + str(failure.value)
    assert failure.value.__cause__ is None and failure.value.__suppress_context__


def test_a_referrer_and_a_childs_own_number_are_found_because_the_page_shows_them() -> None:
    referrer = someone_tells(
        "A referral.", about=Way.WORK, teller=Teller(name="Odette Farthing", agency="Brill School")
    )
    child = someone_tells("I want to talk.", teller=Teller(name="Bee", phone="07700 900188"))
    assert records("Odette Farthing") == {referrer.pk}
    assert records("Brill") == {referrer.pk}
    assert child.pk in records("900188")


def test_later_messages_decisions_actions_and_what_was_told_are_found() -> None:
    mailbox = MailboxKey(id=MAILBOX, public_key=new_mailbox_keys().public)
    contact = someone_tells("It began in the summer.", mailbox=mailbox)
    said = a_telling().door_time
    later = LaterMessage(mailbox=MAILBOX, what=Later.MESSAGE, words="He has a kestrel now.", door_time=said)
    commands.receive_later(message=later, drop=MAILBOX, by=OPENING)
    sam = member("sam")
    with as_role("desk"), acting(sam):
        decision = commands.decide(
            contact=contact, child=None, outcomes=[Outcome.D], reasons="The heron matters.", answers=EVERY_ANSWER,
            tell_child=TellChild("not_safe", why="A magpie listens."), by=sam,
        )  # fmt: skip
        commands.add_action(
            contact=contact,
            decision=decision,
            what="Ring the wagtail.",
            agency=sam.agency or 0,
            due_at=said + timedelta(days=2),
            by=sam,
        )
        commands.tell_teller(contact=contact, how="phone", words="We wrote to the bittern.", by=sam)
        alert = commands.raise_alert(contact=contact, why="The same osprey again.", by=sam)
    for words in ("kestrel", "heron", "magpie", "wagtail", "bittern"):
        assert records(words) == {contact.pk}, words
    assert records(DEMANDS[Outcome.D].done_when) == {contact.pk}, "what an outcome demands"
    assert records("ospreys") == {alert.pk}


def test_an_older_database_is_read_again_in_chunks_and_an_interruption_loses_nothing() -> None:
    contacts = [by_a_friend() for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("update search_entry set words = '', names = '{}', keys = '{}'")
    by = Actor.system("indexing")
    assert found("falcon").hits == ()
    assert await_all(kinds=SOURCES, by=by) == 5
    assert any("5 of the records" in line for line in found("falcon").not_searched)
    assert rebuild(sources=SOURCES, many=2, by=by) == 2

    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(sources={RecordKind.CONTACT: stopped}, many=2, by=by)  # type: ignore[dict-item]
    assert any("3 of the records" in line for line in found("falcon").not_searched)
    assert [rebuild(sources=SOURCES, many=2, by=by) for _ in range(3)] == [2, 1, 0]
    assert records("falcon LM19") == {contact.pk for contact in contacts}


def test_reading_again_says_what_saving_said() -> None:
    contact = by_a_friend()

    def kept() -> set[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("select id, kind, words, keys from search_entry where record_id = %s", [contact.pk])
            return {(a, b, c, tuple(d)) for a, b, c, d in cursor.fetchall()}

    before = kept()
    await_all(kinds=SOURCES, by=Actor.system("indexing"))
    rebuild(sources=SOURCES, many=100, by=Actor.system("indexing"))
    assert kept() == before
