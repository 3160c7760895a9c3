"""Grants: a record is shown to one more person, for a reason, until a time; what ends fails closed at the next statement."""

from datetime import timedelta

import pytest

from halcyon.domain.contacts import queries
from halcyon.domain.contacts.models import Contact
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.commands import end_grant, grant, restrict
from halcyon.kernel.access.models import Grant
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def closed() -> Contact:
    """A contact that Helen alone may see."""
    contact = people.someone_tells()
    with as_role("desk"):
        restrict(
            record=contact.record, owner=people.member("helen").principal, lock=Lock.SILENT, by=people.member("sam")
        )
    return contact


def given(contact: Contact, **until: object) -> Grant:
    helen = people.member("helen")
    with as_role("desk"), acting(helen):
        return grant(
            record=contact.record, to=people.member("adam").principal, reason="He knows the family.", by=helen, **until
        )


def sees(key: str, contact: Contact) -> bool:
    member = people.member(key)
    with as_role("desk"), acting(member):
        try:
            view = queries.contact(contact.record.reference, by=member)
        except NotVisible:
            return False
        assert view.statements and view.owed, "the parts come with their record"
        return True


def test_a_grant_shows_a_record_and_its_parts_to_one_more_person_and_to_nobody_else() -> None:
    contact = closed()
    assert not sees("adam", contact)
    given(contact)
    assert sees("adam", contact)
    assert sees("helen", contact)
    assert not sees("sam", contact)


def test_a_grant_that_is_taken_back_shows_nothing_from_then_on() -> None:
    contact, helen = closed(), people.member("helen")
    held = given(contact)
    with as_role("desk"), acting(helen):
        end_grant(given=held, by=helen)
        with pytest.raises(NotVisible):
            end_grant(given=held, by=helen)
    assert not sees("adam", contact)


@pytest.mark.parametrize(("from_now", "holds"), [(timedelta(hours=1), True), (timedelta(seconds=-1), False)])
def test_a_grant_ends_by_itself_at_its_time(from_now: timedelta, holds: bool) -> None:
    contact = closed()
    given(contact, ends_at=clocks.now() + from_now)
    assert sees("adam", contact) is holds
