"""The past is never dropped: what a child's page and story show as known on a day is what they showed on that day (F15)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Standing, StatementKind
from halcyon.domain.children.queries.story import end_of
from halcyon.domain.children.rules import Answer, FactKind, Happened
from halcyon.domain.contacts import commands as contacts
from halcyon.domain.contacts.around_child import around
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.letterbox.telling import Way
from tests import people
from tests.conftest import as_role

FIRST = dt.datetime(2026, 3, 2, 10, 0, tzinfo=clocks.LONDON)
STEPS = ("fact", "correct", "take back", "event", "statement", "telling", "contact", "join", "part", "hush", "nothing")


class World:
    """A child, another who may be the same, and what members do to them, one step a day."""

    def __init__(self) -> None:
        with clocks.at(FIRST):
            self.child, self.other = (
                self.does(commands.add_child, team=self.team, known_as=name) for name in ("Wren", "Ren")
            )
        self.judged: list[Any] = []
        self.unnamed: list[Any] = []

    @property
    def team(self) -> int:
        return people.member("sam").team or 0

    def does(self, act: Callable[..., Any], **said: Any) -> Any:
        sam = people.member("sam")
        with transaction.atomic(), as_role("desk"), acting(sam):
            return act(by=sam, **said)

    def knows(self, kind: FactKind, value: str, **more: Any) -> Any:
        return self.does(commands.record_fact, child=self.child, kind=kind, answer=Answer.KNOWN, value=value, **more)

    def shown(self, known_on: dt.date | None = None) -> dict[str, Any]:
        """Everything that page and story show that is of one day."""

        def read(by: Any) -> dict[str, Any]:
            view = queries.child(self.child.record.reference, by=by, known_on=known_on)
            others = [other for other, _ in view.joined]
            told = queries.chronology(view.child, by=by, known_on=known_on, joined=others)
            near = around(view.ids, known_on=end_of(known_on) if known_on else None)
            return {
                "facts": [fact.pk for fact in view.facts],
                "statements": [one.pk for one in view.statements],
                "owed": [one.pk for one in view.owed],
                "joined": [(other.pk, [fact.pk for fact in facts]) for other, facts in view.joined],
                "story": [(line.at, line.kind, line.words, line.source) for line in told.lines],
                "hushes": [hush.id for hush in near.hushes],
                "contacts": [contact.pk for contact in near.contacts],
            }

        return self.does(lambda by: read(by))

    def tells(self) -> Any:
        return people.someone_tells(about=Way.FRIEND, must_not_know="her uncle")

    def step(self, what: str) -> None:
        """One thing that a member does; what has nothing to act on does nothing."""
        schools = self.does(lambda by: queries.child(self.child.record.reference, by=by)).of(FactKind.SCHOOL)
        if what == "fact":
            self.knows(FactKind.SCHOOL, "Alderbrook School")
        elif what == "correct" and schools:
            self.knows(FactKind.SCHOOL, "Threebecks", replaces=schools[0].pk)
        elif what == "take back" and schools:
            self.does(commands.take_back, child=self.child, fact=schools[0].pk, why="Another child.")
        elif what == "event":
            self.does(
                commands.add_event, child=self.child, kind=Happened.SCHOOL, at=FIRST - dt.timedelta(days=400),
                agency=None, words="Moved schools.",
            )  # fmt: skip
        elif what == "statement":
            self.does(
                commands.record_statement, child=self.child, kind=StatementKind.OBSERVED, words="A blue car waits.",
                speaker="A neighbour", standing=Standing.ACCOUNT,
            )  # fmt: skip
        elif what == "telling":
            self.unnamed.append(self.tells())
        elif what == "contact":
            contact = self.unnamed.pop(0) if self.unnamed else self.tells()
            self.does(contacts.name_child, contact=contact, child=self.child)
        elif what == "join":
            self.judged.append(self.does(commands.join, child=self.child, other=self.other, reason="One birthday."))
        elif what == "part" and self.judged:
            self.does(commands.part, judgement=self.judged.pop(), reason="Twins.")
        elif what == "hush":
            self.knows(FactKind.MUST_NOT_KNOW, "her stepfather")


@pytest.mark.django_db
@settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=5))
def test_as_known_on_a_day_is_what_was_shown_on_that_day(steps: list[str]) -> None:
    """Seen to fail: with joins as they are today, and with contacts by the day they came."""
    with transaction.atomic():
        world, shown = World(), []
        for number, what in enumerate([*steps, "telling", "join", "contact", "part", "take back"], start=1):
            with clocks.at(FIRST + dt.timedelta(days=number)):
                world.step(what)
                shown.append((clocks.today(), world.shown()))
        with clocks.at(FIRST + dt.timedelta(days=60)):
            for day, then in shown:
                assert world.shown(known_on=day) == then, day
        transaction.set_rollback(True)
