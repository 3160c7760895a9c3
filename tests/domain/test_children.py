"""The child index: facts that are only ever added to, what was known on a day, and a chronology that drops nothing."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from halcyon.domain.children import commands, queries
from halcyon.domain.children.models import Child, Fact, Statement, StatementKind
from halcyon.domain.children.models import Standing as Worth
from halcyon.domain.children.rules import Answer, FactIncomplete, FactKind, Happened
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import new_record, restrict
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.letterbox.telling import Way
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db
MARCH = dt.datetime(2026, 3, 2, 10, 0, tzinfo=LONDON)
JUNE = dt.datetime(2026, 6, 2, 10, 0, tzinfo=LONDON)


@contextmanager
def at_the_desk(by: Actor, when: dt.datetime | None = None) -> Iterator[Actor]:
    with clocks.at(when or clocks.now()), as_role("desk"), transaction.atomic(), acting(by):
        yield by


def a_child(name: str = "Ellie", when: dt.datetime | None = None, **said: str) -> Child:
    with at_the_desk(people.member("sam"), when) as sam:
        return commands.add_child(team=sam.team or 0, known_as=name, by=sam, **said)


def records(child: Child, kind: FactKind, value: str = "", answer: Answer = Answer.KNOWN, when=None, **more) -> Fact:
    with at_the_desk(people.member("sam"), when) as sam:
        return commands.record_fact(child=child, kind=kind, answer=answer, value=value, by=sam, **more)


def seen(child: Child, known_on: dt.date | None = None, by: str = "sam") -> queries.ChildView:
    with at_the_desk(people.member(by)) as member:
        return queries.child(child.record.reference, by=member, known_on=known_on)


def story(child: Child, by: str = "sam", **narrowed) -> queries.Chronology:
    with at_the_desk(people.member(by)) as member:
        return queries.chronology(child, by=member, **narrowed)


def test_what_was_known_on_a_day_can_be_read_again():
    """Seen to fail: with a correction that changed the earlier row."""
    child = a_child(when=MARCH, age="14")
    first = seen(child).one(FactKind.AGE)
    records(child, FactKind.AGE, "15", when=JUNE, replaces=first.pk)
    assert seen(child).one(FactKind.AGE).value == "15"
    assert seen(child, known_on=MARCH.date()).one(FactKind.AGE).value == "14"
    assert seen(child, known_on=dt.date(2026, 6, 1)).one(FactKind.AGE).value == "14"


def test_a_fact_says_who_recorded_it_when_and_from_which_record():
    contact = people.someone_tells(about=Way.FRIEND)
    child = a_child(when=MARCH)
    records(child, FactKind.SCHOOL, "Alderbrook School", when=MARCH, source=contact.pk)
    (school,) = seen(child).of(FactKind.SCHOOL)
    assert (school.recorded_by, school.recorded_at) == (people.member("sam").principal, MARCH)
    assert seen(child).sources[school.source] == contact.record.reference


def test_not_known_is_an_answer_and_is_never_read_as_no():
    child = a_child()
    assert seen(child).one(FactKind.LEARNING_DISABILITY) is None
    records(child, FactKind.LEARNING_DISABILITY, answer=Answer.NOT_KNOWN)
    assert seen(child).one(FactKind.LEARNING_DISABILITY).answer == Answer.NOT_KNOWN
    assert seen(child).child.learning_disability is None
    standing = seen(child).one(FactKind.LEARNING_DISABILITY)
    records(child, FactKind.LEARNING_DISABILITY, answer=Answer.NO, replaces=standing.pk)
    assert seen(child).child.learning_disability is False


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (Answer.SELF_DEFINED, "White and Black Caribbean"),
        (Answer.OFFICER_DEFINED, "Any other Asian background"),
        (Answer.ASKED_REFUSED, ""),
        (Answer.NOT_YET_ASKED, ""),
    ],
)
def test_ethnicity_has_four_answers_and_they_stay_four(answer: Answer, value: str):
    child = a_child()
    records(child, FactKind.ETHNICITY, value, answer=answer)
    standing = seen(child).one(FactKind.ETHNICITY)
    assert (standing.answer, standing.value) == (answer, value)


def test_nobody_but_a_person_says_an_ethnicity():
    """Seen to fail: without the constraint. No process, match or import can put one in."""
    child = a_child()
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact(
            record=child.record, kind="ethnicity", answer="officer_defined", value="White British", recorded_by=0
        ).save(force_insert=True)


def test_every_new_child_has_no_sex_no_ethnicity_and_no_disability_until_someone_says():
    view = seen(a_child())
    for kind in (FactKind.SEX, FactKind.ETHNICITY, FactKind.DISABILITY, FactKind.NEURODIVERGENCE):
        assert view.one(kind) is None


@pytest.mark.parametrize("kind", [FactKind.NHS_NUMBER, FactKind.UPN])
def test_a_number_that_cannot_be_right_is_said_beside_its_field(kind: FactKind):
    wrong = {FactKind.NHS_NUMBER: "999 000 0027", FactKind.UPN: "A801200001001"}[kind]
    with pytest.raises(FactIncomplete) as said:
        records(a_child(), kind, wrong)
    assert said.value.field == "value"


def test_the_same_number_on_two_children_is_kept_on_both():
    """A natural key that were unique would tell one agency what another holds."""
    for name in ("Ellie", "Ella"):
        records(a_child(name), FactKind.NHS_NUMBER, "9990000026")
    assert Fact.objects.filter(kind="nhs_number", value="999 000 0026").count() == 2


def test_a_fact_that_was_wrong_is_taken_back_with_a_reason_and_stays_to_be_seen():
    child = a_child(when=MARCH)
    wrong = records(child, FactKind.OTHER_NAME, "Nell", when=MARCH)
    with at_the_desk(people.member("ruth"), JUNE) as ruth:
        with pytest.raises(FactIncomplete):
            commands.take_back(child=child, fact=wrong.pk, why=" ", by=ruth)
        commands.take_back(child=child, fact=wrong.pk, why="Another girl.", by=ruth)
        with pytest.raises(Conflict):
            commands.take_back(child=child, fact=wrong.pk, why="Again.", by=ruth)
    assert seen(child).of(FactKind.OTHER_NAME) == ()
    assert [fact.value for fact in seen(child, known_on=MARCH.date()).of(FactKind.OTHER_NAME)] == ["Nell"]
    assert "Another girl." in [fact.why for fact in seen(child).history]


def test_two_members_who_correct_the_same_fact_do_not_overwrite_each_other():
    child = a_child(age="14")
    first = seen(child).one(FactKind.AGE)
    records(child, FactKind.AGE, "15", replaces=first.pk)
    with pytest.raises(Conflict):
        records(child, FactKind.AGE, "13", replaces=first.pk)


def test_the_same_form_sent_twice_records_one_fact():
    child, key = a_child(), uuid.uuid4()
    for _ in range(2):
        records(child, FactKind.SCHOOL, "Alderbrook School", key=key)
    assert Fact.objects.filter(record=child.record, kind="school").count() == 1


def test_a_change_on_the_contacts_page_is_a_fact_too():
    child = a_child(when=MARCH, age="14")
    with at_the_desk(people.member("sam"), JUNE) as sam:
        version = queries.find(child.record.reference).record.version
        commands.change_child(
            child=child, version=version, by=sam, known_as="Ellie M", age="15", known="", under_13=False,
            learning_disability=None,
        )  # fmt: skip
    assert seen(child, known_on=MARCH.date()).one(FactKind.KNOWN_AS).value == "Ellie"
    assert (seen(child).one(FactKind.KNOWN_AS).value, seen(child).one(FactKind.AGE).value) == ("Ellie M", "15")
    assert seen(child).one(FactKind.UNDER_13).answer == Answer.NO


@pytest.mark.parametrize("table", ["children_fact", "children_happening", "children_named", "children_statement"])
def test_facts_statements_and_the_chronology_are_only_ever_added_to(table: str):
    child = a_child()
    records(child, FactKind.SCHOOL, "Alderbrook School")
    with at_the_desk(people.member("sam")) as sam:
        said = commands.record_statement(
            child=child, kind=StatementKind.VERBATIM, words="I am scared.", speaker="Ellie", by=sam
        )
        commands.name_in_statement(statement=said, child=child, start=0, end=1, by=sam)
    for change in (f"update {table} set id = gen_random_uuid()", f"delete from {table}"):
        with pytest.raises(DatabaseError, match="only ever added to|permission denied"):
            as_the_worker(change)


def as_the_worker(change: str) -> None:
    with as_role("worker"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_childs_own_words_are_never_graded_and_stay_byte_for_byte():
    """Seen to fail: without the constraint, and without ``raw``."""
    child, words = a_child(), "he  said «don’t»\n\U0001f614 "
    with at_the_desk(people.member("ruth")) as ruth:
        with pytest.raises(FactIncomplete):
            commands.record_statement(
                child=child, kind=StatementKind.VERBATIM, words=words, speaker="Ellie", standing=Worth.HUNCH, by=ruth
            )
        kept = commands.record_statement(
            child=child,
            kind=StatementKind.VERBATIM,
            words=words,
            speaker="Ellie",
            listener="Ruth, school nurse",
            by=ruth,
        )
    assert bytes(Statement.objects.get(pk=kept.pk).raw) == words.encode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement(
            record=child.record, kind="verbatim", standing="hunch", question="said", words="x", raw=b"x", said_by=1,
            position=99,
        ).save(force_insert=True)  # fmt: skip


def test_fact_account_and_hunch_are_apart_and_one_of_them_must_be_said():
    child = a_child()
    with at_the_desk(people.member("ruth")) as ruth, pytest.raises(FactIncomplete) as said:
        commands.record_statement(
            child=child, kind=StatementKind.OBSERVED, words="A blue car waits.", speaker="Ruth", by=ruth
        )
    assert said.value.field == "standing"


def test_the_past_is_never_dropped_from_the_story():
    """F15. Seen to fail: with a chronology of the last year alone."""
    child, long_ago = a_child(), clocks.now() - dt.timedelta(days=5 * 365)
    with at_the_desk(people.member("ruth")) as ruth:
        commands.add_event(
            child=child,
            kind=Happened.SCHOOL,
            at=long_ago,
            agency=ruth.agency,
            words="Moved schools in mid-year.",
            by=ruth,
        )
    assert [line.words for line in story(child).lines] == ["Moved schools in mid-year."]


def test_the_story_is_filtered_by_kind_agency_and_day_and_read_as_known_on_a_day():
    child = a_child(when=MARCH)
    for key, kind, at, when in (
        ("ruth", Happened.SCHOOL, MARCH, JUNE),
        ("jo", Happened.POLICE, JUNE, JUNE),
        ("sam", Happened.EVENT, MARCH, MARCH),
    ):
        with at_the_desk(people.member(key), when) as by:
            commands.add_event(child=child, kind=kind, at=at, agency=by.agency, words=kind.value, by=by)

    def words(**narrowed) -> list[str]:
        return [line.words for line in story(child, **narrowed).lines]

    assert words() == ["event", "school", "police"]
    assert words(kind=Happened.SCHOOL) == ["school"]
    assert words(agency=people.member("jo").agency) == ["police"]
    assert words(last=MARCH.date()) == ["event", "school"]
    assert words(first=JUNE.date()) == ["police"]
    assert words(known_on=MARCH.date()) == ["event"]
    assert story(child, kind=Happened.SCHOOL).whole == 3


def test_a_line_from_a_silent_record_is_not_there_and_from_one_to_ask_says_whom():
    """Seen to fail: with the line as a part of the child's own record."""
    child, sam = a_child(), people.member("sam")
    contact = people.someone_tells(about=Way.FRIEND)
    with at_the_desk(sam):
        commands.happened(
            record=child.record, kind=Happened.RECEIVED, at=clocks.now(), agency=sam.agency, words="A friend told us.",
            source=contact.pk, by=sam,
        )  # fmt: skip
    assert [line.source for line in story(child).lines] == [contact.record.reference]
    helen = people.member("helen")
    with at_the_desk(sam):
        restrict(record=contact.record, owner=helen.principal, lock=Lock.ASK, by=sam)
    asked = story(child)
    assert (asked.lines, [name for name, *_ in asked.asks]) == ((), [helen.name])
    assert [reference for *_, reference in asked.asks] == [contact.record.reference]
    with at_the_desk(helen):
        restrict(record=contact.record, owner=helen.principal, lock=Lock.SILENT, by=helen)
    silent = story(child)
    assert (silent.lines, silent.asks, silent.whole) == ((), (), 0)


def test_search_before_create_shows_a_name_an_age_a_school_whom_to_ask_and_nothing_more():
    child = a_child("Małgorzata Nowak", born="2011-03-04", known="Stays with an aunt.")
    with at_the_desk(people.member("carys")) as carys:
        (found,) = queries.search("malgorzata", by=carys).previews
    assert (found.known_as, found.reference) == ("Małgorzata Nowak", child.record.reference)
    assert set(vars(found)) == {"reference", "known_as", "age", "school", "ask"}


@pytest.mark.parametrize("written", ["Elly", "ELLIE", "ellie mason", "Mason", "Elliot"])
def test_a_child_is_found_by_how_a_name_looks_or_sounds(written: str):
    a_child("Ellie Mason")
    with at_the_desk(people.member("sam")) as sam:
        assert [one.known_as for one in queries.search(written, by=sam).previews] == ["Ellie Mason"]


def test_a_closed_child_is_found_as_whom_to_ask_and_a_silent_one_not_at_all():
    child, sam, helen = a_child("Ellie Mason"), people.member("sam"), people.member("helen")
    with at_the_desk(sam):
        restrict(record=child.record, owner=helen.principal, lock=Lock.ASK, by=sam)
    with at_the_desk(sam):
        found = queries.search("Ellie", by=sam)
    assert (found.previews, [name for name, _ in found.asks]) == ((), [helen.name])
    with at_the_desk(helen):
        restrict(record=child.record, owner=helen.principal, lock=Lock.SILENT, by=helen)
    with at_the_desk(sam):
        found = queries.search("Ellie", by=sam)
        assert (found.previews, found.asks, found.more) == ((), (), 0)
        with pytest.raises(NotVisible):
            queries.child(child.record.reference, by=sam)


def test_a_statement_that_names_someone_in_a_closed_record_shows_its_words_and_no_link():
    """domain.md 3.3. Seen to fail: with the link as a part of the statement's record."""
    maya, ellie = a_child("Maya"), a_child("Ellie")
    sam, helen = people.member("sam"), people.member("helen")
    with at_the_desk(sam):
        said = commands.record_statement(
            child=maya, kind=StatementKind.VERBATIM, words="He drives me and Ellie.", speaker="Maya", by=sam
        )
        commands.name_in_statement(statement=said, child=ellie, start=17, end=22, by=sam)
    assert [child.known_as for _, child in seen(maya).named] == ["Ellie"]
    with at_the_desk(sam):
        restrict(record=ellie.record, owner=helen.principal, lock=Lock.SILENT, by=sam)
    assert seen(maya).named == ()
    assert [one.words for one in seen(maya).statements] == ["He drives me and Ellie."]


def test_a_child_of_before_there_were_facts_keeps_what_was_known_of_them():
    sam = people.member("sam")
    with at_the_desk(sam, MARCH):  # as the index kept a child before it kept facts
        record = new_record(kind=RecordKind.CHILD, team=sam.team or 0, by=sam)
        child = Child(record=record, known_as="Ellie", age="14", under_13=False)
        child.save(force_insert=True)
    first = seen(child).one(FactKind.AGE)
    assert (first.value, first.recorded_at) == ("14", MARCH)
    records(child, FactKind.AGE, "15", when=JUNE, replaces=first.pk)
    assert seen(child, known_on=MARCH.date()).one(FactKind.AGE).value == "14"
    assert seen(child).one(FactKind.UNDER_13).answer == Answer.NO
    with at_the_desk(sam):
        assert [one.known_as for one in queries.search("Ellie", by=sam).previews] == ["Ellie"]
