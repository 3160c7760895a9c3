"""The private PostgreSQL: what it promises to whoever starts it, and to whoever's words stand in it."""

import contextlib
import os
import shutil
import stat
import subprocess
import tempfile
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from halcyon.database import binaries, server
from halcyon.database.server import Server, ServerFailed


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    """A folder that an unprivileged account can pass through, as pytest's own temporary folders do not let it."""
    folder = Path(tempfile.mkdtemp(prefix="halcyon-"))
    folder.chmod(0o711)
    yield folder / "state"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def one(state: Path) -> Iterator[Server]:
    running = Server(state)
    running.start()
    yield running
    running.stop()


def test_it_is_the_engine_that_everything_was_written_for(one: Server) -> None:
    with psycopg.connect(one.owner_url()) as owner:
        row = owner.execute(
            "select current_setting('server_version_num')::int / 10000, current_setting('fsync'), upper('é'),"
            " current_setting('listen_addresses'), current_setting('max_prepared_transactions')"
        ).fetchone()
    assert row is not None
    assert row[0] >= binaries.OLDEST
    assert row[1:] == ("on", "É", "", "0")


def test_what_was_committed_survives_kill_9(one: Server) -> None:
    with psycopg.connect(one.owner_url()) as owner:
        owner.execute("create table if not exists told (word text)")
        owner.execute("delete from told")
    for times in range(1, 4):
        with psycopg.connect(one.owner_url()) as owner:
            owner.execute("insert into told values ('committed')")
        with contextlib.closing(psycopg.connect(one.owner_url())) as unfinished:
            unfinished.execute("insert into told values ('never committed')")
            one.kill()
        assert not one.alive()
        one.start()
        with psycopg.connect(one.owner_url()) as owner:
            assert owner.execute("select * from told").fetchall() == [("committed",)] * times


def test_a_server_left_by_an_earlier_run_is_taken_over(one: Server, state: Path) -> None:
    later = Server(state)
    later.start()
    assert later.alive()
    later.stop()
    assert not one.alive()
    one.start()


def test_a_lock_file_with_another_programs_number_does_not_keep_it_from_starting(one: Server) -> None:
    one.kill()
    lock = one.cluster / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as stranger:
        lock.write_text("\n".join([str(stranger.pid), *lock.read_text().splitlines()[1:]]) + "\n")
        one.start()
        assert one.alive()
        assert stranger.poll() is None
        stranger.kill()


def test_nobody_enters_without_the_owners_secret(one: Server) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(one.socket), user=server.OWNER, dbname=server.DATABASE)
    kept = one.state / "secrets" / "owner.password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(one.socket.stat().st_mode) == 0o700


def test_a_copy_lets_in_whom_its_template_lets_in_and_nobody_else(one: Server) -> None:
    with psycopg.connect(one.owner_url(), autocommit=True) as owner:
        owner.execute("drop role if exists invited")
        owner.execute("create role invited login")
        owner.execute("revoke all on database halcyon from public")
        owner.execute("grant connect on database halcyon to invited")
    one.create_database("a_copy", template=server.DATABASE)
    with psycopg.connect(one.owner_url("a_copy")) as owner:
        asked = "select has_database_privilege('invited', current_database(), %s)"
        assert owner.execute(asked, ["connect"]).fetchone() == (True,)
        assert owner.execute(asked, ["temp"]).fetchone() == (False,)
        rights = owner.execute("select datacl::text from pg_database where datname = 'a_copy'").fetchone()
        assert rights is not None
        assert "{=" not in rights[0]
        assert ",=" not in rights[0]
    one.drop_database("a_copy")
    assert "a_copy" not in one.databases()


def test_a_failed_statement_leaves_no_words_in_the_log(one: Server) -> None:
    with psycopg.connect(one.owner_url(), autocommit=True) as owner:
        owner.execute("create temp table small (word text check (length(word) < 5))")
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute("insert into small values (%s)", ["canary words"])
        with pytest.raises(psycopg.errors.DivisionByZero):
            owner.execute("select 'canary words', 1 / 0")
    assert "check constraint" in one.log.read_text()
    assert "canary" not in one.log.read_text()


def test_it_changes_no_folder_that_it_did_not_make(tmp_path: Path) -> None:
    """Seen to fail once: with every parent folder opened for the server's account, as the wheel's own way does."""
    outside = tmp_path / "private"
    outside.mkdir(mode=0o700)
    closed = Server(outside / "state")
    try:
        closed.start()
        assert closed.alive()
        closed.stop()
        for folder in (outside, tmp_path):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert folder.stat().st_uid == os.geteuid()
    finally:
        closed.stop()
        shutil.rmtree(closed.home, ignore_errors=True)


def test_a_deep_folder_gets_its_socket_in_a_short_one(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = Server(state.parent / ("deep" * 20) / "state")
    try:
        deep.start()
        assert not deep.socket.is_relative_to(deep.state)
        with psycopg.connect(deep.owner_url()) as owner:
            assert owner.execute("select 1").fetchone() == (1,)
    finally:
        deep.stop()
        shutil.rmtree(deep.socket, ignore_errors=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep.state))
    with pytest.raises(ServerFailed, match=r"too long for a Unix socket: set TMPDIR"):
        deep.start()


def test_a_beginning_that_was_cut_off_is_made_again(state: Path) -> None:
    begun = Server(state.parent / "cut-off")
    begun.state.mkdir()
    begun.account.make_folder(begun.home)
    begun.account.make_folder(begun.home / "cluster.new")
    (begun.home / "password.new").write_text("left behind")
    begun.start()
    assert begun.alive()
    begun.stop()
    assert not (begun.home / "password.new").exists()


def test_a_cluster_of_another_version_is_one_sentence(one: Server, state: Path) -> None:
    made = one.cluster / "PG_VERSION"
    before = made.read_text()
    made.write_text("12\n")
    try:
        with pytest.raises(ServerFailed, match=r"was made by PostgreSQL 12 and the programs here are \d+\.$"):
            Server(state).start()
    finally:
        made.write_text(before)


def test_a_lost_secret_is_one_sentence_and_not_a_new_secret(one: Server, state: Path) -> None:
    kept = state / "secrets" / "owner.password"
    kept.rename(kept.with_suffix(".away"))
    try:
        with pytest.raises(ServerFailed, match=r"is gone and .* cannot be opened without it"):
            Server(state).owner_url()
    finally:
        kept.with_suffix(".away").rename(kept)


def test_a_full_disk_is_one_sentence(one: Server, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10_000_000))
    with pytest.raises(ServerFailed, match=r"^Only 10 MB are free at .*: 300 are needed\.$"):
        Server(state).start()


def test_a_user_without_a_name_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 987_654)
    with pytest.raises(ServerFailed, match=r"^PostgreSQL needs a user with a name in /etc/passwd, and user 987654 has"):
        binaries.server_account()


def test_a_server_that_cannot_start_says_why_in_its_own_last_line(one: Server) -> None:
    one.stop()
    settings = one.cluster / "postgresql.conf"
    before = settings.read_text()
    settings.write_text(before + "no_such_setting = 1\n")
    try:
        with pytest.raises(ServerFailed, match=r"^PostgreSQL cannot start: .*contains errors \(the whole log: .*\)$"):
            one.start()
    finally:
        settings.write_text(before)
    one.start()


def test_no_programs_at_all_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "embedded", lambda: None)
    monkeypatch.setattr(binaries, "installed", lambda: None)
    with pytest.raises(ServerFailed, match=r"^No PostgreSQL 17 or newer was found"):
        binaries.programs_for(binaries.server_account(), tmp_path)


def test_programs_that_are_too_old_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, version in (("old", 15), ("new", 17)):
        folder = tmp_path / name
        folder.mkdir()
        for program in ("postgres", "initdb", "psql"):
            (folder / program).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}.1'\n")
            (folder / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "old"))
    assert binaries.installed() is None
    monkeypatch.setenv("PATH", f"{tmp_path / 'old'}{os.pathsep}{tmp_path / 'new'}")
    assert binaries.installed() == tmp_path / "new"


def test_stopping_waits_for_nobody_who_is_still_connected(one: Server) -> None:
    with contextlib.closing(psycopg.connect(one.owner_url())) as still_here:
        still_here.execute("select 1")
        one.stop()
    assert not one.alive()
    one.start()
