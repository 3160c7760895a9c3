"""The network around what members have said is not the same; and ways, readings and days that must agree with it."""

from datetime import timedelta

import pytest

from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import LinkType, Mention, Same
from halcyon.kernel import clocks
from tests.domain.subjected import a_person, a_phone, does, names, told
from tests.domain.test_subjects_network import around
from tests.faces.sitting import lines_written

pytestmark = pytest.mark.django_db
LATER = timedelta(days=5)


def two_with_one_phone() -> tuple[Mention, Mention]:
    """The phones of two people in two records: the very same number, which may be one phone or two."""
    phones = []
    for name in ("Amber", "Boris"):
        record = told()
        names("jo", record, a_person(name, f"{name[::-1]}son"), written=name)
        phones.append(names("jo", record, a_phone()))
    return phones[0], phones[1]


def judges(answer: Same) -> None:
    a, b = Mention.objects.filter(kind="phone").order_by("pk")
    does("jo", commands.judge, a=a, b=b, answer=answer, reason="The number was given to somebody else.")


def drawn(start: Mention, **said: object) -> tuple[set[str], set[str]]:
    shown = around("jo", start, **said)
    return {node.words for node in shown.nodes}, {line.status for line in shown.lines if line.sort == "match"}


def test_whom_members_said_is_another_is_no_neighbour_and_was_one_until_they_said_so() -> None:
    """Guards against a stranger who stands in the picture because a number was once his.

    Seen to fail: with every candidate above the line a neighbour for ever.
    """
    before = clocks.now() - LATER
    with clocks.at(before):
        mine, theirs = two_with_one_phone()
    assert drawn(mine) == ({"Amber", "Boris", "07700 900142"}, {"not judged"})
    assert does("jo", queries.path, a=mine.pk, b=theirs.pk, as_of=clocks.now())
    judges(Same.NOT_SAME)
    assert drawn(mine) == ({"Amber", "07700 900142"}, set())
    assert does("jo", queries.path, a=mine.pk, b=theirs.pk, as_of=clocks.now()) == []
    assert drawn(mine, as_of=before + timedelta(days=1))[0] == {"Amber", "Boris", "07700 900142"}


def test_whoever_is_not_sure_leaves_both_in_the_picture_and_the_line_says_so() -> None:
    """Guards against two who hang together by nothing that is drawn.

    Seen to fail: with a line drawn only where nobody had judged.
    """
    mine, _ = two_with_one_phone()
    judges(Same.UNSURE)
    assert drawn(mine) == ({"Amber", "Boris", "07700 900142"}, {"judged: not sure"})


def test_a_way_of_a_past_day_goes_through_nothing_that_was_said_later() -> None:
    """Guards against a way whose ends are those of a day, and whose middle is of today.

    Seen to fail: with the middle of a way taken from today.
    """
    before = clocks.now() - LATER
    with clocks.at(before):
        first, second = told(), told()
        amber, phone = names("jo", first, a_person("Amber", "One"), written="Amber"), names("jo", first, a_phone())
        other = names("jo", second, a_phone("07700 900777"))
        boris = names("jo", second, a_person("Boris", "Two"), written="Boris")
    does("jo", commands.judge, a=phone, b=other, answer=Same.SAME, reason="One phone with two cards.")
    assert does("jo", queries.path, a=amber.pk, b=boris.pk, as_of=clocks.now())
    assert does("jo", queries.path, a=amber.pk, b=boris.pk, as_of=before + timedelta(days=1)) == []


def test_what_is_read_of_a_name_a_link_a_judgement_or_a_way_is_written_down() -> None:
    """Guards against a form that shows what a record says and leaves no line of who read it.

    Seen to fail: with a judgement read unwritten.
    """
    mine, theirs = two_with_one_phone()
    amber = Mention.objects.get(written="Amber")
    judged = does("jo", commands.judge, a=mine, b=theirs, answer=Same.UNSURE, reason="Perhaps.")
    link = does("jo", commands.link, record=mine.record, a=amber, b=mine, type=LinkType.USES)
    for read, said in (
        (queries.mention, {"key": amber.pk}), (queries.judgement, {"key": judged.pk}), (queries.link, {"key": link.pk}),
        (queries.path, {"a": mine.pk, "b": theirs.pk, "as_of": clocks.now()}),
    ):  # fmt: skip
        with lines_written() as lines:
            does("jo", read, **said)
        assert {kind for kind, _, _ in lines} == {"read"}, read.__name__
