"""A contact is about a child: the network, watches and small concerns know it, and nothing is merged by it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from halcyon.domain.children.models import Happening
from halcyon.domain.children.queries.sameness import same
from halcyon.domain.children.rules import Happened
from halcyon.domain.contacts.commands import name_child
from halcyon.domain.contacts.models import Concern, Contact
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import Judgement, LinkType, Match, Mention, Review, Status
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.letterbox.telling import Way
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import a_phone, does, names, the_worker_comes_by

pytestmark = pytest.mark.django_db


def _about(contact: Contact, key: str = "sam", **child: object) -> object:
    member = people.member(key)
    with as_role("desk"), acting(member):
        return name_child(contact=contact, by=member, **child)  # type: ignore[arg-type]


def test_two_girls_who_name_one_phone_hang_together_in_the_network_and_each_is_a_child(commit_would_hold):
    """Seen to fail: with whom a record is about judged not to be the child of the index."""
    first, second = people.someone_tells(about=Way.FRIEND), people.someone_tells(about=Way.WORK)
    for contact, child in ((first, "Maya"), (second, "Ellie")):
        _about(contact, known_as=child, age="14")
        names("sam", contact.record, a_phone())
    start = Mention.objects.filter(record=first.record).values_list("id", flat=True)
    found = does("sam", queries.network, start=list(start), as_of=clocks.now())
    girls = {node.words: node for node in found.nodes if node.child}
    assert set(girls) == {"Maya", "Ellie"}
    assert len(girls["Maya"].records) == 2  # the contact, and her own
    assert not girls["Maya"].of_concern


def test_one_phone_of_two_girls_is_shown_as_shared_and_a_doubted_link_falls_due():
    """Seen to fail: with no day on which a doubted link is looked at again."""
    contact = people.someone_tells(about=Way.FRIEND)
    _about(contact, known_as="Maya", age="14")
    _about(contact, known_as="Ellie", age="15")
    phone = names("sam", contact.record, a_phone())
    found = does("sam", queries.network, start=[phone.pk], as_of=clocks.now())
    ((shared, girls),) = found.shared
    assert shared == phone.pk
    assert len(girls) == 2
    girl = Mention.objects.get(record=contact.record, sort="concerned", written="Maya")
    link = does("sam", commands.link, record=contact.record, a=girl, b=phone, type=LinkType.USES)
    does("sam", commands.say_of_link, link=link, status=Status.SUSPECTED_FALSE, why="It is her sister's.")
    assert does("sam", queries.links_due_for_review) == []
    with clocks.at(clocks.now() + timedelta(days=28)):
        assert [said.link_id for said in does("sam", queries.links_due_for_review)] == [link.pk]


def test_whom_a_record_is_about_is_not_compared_and_joins_no_two_children():
    """Seen to fail: with whom a record is about compared like any other name."""
    for _ in range(2):
        contact = people.someone_tells(about=Way.FRIEND)
        _about(contact, known_as="A child", age="13")
        _about(contact, known_as="A child", age="13")
    with as_role("owner"):
        children = set(Concern.objects.values_list("child", flat=True))
        assert len(children) == 4
        assert Judgement.objects.count() == 4
        assert {one.sort for match in Match.objects.all() for one in (match.a, match.b)} <= {"self"}
        assert [same([child]) for child in children] == [[]] * 4


def test_small_concerns_about_one_child_from_different_doors_ask_for_a_look():
    """Seen to fail: with whom a record is about left out of what adds up."""
    child = None
    for key in ("sam", "ruth", "jo"):
        contact = people.someone_tells(about=Way.WORK)
        child = _about(contact, key, **({"child": child} if child else {"known_as": "Maya", "age": "14"}))
    the_worker_comes_by()
    with as_role("owner"):
        assert [review.rule for review in Review.objects.all()] == ["one child"]


def test_the_worker_keeps_whom_a_telling_is_about_and_may_judge_nothing_else():
    """Seen to fail: without ``only_whom_it_is_about`` in PostgreSQL."""
    contact = people.someone_tells()
    with as_role("owner"):
        (said,) = Judgement.objects.filter(by=0)
        assert {said.a.sort, said.b.sort} == {"self", "concerned"}
        other = people.someone_tells(about=Way.SAW)
    a, b = (names("sam", one.record, a_phone()) for one in (contact, other))
    first, second = sorted((a, b), key=lambda mention: mention.pk)
    merged = Judgement(
        record_id=first.record_id, other_id=second.record_id, a=first, b=second, answer="same", reason="By itself.",
        by=0, at=clocks.now(),
    )  # fmt: skip
    with pytest.raises(ProgrammingError, match="nothing is judged by itself"), transaction.atomic(), as_role("worker"):
        merged.save(force_insert=True)


def test_in_the_story_of_another_whom_a_child_told_about_it_is_not_said_that_they_told():
    """Guards against a page that says of Ellie what Maya did. Seen to fail: with one sentence for everyone concerned."""
    contact = people.someone_tells("Someone gives me lifts.")
    _about(contact, known_as="Ellie")
    concerns = Concern.objects.filter(record=contact.record).values_list("is_teller", "child")
    came = {told: Happening.objects.get(child=child, kind=Happened.RECEIVED).words for told, child in concerns}
    assert came[True].startswith("The child told us") and came[False].startswith("A child told us")
