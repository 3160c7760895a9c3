"""Who searches for a child whose record is silent learns nothing, and its owner learns who looked."""

import pytest

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child
from halcyon.domain.children.queries import Found, finding
from halcyon.domain.children.rules import Answer, FactKind
from halcyon.kernel.access.commands import keep_looks
from halcyon.kernel.access.models import Look
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.domain.subjected import COMPARING, closes, does
from tests.written import traces

pytestmark = pytest.mark.django_db


def a_child(lock: Lock) -> Child:
    """A child of the index whom only Helen may see."""
    nia = people.member("nia")
    child: Child = does("nia", commands.add_child, team=nia.team or 0, known_as="Wren Alder")
    number = {"kind": FactKind.NHS_NUMBER, "answer": Answer.KNOWN, "value": "999 000 0026"}
    does("nia", commands.record_fact, child=child, **number)
    closes(child.record, lock)
    return child


def looks_for(words: str, key: str = "sam") -> Found:
    found: Found = does(key, lambda by: queries.search(words, by=by))
    return found


@pytest.mark.parametrize(
    ("words", "met"),
    [("Wren Alder", 1), ("alder, WREN", 1), ("9990000026", 1), ("reference", 1), ("Wren", 0), ("Wren Maple", 0)],
)
def test_who_types_the_whole_name_the_number_or_the_reference_is_told_to_its_owner(words: str, met: int) -> None:
    """Guards against an officer who looks for a child by name and of whom nobody learns; a first name alone is everybody's.

    Seen to fail: with a number and a reference meeting nothing.
    """
    child = a_child(Lock.SILENT)
    found = looks_for(child.record.reference if words == "reference" else words)
    assert (found.previews, found.asks) == ((), ())
    assert keep_looks(by=COMPARING) == met
    if met:
        look = Look.objects.get()
        assert (look.looked_by, look.record_id) == (people.member("sam").principal, child.pk)


def test_the_owner_who_looks_is_nobody_who_looked_and_whom_to_ask_is_said_of_a_reference_too() -> None:
    """Guards against a mail to Helen about Helen, and a reference that says less than a name.

    Seen to fail: with whoever may open it noted as well.
    """
    closed = a_child(Lock.ASK)
    for words in ("Wren Alder", closed.record.reference):
        assert [name for name, _ in looks_for(words).asks] == ["Helen Marchbanks"]
    assert len(looks_for("Wren Alder", "helen").previews) == 1
    closes(closed.record, Lock.SILENT, by="helen")
    assert len(looks_for("Wren Alder", "helen").previews) == 1
    assert keep_looks(by=COMPARING) == 0


def test_a_search_that_meets_a_silent_child_asks_and_writes_what_a_search_that_meets_nothing_does() -> None:
    """Guards against a row, or a question, that tells who counts them what the page does not say.

    Seen to fail: with a row only where something was met.
    """
    a_child(Lock.SILENT)
    shapes = []
    for words in ("Wren Alder", "Robin Maple"):
        with traces() as asked:
            looks_for(words)
        shapes.append(asked)
    assert shapes[0] == shapes[1]
    assert shapes[0].rows["access.looked"] == (1, 0, 0)


def test_who_asks_too_often_is_named_nobody_and_what_they_may_see_is_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Guards against somebody who tries name after name to learn which children are known; and against a limit that lets a
    child be added twice. The owner of a silent one learns who looked, however often.

    Seen to fail: with the limit of the search box alone.
    """
    monkeypatch.setattr(finding, "ASKS_AN_HOUR", 2)
    a_child(Lock.ASK)
    does("nia", commands.add_child, team=people.member("nia").team or 0, known_as="Robin Maple")
    for _ in range(3):
        first = looks_for("Wren Alder")
        assert ([name for name, _ in first.asks], first.often) == (["Helen Marchbanks"], False)
    often = looks_for("Wren Alder")
    assert (often.asks, often.often, often.says) == ((), True, True)
    assert [one.known_as for one in looks_for("Robin Maple").previews] == ["Robin Maple"]
    assert looks_for("Wren Alder", "kate").asks, "the limit is each member's own"
