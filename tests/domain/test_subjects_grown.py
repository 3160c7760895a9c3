"""Who is a child by what is written of them: until the day of the eighteenth birthday, however it is written."""

from datetime import date, timedelta

import pytest

from halcyon.domain.subjects import queries, rules
from halcyon.domain.subjects.models import Mention
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import clocks
from tests.domain.subjected import a_person, does, names, told
from tests.domain.test_subjects_network import around, of_concern

TODAY = date(2026, 11, 22)
CHILDREN = (
    "2008-11-23", "23/11/2008", "23 Nov 2008", "2008-12", "12/2008", "2008-11", "2008", "1 Jan 2015", "20081130",
)  # fmt: skip
GROWN = ("2008-11-22", "22.11.2008", "2008-10", "2007", "1988-04-03", "03/04/88")


@pytest.mark.parametrize(("born", "child"), [*((one, True) for one in CHILDREN), *((one, False) for one in GROWN)])
def test_a_child_is_one_until_the_birthday_and_where_it_is_not_known_whole_until_the_last_day_it_can_be(
    born: str, child: bool
) -> None:
    """Guards against a girl of seventeen who is called an adult from the first of January on, or for the way a date is written.

    Seen to fail: with the first day of the year or month taken for a birthday.
    """
    assert rules.is_child({"born": born}, said_on=TODAY, today=TODAY) is child


@pytest.mark.parametrize(
    ("age", "years", "child"),
    [("17", 0, True), ("17", 1, False), ("about 15", 2, True), ("15-16", 3, False), ("40", 0, False), ("", 0, False)],
)
def test_an_age_counts_from_the_day_it_was_said(age: str, years: int, child: bool) -> None:
    """Guards against a man who stays the boy of seventeen that a record once called him, and a boy whose age is in words.

    Seen to fail: with an age standing still.
    """
    said_on = TODAY.replace(year=TODAY.year - years)
    assert rules.is_child({"age": age}, said_on=said_on, today=TODAY) is child


@pytest.mark.django_db
def test_a_girl_of_seventeen_is_never_of_concern_and_a_man_whose_age_was_said_years_ago_may_be() -> None:
    """Guards against a year that is taken for a birthday, and an age that is copied as if it were said today.

    Seen to fail: with the age of years ago copied as if it were said today.
    """
    birthday = clocks.today() + timedelta(days=9)
    born = birthday.replace(year=birthday.year - 18)
    with pytest.raises(Incomplete, match="never a person of concern"):
        of_concern(names("jo", told(), a_person("Mia", "Young", born=born.isoformat())))
    record = told()
    with clocks.at(clocks.now() - timedelta(days=366)):
        dez: Mention = names("jo", record, a_person("Dez", "Old", age="17"), written="Dez")
        assert around("jo", dez).nodes[0].child
    of_concern(dez)
    (node,) = around("jo", dez).nodes
    assert node.of_concern and not node.child
    assert not does("jo", queries.subject, key=dez.pk).child
