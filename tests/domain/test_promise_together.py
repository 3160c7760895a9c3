"""Two at the same moment: two members, two workers, each with a connection of their own, committing for real."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from halcyon.domain.promise import commands, queries, rules
from halcyon.domain.promise.escalation import escalate
from halcyon.domain.promise.models import Obligation, ObligationEvent
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel.clocks import at
from halcyon.kernel.notices.models import Notice
from halcyon.kernel.notices.sending import send_due
from tests.databases import FreshDatabase
from tests.domain.promised import CLOCKS, actor, at_the_desk, fulfils, london, owes, someone_tells, working
from tests.together import at_once, connected

SEVERAL = 4


@pytest.fixture(autouse=True)
def _connected(fresh_database: FreshDatabase, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), connected(fresh_database):
        yield


def test_two_members_end_the_same_thing_and_one_of_them_hears_that_it_has_ended(fresh_database: FreshDatabase) -> None:
    """Seen to fail with the row read without holding it: both were told that they had ended it."""
    told = someone_tells()
    sam, nia = actor("sam"), actor("nia")
    answers = at_once(
        fresh_database,
        *(partial(fulfils, told.decide, by=who, when="2026-11-18 12:00") for who in (sam, nia) * 2),
    )
    ended = [answer for answer in answers if isinstance(answer, Obligation)]
    assert len(ended) == 1
    assert sum(isinstance(answer, rules.AlreadyEnded) for answer in answers) == 3
    with transaction.atomic(), working():
        assert ObligationEvent.objects.filter(obligation=told.decide.pk, kind="fulfilled").count() == 1
        assert queries.recompute(told.record.pk) == []


def test_two_who_owe_the_same_at_the_same_moment_owe_it_once(fresh_database: FreshDatabase) -> None:
    told = someone_tells()
    child = uuid4()
    answers = at_once(
        fresh_database,
        *[lambda: owes(told, Duty.TELL_BACK, OwedTo.CHILD, "2026-11-18 12:00", child=child)] * SEVERAL,
    )
    assert len({answer.pk for answer in answers}) == 1


def test_several_workers_ring_each_rung_once(fresh_database: FreshDatabase) -> None:
    told = [someone_tells("2026-11-22 21:40", danger=True) for _ in range(5)]

    def strikes() -> int:
        moment = london("2026-11-22 21:46")
        with at(moment):
            return escalate(at=moment, by=CLOCKS).rung

    assert sum(at_once(fresh_database, *[strikes] * SEVERAL)) == 2 * len(told)
    with transaction.atomic(), working():
        assert Notice.objects.count() == 2 * len(told)
        assert all(queries.recompute(one.record.pk) == [] for one in told)


def test_several_workers_send_each_notice_once(fresh_database: FreshDatabase, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for number in range(6):
        someone_tells(london("2026-11-22 21:40") + timedelta(seconds=number), danger=True)
    with at(london("2026-11-22 21:50")):
        escalate(at=london("2026-11-22 21:50"), by=CLOCKS)

        def sends() -> int:
            with at(london("2026-11-22 21:51")):
                return send_due(by=CLOCKS).sent

        at_once(fresh_database, *[sends] * SEVERAL)
    with transaction.atomic(), working():
        assert set(Notice.objects.values_list("attempts", flat=True)) == {1}
        assert not Notice.objects.filter(sent_at=None).exists()


def test_a_hand_over_and_an_end_leave_one_history(fresh_database: FreshDatabase) -> None:
    told, sam, nia = someone_tells(), actor("sam"), actor("nia")

    def hands_over() -> None:
        with at_the_desk(sam):
            commands.hand_over(obligation=told.decide, to=nia.principal, by=sam)

    at_once(fresh_database, hands_over, lambda: fulfils(told.decide, by=nia, when="2026-11-18 12:00"))
    with transaction.atomic(), working():
        assert queries.recompute(told.record.pk) == []
        held = Obligation.objects.get(pk=told.decide.pk)
        kinds = list(ObligationEvent.objects.filter(obligation=held).order_by("number").values_list("kind", flat=True))
    assert held.end == "fulfilled"
    assert kinds in (["opened", "fulfilled"], ["opened", "owner_changed", "fulfilled"])
