"""Who told us stands in the source register and nowhere else; a child's own words are never graded."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from halcyon.domain.children.models import Statement
from halcyon.domain.intelligence import commands, rules
from halcyon.domain.intelligence.models import Item, Original, Sanitised
from halcyon.domain.intelligence.things import Thing
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.matching import Identity, Kind, Name
from halcyon.kernel.sources.commands import open_source
from halcyon.kernel.sources.identifying import shows
from tests import people
from tests.conftest import as_role
from tests.domain.informing import at_the_desk, graded, grades, item_of, sanitises, sees, sends

pytestmark = pytest.mark.django_db
CANARY = "Quillona Vexworthy"
SOURCE = {"name": CANARY, "contact": "07700 900733", "identifying": "the baker's wife, number 9 Larch Row"}
WORDS = "Tom Kelly meets girls behind the bakery on Fridays."


def every_text() -> str:
    """Every value of every text column of the database, as one text."""
    found = []
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "select table_schema, table_name, column_name from information_schema.columns "
            "where table_schema not in ('pg_catalog', 'information_schema') "
            "and data_type in ('text', 'character varying', 'jsonb', 'bytea')"
        )
        for schema, table, column in cursor.fetchall():
            cursor.execute(f'select "{column}"::text from "{schema}"."{table}"')
            found += [str(value) for (value,) in cursor.fetchall() if value]
    return "\n".join(found)


def test_who_told_us_is_in_no_table_but_sealed_and_in_no_log(caplog: pytest.LogCaptureFixture):
    """Seen to fail: with the source's name added to the report's others_told."""
    caplog.set_level("DEBUG")
    report = sends("owen", WORDS, source=SOURCE)
    item = item_of(report)
    grades(item)
    sanitises(item, "A man meets children behind a shop.")
    with pytest.raises(rules.NamesTheSource):
        sanitises(item, f"{CANARY} saw it.")
    everything = every_text() + caplog.text
    for secret in (CANARY, "Quillona", "Vexworthy", "900733", "Larch Row", CANARY.encode().hex()):
        assert secret not in everything, secret
    assert WORDS in everything
    with as_role("desk"):
        assert open_source(record_id=report.pk, reason="To ring back.", by=people.member("jo"))["name"] == CANARY
    for key in ("sam", "ruth", "yusuf"):
        with as_role("desk"), pytest.raises(Exception, match=r"nothing here|does not let you"):
            open_source(record_id=report.pk, reason="I would like to know.", by=people.member(key))


@pytest.mark.parametrize(
    "words",
    [
        "Quillona said that he waits there.",
        "VEXWORTHY says so.",
        "Ring 07700-900 733 about it.",
        "It was seen from number 9  Larch Row.",
        "The baker's wife saw it.",
    ],
)
def test_nothing_is_sanitised_that_would_show_who_told_us_and_the_answer_does_not_say_by_what(words):
    item = item_of(sends("owen", WORDS, source=SOURCE))
    with pytest.raises(rules.NamesTheSource) as refused:
        sanitises(item, words)
    assert not any(part in str(refused.value) for part in ("Quillona", "Vexworthy", "900", "Larch", "baker"))
    with as_role("owner"):
        assert not Sanitised.objects.filter(record=item.record).exists()


def test_a_first_name_that_the_source_shares_with_someone_who_is_named_is_no_hindrance():
    tom = Thing(Identity(kind=Kind.PERSON, names=(Name(whole="Tom Kelly"),)), "Tom Kelly")
    item = item_of(sends("owen", WORDS, source={"name": "Tom Hurst"}, things=(tom,)))
    sanitises(item, "Tom Kelly meets girls behind a shop.")
    with pytest.raises(rules.NamesTheSource):
        sanitises(item, "Tom said that Tom Kelly meets girls.")


def test_whoever_sent_it_is_not_named_in_what_is_shared_either():
    item = item_of(sends("owen"))
    with pytest.raises(rules.NamesTheSource):
        sanitises(item, "Owen Tulliver saw a silver car.")


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("words", {"words": f"{CANARY} told me that he waits there."}),
        ("others_told", {"others_told": f"{CANARY} told the police too."}),
        ("reason", {"grade": graded("2E", reason=f"{CANARY} was not sure.")}),
    ],
)
def test_a_report_that_names_its_source_beside_the_register_is_not_taken(field, about):
    with pytest.raises(rules.NamesTheSource) as refused:
        sends("owen", source=SOURCE, **about)
    assert refused.value.field == field


def test_naming_who_told_us_as_somebody_of_concern_is_refused_afterwards_too():
    report = sends("owen", WORDS, source=SOURCE)
    item, owen = item_of(report), people.member("owen")
    thing = Thing(Identity(names=(Name(whole=CANARY),)), CANARY)
    with at_the_desk(owen), pytest.raises(rules.NamesTheSource):
        commands.name(report=report, item=item.pk, thing=thing, by=owen)


def test_a_text_is_compared_without_case_accents_and_spacing():
    assert shows("malgorzata zielinska", {"name": "Małgorzata Zielińska"})
    assert not shows("A woman told us.", {"name": "Małgorzata Zielińska", "contact": "07700 900733"})
    assert not shows("He was seen with the others.", {"name": "Mr The"})


def a_childs_words() -> Statement:
    contact = people.someone_tells("Dez says I am his girlfriend and he gives me presents.")
    with as_role("owner"):
        return Statement.objects.get(record=contact.record, question="words")


def test_a_childs_own_words_are_never_graded():
    """Seen to fail: with the check taken from ``submit``, PostgreSQL refused the grading by itself."""
    statement = a_childs_words()
    for words in (statement.words, f"She said:  {statement.words.upper()}"):
        with pytest.raises(rules.ChildsOwnWords):
            sends("sam", words, statement=statement.pk)


def test_what_follows_from_a_childs_words_is_graded_and_the_way_back_to_them_is_kept():
    statement = a_childs_words()
    report = sends("sam", "A man called Dez gives a child presents.", statement=statement.pk)
    assert report.statement == statement.pk
    grades(item_of(report), "1C")
    with as_role("owner"):
        assert Statement.objects.get(pk=statement.pk).words == statement.words


def test_postgresql_refuses_to_grade_a_childs_own_words_whoever_asks(monkeypatch: pytest.MonkeyPatch):
    """Seen to fail: without the never_a_childs_words trigger the grading stood."""
    from halcyon.domain.intelligence.commands import submitting

    statement = a_childs_words()
    monkeypatch.setattr(submitting, "_check_statement", lambda key, pieces: None)
    with pytest.raises(IntegrityError, match="never graded"), transaction.atomic():
        sends("sam", f"She says: {statement.words}", statement=statement.pk)


def test_nobody_derives_from_a_statement_that_they_cannot_see():
    statement = a_childs_words()
    with pytest.raises(NotVisible):
        sends("owen", "A man gives a child presents.", statement=statement.pk)


def test_every_table_of_the_room_is_only_ever_added_to():
    room = apps.get_app_config("intelligence")
    assert [model.__name__ for model in room.get_models() if not getattr(model, "append_only", False)] == []
    item = item_of(sends())
    assert sees("jo", Item, pk=item.pk) == 1
    with as_role("owner"), pytest.raises(Exception, match="only ever added to"), transaction.atomic():
        Original.objects.filter(item=item.pk).update(words="Something else.")
