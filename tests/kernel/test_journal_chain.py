"""The chain over the journal: sealed in an order that misses nothing, verified without a database."""

import time

import psycopg
import pytest
from django.db import connection

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.journal import Event
from halcyon.kernel.journal.chain import faults, read_copy
from halcyon.kernel.journal.sealing import LAG, copy_rows, lag_seconds, seal_finished, sign_checkpoint
from halcyon.kernel.sealing import new_signing_pair
from tests.conftest import as_role

SYSTEM = Actor.system("testing")
PRIVATE, PUBLIC = new_signing_pair()


@pytest.fixture
def written(fresh_database, django_db_blocker):
    """A database of its own with forty committed lines, sealed and signed; gives a way to copy it, and the database."""
    from halcyon.settings.base import database

    entry = {key: value for key, value in database(fresh_database.url("worker")).items() if key != "TEST"}
    with django_db_blocker.unblock():
        former = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(entry)
        try:
            for _ in range(40):
                journal.change(Event.PINNED, by=SYSTEM)
            _seals_everything()
            assert seal_finished() == 0
            assert sign_checkpoint(PRIVATE) is not None
            assert sign_checkpoint(PRIVATE) is None
            yield lambda: list(copy_rows()), fresh_database
        finally:
            connection.close()
            connection.settings_dict.update(former)


def _seals_everything() -> None:
    """Seals until nothing is left. A transaction of any database of this PostgreSQL holds it back: others may be testing."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        seal_finished()
        with connection.cursor() as cursor:
            cursor.execute("select (select count(*) from journal.line) - (select count(*) from journal.seal)")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    raise AssertionError("something held the sealing back for two minutes")


def _superuser(fresh, *statements: str) -> None:
    """What only a superuser can still do: switch the triggers off and change the past."""
    with psycopg.connect(fresh.owner_url, autocommit=True) as owner:
        for statement in (
            "alter table journal.line disable trigger all",
            "alter table journal.seal disable trigger all",
        ):
            owner.execute(statement)
        for statement in statements:
            owner.execute(statement)


def _first_fault(rows: list[str], *, without_checkpoints: bool = False) -> str | None:
    lines, seals, checkpoints = read_copy(rows)
    return next(faults(lines, seals, [] if without_checkpoints else checkpoints, PUBLIC), None)


def test_a_whole_chain_has_no_fault(written):
    copy, _ = written
    assert _first_fault(copy()) is None


def test_a_changed_line_is_named(written):
    copy, fresh = written
    _superuser(fresh, "update journal.line set actor = 4711 where id = (select line from journal.seal where seq = 12)")
    assert "was changed" in str(_first_fault(copy()))
    assert "Seal 12" in str(_first_fault(copy()))


def test_a_removed_line_is_named(written):
    copy, fresh = written
    _superuser(fresh, "delete from journal.line where id = (select line from journal.seal where seq = 20)")
    assert "Seal 20" in str(_first_fault(copy()))


def test_a_cut_tail_is_seen_against_a_checkpoint_that_was_handed_out(written):
    """Seen to fail: without its checkpoints the shortened chain counts as whole."""
    copy, fresh = written
    _superuser(fresh, "delete from journal.seal where seq > 30", "delete from journal.line where id > 30")
    rows = copy()
    assert _first_fault(rows, without_checkpoints=True) is None
    assert "cut off" in str(_first_fault(rows))


def test_a_line_that_commits_late_is_sealed_later_and_never_missed(written):
    copy, fresh = written
    with psycopg.connect(fresh.url("worker")) as late:
        late.execute(
            "insert into journal.line (kind, event, actor_kind, actor, records, detail) "
            "values ('change', 'partnership.pinned', 'system', 0, '{}', 'late')"
        )
        for _ in range(5):
            journal.change(Event.PINNED, by=SYSTEM)
        seal_finished()
        late.commit()
    _seals_everything()
    lines, seals, _ = read_copy(copy())
    assert {seal.line for seal in seals} == set(lines)
    assert _first_fault(copy()) is None


def test_a_copy_made_while_lines_are_written_and_sealed_is_whole(written):
    """Seen to fail: lines were read before their seals, and one sealed in between counted as removed."""
    rows = copy_rows()
    copied = [next(rows)]
    journal.change(Event.PINNED, by=SYSTEM)
    _seals_everything()
    assert sign_checkpoint(PRIVATE) is not None
    assert _first_fault([*copied, *rows]) is None


@pytest.mark.django_db
def test_a_journal_line_holds_codes_and_ids_only():
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "select column_name::text, data_type::text from information_schema.columns "
            "where table_schema = 'journal' and table_name = 'line' and data_type in ('text', 'jsonb', 'json')"
        )
        assert {name for name, _ in cursor.fetchall()} == {"kind", "event", "actor_kind", "detail"}
    assert all(len(event.value) <= 60 for event in Event)


def test_what_waits_to_be_sealed_is_found_without_reading_the_journal(written) -> None:
    """Seen to fail: asked for the earliest time of what waits, PostgreSQL read every line of the journal by time."""
    assert lag_seconds() == 0
    journal.change(Event.PINNED, by=SYSTEM)
    time.sleep(0.05)
    assert 0.05 <= lag_seconds() < 60
    with connection.cursor() as cursor:
        cursor.execute("set enable_seqscan = off")
        cursor.execute("explain (costs off) " + LAG)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "line_pkey" in plan
    assert "line_by_time" not in plan
