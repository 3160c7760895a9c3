"""Judgements: three answers with a reason, taken back exactly; subjects are what stands judged the same, for whoever asks."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halcyon.domain.subjects import commands, queries, rules, sameness
from halcyon.domain.subjects.models import Judgement, Mention, Same
from halcyon.domain.subjects.rules import Incomplete, Said
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import a_person, a_phone, closes, does, names, told

START = datetime(2026, 3, 1, tzinfo=UTC)
NODES = [UUID(int=number) for number in range(8)]
ACTS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from(list(Same))), max_size=25)


def _said(acts: list[tuple[UUID, UUID, Same]]) -> list[Said]:
    return [
        Said(*sorted((a, b)), answer, START + timedelta(minutes=place), UUID(int=1000 + place))
        for place, (a, b, answer) in enumerate(acts)
        if a != b
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ACTS, st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from(list(Same))), max_size=12)
)
def test_to_judge_and_to_take_back_is_exactly_nothing(
    before: list[tuple[UUID, UUID, Same]], more: list[tuple[UUID, UUID, Same]]
):
    """Seen to fail: with a judgement overwriting the earlier one of its pair instead of standing beside it."""
    standing = _said(before)
    added = _said([*before, *more])[len(standing) :]
    after = [one for one in (*standing, *added) if one not in added]
    assert rules.subjects(NODES, after) == rules.subjects(NODES, standing)
    assert rules.holding(after) == rules.holding(standing)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS, st.randoms())
def test_the_order_in_which_judgements_are_read_changes_nothing(acts: list[tuple[UUID, UUID, Same]], chance: object):
    """Seen to fail: with judgements taken as they were read, not by their time."""
    said = _said(acts)
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rules.subjects(NODES, shuffled) == rules.subjects(NODES, said)


def _judges(key: str, a: Mention, b: Mention, answer: Same, reason: str = "Seen together.") -> Judgement:
    return does(key, commands.judge, a=a, b=b, answer=answer, reason=reason)


def _takes_back(key: str, judgement: Judgement) -> None:
    does(key, commands.take_back, judgement=judgement, reason="It was a mistake.")


def _subject(key: str, mention: Mention) -> set[UUID]:
    with as_role("desk"), acting(people.member(key)):
        return sameness.subject_of(mention.pk)


@pytest.mark.django_db
def test_merging_is_judging_and_unmerging_restores_exactly_what_was(commit_would_hold):
    """Seen to fail: with a judgement that was taken back still joining."""
    one, two, three = (names("sam", told(), a_person()) for _ in range(3))
    before = [_subject("sam", each) for each in (one, two, three)]
    first = _judges("sam", one, two, Same.SAME)
    second = _judges("nia", two, three, Same.SAME)
    assert _subject("sam", one) == {one.pk, two.pk, three.pk}
    _takes_back("sam", first)
    assert _subject("sam", one) == {one.pk}
    assert _subject("sam", three) == {two.pk, three.pk}
    _takes_back("nia", second)
    assert [_subject("sam", each) for each in (one, two, three)] == before
    with pytest.raises(Conflict):
        _takes_back("nia", second)
    commit_would_hold()


@pytest.mark.django_db
def test_who_thinks_otherwise_is_heard_and_taking_it_back_lets_the_first_stand_again():
    """Seen to fail: with the first judgement of a pair in force, not the latest."""
    one, two = (names("sam", told(), a_person()) for _ in range(2))
    _judges("sam", one, two, Same.SAME)
    other = _judges("nia", one, two, Same.NOT_SAME)
    assert _subject("sam", one) == {one.pk}
    _takes_back("nia", other)
    assert _subject("sam", one) == {one.pk, two.pk}


@pytest.mark.django_db
def test_a_join_through_a_hidden_record_does_not_exist_for_who_may_not_see_it():
    """Seen to fail: with the guard of judgements made that of a plain part."""
    one, hidden, three = (names("sam", told(), a_person()) for _ in range(3))
    _judges("sam", one, hidden, Same.SAME)
    _judges("sam", hidden, three, Same.SAME)
    closes(hidden.record, Lock.SILENT)
    assert _subject("sam", one) == {one.pk}
    assert _subject("helen", hidden) >= {hidden.pk}
    with as_role("desk"), acting(people.member("sam")):
        assert not Judgement.objects.exclude(by=0).exists()


@pytest.mark.django_db
def test_an_answer_needs_a_reason_and_two_of_one_sort():
    """Seen to fail: without the question, PostgreSQL alone refused, and not in a sentence."""
    person, phone = names("sam", told(), a_person()), names("sam", told(), a_phone())
    with pytest.raises(Incomplete):
        _judges("sam", person, phone, Same.SAME)
    with pytest.raises(Incomplete):
        _judges("sam", person, names("sam", told(), a_person()), Same.SAME, reason="  ")


@pytest.mark.django_db
def test_an_answer_pressed_twice_is_one_answer():
    """Seen to fail: with each press written down."""
    one, two = (names("sam", told(), a_person()) for _ in range(2))
    assert _judges("sam", one, two, Same.UNSURE).pk == _judges("sam", two, one, Same.UNSURE).pk


@pytest.mark.django_db
def test_the_order_of_saves_does_not_change_the_matches():
    """Every order of four saves proposes the same pairs with the same weights. Seen to fail: without the ordered pair."""
    things = [
        a_phone("07700 900142"), a_phone("0770 0900142"), a_phone("07700 900143"),
        a_person("Katarzyna", "Wolska", born="2009-05-04"), a_person("Kasia", "Wolska", born="2009-04-05"),
    ]  # fmt: skip
    seen = set()
    for order in itertools.islice(itertools.permutations(range(5)), 0, 120, 17):
        with transaction.atomic():
            made = {place: names("sam", told(), things[place]) for place in order}
            back = {mention.pk: place for place, mention in made.items()}
            pairs = {
                (frozenset({back[one.mine.mention], back[one.other.mention]}), one.weight, one.above)
                for mention in made.values()
                for one in _shown(mention)
            }
            transaction.set_rollback(True)  # each order begins with nothing saved
        assert pairs
        seen.add(frozenset(pairs))
    assert len(seen) == 1


def _shown(mention: Mention) -> list[queries.Proposal]:
    member = people.member("sam")
    with as_role("desk"), acting(member):
        found = queries.matches(mention.record, by=member)
    return [*found.above, *found.others]
