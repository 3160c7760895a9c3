"""What stands in a record comes in one question, as whole as table by table, and only for whoever may see it."""

from datetime import timedelta
from typing import Any

import pytest

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts import commands
from halcyon.domain.contacts.commands.deciding import TellChild
from halcyon.domain.contacts.models import Contact
from halcyon.domain.contacts.queries import SHOWN
from halcyon.domain.contacts.rules import Outcome
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.parts import Parts
from halcyon.kernel.letterbox.telling import Way
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db
TABLES = (Record, *SHOWN)


def a_contact() -> Contact:
    """One with a row in every table that its page shows."""
    contact = people.someone_tells('  "don\'t tell" \\x41 😟\n', about=Way.FRIEND)
    sam, jo = people.member("sam"), people.member("jo")
    with as_role("desk"), acting(sam):
        tomorrow = clocks.now() + timedelta(days=1)
        said: dict[str, Any] = {"contact": contact, "by": sam}
        child = commands.name_child(known_as="Ellie", **said)
        commands.tell_teller(how="in_person", words="We are looking at it.", **said)
        commands.add_action(decision=None, what="Ring the school.", agency=sam.agency, due_at=tomorrow, **said)
        decision = commands.decide(
            child=child, outcomes=[Outcome.H], reasons="What the school says.", answers=people.EVERY_ANSWER,
            tell_child=TellChild("not_safe", why="He reads her phone."), **said,
        )  # fmt: skip
        for left in Obligation.objects.filter(record=contact.record, end="").exclude(duty=Duty.DECIDE):
            commands.ask_waiver(obligation=left, reason="They asked us not to.", **said)
        with acting(jo):
            commands.agree(contact=contact, decision=decision, by=jo)
    return contact


def values(row: object) -> list[object]:
    found = [getattr(row, field.attname) for field in row._meta.concrete_fields]  # type: ignore[attr-defined]
    return [bytes(one) if isinstance(one, memoryview) else one for one in found]


def test_every_row_is_the_same_as_when_its_table_is_asked() -> None:
    """Seen to fail: with bytes left as they stand in JSON, and with times left as text."""
    contact, sam = a_contact(), people.member("sam")
    with as_role("desk"), acting(sam):
        parts = Parts([contact.pk], *TABLES)
        for table in TABLES:
            whose = {"pk": contact.pk} if table is Record else {"record": contact.pk}
            asked = table.objects.filter(**whose).order_by("pk")
            assert [values(row) for row in parts.of(table, by="pk")] == [values(row) for row in asked]
            assert asked, f"{table.__name__} has no row to compare"


def test_nothing_comes_of_a_record_that_is_not_theirs() -> None:
    contact = people.someone_tells()
    for key, sees in (("sam", True), ("owen", False)):
        with as_role("desk"), acting(people.member(key)):
            parts = Parts([contact.pk], Record, Statement, Obligation)
            assert [bool(parts.of(table, by="pk")) for table in (Record, Statement, Obligation)] == [sees] * 3
