"""A concern ends for a reason, by two people. Until then, and whatever day comes, it stands and its review is owed."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError

from halcyon.domain.promise.rules import End
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import Ending, LinkType, Role, Subject
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.refusals import Conflict, NotVisible, Refused
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.partnership.commands import leave
from halcyon.kernel.partnership.models import Member
from tests import people
from tests.conftest import as_role
from tests.domain.promised import london
from tests.domain.subjected import a_person, a_phone, closes, does, names, told
from tests.domain.test_subjects_concern import changes, of_concern, opened, reviews, rung
from tests.domain.test_subjects_network import around

pytestmark = pytest.mark.django_db
SOON = clocks.today() + dt.timedelta(days=20)


def proposes(subject: Subject, by: str = "jo", reason: str = "The shop has closed for good.") -> Ending:
    found: Ending = does(by, commands.propose_end, subject=subject, reason=reason)
    return found


def answers(subject: Subject, ending: Ending, agreed: bool = True, by: str = "alun", **said: Any) -> None:
    does(by, commands.answer_end, subject=subject, ending=ending, agreed=agreed, **({"why": "I went there."} | said))


def listed(subject: Subject) -> bool:
    return subject.pk in {one.pk for one in does("jo", queries.concerns)}


def test_a_concern_stands_until_a_second_person_agrees_that_it_ends_and_says_why(commit_would_hold: Any) -> None:
    """Guards against a person or place that one member alone drops.

    Seen to fail: with the review still owed after the end.
    """
    subject = opened()
    with clocks.at(london("2026-11-10 09:00")):
        ending = proposes(subject)
    assert listed(subject) and len(reviews(subject)) == 1
    assert rung(subject, "2026-11-16 17:01") == ["owner"], "its review climbs on while it waits"
    with clocks.at(london("2026-11-17 09:00")):
        answers(subject, ending)
    assert not listed(subject) and reviews(subject) == []
    (owed,) = reviews(subject, end=End.FULFILLED)
    assert (owed.evidence, owed.ended_by) == (ending.pk, people.member("alun").principal)
    (once,) = does("jo", queries.subject, key=subject.mention_id).once
    assert (once[0].pk, once[1].reason, once[1].answer) == (subject.pk, ending.reason, "I went there.")
    with as_role("worker"):
        told_of = Notice.objects.filter(kind__in=[NoticeKind.ASKED, NoticeKind.ANSWERED])
        assert people.member("jo").principal in set(told_of.values_list("recipient", flat=True))
        assert people.member("alun").principal in set(told_of.values_list("recipient", flat=True))
    commit_would_hold()


def test_a_no_is_kept_with_its_reason_and_nothing_has_ended() -> None:
    """Guards against a proposal that waits until somebody agrees.

    Seen to fail: with any answer ending it.
    """
    subject = opened()
    answers(subject, proposes(subject), agreed=False, why="The same men run the shop next door.")
    assert listed(subject) and len(reviews(subject)) == 1
    view = does("jo", queries.subject, key=subject.mention_id)
    assert view.ending is None and view.once == ()
    assert proposes(subject, reason="Both shops have closed.").reason == "Both shops have closed."


@pytest.mark.parametrize("who", ["alun", "sam", "yusuf"])
def test_nobody_agrees_with_themselves_nor_without_the_right(who: str) -> None:
    """Guards against one person who ends a concern, and against a second who is nobody's manager.

    Seen to fail: with the right to keep a concern enough to end one.
    """
    subject = opened()
    ending = proposes(subject, by="alun")
    with pytest.raises((Incomplete, Refused)):
        answers(subject, ending, by=who)
    assert listed(subject)


def test_the_database_refuses_a_second_person_who_is_the_first() -> None:
    """Guards against a command that forgets to ask who the second one is.

    Seen to fail: without that clause of the constraint.
    """
    ending = proposes(opened())
    yes = {"agreed": True, "answer": "Yes.", "answered_by": ending.proposed_by, "answered_at": clocks.now()}
    with pytest.raises(IntegrityError, match="ending_is_answered_by_another"):
        does("jo", lambda by: Ending.objects.filter(pk=ending.pk).update(**yes))


def test_an_end_says_why_is_proposed_once_and_answered_once() -> None:
    """Guards against an end without a reason, and against two presses that make two.

    Seen to fail: with a second answer taken in silence.
    """
    subject = opened()
    with pytest.raises(Incomplete, match="Say why"):
        proposes(subject, reason="  ")
    ending = proposes(subject)
    assert proposes(subject, by="sam", reason="Also gone.").pk == ending.pk
    with pytest.raises(Incomplete, match="Say why"):
        answers(subject, ending, why=" ")
    answers(subject, ending)
    with pytest.raises(Conflict):
        answers(subject, ending, agreed=False)


def test_what_is_over_is_neither_changed_nor_handed_over_and_begins_again_as_a_new_record() -> None:
    """Guards against a record of concern that is neither of concern nor at rest.

    Seen to fail: with what is over handed over.
    """
    subject = opened()
    answers(subject, proposes(subject))
    for act in (
        lambda: changes(subject, why="Again."),
        lambda: does("jo", commands.hand_over_subject, subject=subject, to=people.member("adam").principal),
        lambda: proposes(subject),
    ):
        with pytest.raises(Incomplete, match="of concern no more"):
            act()
    again = of_concern(subject.mention, review_on=SOON)
    view = does("jo", queries.subject, key=subject.mention_id)
    assert view.concern is not None and view.concern.pk == again.pk
    assert [one.pk for one, _ in view.once] == [subject.pk]


def test_who_is_of_concern_no_more_links_nobody_and_did_on_the_days_before() -> None:
    """Guards against a picture that goes on calling someone of concern, and one of a past day that never did.

    Seen to fail: with whoever was once of concern so for ever.
    """
    record = told()
    boris, dez, phone = (
        names("jo", record, thing, written=words)
        for thing, words in ((a_person("Boris", "A"), "Boris"), (a_person("Dez", "B"), "Dez"), (a_phone(), "the phone"))
    )
    before = clocks.now() - dt.timedelta(days=5)
    with clocks.at(before):
        concerns = [of_concern(one, review_on=SOON) for one in (boris, dez)]
    for person in (boris, dez):
        does("jo", commands.link, record=record, a=person, b=phone, type=LinkType.USES, role_a=Role.OF_CONCERN)
    assert len(around("jo", boris).linked_of_concern) == 1
    answers(concerns[1], proposes(concerns[1], reason="He was never there: it was his brother."))
    assert around("jo", boris).linked_of_concern == ()
    assert {node.words for node in around("jo", boris).nodes if node.of_concern} == {"Boris"}
    assert heritage_of() == {1}


def heritage_of() -> set[int]:
    return {does("jo", lambda by: queries.heritage_told(queries.concerns(by=by))).not_known}


def test_where_nobody_else_may_open_it_nobody_is_asked_and_it_stands_until_the_owner_names_a_second() -> None:
    """Guards against a proposal about something closed that waits for a second person who does not exist.

    Seen to fail: with members asked who cannot open it, and once with any member named as the second.
    """
    subject = opened()
    closes(subject.record, Lock.SILENT, owner="jo", by="jo")
    for nobody in (0, people.member("adam").principal, people.member("jo").principal):
        with pytest.raises(Incomplete, match="Choose a manager who reads it"):
            does("jo", commands.propose_end, subject=subject, reason="It has closed.", second=nobody)
    assert listed(subject)


def test_where_the_second_has_left_the_owner_names_another() -> None:
    """Guards against a proposal that waits for ever for somebody who is gone.

    Seen to fail: with the proposal that waits given back and nobody asked.
    """
    subject = opened()
    closes(subject.record, Lock.SILENT, owner="jo", by="jo")
    said: dict[str, Any] = {"subject": subject, "reason": "It has closed."}
    first = does("jo", commands.propose_end, second=people.member("alun").principal, **said)
    leave(email=Member.objects.get(key="alun").email, by=Actor.system("administering"))
    again = does("jo", commands.propose_end, second=people.member("imran").principal, **said)
    assert again.pk == first.pk
    answers(subject, again, by="imran")
    assert not listed(subject)


@pytest.mark.parametrize("agreed", [True, False])
def test_what_only_its_owner_knows_is_read_by_the_second_until_they_have_answered(agreed: bool) -> None:
    """Guards against a concern that cannot end, against one that its owner ends alone, and against a second who reads on.

    Seen to fail: with the second let in for good.
    """
    subject = opened()
    closes(subject.record, Lock.SILENT, owner="jo", by="jo")
    alun, reference = people.member("alun").principal, subject.record.reference
    ending = does("jo", commands.propose_end, subject=subject, reason="It has closed.", second=alun)
    assert does("alun", queries.concern, reference=reference).pk == subject.pk
    with pytest.raises(NotVisible):
        does("imran", queries.concern, reference=reference)
    answers(subject, ending, agreed=agreed)
    with pytest.raises(NotVisible):
        does("alun", queries.concern, reference=reference)
    assert listed(subject) is not agreed
