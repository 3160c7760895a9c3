"""Every way of typing a reference or a key leaves the same look; what answers *ask* says whom to ask, also there."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse

from halcyon.domain.children import commands as children
from halcyon.domain.children.models import Child, Statement, StatementKind
from halcyon.domain.subjects.models import Match
from halcyon.kernel.access.commands import keep_looks
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.domain.subjected import COMPARING, a_phone, closes, does, names, the_worker_comes_by, told
from tests.faces.filling import fill
from tests.faces.sitting import Seats, Sitting, desk, read
from tests.written import traces

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
NO_KEY = "3f0c2f6e-5a55-4b53-9a87-0c9f6f3f1a11"
Way = Callable[[Sitting, str], HttpResponse]


def a_child(name: str = "Maya") -> Child:
    sam = people.member("sam")
    child: Child = does("sam", children.add_child, team=sam.team or 0, known_as=name)
    return child


def said(child: Child) -> str:
    words: Statement = does(
        "sam", children.record_statement, child=child, kind=StatementKind.VERBATIM, speaker="Maya",
        words="Dez drives me and Ellie.",
    )  # fmt: skip
    return f"/children/{child.record.reference}/said/{words.pk}/names/"


def looks() -> int:
    """How many looks there are, once the worker came by."""
    keep_looks(by=COMPARING)
    count = Look.objects.count()
    assert {looker for (looker,) in Look.objects.values_list("looked_by")} <= {people.member("sam").principal}
    return count


def test_a_key_in_an_address_that_leads_to_what_is_closed_is_a_look_and_says_whom_to_ask(desk: Seats) -> None:
    """Guards against a page whose key somebody kept, and whose owner never hears that they came back.

    Seen to fail: with the keys of an address left out of what was asked for.
    """
    old, new = names("ruth", told(), a_phone()), names("sam", told(), a_phone())
    the_worker_comes_by()
    match, sam = Match.objects.get(), desk("sam")
    ways = [
        f"/subjects/{old.pk}/",
        f"/subjects/{new.pk}/way/?to={old.pk}",
        f"/subjects/matches/{new.record.reference}/{match.pk}/",
    ]
    nothing = read(sam.get(f"/subjects/{NO_KEY}/"))
    closes(old.record, Lock.SILENT)
    for number, way in enumerate(ways, 1):
        assert read(sam.get(way)) == nothing
        assert looks() == number, way
    with traces() as met:
        sam.get(ways[0])
    with traces() as missed:
        sam.get(f"/subjects/{NO_KEY}/")
    assert (met.statements, met.rows) == (missed.statements, missed.rows)
    closes(old.record, Lock.ASK, by="helen")
    for way in ways:
        page = sam.get(way)
        assert "Ask Helen Marchbanks" in read(page) and f'value="{old.record.reference}"' in page.content.decode()


def test_a_reference_typed_into_a_form_that_leads_to_what_is_closed_is_a_look_and_says_whom_to_ask(desk: Seats) -> None:
    """Guards against forms that try references without anybody hearing of it: where a fact is known from, whom words name.

    Seen to fail: with a sentence beside the field and nothing else.
    """
    maya, hidden, sam = a_child(), a_child("Ellie"), desk("sam")
    address = said(maya)
    ways: list[Way] = [
        lambda seat, tried: fill(seat, f"/children/{maya.record.reference}/facts/school/", value="A", source=tried),
        lambda seat, tried: fill(seat, address, words="Ellie", kind="child", reference=tried),
        lambda seat, tried: fill(seat, address, words="Dez", kind="person", reference=tried),
    ]
    closes(hidden.record, Lock.SILENT)
    for number, way in enumerate(ways, 1):
        assert _plain(way(sam, hidden.record.reference)) == _plain(way(sam, "2222-2222"))
        assert looks() == number
    closes(hidden.record, Lock.ASK, by="helen")
    for way in ways:
        assert "Ask Helen Marchbanks" in read(way(sam, hidden.record.reference))


def _plain(page: HttpResponse) -> str:
    assert page.status_code == 200
    return re.sub(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", "", read(page))
