"""What a role does not read of a child is asked for and shared as a closed record is: one ask, one answer, one clock (0035)."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from halcyon.domain.children import queries as children
from halcyon.domain.children.models import Child
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, End
from halcyon.domain.sharing import commands, queries
from halcyon.domain.sharing.models import Ask
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.commands import end_grant, grant
from halcyon.kernel.access.models import Grant
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Detail
from tests import people
from tests.conftest import as_role
from tests.domain.promised import london
from tests.domain.test_children_rights import (
    CARE,
    HEALTH,
    POLICE,
    STORY,
    a_child,
    in_search,
    in_story,
    in_the_tables,
    on_page,
)

pytestmark = pytest.mark.django_db


def does(key: str, act: Any, **said: Any) -> Any:
    member = people.member(key)
    with transaction.atomic(), as_role("desk"), acting(member):
        return act(by=member, **said)


def asks(child: Child, detail: Detail = Detail.HEALTH, key: str = "adam") -> Ask:
    return does(key, commands.ask_detail, child=child, detail=detail, why="")


def answers(asked: Ask, key: str = "ruth", *, shared: bool = True, **more: Any) -> None:
    does(key, commands.answer_ask, asked=asked, shared=shared, reason="He must know of the asthma.", **more)


def reads(child: Child, key: str = "adam") -> str:
    """Everything that a member reads of a child wherever they look."""
    return " ".join(look(child, key) for look in (on_page, in_story, in_search, in_the_tables))


def test_one_press_asks_whoever_keeps_it_and_the_answer_is_owed_within_a_working_day() -> None:
    """Guards against an ask without a clock."""
    with clocks.at(london("2026-11-18 10:00")):
        child = a_child()
        asked = asks(child)
        assert asks(child).pk == asked.pk, "asked again while it waits it is the same ask"
        assert does("adam", queries.open_details, reference=child.record.reference) == {
            "health": london("2026-11-19 17:00")
        }
    with as_role("worker"):
        (owed,) = Obligation.objects.filter(record=asked.record, duty=Duty.REPLY, end="")
    assert (owed.owner, owed.due_at) == (people.member("ruth").principal, london("2026-11-19 17:00"))


def test_what_is_shared_is_read_wherever_it_stands_by_who_asked_until_its_last_day() -> None:
    """Guards against a right that the page grants and the search does not, or the other way round; and one without an end."""
    child = a_child()
    asked = asks(child)
    assert HEALTH not in reads(child)
    answers(asked, until=clocks.today() + dt.timedelta(days=300))
    for look in (in_story, in_search, in_the_tables):
        assert HEALTH in look(child, "adam"), look.__name__
    assert CARE not in reads(child), "nothing but what was shared"
    assert HEALTH not in reads(child, "jo"), "with nobody but who asked"
    assert Detail.HEALTH not in {one.detail for one in does("adam", children.withheld, child=child)}
    with as_role("owner"):
        given = Grant.objects.get(detail="health")
    does("ruth", end_grant, given=given)
    assert HEALTH not in reads(child)


def test_it_is_shared_of_one_child_alone() -> None:
    """Guards against an answer about one child that opens every child's health."""
    child, other = a_child(), a_child()
    answers(asks(child))
    assert HEALTH in in_story(child, "adam")
    assert HEALTH not in in_story(other, "adam")
    assert HEALTH not in in_search(other, "adam")


def test_a_line_that_stands_in_another_record_is_shared_with_the_childs_story() -> None:
    """Guards against a story that is shared but for what other records say of the child."""
    child = a_child()
    answers(asks(child, Detail.STORY, key="carys"), key="nia")
    assert STORY in in_story(child, "carys")
    assert POLICE not in in_story(child, "carys")


def test_a_no_is_kept_with_its_reason_and_shares_nothing() -> None:
    """Guards against a refusal that leaves no trace, or an ask that can never be made again."""
    child = a_child()
    asked = asks(child)
    answers(asked, shared=False)
    assert HEALTH not in reads(child)
    with as_role("worker"):
        assert Obligation.objects.get(record=asked.record, duty=Duty.REPLY).end == End.FULFILLED
    (mine,) = does("adam", queries.asks).by_me
    assert (mine.detail, mine.shared, mine.reason) == ("health", False, "He must know of the asthma.")
    assert asks(child).pk != asked.pk


def test_nobody_shares_what_they_do_not_read_whatever_the_screen_says() -> None:
    """Guards against a grant of health by who may not read it, through the command and past it."""
    child = a_child()
    asked = asks(child)
    with pytest.raises(NotVisible):
        answers(asked, key="sam")
    with pytest.raises(DatabaseError, match="shared by who reads it"):
        does("adam", grant, record=child.record, to=people.member("adam").principal, reason="Mine.", detail="health")
    assert HEALTH not in reads(child)


def test_a_detail_that_is_shared_opens_no_record() -> None:
    """Guards against a grant of a detail that counts as a grant of the record."""
    child = a_child()
    answers(asks(child), until=clocks.today() + dt.timedelta(days=300))
    adam = people.member("adam")
    with transaction.atomic(), as_role("desk"), acting(adam), connection.cursor() as cursor:
        cursor.execute("select access.granted_now()")
        assert cursor.fetchone()[0] == []
    with as_role("owner"):
        child.record.refresh_from_db()
        with connection.cursor() as cursor:
            cursor.execute("select audience from access_record where id = %s", [child.pk])
            assert adam.principal not in cursor.fetchone()[0]


def test_what_one_reads_already_or_nobody_keeps_is_not_asked_for() -> None:
    """Guards against an ask that nobody can answer."""
    child = a_child()
    with pytest.raises(NotVisible):
        asks(child, Detail.POLICE)
