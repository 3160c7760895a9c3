"""Nothing closes, lowers, merges or rejects by itself: a year of clocks over open contacts ends nothing."""

from datetime import timedelta

import pytest

from halcyon.domain.contacts.models import Contact, Decision
from halcyon.domain.promise.models import Obligation
from halcyon.faces.worker import escalating, expiring, opening
from halcyon.kernel import clocks
from halcyon.kernel.access.models import Record
from halcyon.kernel.letterbox.telling import Mark, Said, Way
from tests import people

pytestmark = pytest.mark.django_db
DAYS = (0, 1, 2, 7, 30, 90, 181, 365)


def test_a_year_of_clocks_ends_nothing_and_lowers_nothing():
    """Seen to fail: with ``escalate`` made to end what nobody answered."""
    contacts = [
        people.someone_tells(safe_now=Said.NOT_SURE),
        people.someone_tells(about=Way.FRIEND),
        people.someone_tells("x", about=Way.SAW, marks=(Mark.VERY_QUICK, Mark.HIDDEN_FIELD_FILLED)),
    ]
    before = _state(contacts)
    start = clocks.now()
    for days in DAYS:
        with clocks.at(start + timedelta(days=days)):
            escalating.climb(people.OPENING)
            opening.follow_mailboxes(people.OPENING)
            expiring.run_out()
    assert _state(contacts) == before


def _state(contacts: list[Contact]) -> list[object]:
    """Everything that would show an end, a merge, a lowered danger or a changed time."""
    ids = [contact.pk for contact in contacts]
    return [
        sorted(
            Contact.objects.filter(pk__in=ids).values_list("pk", "safe_now", "marks", "ended_at", "way_back"), key=str
        ),
        sorted(Obligation.objects.filter(record__in=ids).values_list("pk", "end", "starts_at", "due_at", "at_once")),
        sorted(Record.objects.filter(pk__in=ids).values_list("pk", "lock", "team", "owner")),
        Decision.objects.filter(record__in=ids).count(),
    ]
