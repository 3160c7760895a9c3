"""What is suspected false or disproved is shown wherever the name is, and counts for nothing unless a member says why."""

from datetime import timedelta

import pytest

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import DoubtKind, Link, LinkType, Mention, Role, Same, Status
from halcyon.kernel import clocks
from tests.domain.subjected import a_person, a_phone, does, names, told
from tests.domain.test_subjects_network import around, of_concern

pytestmark = pytest.mark.django_db


def two_who_share_a_phone() -> tuple[Mention, Mention, Mention]:
    """Two people of concern, each linked to one phone in one record."""
    record = told()
    boris, dez, phone = (
        names("jo", record, thing, written=words)
        for thing, words in ((a_person("Boris", "A"), "Boris"), (a_person("Dez", "B"), "Dez"), (a_phone(), "the phone"))
    )
    for person in (boris, dez):
        does("jo", commands.link, record=record, a=person, b=phone, type=LinkType.USES, role_a=Role.OF_CONCERN)
        of_concern(person)
    return boris, dez, phone


def says(mention: Mention, kind: DoubtKind, why: str = "The caller rang back.") -> None:
    does("jo", commands.doubt, mention=mention, kind=kind, why=why)


@pytest.mark.parametrize("kind", [DoubtKind.SUSPECTED_FALSE, DoubtKind.DISPROVED])
@pytest.mark.parametrize("whose", ["a person", "the phone"])
def test_what_hangs_on_a_doubted_mention_links_no_two_people_of_concern(kind: DoubtKind, whose: str) -> None:
    """Guards against a count of what a record says while somebody doubts that it is true."""
    boris, dez, phone = two_who_share_a_phone()
    assert len(around("jo", boris).linked_of_concern) == 1
    says(phone if whose == "the phone" else dez, kind)
    shown = around("jo", boris)
    assert shown.linked_of_concern == ()
    against = [line for line in shown.lines if line.sort == "link" and not line.counts]
    assert len(against) == (2 if whose == "the phone" else 1)
    assert all(f"what the record says of an end is {kind.label}" in line.status for line in against)
    assert [link.counts for link in does("jo", queries.subject, key=dez.pk).links] == [False]


def test_a_doubted_mention_counts_again_when_a_member_says_why_or_doubts_it_no_more() -> None:
    """Guards against a doubt that nobody could answer, and one that is hidden once it counts."""
    boris, dez, _ = two_who_share_a_phone()
    for lifted in (DoubtKind.COUNTS, DoubtKind.LIFTED):
        says(dez, DoubtKind.SUSPECTED_FALSE)
        assert around("jo", boris).linked_of_concern == ()
        says(dez, lifted, "Two others say so.")
        assert len(around("jo", boris).linked_of_concern) == 1
        doubts = {node.words: node.doubt for node in around("jo", boris).nodes}
        assert doubts["Dez"] == (DoubtKind.COUNTS if lifted == DoubtKind.COUNTS else None), "it is shown all the same"


def test_a_link_that_counts_all_the_same_still_hangs_on_ends_that_nobody_doubts() -> None:
    """Guards against one reason that stands for two doubts."""
    boris, dez, phone = two_who_share_a_phone()
    link = next(one for one in does("jo", queries.subject, key=dez.pk).links)
    found = Link.objects.get(pk=link.id)
    does("jo", commands.say_of_link, link=found, status=Status.DISPROVED, why="Kept.", counts_anyway=True)
    assert len(around("jo", boris).linked_of_concern) == 1
    says(phone, DoubtKind.DISPROVED)
    assert around("jo", boris).linked_of_concern == ()


def test_two_records_that_name_both_count_as_long_as_one_of_them_is_not_doubted() -> None:
    """Guards against a line *named together* that stands on what is doubted in every record that makes it."""
    first, second = told(), told()
    boris, phone = names("jo", first, a_person("Boris", "A"), written="Boris"), names("jo", first, a_phone())
    other, again = names("jo", second, a_person("Boris", "A"), written="Boris"), names("jo", second, a_phone())
    for a, b in ((boris, other), (phone, again)):
        does("jo", commands.judge, a=a, b=b, answer=Same.SAME, reason="The very same.")

    def together() -> list[bool]:
        return [line.counts for line in around("jo", boris).lines if line.sort == "record"]

    assert together() == [True]
    says(boris, DoubtKind.DISPROVED)
    assert together() == [True]
    says(again, DoubtKind.SUSPECTED_FALSE)
    assert together() == [False]


def test_what_counted_on_a_day_is_read_again_as_it_counted_then() -> None:
    """Guards against a doubt of today that reaches back into the picture of a past day."""
    with clocks.at(clocks.now() - timedelta(days=10)):
        boris, dez, _ = two_who_share_a_phone()
    then = clocks.now() - timedelta(days=5)
    says(dez, DoubtKind.DISPROVED)
    assert len(around("jo", boris, as_of=then).linked_of_concern) == 1
    assert around("jo", boris).linked_of_concern == ()
