"""Who says that something is wrong is owed an answer by somebody else, and who wants an advocate is owed one."""

from datetime import UTC, datetime

import pytest

from halcyon.domain.contacts import commands
from halcyon.domain.contacts.commands.telling_back import SomebodyElse
from halcyon.domain.contacts.models import Contact, Told
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.letterbox.telling import Later
from halcyon.kernel.partnership.queries import own_team
from tests import people
from tests.conftest import as_role
from tests.domain.test_contacts_again import comes_back, owed, told

pytestmark = pytest.mark.django_db


def answers(contact: Contact, wish: Obligation, key: str) -> Told:
    with as_role("desk"), acting(people.member(key)):
        return commands.answer_wish(
            contact=contact, obligation=wish, how="phone", words="We looked at it again.", by=people.member(key)
        )


@pytest.mark.parametrize(("day", "owner"), [(20, "the manager"), (22, "the team")])
def test_what_is_said_to_be_wrong_is_owed_an_answer_by_the_manager_or_while_none_is_on_by_the_team(
    day: int, owner: str
) -> None:
    """Seen to fail: with the wish left to the acknowledgement, as it was; and owned by whoever was on at night."""
    with clocks.at(datetime(2026, 3, day, 11, 0, tzinfo=UTC)):  # a Friday and a Sunday
        contact = told()
        comes_back(contact, what=Later.THIS_IS_WRONG, words="")
    owners = {"the manager": people.member("alun").principal, "the team": own_team().pk}
    (wish,) = owed(contact, Duty.COMPLAINT)
    assert (wish.owner, wish.owed_to, wish.limit) == (owners[owner], "teller", "2 working days")
    comes_back(contact, what=Later.THIS_IS_WRONG, words="It is still wrong.")
    assert len(owed(contact, Duty.COMPLAINT)) == 1


def test_whoever_wrote_to_them_cannot_answer_that_it_was_wrong() -> None:
    """Seen to fail: without asking who has acted."""
    contact = told()
    sam = people.member("sam")
    with as_role("desk"), acting(sam):
        commands.tell_teller(contact=contact, how="phone", words="We looked, and do nothing more now.", by=sam)
    comes_back(contact, what=Later.THIS_IS_WRONG, words="")
    (wish,) = owed(contact, Duty.COMPLAINT)
    with pytest.raises(SomebodyElse):
        answers(contact, wish, "sam")
    said = answers(contact, wish, "alun")
    assert not owed(contact, Duty.COMPLAINT)
    assert (said.to, said.how) == ("teller", "phone")


def test_an_advocate_is_owed_until_they_know_who_it_is() -> None:
    """Seen to fail: with the wish left to the acknowledgement, as it was."""
    contact = told()
    comes_back(contact, what=Later.WANT_ADVOCATE, words="")
    with as_role("desk"), acting(people.member("sam")):
        commands.acknowledge(contact=contact, how="phone", words="We read this.", by=people.member("sam"))
    (wish,) = owed(contact, Duty.ADVOCATE)
    answers(contact, wish, "sam")
    assert not owed(contact, Duty.ADVOCATE)


def test_nothing_else_is_answered_as_a_wish() -> None:
    contact = told()
    (reading,) = owed(contact, Duty.ACKNOWLEDGE)
    with pytest.raises(ValueError, match="Only what they said is wrong"):
        answers(contact, reading, "alun")
