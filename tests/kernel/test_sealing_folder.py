"""Each process finds its own secrets, no other's, and says in one sentence what is missing."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from halcyon.faces.cli import main
from halcyon.kernel import clocks
from halcyon.kernel.sealing import (
    DeskSecrets,
    DoorSecrets,
    SecretMissing,
    WorkerSecrets,
    open_envelope,
    open_source,
    pad,
    seal,
    seal_source,
    unpad,
)
from halcyon.kernel.sealing.folder import init, key_folder

NOW = dt.datetime(2026, 11, 20, 18, 5, tzinfo=dt.UTC)


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    init(tmp_path / "secrets", NOW)
    return tmp_path / "secrets"


def test_what_the_door_seals_the_worker_opens_and_who_told_us_only_the_desk(secrets: Path) -> None:
    door, worker, desk = DoorSecrets.load(secrets), WorkerSecrets.load(secrets), DeskSecrets.load(secrets)
    key, drop = door.intake.current(NOW), uuid4()
    assert key is not None
    envelope = seal(pad(b"help"), key, drop_id=drop, channel="web")
    assert unpad(open_envelope(envelope, worker.intake, drop_id=drop, channel="web")) == b"help"
    assert open_source(seal_source(b"who", worker.sources_public), desk.sources_private) == b"who"
    assert worker.blind_secret == desk.blind_secret
    assert (door.salt, door.peppers) == (desk.salt, desk.peppers)
    assert door.code_key != desk.code_key


def test_a_process_needs_no_folder_but_its_own(secrets: Path) -> None:
    for name, load in (("door", DoorSecrets.load), ("worker", WorkerSecrets.load), ("desk", DeskSecrets.load)):
        alone = secrets.parent / f"{name} alone"
        shutil.copytree(secrets / name, alone / name)
        load(alone)


def test_the_door_holds_nothing_that_opens_a_telling_or_a_source(secrets: Path) -> None:
    names = {path.name for path in (secrets / "door").rglob("*") if path.is_file()}
    assert not any(name.endswith(".private") or name.startswith(("sources", "blind", "journal")) for name in names)
    private = {path.read_bytes() for path in secrets.rglob("*.private")}
    assert not private & {path.read_bytes() for path in (secrets / "door").rglob("*") if path.is_file()}


def test_secrets_are_for_their_owner_alone(secrets: Path) -> None:
    for path in [secrets, *secrets.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_making_them_again_replaces_nothing(secrets: Path) -> None:
    before = {path: path.read_bytes() for path in secrets.rglob("*") if path.is_file()}
    assert init(secrets, NOW) == []
    assert before == {path: path.read_bytes() for path in secrets.rglob("*") if path.is_file()}


def test_making_them_again_in_time_makes_the_next_intake_key(secrets: Path) -> None:
    assert len(init(secrets, NOW + dt.timedelta(days=31))) == 1
    assert len(key_folder(secrets).list()) == 2


def test_the_root_may_be_kept_elsewhere(secrets: Path) -> None:
    shutil.move(secrets / "root", secrets.parent / "in the safe")
    assert init(secrets, NOW + dt.timedelta(days=31)) == []
    assert len(key_folder(secrets).list()) == 1


def test_a_first_intake_key_may_begin_in_the_past(tmp_path: Path) -> None:
    init(tmp_path / "secrets", NOW, since=NOW - dt.timedelta(days=200))
    door = DoorSecrets.load(tmp_path / "secrets")
    for days in (-200, -100, 0, 44):
        assert door.intake.current(NOW + dt.timedelta(days=days)) is not None


@pytest.mark.parametrize("name", ["code.key", "token.key", "salt", "pepper.1", "root.public"])
def test_a_missing_or_damaged_secret_is_one_sentence(secrets: Path, name: str) -> None:
    file = secrets / "door" / name
    file.write_bytes(b"too short")
    with pytest.raises(SecretMissing, match=rf"door/{name} is damaged. Bring it back from its backup.$"):
        DoorSecrets.load(secrets)
    file.unlink()
    with pytest.raises(SecretMissing, match=rf"door/{name} is missing. Run `halcyon keys init`"):
        DoorSecrets.load(secrets)


def test_one_half_lost_is_never_made_anew(secrets: Path) -> None:
    """A new register key beside the old public half would lock every source away for ever."""
    (secrets / "desk" / "sources.private").unlink()
    with pytest.raises(SecretMissing, match="what belongs to it is there"):
        init(secrets, NOW)
    assert not (secrets / "desk" / "sources.private").exists()


def test_a_newer_pepper_serves_new_codes_and_the_older_stays(secrets: Path) -> None:
    (secrets / "door" / "pepper.2").write_bytes(bytes(64))
    door = DoorSecrets.load(secrets)
    assert [pepper.version for pepper in door.peppers] == [2, 1]
    assert door.pepper.version == 2


def test_no_secret_shows_in_a_repr(secrets: Path) -> None:
    shown = repr((DoorSecrets.load(secrets), WorkerSecrets.load(secrets), DeskSecrets.load(secrets)))
    for hidden in ("code_key", "token_key", "salt", "pepper", "blind", "journal_key", "sources_private"):
        assert hidden not in shown


# The command line


@pytest.fixture
def halcyon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    monkeypatch.setattr("halcyon.settings.base.SECRETS", tmp_path / "state" / "secrets")

    def run(*words: str) -> tuple[int, str]:
        code = main.main(["keys", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_keys_are_made_listed_turned_and_destroyed_from_the_command_line(halcyon: object) -> None:
    assert callable(halcyon)
    with clocks.at(NOW):
        code, said = halcyon("init")
        assert code == 0
        assert "made door/code.key" in said
        assert halcyon("init")[1].startswith("Nothing was missing")
        code, said = halcyon("list")
        assert code == 0
        first = said.split()[0]
        assert said == f"{first}  2026-11-20 to 2027-01-04  in use  opens\n"
        assert halcyon("rotate") == (0, "The newest intake key will do for now.\n")
        assert halcyon("rotate", "--now")[1].startswith("made intake key")
        code, said = halcyon("destroy", first)
        assert code == 1
        assert said.startswith(f"Key {first} may still be needed until 03 February 2027")
        assert halcyon("destroy", "not an id")[0] == 1
        assert halcyon("destroy", "--force", first) == (0, f"Key {first} is destroyed.\n")
        assert len(halcyon("list")[1].splitlines()) == 1
    with clocks.at(NOW + dt.timedelta(days=60)):
        code, said = halcyon("list")
        assert code == 1
        assert "ended, kept for late envelopes" in said
        assert "No intake key is valid now" in said


def test_before_anything_is_made_the_command_line_says_what_to_do(halcyon: object) -> None:
    assert callable(halcyon)
    code, said = halcyon("list")
    assert code == 1
    assert "Run `halcyon keys init`" in said


def test_sealing_and_its_command_need_neither_django_nor_a_database() -> None:
    probe = (
        "import sys, halcyon.faces.cli.keys, halcyon.kernel.sealing, halcyon.settings.base; "
        "sys.exit(' '.join(sorted({'django', 'psycopg', 'pydantic', 'holidays'} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
