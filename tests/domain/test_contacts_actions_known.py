"""As known on a day: which actions were open then, and how many of which nothing says since when (decision 0036)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from halcyon.domain.children.queries.story import end_of
from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.around_child import Around, around
from halcyon.domain.contacts.models import Action, Contact
from halcyon.domain.contacts.rules import Outcome
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import closes
from tests.domain.test_contacts import decided

pytestmark = pytest.mark.django_db
TOLD = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SCHOOL = "Ring the school."


def open_on(contact: Contact, day: date | None) -> Around:
    sam = people.member("sam")
    with transaction.atomic(), as_role("desk"), acting(sam):
        view = queries.contact(contact.record.reference, by=sam)
        return around([view.children[0].child.pk], known_on=end_of(day) if day else None)


def what(contact: Contact, day: date | None) -> list[str]:
    return [action.outcome or action.what for _, action in open_on(contact, day).actions]


def a_contact_with_two_actions() -> Contact:
    """Told on the 2nd; direct work decided on the 3rd, the school added on the 5th; the work begun on the 10th."""
    with clocks.at(TOLD):
        contact = people.someone_tells()
    sam = people.member("sam")
    with clocks.at(TOLD + timedelta(days=1)):
        decision = decided(contact, sam, Outcome.D)
    with clocks.at(TOLD + timedelta(days=3)), as_role("desk"), acting(sam):
        commands.add_action(
            contact=queries.find(contact.record.reference), decision=decision, what=SCHOOL, agency=sam.agency or 0,
            due_at=clocks.now() + timedelta(days=20), by=sam,
        )  # fmt: skip
    with clocks.at(TOLD + timedelta(days=8)), as_role("desk"), acting(sam):
        view = queries.contact(contact.record.reference, by=sam)
        (work,) = [action for action in view.actions if action.outcome == "D"]
        commands.finish_action(contact=view.contact, action=work, result="Met.", by=sam, facts={"worker": "Nia"})
    return contact


def test_a_past_day_shows_the_actions_that_were_open_on_it() -> None:
    """Guards against a page that says on a past day that nothing was to be done, or what was added later."""
    contact = a_contact_with_two_actions()
    days = [date(2026, 11, day) for day in (2, 3, 5, 9, 10)]
    assert [what(contact, day) for day in days] == [[], ["D"], ["D", SCHOOL], ["D", SCHOOL], [SCHOOL]]
    assert what(contact, None) == [SCHOOL]
    assert open_on(contact, days[2]).undated == 0


def test_an_action_of_which_nothing_says_since_when_is_counted_and_not_guessed() -> None:
    """Guards against an old action that is shown as open on a day before it was added, or silently left out."""
    contact = a_contact_with_two_actions()
    with as_role("owner"):
        Action.objects.filter(what=SCHOOL).update(added_at=None)
    shown = open_on(contact, date(2026, 11, 5))
    assert ([action.outcome for _, action in shown.actions], shown.undated) == (["D"], 1)
    assert open_on(contact, date(2026, 11, 1)).undated == 0, "its contact had not come then"
    assert what(contact, None) == [SCHOOL], "what is open today needs no day"


def test_what_stands_in_a_closed_contact_shows_on_no_day() -> None:
    """Guards against an action of a past day that shows a contact which is closed to the reader now."""
    contact = a_contact_with_two_actions()
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        child = queries.contact(contact.record.reference, by=sam).children[0].child.pk
    closes(contact.record, Lock.SILENT)
    with transaction.atomic(), as_role("desk"), acting(sam):
        shown = around([child], known_on=end_of(date(2026, 11, 5)))
    assert (shown.actions, shown.undated) == ((), 0)
