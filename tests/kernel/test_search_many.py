"""Words that many places hold: the newest are found by stretches of time, nothing else changes, and a bound is said."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection

from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.clocks import now
from halcyon.kernel.search import Entry, finding
from tests.conftest import as_role
from tests.kernel.test_search_find import found
from tests.kernel.test_search_index import kept
from tests.people import member

pytestmark = pytest.mark.django_db
START = now() - timedelta(days=400)


def told(words: str, number: int) -> Entry:
    return Entry(source=uuid.uuid4(), kind="telling", words=words, at=day(number))


def counted() -> None:
    """PostgreSQL knows how much there is, as it does wherever there is much."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("analyze search_entry")


def test_the_newest_are_found_whichever_way_they_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest are all closed to Sam, so that one stretch of time is not enough.

    Seen to fail: with the moment between two stretches in neither of them.
    """
    seen = []
    for number in range(40):
        record = kept(told("A zebra by the gate.", number))
        if number > 33 or (number % 3 == 0 and number < 33):
            with as_role("desk"):
                restrict(record=record, owner=member("helen").principal, lock=Lock.SILENT, by=member("sam"))
        else:
            seen.insert(0, record.pk)
    counted()
    days = ((None, None), (day(10), day(20)), (None, day(20)), (day(30), None), (day(31), day(32)))
    whole = {asked: found("zebra", first=asked[0], last=asked[1]).hits for asked in days}
    for cap, few in ((1, 0), (2, 3), (7, 0), (25, 3), (26, 0), (200, 3)):
        monkeypatch.setattr(finding, "CAP", cap)
        monkeypatch.setattr(finding, "FEW", few)
        answer = found("zebra")
        assert {hit.record for hit in answer.hits} <= set(seen[:cap])
        assert (answer.records, answer.capped) == (min(cap, len(seen)), cap <= len(seen))
    for first, last in days:
        assert found("zebra", first=first, last=last).hits == whole[first, last] != ()


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def test_words_that_stand_apart_are_looked_for_among_the_newest_and_the_page_says_since_when(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seen to fail: without the sentence."""
    apart = {}
    for number in range(30):
        record = kept(told("A zebra.", number), told("A falcon.", number))
        apart[number] = record.pk
    together = kept(told("A zebra and a falcon.", -5))
    kept(told("A zebra.", 7))
    counted()
    whole = found("zebra falcon")
    assert whole.records == 31 and not any("Thousands of places" in line for line in whole.not_searched)
    monkeypatch.setattr(finding, "FEW", 4)
    bounded = found("zebra falcon")
    assert {hit.record for hit in bounded.hits} <= {together.pk, *(apart[number] for number in range(20, 30))}
    assert together.pk in {hit.record for hit in bounded.hits} and 1 < bounded.records < 31
    (line,) = [line for line in bounded.not_searched if "Thousands of places" in line]
    assert any(f"since {day(number):%-d %B %Y} was" in line for number in range(20, 30))


def test_of_a_phrase_fewer_of_the_newest_are_looked_through_and_the_page_says_how_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seen to fail: with as many as of words."""
    monkeypatch.setattr(finding, "OF_A_PHRASE", 3)
    newest = {kept(told("A grey zebra.", number)).pk for number in range(5, 8)}
    kept(told("A grey zebra.", 1))
    kept(told("A zebra, grey.", 9))
    phrase, words = found('"grey zebra"'), found("grey zebra")
    assert {hit.record for hit in phrase.hits} == newest
    assert (phrase.capped, phrase.most) == (True, 3)
    assert (words.records, words.capped) == (5, False)
