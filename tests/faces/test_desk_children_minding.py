"""Who must not know, on the page of a child whom somebody else told us about."""

import pytest

from halcyon.domain.contacts import commands as contacts
from halcyon.kernel.access.acting import acting
from halcyon.kernel.letterbox.telling import Teller
from tests import people
from tests.conftest import as_role
from tests.faces.filling import only_child, someone_calls
from tests.faces.sitting import Seats, desk, read
from tests.faces.test_desk_children import a_child, page

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def test_who_must_not_know_as_somebody_else_said_is_minded_and_says_whose_words_they_are(desk: Seats) -> None:
    """Seen to fail: with the teller's own contacts among those of others."""
    contact, sam = someone_calls(teller=Teller(name="Maya"), must_not_know="my stepdad"), people.member("sam")
    own, others = only_child(contact), a_child("Ellie")
    with as_role("desk"), acting(sam):
        contacts.name_child(contact=contact, child=others, by=sam)
    said = f"said on {contact.record.reference} that “my stepdad” must not know. It may be meant for another child"
    shown = read(desk("sam").get(page(own)))
    assert (
        "my stepdad" in shown and "Must not know Told on a contact: it stands at the top" in shown and said not in shown
    )
    assert f"Somebody else than Ellie {said}" in read(desk("sam").get(page(others)))
