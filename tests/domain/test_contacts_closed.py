"""A contact closed to all but the strategic lead: nothing that is done on it afterwards shows it to the team again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from halcyon.domain.children.models import Child
from halcyon.domain.contacts import commands, queries
from halcyon.domain.contacts.models import Alert, Contact
from halcyon.domain.promise.models import Obligation
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.letterbox.telling import Later, LaterMessage, MailboxKey, Teller, Way
from halcyon.kernel.notices.models import Notice
from halcyon.kernel.sealing import new_mailbox_keys
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def closed_contact(**said: object) -> Contact:
    """A contact that Sam has closed to everyone but the strategic lead."""
    box = MailboxKey(id=uuid4(), public_key=new_mailbox_keys().public)
    contact = people.someone_tells(**({"mailbox": box, "about": Way.FRIEND} | said))
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        commands.restrict(contact=queries.find(contact.record.reference), by=sam)
    return contact


def test_a_child_named_on_a_closed_contact_is_not_in_the_teams_index() -> None:
    contact, helen, sam = closed_contact(), people.member("helen"), people.member("sam")
    with as_role("desk"), acting(helen):
        child = commands.name_child(contact=queries.find(contact.record.reference), known_as="Wren", by=helen)
        assert child.pk in [one.pk for one in Child.objects.all()]
    with as_role("desk"), acting(sam):
        assert not Child.objects.filter(pk=child.pk).exists()


def test_what_is_raised_on_a_closed_contact_is_not_among_the_teams_alerts() -> None:
    contact, helen, sam = closed_contact(), people.member("helen"), people.member("sam")
    with as_role("desk"), acting(helen):
        alert = commands.raise_alert(
            contact=queries.find(contact.record.reference), why="The same officer again.", by=helen
        )
        assert alert.pk in [one.pk for one in queries.alerts(by=helen)]
    with as_role("desk"), acting(sam):
        assert not Alert.objects.filter(pk=alert.pk).exists()


def test_a_later_message_on_a_closed_contact_is_the_leads_and_nobody_else_is_told() -> None:
    contact, helen = closed_contact(), people.member("helen")
    Notice.objects.all().update(sent_at=clocks.now())
    message = LaterMessage(
        mailbox=contact.mailbox, what=Later.STILL_HAPPENING, words="He came again.", door_time=clocks.now()
    )
    commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    owners = set(Obligation.objects.filter(record=contact.record, end="").values_list("owner", flat=True))
    assert owners == {helen.principal}
    assert set(Notice.objects.filter(sent_at=None).values_list("recipient", flat=True)) <= {helen.principal}


def test_whoever_decided_a_contact_is_not_told_that_it_woke_once_it_is_closed_to_them() -> None:
    box = MailboxKey(id=uuid4(), public_key=new_mailbox_keys().public)
    contact = people.someone_tells(mailbox=box)
    sam, helen = people.member("sam"), people.member("helen")
    people.finishes(contact, sam, helen)
    with as_role("desk"), acting(sam):
        commands.restrict(contact=queries.find(contact.record.reference), by=sam)
    before = clocks.now()
    with clocks.at(before + timedelta(minutes=1)):
        message = LaterMessage(mailbox=box.id, what=Later.MESSAGE, words="Hello?", door_time=clocks.now())
        commands.receive_later(message=message, drop=uuid4(), by=people.OPENING)
    woken = Notice.objects.filter(kind="woken").values_list("recipient", flat=True)
    assert list(woken) == [helen.principal]


def test_a_closed_warning_does_not_show_through_a_second_one_from_the_same_person() -> None:
    neighbour = Teller(name="A neighbour", phone="07700 900321")
    closed_contact(teller=neighbour)
    assert not people.someone_tells(about=Way.FRIEND, teller=neighbour).family_again
