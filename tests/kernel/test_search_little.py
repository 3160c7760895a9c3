"""Who sees little of much finds all of it, and does not pay for what is closed to them (decision 0061)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import grant
from halcyon.kernel.access.models import Record
from halcyon.kernel.clocks import now
from halcyon.kernel.search import finding
from tests.conftest import as_role
from tests.kernel.test_search_find import found
from tests.kernel.test_search_index import kept
from tests.kernel.test_search_many import counted, told
from tests.people import member

pytestmark = pytest.mark.django_db
MANY = 30


def marta() -> Actor:
    """A member of another agency who may search, and sees nothing of the team's."""
    return replace(member("marta"), permissions=member("ruth").permissions)


def read_of_entries() -> int:
    """How many entries this transaction has read so far."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select pg_stat_get_xact_tuples_fetched('search_entry'::regclass)")
        return int(cursor.fetchone()[0])


@pytest.fixture
def much(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """What the team sees; to the search it is more than a few."""
    records = [kept(told("A zebra, and beside it a falcon.", number)) for number in range(MANY)]
    monkeypatch.setattr(finding, "FEW", 2)
    return records


def test_who_sees_nothing_of_much_does_not_have_it_read(much: list[Record]) -> None:
    """Seen to fail: with everything gone through by time, as for those who see much."""
    counted()
    before = read_of_entries()
    answer = found("zebra", by=marta())
    assert (answer.hits, answer.capped) == ((), False)
    assert not [line for line in answer.not_searched if "since" in line]
    assert read_of_entries() - before < MANY
    assert found("zebra").records == MANY


def test_what_little_they_see_is_found_to_the_oldest(much: list[Record]) -> None:
    """The oldest are shared with Marta: for good, until a time that is to come, until one that is over.

    Seen to fail: without what is granted until a time.
    """
    theirs = marta().principal
    for place, ends_at in ((0, None), (1, now() + timedelta(hours=1)), (2, now() - timedelta(hours=1))):
        with as_role("desk"):
            grant(record=much[place], to=theirs, reason="They asked.", ends_at=ends_at, by=member("sam"))
    counted()
    for words in ("zebra", "zebra -heron", "zebra falcon", '"beside it"'):
        assert {hit.record for hit in found(words, by=marta()).hits} == {much[0].pk, much[1].pk}
