"""What each role reads of a child's record (domain.md 3.2, decision 0030): PostgreSQL decides, the page only shows it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, Happening, Standing, Statement, StatementKind
from halcyon.domain.children.rules import Answer, FactKind, Happened
from halcyon.kernel import clocks, search
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.roles import READS, ROLES, Role
from halcyon.kernel.access.rules import Detail
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db

CARE, HEALTH, SHORT, POLICE, STORY = (
    "canary views",
    "canary health",
    "canary in short",
    "canary police",
    "canary school",
)
PLAN, MISSING = "canary stepfather", "canary missing"
EVERYTHING = {CARE, HEALTH, SHORT, POLICE, STORY, PLAN, MISSING}
READ = {
    "sam": EVERYTHING - {HEALTH},  # social worker: full, health in short
    "alun": EVERYTHING - {HEALTH},  # team manager
    "ruth": EVERYTHING - {CARE, POLICE},  # nurse: health in full
    "jo": EVERYTHING - {CARE, HEALTH, SHORT},  # intelligence officer: summary and events
    "adam": EVERYTHING - {CARE, HEALTH, SHORT},  # police officer
    "carys": {PLAN, MISSING},  # missing co-ordinator: missing and safety plan
}
"""Everyone here writes nothing below: whoever recorded something reads it too."""


def a_child() -> Child:
    """A child of whom each agency recorded something, none of it by those who read below."""
    nia, kate, imran = people.member("nia"), people.member("kate"), people.member("imran")
    with as_role("desk"), acting(nia):
        child = commands.add_child(team=nia.team or 0, known_as="Wren Alder", by=nia)
        for kind, words, by in (
            (Happened.HEALTH, HEALTH, imran), (Happened.POLICE, POLICE, kate), (Happened.SCHOOL, STORY, nia),
            (Happened.MISSING, MISSING, kate),
        ):  # fmt: skip
            commands.add_event(child=child, kind=kind, at=clocks.now(), agency=by.agency, words=words, by=by)
        for kind, words in ((FactKind.HEALTH_SUMMARY, SHORT), (FactKind.MUST_NOT_KNOW, PLAN)):
            commands.record_fact(child=child, kind=kind, answer=Answer.KNOWN, value=words, by=imran)
        says(child, CARE, StatementKind.VIEW, by="nia")
    return child


def says(child: Child, words: str, kind: StatementKind, *, by: str, **said: bool) -> Statement:
    member = people.member(by)
    with as_role("desk"), acting(member):
        return commands.record_statement(
            child=child, kind=kind, words=words, speaker="Someone", by=member,
            standing=None if kind == StatementKind.VERBATIM else Standing.ACCOUNT, **said,
        )  # fmt: skip


def on_page(child: Child, key: str) -> str:
    member = people.member(key)
    with transaction.atomic(), as_role("desk"), acting(member):
        view = queries.child(child.record.reference, by=member)
        return " ".join([*(fact.value for fact in view.history), *(one.words for one in view.statements)])


def in_story(child: Child, key: str) -> str:
    member = people.member(key)
    with transaction.atomic(), as_role("desk"), acting(member):
        return " ".join(line.words for line in queries.chronology(child, by=member).lines)


def in_search(child: Child, key: str) -> str:
    member, found = people.member(key), []
    with transaction.atomic(), as_role("desk"), acting(member):
        for words in sorted(EVERYTHING):
            hits = search.find(f'"{words}"', by=member).hits
            found += [words for hit in hits if hit.record == child.pk]
    return " ".join(found)


def in_the_tables(child: Child, key: str) -> str:
    """What a query that forgot every filter would give."""
    with transaction.atomic(), as_role("desk"), acting(people.member(key)), connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(words, ' ') from (select words from children_happening union all"
            " select words from children_statement union all select value from children_fact union all"
            " select words from search_entry union all select array_to_string(keys, ' ') from search_entry) every"
        )
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("key", READ)
def test_each_role_reads_its_part_of_the_record_wherever_it_looks(key: str) -> None:
    """Page, story, search and the bare tables. Seen to fail: with the guard of details taken from ``database.guard``, and
    with the search's own predicate without it."""
    child, hidden = a_child(), EVERYTHING - READ[key]
    assert {words for words in EVERYTHING if words in on_page(child, key) + in_story(child, key)} == READ[key]
    for looked in (in_search, in_the_tables):
        shown = looked(child, key)
        assert [words for words in hidden if words in shown] == [], looked.__name__
        assert [words for words in READ[key] - {PLAN} if words not in shown] == [], looked.__name__


def test_who_recorded_something_reads_it_whatever_their_role() -> None:
    child, adam = a_child(), people.member("adam")
    with as_role("desk"), acting(adam):
        commands.add_event(
            child=child, kind=Happened.HEALTH, at=clocks.now(), agency=adam.agency, words="canary hospital", by=adam
        )
    says(child, "canary bruise", StatementKind.OBSERVED, by="adam", health=True)
    assert "canary hospital" in in_story(child, "adam") and "canary bruise" in on_page(child, "adam")
    for other in ("jo", "sam"):
        assert "canary hospital" not in in_story(child, other) and "canary bruise" not in on_page(child, other)
    assert "canary hospital" in in_story(child, "ruth") and "canary bruise" in on_page(child, "ruth")


def test_what_the_child_wants_is_read_by_everyone_who_opens_the_page() -> None:
    child = a_child()
    says(child, "canary wish", StatementKind.VERBATIM, by="nia", question="wants")
    says(child, "canary words", StatementKind.VERBATIM, by="nia")
    assert all("canary wish" in on_page(child, key) for key in READ)
    assert [key for key in READ if "canary words" not in on_page(child, key)] == ["carys"]


def test_a_line_of_the_story_is_read_by_whoever_reads_what_it_is_about() -> None:
    """The line of a statement or a fact says it once more: it must not say it to more people."""
    child = a_child()
    says(child, "canary bruise", StatementKind.OBSERVED, by="ruth", health=True)
    assert "canary bruise" not in in_story(child, "sam") and CARE not in in_story(child, "adam")
    assert SHORT not in in_story(child, "adam")


@pytest.mark.parametrize("kind", ["health", "police"])
def test_postgresql_keeps_no_line_of_health_or_police_that_everyone_would_read(kind: str) -> None:
    """Seen to fail: without the constraint."""
    child = a_child()
    with pytest.raises(IntegrityError), transaction.atomic():
        Happening(
            record=child.record, child=child.pk, kind=kind, at=clocks.now(), words="x", recorded_by=1, detail=""
        ).save(force_insert=True)


def test_a_fact_of_health_that_is_corrected_is_found_no_more_and_stays_in_the_record() -> None:
    child, ruth = a_child(), people.member("ruth")
    with as_role("desk"), acting(ruth):
        before = commands.record_fact(
            child=child, kind=FactKind.HEALTH, answer=Answer.KNOWN, value="canary asthma", by=ruth
        )
        commands.take_back(child=child, fact=before.pk, why="Another child.", by=ruth)
        assert not search.find("canary asthma", by=ruth).hits
    assert "canary asthma" in on_page(child, "ruth") and "canary asthma" not in on_page(child, "sam")


def test_what_was_not_searched_is_said_and_whom_to_ask_whatever_there_is() -> None:
    child, adam = a_child(), people.member("adam")
    with as_role("desk"), acting(adam):
        said = " ".join(search.find("canary", by=adam).not_searched)
        asked = {(one.detail, one.ask) for one in queries.withheld(child, by=adam)}
    assert "health in full" in said and "police detail" not in said
    assert (Detail.HEALTH, "Ruth Adebanjo") in asked and Detail.POLICE not in {detail for detail, _ in asked}


def test_nobody_who_may_not_open_a_child_reads_any_detail() -> None:
    assert {role for role in Role if READS.get(role)} <= {role for role in Role if Permission.READ_CHILD in ROLES[role]}


def test_a_detail_cannot_be_made_readable_afterwards() -> None:
    a_child()

    with pytest.raises(DatabaseError, match="permission denied"):
        _as_the_desk("update children_happening set detail = ''")


def _as_the_desk(change: str) -> None:
    with transaction.atomic(), as_role("desk"), acting(people.member("adam")), connection.cursor() as cursor:
        cursor.execute(change)
