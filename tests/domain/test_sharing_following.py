"""An ask waits for whoever holds what was asked for now: also where it changed hands while it was closed."""

from typing import Any

import pytest

from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, End
from halcyon.domain.sharing import queries
from halcyon.domain.sharing.models import Ask
from halcyon.domain.subjects import commands
from halcyon.domain.subjects.models import Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice, NoticeKind
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import closes, does
from tests.domain.test_sharing import answers, asks
from tests.domain.test_subjects_concern import opened

pytestmark = pytest.mark.django_db


def of_concern_and_closed() -> Subject:
    subject = opened()
    closes(subject.record, Lock.ASK, owner="jo", by="jo")
    return subject


def goes_to(subject: Subject, key: str) -> None:
    does("jo", commands.hand_over_subject, subject=subject, to=people.member(key).principal)


def owed(asked: Ask) -> Obligation:
    with as_role("worker"):
        return Obligation.objects.get(record=asked.record, duty=Duty.REPLY)


def test_what_was_asked_of_its_owner_is_asked_of_whoever_it_was_handed_to(commit_would_hold: Any) -> None:
    """Guards against an ask that only somebody can answer who may not open what was asked for any more.

    Seen to fail: with the concern handed over alone.
    """
    subject = of_concern_and_closed()
    asked = asks(subject.record.reference, "nia")
    before = owed(asked)
    goes_to(subject, "adam")
    commit_would_hold()
    adam = people.member("adam").principal
    assert (owed(asked).owner, owed(asked).due_at) == (adam, before.due_at), "its clock runs on"
    with as_role("worker"):
        assert adam in {one.recipient for one in Notice.objects.filter(kind=NoticeKind.HANDED_OVER)}
    assert [one.id for one in does("adam", queries.asks).of_me] == [asked.pk]
    assert does("jo", queries.asks).of_me == ()
    asked = does("adam", queries.asked_of, ask_id=asked.pk)
    answers(asked, "adam", shared=True)
    assert owed(asked).end == End.FULFILLED


def test_whoever_asked_and_then_holds_it_has_their_answer() -> None:
    """Seen to fail: with the ask left to wait for whoever held it."""
    subject = of_concern_and_closed()
    asked = asks(subject.record.reference, "nia")
    goes_to(subject, "nia")
    assert owed(asked).end == End.FULFILLED
    (one,) = does("nia", queries.asks).by_me
    assert one.shared and one.due is None


def test_what_is_closed_is_handed_to_who_may_answer_for_it() -> None:
    """An analyst keeps what is of concern, and shares nothing. Seen to fail: without the question."""
    subject = of_concern_and_closed()
    with pytest.raises(Incomplete, match="cannot answer that"):
        goes_to(subject, "yusuf")


def test_an_answer_given_stays_with_who_gave_it() -> None:
    """Seen to fail: with every ask handed on, answered or not."""
    subject = of_concern_and_closed()
    asked = asks(subject.record.reference, "nia")
    answers(asked, "jo", shared=False, reason="Not now.")
    goes_to(subject, "adam")
    assert does("adam", queries.asks).of_me == ()
    with pytest.raises(NotVisible):
        does("adam", queries.asked_of, ask_id=asked.pk)
