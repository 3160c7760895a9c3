"""Two locks for what a member may not see: *ask* says whom to ask, *silent* says nothing and tells the owner who looked."""

import pytest

from halcyon.domain.sharing.commands import tell_owners
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import keep_looks, restrict
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.requires import whom_to_ask
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice, NoticeKind
from tests import people
from tests.conftest import as_role
from tests.written import traces

pytestmark = pytest.mark.django_db
CLOCKS = Actor.system("notifying")


def _closed(lock: Lock) -> str:
    """A contact that only Helen may see; its reference."""
    contact = people.someone_tells()
    with as_role("desk"):
        restrict(record=contact.record, owner=people.member("helen").principal, lock=lock, by=people.member("sam"))
    return contact.record.reference


def _answer(reference: str, key: str) -> str:
    member = people.member(key)
    with as_role("desk"), acting(member):
        sentence, _ = whom_to_ask(NotVisible(reference), by=member)
        return sentence


def test_a_record_locked_ask_says_whom_to_ask_and_nothing_else():
    said = _answer(_closed(Lock.ASK), "sam")
    assert said == "A record exists that you may not open. Ask Helen Marchbanks, Children's social care."
    assert not Look.objects.exists()


def test_a_silent_record_answers_exactly_as_if_nothing_existed():
    """Seen to fail: with ``silent`` answering as ``ask`` does."""
    assert _answer(_closed(Lock.SILENT), "sam") == _answer("ZZZZ-ZZZZ", "sam")


def test_what_a_look_asks_and_writes_is_the_same_for_a_silent_record_and_for_nothing():
    """Seen to fail: with a look written at once where something silent was met, and nothing otherwise."""
    silent = _closed(Lock.SILENT)
    with traces() as met:
        _answer(silent, "sam")
    with traces() as nothing:
        _answer("ZZZZ-ZZZZ", "sam")
    assert met == nothing
    assert met.rows == {"access.looked": (1, 0, 0), "journal.line": (1, 0, 0)}
    assert not Look.objects.exists()


def test_the_owner_of_a_silent_record_is_told_that_someone_looked():
    reference = _closed(Lock.SILENT)
    _answer(reference, "nia")
    assert tell_owners(by=CLOCKS) == 1
    assert tell_owners(by=CLOCKS) == 0
    assert Look.objects.get().looked_by == people.member("nia").principal
    assert Notice.objects.get(kind=NoticeKind.LOOKED).recipient == people.member("helen").principal


def test_only_the_owner_sees_who_looked():
    _answer(_closed(Lock.SILENT), "nia")
    assert keep_looks(by=CLOCKS) == 1
    for key, seen in (("helen", 1), ("nia", 0), ("alun", 0)):
        with as_role("desk"), acting(people.member(key)):
            assert Look.objects.count() == seen, key
