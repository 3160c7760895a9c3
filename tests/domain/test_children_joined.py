"""Two records, one child: joined by a judgement, shown together, parted again exactly. Nothing is rewritten, nothing moves."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, StatementKind
from halcyon.domain.children.rules import Answer, FactIncomplete, FactKind, Happened
from halcyon.domain.contacts.around_child import around
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.commands import restrict
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role
from tests.domain.test_children import a_child, at_the_desk, records, seen, story

pytestmark = pytest.mark.django_db


def joined(one: Child, other: Child, reason: str = "The same school and birthday.") -> Any:
    with at_the_desk(people.member("ruth")) as ruth:
        return commands.join(child=one, other=other, reason=reason, by=ruth)


def parted(judgement: Any, reason: str = "Twins.") -> None:
    with at_the_desk(people.member("sam")) as sam:
        commands.part(judgement=judgement, reason=reason, by=sam)


def shown(children: list[Child]) -> list[object]:
    """Everything that any query shows of these children."""
    with at_the_desk(people.member("sam")) as sam:
        found: list[object] = []
        for child in children:
            view = queries.child(child.record.reference, by=sam)
            found += [
                [vars(fact) | {"_state": None} for fact in view.history],
                [fact.pk for fact in view.facts],
                [one.pk for one in view.statements],
                [one.pk for one in view.owed],
                [(other.pk, [fact.pk for fact in facts]) for other, facts in view.joined],
                queries.chronology(child, by=sam),
                queries.search(child.known_as, by=sam),
                around([child.pk]),
                view.record.version,
            ]
    return found


def test_who_is_one_child_is_shown_together_and_each_record_stays_itself():
    ellie, nell = a_child("Ellie Mason"), a_child("Nell")
    records(nell, FactKind.SCHOOL, "Alderbrook School")
    with at_the_desk(people.member("ruth")) as ruth:
        commands.add_event(
            child=nell, kind=Happened.SCHOOL, at=clocks.now() - dt.timedelta(days=900), agency=ruth.agency,
            words="Seen by the nurse.", by=ruth,
        )  # fmt: skip
    joined(ellie, nell)
    view = seen(ellie)
    assert [other.known_as for other, _ in view.joined] == ["Nell"]
    assert "Alderbrook School" in [fact.value for fact in view.joined[0][1]]
    assert "Alderbrook School" not in [fact.value for fact in view.facts]
    assert "Seen by the nurse." in [line.words for line in story(ellie).lines]
    assert [other.known_as for other, _ in seen(nell).joined] == ["Ellie Mason"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([FactKind.SCHOOL, FactKind.OTHER_NAME, FactKind.MUST_NOT_KNOW])),
        max_size=4,
    ),
    already=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=2),
    pair=st.sampled_from([(0, 1), (1, 2), (2, 0)]),
    times=st.integers(1, 2),
)
def test_joining_and_parting_is_as_if_nothing_had_been(facts, already, pair, times):
    """Seen to fail: with a line of the chronology written at joining."""
    with transaction.atomic(), as_role("worker"):
        children = [a_child(name) for name in ("Ellie Mason", "Elly Mason", "Nell")]
        for number, (which, kind) in enumerate(facts):
            records(children[which], kind, f"Something {number}")
        for a, b in already:
            if a != b:
                joined(children[a], children[b], "Said before.")
        before = shown(children)
        for _ in range(times):
            parted(joined(children[pair[0]], children[pair[1]], "Said now."))
            assert shown(children) == before
        transaction.set_rollback(True)


def test_a_join_needs_a_reason_and_a_second_parting_is_a_conflict():
    ellie, nell = a_child("Ellie"), a_child("Nell")
    with pytest.raises(FactIncomplete):
        joined(ellie, nell, " ")
    with pytest.raises(FactIncomplete):
        joined(ellie, ellie)
    judgement = joined(ellie, nell)
    parted(judgement)
    with pytest.raises(Conflict):
        parted(judgement)
    with at_the_desk(people.member("sam")) as sam:
        assert queries.find(ellie.record.reference, by=sam)
        (kept,) = queries.joins(ellie)
    assert (kept.judgement.reason, kept.ended) == ("The same school and birthday.", "Twins.")


def test_a_join_with_a_silent_record_does_not_exist_for_who_may_not_see_it():
    ellie, nell, helen = a_child("Ellie"), a_child("Nell"), people.member("helen")
    joined(ellie, nell)
    before = shown([a_child("Another")])
    assert before
    with at_the_desk(people.member("sam")) as sam:
        restrict(record=nell.record, owner=helen.principal, lock=Lock.SILENT, by=sam)
    assert seen(ellie).joined == ()
    with at_the_desk(people.member("sam")):
        assert queries.joins(ellie) == ()
    assert "Nell" not in str(story(ellie))


def test_who_must_not_know_of_one_record_is_minded_on_the_other():
    ellie, nell = a_child("Ellie"), a_child("Nell")
    records(nell, FactKind.MUST_NOT_KNOW, "Her stepbrother")
    joined(ellie, nell)
    with at_the_desk(people.member("sam")):
        assert [hush.words for hush in around([ellie.pk]).hushes] == ["Her stepbrother"]


def test_a_child_without_a_name_is_matched_with_nobody():
    """“The child who told us” is no name: two of them are not alike."""
    from halcyon.domain.subjects.models import Match

    people.someone_tells()
    people.someone_tells()
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select count(*) from subjects.key")
        assert cursor.fetchone() == (0,)
        assert not Match.objects.exists()


def test_what_is_compared_of_a_child_is_never_an_ethnicity():
    from halcyon.domain.subjects.models import Mention

    child = a_child("Ellie", born="2011-03-04")
    records(child, FactKind.ETHNICITY, "White: Roma", answer=Answer.SELF_DEFINED)
    with at_the_desk(people.member("sam")), acting(people.member("sam")):
        found = [mention.identity for mention in Mention.objects.filter(record=child.record)]
    assert found and "Roma" not in str(found) and StatementKind.VERBATIM
