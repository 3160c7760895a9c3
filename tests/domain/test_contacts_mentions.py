"""What was told names people, telephones, cars and places: it is compared at once, and wakes what was closed."""

from datetime import UTC, datetime

import pytest

from halcyon.domain.contacts import queries
from halcyon.domain.contacts.commands.mentioning import named_in
from halcyon.domain.contacts.models import Contact
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.domain.subjects import queries as subjects
from halcyon.domain.subjects.models import Mention
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.letterbox.telling import Later, LaterMessage, MailboxKey, Teller, Way
from halcyon.kernel.matching.identities import Kind
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.sealing import new_mailbox_keys
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
RINGS = "An older man called Dez gives me lifts. He rings from 07700 900142."


def named(contact: Contact) -> set[tuple[str, str]]:
    with as_role("worker"):
        return set(
            Mention.objects.filter(record=contact.record).exclude(sort="concerned").values_list("kind", "written")
        )


def above(contact: Contact, key: str = "sam") -> set[str]:
    """The references of the records that it may share something with, as a member sees it."""
    member = people.member(key)
    with as_role("desk"), acting(member):
        found = subjects.matches(contact.record, by=member)
    assert not found.failed
    return {one.other.reference for one in found.above}


@pytest.mark.parametrize(
    ("question", "words", "kinds"),
    [
        ("words", RINGS, {Kind.PHONE}),
        ("words", "Nothing to match in these 12 words about year 9.", set()),
        ("cars", "a silver car, AB12 CDE", {Kind.VEHICLE}),
        ("cars", "I only saw AB12 ???", {Kind.VEHICLE}),
        ("people", "Dez, he has a beard\nSomeone called Mo", {Kind.PERSON}),
        ("places", "the Wharf Lodge hotel", {Kind.PLACE}),
    ],
)
def test_what_an_answer_names(question: str, words: str, kinds: set[Kind]) -> None:
    assert {identity.kind for identity, _ in named_in(question, words)} == kinds


def test_a_telephone_in_their_words_is_named_and_their_words_are_untouched() -> None:
    contact = people.someone_tells(RINGS)
    assert ("phone", "07700 900142") in named(contact)


def test_who_told_us_is_never_a_mention() -> None:
    """Seen to fail with what the teller said of themselves not left out."""
    contact = people.someone_tells(
        "I am worried about her. Ring me on 07700 900 555. He uses 07700 900142.",
        about=Way.FRIEND, teller=Teller(name="Zofia Canary", phone="07700900555", contact="zofia@canary.example"),
    )  # fmt: skip
    assert {written for _, written in named(contact)} == {"07700 900142"}


def test_the_same_telephone_in_two_tellings_is_seen_from_both_at_once() -> None:
    with clocks.at(MARCH):
        before = people.someone_tells("Someone rings her from +44 7700 900142 all the time.", about=Way.FRIEND)
    with clocks.at(NOVEMBER):
        after = people.someone_tells(RINGS)
    assert above(after) == {before.record.reference}
    assert above(before) == {after.record.reference}


def test_no_further_action_wakes_when_something_new_touches_it_and_whoever_closed_it_is_told() -> None:
    """Seen to fail with nobody listening to what is touched."""
    sam = people.member("sam")
    with clocks.at(MARCH):
        before = people.someone_tells("Someone rings her from 07700 900142 all the time.", about=Way.FRIEND)
        people.finishes(before, sam, people.member("helen"))
    with clocks.at(NOVEMBER):
        people.someone_tells(RINGS)
    with as_role("worker"):
        assert Obligation.objects.filter(record=before.record, duty=Duty.DECIDE, end="").exists()
        assert sam.principal in Notice.objects.filter(kind=NoticeKind.WOKEN).values_list("recipient", flat=True)
    with as_role("desk"), acting(sam):
        assert queries.find(before.record.reference).ended_at is None


def test_what_touches_nothing_wakes_nothing() -> None:
    with clocks.at(MARCH):
        before = people.someone_tells("Someone rings her from 07700 900142 all the time.", about=Way.FRIEND)
        people.finishes(before, people.member("sam"), people.member("helen"))
    with clocks.at(NOVEMBER):
        people.someone_tells("He rings from 07700 900777.")
    with as_role("worker"):
        assert not Obligation.objects.filter(record=before.record, end="").exists()


def test_a_later_message_is_matched_too() -> None:
    box = MailboxKey(id=people.uuid.uuid4(), public_key=new_mailbox_keys().public)
    with clocks.at(MARCH):
        before = people.someone_tells("There is a car, AB12 CDE, at the gate every Friday.", about=Way.SAW)
    with clocks.at(NOVEMBER):
        contact = people.someone_tells("Nothing yet.", mailbox=box)
        message = LaterMessage(mailbox=box.id, what=Later.MESSAGE, words="his car is ab12cde", door_time=clocks.now())
        people.commands.receive_later(message=message, drop=people.uuid.uuid4(), by=Actor.system("opening"))
    assert above(contact) == {before.record.reference}


def test_a_silent_contact_shows_through_no_match() -> None:
    """Seen to fail with silent records among the candidates."""
    with clocks.at(MARCH):
        before = people.someone_tells("He rings from 07700 900142.")
    with as_role("desk"):
        restrict(
            record=before.record, owner=people.member("helen").principal, lock=Lock.SILENT, by=people.member("sam")
        )
    with clocks.at(NOVEMBER):
        after = people.someone_tells(RINGS)
    assert above(after) == set()
    assert above(after, "helen") == {before.record.reference}
