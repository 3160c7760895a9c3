"""What waits, worst first, also when more waits than one page shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from halcyon.domain.contacts import queries
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.letterbox.telling import Said
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def test_the_worst_is_shown_when_more_waits_than_a_page_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail: ordered by its clock alone, what was late stood before a danger that nobody had read."""
    monkeypatch.setattr(queries, "TRIAGE_LENGTH", 2)
    now = clocks.now()
    with clocks.at(now - timedelta(days=9)):
        late = people.someone_tells("It began in the spring.")
    for _ in range(3):
        people.someone_tells("I want to ask something.")
    danger = people.someone_tells("He is outside now.", safe_now=Said.NOT_SURE)
    assert [line.contact.pk for line in _waiting()] == [danger.pk, late.pk]


def test_only_what_is_shown_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contacts beyond the page cost no more than their clocks. Seen to fail: with every contact that waits asked for."""
    monkeypatch.setattr(queries, "TRIAGE_LENGTH", 1)
    told = [people.someone_tells(f"Number {number}.") for number in range(3)]
    with CaptureQueriesContext(connection) as asked:
        shown = _waiting()
    contacts = next(query["sql"] for query in asked if 'FROM "contacts_contact"' in query["sql"])
    assert [str(one.pk) in contacts or one.pk.hex in contacts for one in told].count(True) == len(shown) == 1


def _waiting() -> list[queries.Waiting]:
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        return queries.waiting(by=sam)
