"""What the two pages that are opened most ask of the database: how often, and whether by an index, however much there is."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from halcyon.domain.contacts.models import Contact
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects.models import DoubtKind, Match, Mention, Same
from halcyon.kernel.letterbox.telling import Way
from tests import people
from tests.domain.subjected import does
from tests.faces.filling import page_of
from tests.faces.sitting import NOT_THE_PAGE, Seats, Sitting, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
TRIAGE = 11  # design.md 9: at most 12, with what the connection asks for itself
CONTACT = (
    17  # the sitting and its member, the journal's two lines, what stands in it, whom it is about, what is proposed
)
CONNECTED = (
    22  # and where something is proposed: which are one, what was said of them, what is doubted, closed, and of whom
)
FEW = (
    "django_session",
    "access_account",
    "partnership_",
    "notices_notice",
    "access_grant",
)  # as long with many contacts
LED_BY = """
select i.relname, a.attname, x.indpred is not null from pg_index x join pg_class i on i.oid = x.indexrelid
  join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
"""


def connected() -> Contact:
    """A contact that may name whom three others name: one of them closed by two, one judged, one doubted."""
    before = [
        people.someone_tells(f"Someone rings {who} from 07700 900142.", about=Way.FRIEND)
        for who in ("her", "him", "us")
    ]
    people.finishes(before[0], people.member("sam"), people.member("helen"))
    contact = people.someone_tells("An older man called Dez gives me lifts. He rings from 07700 900142.")
    matches = list(Match.objects.filter(other=contact.record) | Match.objects.filter(record=contact.record))
    assert len(matches) >= 3
    does("jo", subjects.judge, a=matches[0].a, b=matches[0].b, answer=Same.SAME, reason="One phone.")
    named = Mention.objects.filter(record=before[2].record, kind="phone").get()
    does("jo", subjects.doubt, mention=named, kind=DoubtKind.SUSPECTED_FALSE, why="He rang back.")
    return contact


def test_the_questions_of_triage_and_of_a_contact_are_counted(desk: Seats) -> None:
    """Seen to fail: with one table of a contact asked for by itself."""
    alone, contact, sam = people.someone_tells(about=Way.SAW), connected(), desk("sam")
    asked = [sam.statements(address) for address in ("/", page_of(alone), page_of(contact))]
    for found, most in zip(asked, (TRIAGE, CONTACT, CONNECTED), strict=True):
        assert len(found) <= most, "\n".join(sql[:200] for sql in found)


def test_what_grows_is_found_by_the_beginning_of_an_index(desk: Seats) -> None:
    """Seen to fail: without the index of concerns by child, and of alerts by contact."""
    contact, sam = connected(), desk("sam")
    with connection.cursor() as cursor:
        cursor.execute(LED_BY)
        led_by = {index: (column, partial) for index, column, partial in cursor.fetchall()}
        cursor.execute("set local enable_seqscan = off")
    for address in ("/", page_of(contact)):
        for step in plans(sam, address):
            table, index = step.get("Relation Name", ""), step.get("Index Name")
            assert step["Node Type"] != "Seq Scan" or table.startswith(FEW), (address, step)
            if index in led_by and not table.startswith(FEW):
                column, partial = led_by[index]
                assert partial or column in step.get("Index Cond", ""), (address, step)


def plans(sitting: Sitting, address: str) -> list[dict[str, Any]]:
    """How PostgreSQL would answer each question of a page: every step of every plan."""
    steps: list[dict[str, Any]] = []

    def explained(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").lower().startswith("select") and not NOT_THE_PAGE.match(sql):
            execute(f"explain (format json) {sql}", params, many, context)
            ((found,),) = context["cursor"].fetchall()
            steps.extend(_steps(found[0]["Plan"]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        assert sitting.get(address).status_code == 200
    return steps


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _steps(inner)
