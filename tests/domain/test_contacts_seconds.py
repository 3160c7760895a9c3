"""Second persons: as many as a decision waits for, and each of them somebody else."""

from uuid import uuid4

import pytest

from halcyon.domain.contacts import commands, owing, queries
from halcyon.domain.contacts.models import Decision
from halcyon.domain.contacts.rules import Outcome, Second, settles, told_under
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.letterbox.telling import Later, LaterMessage, MailboxKey, Said, Way
from halcyon.kernel.notices.models import Notice
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.queries import Chain
from halcyon.kernel.sealing import new_mailbox_keys
from tests import people
from tests.conftest import as_role
from tests.domain.test_contacts import decided

MANAGER, OTHER_AGENCY, ANOTHER = Second.MANAGER, Second.OTHER_AGENCY, Second.ANOTHER


@pytest.mark.django_db
def test_a_manager_of_another_agency_is_one_of_two_second_persons_and_never_both() -> None:
    contact = people.someone_tells(age="11")
    decision = decided(contact, people.member("sam"), Outcome.H)
    imran, adam = people.member("imran"), people.member("adam")
    with as_role("desk"), acting(imran):
        commands.agree(contact=queries.find(contact.record.reference), decision=decision, by=imran)
        assert Decision.objects.get(pk=decision.pk).needs == ["other_agency"]
        with pytest.raises(Refused):
            commands.agree(contact=queries.find(contact.record.reference), decision=decision, by=imran)
    with as_role("desk"), acting(adam):
        commands.agree(contact=queries.find(contact.record.reference), decision=decision, by=adam)
    assert Decision.objects.get(pk=decision.pk).state == "made"


@pytest.mark.django_db
def test_danger_told_while_a_proposal_waits_asks_for_both_second_persons() -> None:
    """Seen to fail: another agency alone agreed to no further action, an hour after the child had written that it is danger."""
    contact = people.someone_tells(mailbox=MailboxKey(id=uuid4(), public_key=new_mailbox_keys().public))
    decision = decided(contact, people.member("sam"), Outcome.H)
    assert decision.needs == ["other_agency"]
    later = LaterMessage(mailbox=contact.mailbox, what=Later.MESSAGE, safe_now=Said.NO, door_time=clocks.now())
    commands.receive_later(message=later, drop=uuid4(), by=people.OPENING)
    adam, alun = people.member("adam"), people.member("alun")
    with as_role("desk"), acting(adam):
        still = commands.agree(contact=queries.find(contact.record.reference), decision=decision, by=adam)
        assert (still.state, still.needs) == ("proposed", ["manager"])
    with as_role("desk"), acting(alun):
        commands.agree(contact=queries.find(contact.record.reference), decision=decision, by=alun)
    assert Decision.objects.get(pk=decision.pk).state == "made"


def test_one_person_settles_one_need_the_rarest_first_and_is_another_person_besides() -> None:
    both = frozenset({MANAGER, OTHER_AGENCY, ANOTHER})
    assert settles(both, both) == {MANAGER, ANOTHER}
    assert settles(both, frozenset({OTHER_AGENCY})) == {OTHER_AGENCY}
    assert settles(frozenset({ANOTHER}), frozenset({MANAGER})) == frozenset()


@pytest.mark.django_db
def test_a_child_who_says_that_they_are_eleven_is_under_13_until_somebody_knows_better() -> None:
    contact = people.someone_tells(age="I am 11")
    assert set(decided(contact, people.member("sam"), Outcome.F, follow_up=contact.received_at.date()).needs) == {
        "manager",
        "other_agency",
    }


@pytest.mark.parametrize("age", ["11", "I am 12", "about 12", "12 or 13", "9 and a half"])
def test_an_age_below_it_as_told_counts(age: str) -> None:
    assert told_under(age, 13)


@pytest.mark.parametrize("age", ["", "13", "14", "year 9", "Year 8", "yr 7", "15, nearly 16", "a teenager", "2011"])
def test_what_is_no_age_or_not_below_it_is_not_taken_for_one(age: str) -> None:
    assert not told_under(age, 13)


@pytest.mark.django_db
def test_what_is_raised_while_no_lead_is_on_the_rota_reaches_the_lead_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contact, sam, helen = people.someone_tells(), people.member("sam"), people.member("helen")
    monkeypatch.setattr(partnership, "on_duty", lambda at: Chain())
    with as_role("desk"), acting(sam):
        alert = commands.raise_alert(contact=queries.find(contact.record.reference), why="The third.", by=sam)
    assert alert.record.owner == helen.principal
    assert list(Notice.objects.filter(kind="raised").values_list("recipient", flat=True)) == [helen.principal]


@pytest.mark.django_db
def test_a_proposal_keeps_its_clock_when_a_first_child_is_named_while_it_waits() -> None:
    """Seen to fail: naming the child ended the decision that was owed to the contact, and the proposal waited without a clock."""
    contact = people.someone_tells(about=Way.FRIEND)
    sam, adam = people.member("sam"), people.member("adam")
    proposed = decided(contact, sam, Outcome.H)
    with as_role("desk"), acting(sam):
        child = commands.name_child(contact=queries.find(contact.record.reference), known_as="Ana", by=sam)
    waits, named = owing.owed_decision(contact.pk, None), owing.owed_decision(contact.pk, child.pk)
    assert waits and named and waits.starts_at == named.starts_at
    with as_role("desk"), acting(adam):
        commands.agree(contact=queries.find(contact.record.reference), decision=proposed, by=adam)
    assert owing.owed_decision(contact.pk, None) is None
    assert owing.owed_decision(contact.pk, child.pk)


@pytest.mark.django_db
def test_a_proposal_that_is_declined_leaves_the_clock_to_the_child_who_was_named_meanwhile() -> None:
    """Seen to fail: the contact's own *decide* stayed open beside the child's, and somebody decided twice."""
    contact = people.someone_tells(about=Way.FRIEND)
    sam, adam = people.member("sam"), people.member("adam")
    proposed = decided(contact, sam, Outcome.H)
    with as_role("desk"), acting(sam):
        child = commands.name_child(contact=queries.find(contact.record.reference), known_as="Ana", by=sam)
    with as_role("desk"), acting(adam):
        commands.decline(contact=queries.find(contact.record.reference), decision=proposed, why="Ask her.", by=adam)
    assert owing.owed_decision(contact.pk, None) is None
    assert owing.owed_decision(contact.pk, child.pk)
