"""One statement names several people and things: each reader learns of those whom they may see, and the words stay (3.3)."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from halcyon.domain.children import commands
from halcyon.domain.children.models import Child, Standing, Statement, StatementKind
from halcyon.domain.children.rules import FactIncomplete
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects import queries
from halcyon.domain.subjects.models import DoubtKind, Mention, MentionKind, Subject
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.rules import Lock
from tests import people
from tests.conftest import as_role
from tests.domain.subjected import a_person, closes, does, found, names, told

pytestmark = pytest.mark.django_db
WORDS = "Dez drives me and Ellie, AB12 CDE, to the hotel on Harbour Row."


def said(words: str = WORDS, kind: StatementKind = StatementKind.VERBATIM, **more: Any) -> Statement:
    sam = people.member("sam")
    child: Child = does("sam", commands.add_child, team=sam.team or 0, known_as="Maya")
    standing = None if kind == StatementKind.VERBATIM else Standing.ACCOUNT
    kept: Statement = does(
        "sam", commands.record_statement, child=child, kind=kind, words=words, speaker="Maya", standing=standing, **more
    )
    return kept


def name(statement: Statement, words: str, kind: MentionKind, by: str = "sam", **more: Any) -> Mention:
    start = statement.words.find(words)
    kept: Mention = does(
        by,
        commands.name_subject_in_statement,
        statement=statement,
        kind=kind,
        start=start,
        end=start + len(words),
        **more,
    )
    return kept


def shown(statement: Statement, by: str = "sam") -> dict[str, UUID]:
    """Whom and what a reader of the statement learns of."""
    member = people.member(by)
    with transaction.atomic(), as_role("desk"), acting(member):
        named = queries.named_by({statement.pk: statement.record_id}, by=member).get(statement.pk, ())
    return {f"{one.kind} {one.written}": one.mention for one in named}


def test_one_statement_names_several_people_and_things_and_its_words_stay() -> None:
    """Guards against a statement that can name children alone, or one name only.

    Seen to fail: with the mention not saying which statement.
    """
    kept = said()
    for words, kind in (
        ("Dez", MentionKind.PERSON),
        ("AB12 CDE", MentionKind.VEHICLE),
        ("Harbour Row", MentionKind.PLACE),
    ):
        name(kept, words, kind)
    assert set(shown(kept)) == {"person Dez", "vehicle AB12 CDE", "place Harbour Row"}
    with as_role("owner"):
        kept.refresh_from_db()
    assert bytes(kept.raw) == WORDS.encode()
    assert name(kept, "Dez", MentionKind.PERSON).pk == shown(kept)["person Dez"], "the same again adds nothing"


def test_who_may_not_read_of_people_and_things_reads_the_words_alone() -> None:
    """Guards against a name that goes further than the subject it leads to: the missing co-ordinator opens none.

    Seen to fail: with the right to read of them not asked.
    """
    kept = said()
    name(kept, "Dez", MentionKind.PERSON)
    assert shown(kept, by="carys") == {}
    assert set(shown(kept, by="ruth")) == {"person Dez"}
    closes(kept.record, Lock.SILENT)
    assert shown(kept, by="ruth") == {}


def test_what_a_statement_names_is_compared_with_everything_like_any_other_name() -> None:
    """Guards against a car that is named in a statement and matches nothing.

    Seen to fail: with the mention kept and not compared.
    """
    kept = said()
    name(kept, "AB12 CDE", MentionKind.VEHICLE)
    other = names("jo", told(), a_person("Boris", "A", vehicles=("AB12 CDE",)), written="Boris")
    assert kept.record_id in {one.other.record for one in found("jo", other.record).above}


def test_who_it_is_shows_only_to_who_may_open_both_records() -> None:
    """Guards against a closed record of concern that shows through a statement that names it."""
    kept = said()
    subject: Subject = does(
        "jo", subjects.open_subject, of=names("jo", told(), a_person("Desmond", "Harkaway"), written="Desmond"),
        why="Two girls.", considered="A notice.", review_on=clocks.today() + dt.timedelta(days=9),
        owner=people.member("jo").principal,
    )  # fmt: skip
    named = name(kept, "Dez", MentionKind.PERSON, known=subject.mention)
    view = does("ruth", queries.subject, key=named.pk)
    assert view.concern is not None and view.concern.pk == subject.pk
    closes(subject.record, Lock.SILENT, owner="jo", by="jo")
    view = does("ruth", queries.subject, key=named.pk)
    assert view.concern is None and {one.record for one in view.mentions} == {kept.record_id}
    assert set(shown(kept, by="ruth")) == {"person Dez"}


def test_what_few_read_names_nobody_and_words_that_are_not_there_neither() -> None:
    """Guards against a name that more may read than the words it stands in (0030).

    Seen to fail: with the statement's detail not asked.
    """
    view = said("Dez is grooming her, I think.", StatementKind.VIEW)
    with pytest.raises(FactIncomplete, match="Few may read"):
        name(view, "Dez", MentionKind.PERSON)
    with pytest.raises(FactIncomplete, match="do not stand"):
        does("sam", commands.name_subject_in_statement, statement=said(), kind=MentionKind.PERSON, start=3, end=900)


def test_what_is_doubted_is_shown_with_the_statement_that_says_it() -> None:
    """Guards against a name that is clean in the very words that are doubted.

    Seen to fail: with the doubts left out.
    """
    kept = said()
    named = name(kept, "Dez", MentionKind.PERSON)
    does("jo", subjects.doubt, mention=named, kind=DoubtKind.DISPROVED, why="Another man.")
    member = people.member("sam")
    with as_role("desk"), acting(member):
        (one,) = queries.named_by({kept.pk: kept.record_id}, by=member)[kept.pk]
    assert one.doubt == DoubtKind.DISPROVED
