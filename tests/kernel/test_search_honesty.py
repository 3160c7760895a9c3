"""A search says what it did: a failed one is never "nothing found", and what is closed answers by its lock and no further."""

import uuid
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from halcyon.kernel import search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import keep_looks, restrict
from halcyon.kernel.access.models import Look, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.search import Ask, SearchFailed, finding
from halcyon.kernel.search.kinds import KINDS, NEVER
from tests.conftest import as_role
from tests.kernel.test_search_find import found
from tests.kernel.test_search_index import kept, said
from tests.people import member
from tests.written import traces

pytestmark = pytest.mark.django_db


def closed(lock: Lock, *, owner: str = "helen") -> Record:
    record = kept(
        said("A grey car, KD19 ZZZ.", names=("Quentin Zephaniah",), codes=("07700 900777", "quentin@example.org"))
    )
    with as_role("desk"):
        restrict(record=record, owner=member(owner).principal, lock=lock, by=member("sam"))
    return record


def journalled() -> list[tuple[str, str, int]]:
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "select kind, event, cardinality(records) from journal.line where event like 'search.%' order by id"
        )
        return cursor.fetchall()


@pytest.mark.parametrize(
    "words", ["Quentin Zephaniah", "zephaniah quentin", "07700900777", "KD19ZZZ", "quentin@example.org"]
)
def test_a_closed_record_says_whom_to_ask_for_a_whole_name_or_number(words: str) -> None:
    closed(Lock.ASK)
    answer = found(words)
    assert answer.asks == (Ask("Helen Marchbanks", "Children's social care"),)
    assert answer.hits == ()


@pytest.mark.parametrize(
    "words", ["zephaniah", "900777", "KD19", "grey car", "07700 900778", "grey zephaniah", "quentin@"]
)
def test_a_closed_record_says_nothing_to_a_part_of_a_name_or_number_or_to_its_words(words: str) -> None:
    closed(Lock.ASK)
    assert found(words).asks == ()


@pytest.mark.parametrize("words", ["Quentin Zephaniah", "07700 900777", "KD19 ZZZ", "grey car", "900777", "quentin"])
def test_a_silent_record_answers_exactly_as_if_nothing_existed(words: str) -> None:
    """The answer, what was asked of the database, statement by statement, and the rows that this wrote."""
    with traces() as before:
        nothing = found(words)
    closed(Lock.SILENT)
    with traces() as after:
        answer = found(words)
    assert answer == nothing
    assert after == before


@pytest.mark.parametrize(
    ("words", "looks"),
    [
        ("07700900777", 1),
        ("kd19 zzz", 1),
        ("Quentin Zephaniah", 1),
        ("quentin@example.org", 1),
        ("900777", 0),
        ("grey car", 0),
    ],
)
def test_the_owner_of_a_silent_record_learns_who_looked_for_exactly_it(words: str, looks: int) -> None:
    record = closed(Lock.SILENT)
    found(words, by="jo")
    found("Someone Else", by="jo")
    assert keep_looks(by=Actor.system("notifying")) == looks
    assert [(look.record_id, look.looked_by) for look in Look.objects.all()] == [
        (record.pk, member("jo").principal)
    ] * looks


@pytest.mark.parametrize("words", ["07700 900777", "KD19 ZZZ", "Quentin Zephaniah"])
def test_a_silent_record_changes_nothing_that_a_search_writes(words: str) -> None:
    """One row each time, so that the time of a search tells nothing; no look before the worker comes by."""
    for lock in (None, Lock.SILENT):
        if lock:
            closed(lock)
        found(words, by="jo")
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select cardinality(records) from access.looked order by id")
        assert cursor.fetchall() == [(0,), (1,)]
    assert not Look.objects.exists()


def test_the_owner_of_a_silent_record_finds_it() -> None:
    record = closed(Lock.SILENT)
    assert [hit.record for hit in found("KD19", by="helen").hits] == [record.pk]


def test_whoever_asks_too_often_is_told_so_and_nothing_else_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ASKS_AN_HOUR", 3)
    closed(Lock.ASK)
    seen = kept(said("", names=("Quentin Zephaniah",)))
    answers = [found("Quentin Zephaniah") for _ in range(6)]
    assert [bool(answer.asks) for answer in answers] == [True, True, True, True, False, False]
    assert {hit.record for answer in answers for hit in answer.hits} == {seen.pk}
    assert any("more than 3 times" in line for line in answers[-1].not_searched)
    assert not any("more than 3 times" in line for line in answers[0].not_searched)
    refusals = [line for line in journalled() if line[:2] == ("refusal", "search.asked-too-often")]
    assert len(refusals) == 2


def test_a_look_is_noted_even_when_it_is_asked_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ASKS_AN_HOUR", 0)
    for _ in range(3):
        found("Someone Else")
    closed(Lock.SILENT)
    found("07700 900777")
    assert keep_looks(by=Actor.system("notifying")) == 1
    assert Look.objects.count() == 1


def test_a_broken_function_is_a_failed_search_and_never_nothing_found() -> None:
    kept(said("A zebra."))
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "alter function search.find(tsquery[], tsquery[], text[], integer, timestamptz, timestamptz, integer, integer) "
            "rename to was"
        )
    with pytest.raises(SearchFailed, match="does not mean that nothing is there"):
        found("zebra")
    assert journalled() == [("search", "search.failed", 0)]


def test_a_search_that_was_stopped_says_that_it_took_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FIND", "select pg_sleep(5)")
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '80ms'")
    with pytest.raises(SearchFailed, match="took too long"):
        found("zebra")


def test_a_part_that_failed_is_said_and_the_rest_is_shown() -> None:
    record = kept(said("", names=("Quentin Zephaniah",)))
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("alter function search.hidden(tsquery, tsquery, integer, integer) rename to was")
        cursor.execute("alter function search.not_yet() rename to was_not")
    answer = found("Quentin Zephaniah")
    assert [hit.record for hit in answer.hits] == [record.pk]
    assert len(answer.partial) == 2


def test_a_search_that_cannot_be_journalled_does_not_happen() -> None:
    kept(said("A zebra."))
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("revoke insert on journal.term from halcyon_desk")
        cursor.execute("revoke insert (search, actor, asks, sealed) on journal.term from halcyon_desk")
    with pytest.raises(DatabaseError), transaction.atomic():
        found("zebra")


def test_each_search_is_one_line_with_the_ids_shown_and_holds_no_word_of_it() -> None:
    record = kept(said("A zebra."), said("More zebras."))
    found("zebra")
    assert journalled() == [("search", "search.searched", 1)]
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select records from journal.line where event = 'search.searched'")
        assert cursor.fetchone() == ([record.pk],)
        cursor.execute("select l::text || t::text || encode(t.sealed, 'escape') from journal.line l, journal.term t")
        assert not [text for (text,) in cursor.fetchall() if "zebra" in text]


def test_what_is_not_searched_yet_is_counted_for_those_who_may_see_it() -> None:
    seen, hidden = kept(said("A zebra.")), closed(Lock.SILENT)
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("insert into search.waiting values (%s), (%s)", [seen.pk, hidden.pk])
    assert any("1 of the records" in line for line in found("zebra").not_searched)


def test_what_a_role_does_not_open_is_not_searched_and_is_named() -> None:
    kept(said("A zebra."))
    sam = member("sam")
    narrow = type(sam)(**{**vars(sam), "permissions": frozenset({Permission.SEARCH})})
    answer = found("zebra", by=narrow)
    assert answer.hits == () and answer.searched == ()
    assert "contacts" in answer.not_searched[0]


def test_nobody_searches_without_the_right_to() -> None:
    with pytest.raises(Refused):
        found("zebra", by="grace")


def test_every_kind_of_record_is_searched_or_named_as_not_searched() -> None:
    assert set(KINDS) | NEVER == set(RecordKind)


@pytest.mark.parametrize("words", ["", "   ", "!!", "-car", '""', "\x00", str(uuid.UUID(int=0))[:0]])
def test_a_box_with_nothing_to_look_for_says_so(words: str) -> None:
    with pytest.raises(search.NothingToSearch):
        found(words)


@pytest.mark.parametrize(
    "words", ["\x00a", "a:*|b&!(", "\\", "a'b", "n:mo", '"a', "x" * 5_000, "-" * 50 + "a", "or", "or or a", "😀"]
)
def test_nothing_that_is_typed_breaks_it(words: str) -> None:
    with suppress(search.NothingToSearch):
        assert found(words).hits == ()
