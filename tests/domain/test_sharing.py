"""Asking for what is closed, and the answer that is owed: to who asks, and about who looked."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from halcyon.domain.contacts import queries as contacts
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, End
from halcyon.domain.sharing import commands, queries
from halcyon.domain.sharing.models import Ask, Reply
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import keep_looks, restrict
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.refusals import Conflict, NotVisible, Refused
from halcyon.kernel.access.requires import whom_to_ask
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice, NoticeKind
from tests import people
from tests.conftest import as_role
from tests.domain.promised import london

pytestmark = pytest.mark.django_db
CLOCKS = Actor.system("notifying")


def closed(lock: Lock) -> str:
    """A contact that only Helen may see; its reference."""
    contact = people.someone_tells()
    with as_role("desk"):
        restrict(record=contact.record, owner=people.member("helen").principal, lock=lock, by=people.member("sam"))
    return str(contact.record.reference)


def asks(reference: str, key: str = "nia", why: str = "She is on my list for Monday.") -> Ask:
    member = people.member(key)
    with as_role("desk"), acting(member):
        return commands.ask(reference=reference, why=why, by=member)


def answers(asked: Ask, key: str = "helen", *, shared: bool, reason: str = "She needs it.", **more: object) -> Reply:
    member = people.member(key)
    with as_role("desk"), acting(member):
        return commands.answer_ask(asked=asked, shared=shared, reason=reason, by=member, **more)


def looked(reference: str, key: str = "nia") -> Look:
    """Someone typed the reference of a silent record, and its owner has been told."""
    member = people.member(key)
    with as_role("desk"), acting(member):
        whom_to_ask(NotVisible(reference), by=member)
    with as_role("worker"):
        commands.tell_owners(by=CLOCKS)
        return Look.objects.latest("looked_at")


def seen_by(key: str) -> int:
    with as_role("desk"), acting(people.member(key)):
        return Ask.objects.count()


def opens(reference: str, key: str) -> bool:
    member = people.member(key)
    with as_role("desk"), acting(member):
        try:
            contacts.find(reference)
        except NotVisible:
            return False
        return True


def test_one_press_asks_and_the_owner_owes_an_answer_within_a_working_day() -> None:
    with clocks.at(london("2026-11-18 10:00")):
        asked = asks(closed(Lock.ASK), why="")
    with as_role("worker"):
        (owed,) = Obligation.objects.filter(record=asked.record, duty=Duty.REPLY, end="")
        assert Notice.objects.get(kind=NoticeKind.ASKED).recipient == people.member("helen").principal
    assert owed.owner == people.member("helen").principal
    assert owed.due_at == london("2026-11-19 17:00")


def test_asking_again_while_it_waits_is_the_same_ask() -> None:
    reference = closed(Lock.ASK)
    assert asks(reference).pk == asks(reference).pk
    assert seen_by("helen") == seen_by("nia") == 1


@pytest.mark.parametrize("what", ["silent", "nothing"])
def test_a_silent_record_is_asked_for_exactly_as_nothing_is(what: str) -> None:
    """Seen to fail with ``answer_for`` naming the owner of a silent record."""
    reference = closed(Lock.SILENT) if what == "silent" else "C-ZZZZ-ZZZZ"
    with pytest.raises(NotVisible) as said:
        asks(reference)
    assert str(said.value) == str(NotVisible())
    assert seen_by("helen") == seen_by("nia") == 0


def test_what_is_shared_can_be_read_until_its_last_day_and_not_after() -> None:
    with clocks.at(london("2026-11-18 10:00")):
        reference = closed(Lock.ASK)
        asked = asks(reference)
        assert not opens(reference, "nia")
        answers(asked, shared=True, until=clocks.today() + dt.timedelta(days=300))
        assert opens(reference, "nia")
        assert not opens(reference, "kate")


def test_a_no_is_kept_with_its_reason_and_ends_what_was_owed() -> None:
    reference = closed(Lock.ASK)
    asked = asks(reference)
    reply = answers(asked, shared=False, reason="It is about someone she works with.")
    assert not opens(reference, "nia")
    with as_role("worker"):
        owed = Obligation.objects.get(record=asked.record, duty=Duty.REPLY)
        assert (owed.end, owed.evidence) == (End.FULFILLED, reply.pk)
        assert Notice.objects.get(kind=NoticeKind.ANSWERED).recipient == people.member("nia").principal
    nia = people.member("nia")
    with as_role("desk"), acting(nia):
        (mine,) = queries.asks(by=nia).by_me
    assert (mine.shared, mine.reason) == (False, "It is about someone she works with.")


@pytest.mark.parametrize("key", ["nia", "sam", "alun"])
def test_nobody_but_the_owner_answers(key: str) -> None:
    asked = asks(closed(Lock.ASK))
    with pytest.raises((NotVisible, Refused)):
        answers(asked, key, shared=True)


def test_an_answer_needs_a_reason_and_a_day_that_is_not_over() -> None:
    asked = asks(closed(Lock.ASK))
    with pytest.raises(commands.ReplyIncomplete) as empty:
        answers(asked, shared=False, reason=" ")
    assert empty.value.field == "reason"
    with pytest.raises(commands.ReplyIncomplete) as over:
        answers(asked, shared=True, until=clocks.today() - dt.timedelta(days=1))
    assert over.value.field == "until"


def test_it_is_answered_once() -> None:
    asked = asks(closed(Lock.ASK))
    answers(asked, shared=False)
    with pytest.raises(Conflict):
        answers(asked, shared=True)


def test_the_owner_of_a_silent_record_owes_a_reasoned_reply_about_who_looked() -> None:
    """Seen to fail while a look was only a notice."""
    reference = closed(Lock.SILENT)
    look = looked(reference)
    helen, nia = people.member("helen"), people.member("nia")
    with as_role("worker"):
        (owed,) = Obligation.objects.filter(record=look.record, duty=Duty.REPLY, end="")
        before = Notice.objects.count()
    assert owed.owner == helen.principal
    with as_role("desk"), acting(helen):
        (asked,) = queries.asks(by=helen).of_me
        assert (asked.look, asked.who) == (True, nia.principal)
        commands.answer_look(look=look, shared=False, reason="It is about her own agency.", by=helen)
    with as_role("worker"):
        assert not Obligation.objects.filter(record=look.record, duty=Duty.REPLY, end="").exists()
        assert Notice.objects.count() == before, "whoever looked learns nothing"
    with as_role("desk"), acting(nia):
        assert queries.asks(by=nia).by_me == ()
    assert not opens(reference, "nia")


def test_a_silent_record_is_shared_with_whoever_looked_only_by_its_owner() -> None:
    reference = closed(Lock.SILENT)
    look, helen, alun = looked(reference), people.member("helen"), people.member("alun")
    with pytest.raises(NotVisible), as_role("desk"), acting(alun):
        commands.answer_look(look=look, shared=True, reason="Why not.", by=alun)
    with as_role("desk"), acting(helen):
        commands.answer_look(look=look, shared=True, reason="She needs to know.", by=helen)
    assert opens(reference, "nia")


def test_what_a_new_telling_touches_is_shared_with_the_team_that_reads_it_or_with_nobody() -> None:
    helen, number = people.member("helen"), "He rings from 07700 900142."
    hidden = people.someone_tells(number)
    with as_role("desk"):
        restrict(record=hidden.record, owner=helen.principal, lock=Lock.SILENT, by=people.member("sam"))
    people.someone_tells(number)
    with as_role("worker"):
        assert keep_looks(by=CLOCKS) == 1
        look = Look.objects.get(record=hidden.record)
    assert look.looked_by == 0
    assert not opens(hidden.record.reference, "nia")
    with as_role("desk"), acting(helen):
        commands.answer_look(look=look, shared=True, reason="The team needs it today.", by=helen)
    assert opens(hidden.record.reference, "nia")


def test_each_look_is_answered_before_the_reply_is_no_longer_owed() -> None:
    reference, helen = closed(Lock.SILENT), people.member("helen")
    first = looked(reference, "nia")
    second = looked(reference, "jo")
    for look, left in ((first, 1), (second, 0)):
        with as_role("desk"), acting(helen):
            commands.answer_look(look=look, shared=False, reason="Not now.", by=helen)
        with as_role("worker"):
            assert Obligation.objects.filter(duty=Duty.REPLY, end="").count() == left


def test_a_reply_without_a_reason_is_refused_by_postgresql_too() -> None:
    asked = asks(closed(Lock.ASK))
    helen = people.member("helen")
    with (
        pytest.raises(IntegrityError, match="reply_has_a_reason"),
        transaction.atomic(),
        as_role("desk"),
        acting(helen),
    ):
        Reply(record=asked.record, shared=False, reason="", by=helen.principal).save(force_insert=True)
