"""What a room gives to be searched is kept with its record, replaced when it is saved again, and seen by whom the record is."""

import uuid

import pytest
from django.db import connection

from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.search import Entry, index
from halcyon.kernel.search.models import IndexedEntry
from tests.conftest import as_role
from tests.people import OPENING, member

pytestmark = pytest.mark.django_db


def kept(*entries: Entry, by: Actor = OPENING, record: Record | None = None) -> Record:
    """A record of the team with these entries, through a command as a room would."""

    @command(needs=Permission.RECEIVE)
    def keep(*, by: Actor) -> Record:
        found = record or new_record(kind=RecordKind.CONTACT, team=partnership.own_team().pk, by=by)
        index(record=found, entries=entries, by=by)
        return found

    return keep(by=by)


def said(words: str, source: uuid.UUID | None = None, **about: object) -> Entry:
    return Entry(source=source or uuid.uuid4(), kind="telling", words=words, at=now(), **about)  # type: ignore[arg-type]


def test_an_entry_is_seen_by_those_who_see_its_record_and_by_no_one_else(commit_would_hold) -> None:
    record = kept(said("A white van waits at the gate."))
    commit_would_hold()
    stranger = Actor.member(principal=5, name="No one here", roles=frozenset(), agency=6, team=7)
    with as_role("desk"), acting(member("sam")):
        assert IndexedEntry.objects.filter(record=record).count() == 1
    with as_role("desk"), acting(stranger):
        assert not IndexedEntry.objects.exists()


def test_saving_a_source_again_replaces_what_is_searched_of_it(commit_would_hold) -> None:
    source = uuid.uuid4()
    record = kept(said("red " * 60_000, source))
    assert IndexedEntry.objects.filter(record=record).exclude(words="").count() == 3
    kept(said("green", source), record=record)
    commit_would_hold()
    assert [entry.words for entry in IndexedEntry.objects.filter(record=record).exclude(words="")] == ["green"]


def test_words_of_any_sort_and_length_are_kept() -> None:
    for words in (
        "",
        "😀" * 20_000,
        "ł'\\ <b>&:*|!()",
        "x" * 250_000,
        "\u202eabc\u0301",
        "a@b.c 07700 900142 AB12 CDE",
    ):
        kept(said(words, names=("Zoë O'Neil-Łuczak", "ali محمد", "'"), codes=("", "+44 7700 900142", "x" * 500)))


@pytest.mark.parametrize("role", ["door"])
def test_the_door_reaches_nothing_of_the_search(role: str) -> None:
    from django.db import ProgrammingError, transaction

    with as_role(role), connection.cursor() as cursor:
        for reach in ("select from search_entry", "select search.not_yet()", "select from journal.term"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(reach)
