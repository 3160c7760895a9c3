"""Persons and places of concern: the review is owed and climbs, another owner takes it over, completeness counts adults."""

import datetime as dt
from typing import Any

import pytest

from halcyon.domain.children import commands as children
from halcyon.domain.promise.escalation import escalate
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.promise.queries import recompute
from halcyon.domain.promise.rules import Duty, End, Happening
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.commands.concern import Told
from halcyon.domain.subjects.models import Answered, Mention, Review, Same, Subject
from halcyon.domain.subjects.queries.lists import Completeness
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import clocks
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.matching import Identity, Kind
from halcyon.kernel.notices.models import Notice, NoticeKind
from tests import people
from tests.conftest import as_role
from tests.domain.promised import CLOCKS, london, working
from tests.domain.subjected import a_person, closes, does, names, the_worker_comes_by, told
from tests.domain.test_subjects_watching import three_doors

pytestmark = pytest.mark.django_db
OPENED = london("2026-11-02 10:00")
REVIEW = dt.date(2026, 11, 16)
SOON = clocks.today() + dt.timedelta(days=20)


def a_place(written: str = "12 Harbour Row, Otterwick") -> Mention:
    return names("jo", told(), Identity(kind=Kind.PLACE, addresses=(written,)), written=written)


def of_concern(mention: Mention, *, owner: str = "jo", **said: Any) -> Subject:
    given = {"why": "Named by two girls.", "considered": "A warning notice.", "review_on": REVIEW} | said
    return does("jo", commands.open_subject, of=mention, owner=people.member(owner).principal, **given)


def opened(**said: Any) -> Subject:
    with clocks.at(OPENED):
        return of_concern(a_place(), **said)


def reviews(subject: Subject, *, end: str = "") -> list[Obligation]:
    with as_role("worker"):
        return list(Obligation.objects.filter(record=subject.record_id, duty=Duty.REVIEW, end=end))


def changes(subject: Subject, by: str = "jo", **said: Any) -> None:
    with as_role("owner"):
        subject = Subject.objects.select_related("record").get(pk=subject.pk)
    given = {"why": subject.why, "considered": subject.considered, "review_on": subject.review_on} | said
    does(by, commands.change_subject, subject=subject, version=subject.record.version, **given)


def rung(subject: Subject, when: str) -> list[str]:
    """Which places were rung for the review up to that moment, in order."""
    with clocks.at(london(when)), working():
        escalate(at=london(when), by=CLOCKS)
        rungs = ObligationEvent.objects.filter(record=subject.record_id, kind=Happening.ESCALATED).order_by("number")
        return [str(one.facts["place"]) for one in rungs]


def test_a_review_is_owed_by_the_end_of_its_day_and_a_late_one_climbs() -> None:
    """Guards against a review that is late on one list alone, where nobody above the owner sees it.

    Seen to fail: with nothing owed when it is opened.
    """
    subject = opened()
    (owed,) = reviews(subject)
    assert (owed.owner, owed.due_at) == (people.member("jo").principal, london("2026-11-16 17:00"))
    assert rung(subject, "2026-11-16 16:59") == []
    assert rung(subject, "2026-11-16 17:01") == ["owner"]
    assert rung(subject, "2026-11-16 21:30") == ["owner", "manager"]
    assert rung(subject, "2026-11-17 17:30") == ["owner", "manager", "strategic"]
    with as_role("worker"):
        assert recompute(subject.record_id) == []


def test_another_day_of_review_says_what_was_considered_and_owes_the_next() -> None:
    """Guards against a late review that is put off by typing another date.

    Seen to fail: with another date taken without a word.
    """
    subject = opened()
    with clocks.at(london("2026-11-18 09:00")):
        with pytest.raises(Incomplete, match="say what was considered now"):
            changes(subject, review_on=dt.date(2026, 12, 1))
        assert len(reviews(subject)) == 1
        changes(subject, review_on=dt.date(2026, 12, 1), considered="Visited: a closure order is asked for.")
    (kept,), (following,) = reviews(subject, end=End.FULFILLED), reviews(subject)
    assert kept.late(kept.ended_at or OPENED), "it ended late, and stays late"
    assert following.due_at == london("2026-12-01 17:00")


def test_what_is_corrected_without_a_review_moves_no_clock() -> None:
    """Guards against a corrected word that ends the review which is owed.

    Seen to fail: with every change taken for a review.
    """
    subject = opened()
    (before,) = reviews(subject)
    with clocks.at(OPENED + dt.timedelta(days=1)):
        changes(subject, why="Named by three girls.")
    assert [one.pk for one in reviews(subject)] == [before.pk]


@pytest.mark.parametrize("lock", [None, Lock.ASK])
def test_a_place_of_concern_is_handed_over_with_the_review_that_is_owed(lock: Lock | None) -> None:
    """Guards against a place that stays with who has left, and against a review left behind with them.

    Seen to fail: with the review left with who had it.
    """
    subject = opened()
    if lock:
        closes(subject.record, lock, owner="jo", by="jo")
    does("jo", commands.hand_over_subject, subject=subject, to=people.member("adam").principal)
    with as_role("owner"):
        subject.record.refresh_from_db()
    assert subject.record.owner == people.member("adam").principal
    (owed,) = reviews(subject)
    assert (owed.owner, owed.due_at) == (subject.record.owner, london("2026-11-16 17:00"))
    with as_role("worker"):
        assert Notice.objects.filter(kind=NoticeKind.HANDED_OVER).get().recipient == subject.record.owner
    assert does("adam", queries.concern, reference=subject.record.reference).pk == subject.pk


def test_whoever_could_not_keep_it_is_not_given_it_and_who_may_not_hand_over_does_not() -> None:
    """Guards against an owner who could not write down what they considered.

    Seen to fail: with any active member taken.
    """
    subject = opened()
    with pytest.raises(Incomplete, match="Choose someone else"):
        does("jo", commands.hand_over_subject, subject=subject, to=people.member("carys").principal)
    with pytest.raises(Refused):
        does("yusuf", commands.hand_over_subject, subject=subject, to=people.member("adam").principal)


def test_completeness_counts_adults_and_says_of_how_many_nobody_knows() -> None:
    """Guards against a share of answers that rises or falls with whom nobody asks: children, and who may be one.

    Seen to fail: with a child of the index counted by what the form says.
    """
    irish = Told("Irish", Answered.SELF_DEFINED)
    of_concern(names("jo", told(), a_person("Boris", "A")), adult=True, ethnicity=irish, review_on=SOON)
    of_concern(names("jo", told(), a_person("Dez", "B")), review_on=SOON)
    of_concern(a_place(), review_on=SOON)
    young = of_concern(names("jo", told(), a_person("Kai", "C")), adult=True, review_on=SOON)
    found = heritage()
    assert {(one.answer, one.number, one.of) for one in found.told if one.question == "ethnicity" and one.number} == {
        ("as they say themselves", 1, 2),
        ("not yet asked", 1, 2),
    }
    assert found.not_known == 1
    is_a_child(young)
    found = heritage()
    assert {one.of for one in found.told} == {1}
    assert found.not_known == 1


def heritage() -> Completeness:
    return does("jo", lambda by: queries.heritage_told(queries.concerns(by=by)))


def is_a_child(subject: Subject) -> None:
    """A member learns that whoever is of concern is a child of the index."""
    sam = people.member("sam")
    child = does("sam", children.add_child, team=sam.team or 0, known_as="Kai")
    with as_role("owner"):
        own = Mention.objects.get(record=child.record, sort="self")
    does("sam", commands.judge, a=own, b=subject.mention, answer=Same.SAME, reason="The same boy.")


def test_who_is_said_to_be_no_adult_is_never_of_concern() -> None:
    """Guards against a child who is made a person of concern by answering that they are no adult.

    Seen to fail: with only the index asked, and with what turns out to be a child drawn as of concern.
    """
    with pytest.raises(Incomplete, match="never a person of concern"):
        of_concern(names("jo", told(), a_person("Kai", "C")), adult=False, review_on=SOON)
    subject = of_concern(names("jo", told(), a_person("Lee", "D")), review_on=SOON)
    changes(subject, adult=False)
    assert heritage().not_known == 0
    shown = does("jo", queries.network, start=[subject.mention_id], as_of=clocks.now())
    assert [node.of_concern for node in shown.nodes if node.words == "someone"] == [False]


def test_what_small_concerns_add_up_to_is_owed_its_review_until_it_is_answered() -> None:
    """Guards against facts that add up, are late to be looked at, and ring nobody."""
    three_doors()
    the_worker_comes_by()
    with as_role("owner"):
        raised = Review.objects.select_related("record").get()
    with as_role("worker"):
        owed = Obligation.objects.get(record=raised.record, duty=Duty.REVIEW)
    assert (owed.due_at, owed.owner, owed.end) == (raised.due_at, raised.record.team, "")
    does("alun", commands.answer_review, review=raised, outcome="A strategy discussion is called.")
    with as_role("worker"):
        assert Obligation.objects.get(pk=owed.pk).end == End.FULFILLED
