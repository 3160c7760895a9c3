"""`halcyon search rebuild` reads every kind of record that is searched, and says afterwards what saving said."""

import argparse
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from halcyon.domain.contacts.commands import raise_alert
from halcyon.domain.intelligence.commands import sanitise
from halcyon.domain.subjects.commands import open_subject
from halcyon.faces.cli import search
from halcyon.kernel.clocks import today
from halcyon.kernel.search.kinds import KINDS
from tests.conftest import as_role
from tests.domain.informing import at_the_desk, item_of, sends
from tests.domain.subjected import a_person, does, names
from tests.domain.test_lists import PELLOW, a_list
from tests.people import member, someone_tells

pytestmark = pytest.mark.django_db


def kept() -> dict[str, set[tuple[str, ...]]]:
    """What is searched, by kind of record; only what says something."""
    with as_role("worker"), connection.cursor() as cursor:
        cursor.execute(
            "select sort, id::text, kind, words, keys::text from search_entry where (words, keys) <> ('', '{}')"
        )
        found: dict[str, set[tuple[str, ...]]] = {}
        for sort, *entry in cursor.fetchall():
            found.setdefault(sort, set()).add(tuple(entry))
        return found


def test_reading_anew_says_of_every_kind_what_saving_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    contact = someone_tells("A falcon by the arcade.", child="She is called Amber.")
    report = sends(words="A kestrel, LM19 ZZZ.")
    with at_the_desk(member("jo")):
        sanitise(item=item_of(report), words="A bird.", by=member("jo"))
    does("sam", raise_alert, contact=contact, why="The same osprey again.")
    does(
        "jo", open_subject, of=names("jo", contact.record, a_person()), why="Named twice.", considered="A warning notice.",
        review_on=today() + timedelta(days=20), owner=member("jo").principal,
    )  # fmt: skip
    a_list(tmp_path, PELLOW)
    before = kept()
    with connection.cursor() as cursor:
        cursor.execute("update search_entry set words = '', names = '{}', keys = '{}'")
    assert kept() == {}
    search._rebuild(argparse.Namespace(all=True, chunk=2))
    assert kept() == before
    assert set(before) == {kind.value for kind in KINDS}
    assert "not searched yet" in capsys.readouterr().out


def test_every_kind_that_is_searched_can_be_read_anew() -> None:
    assert set(search.sources()) == set(KINDS)
