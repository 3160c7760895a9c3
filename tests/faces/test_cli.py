"""What every command says when its database does not answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (
    "journal copy {folder}/journal.copy",
    "members leave --email ada@example.org",
    "search rebuild",
    "database apply",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_away_is_one_sentence(tmp_path: Path, command: str) -> None:
    """Seen to fail: thirty lines of Django's."""
    away = "postgres://halcyon_worker:x@127.0.0.1:1/halcyon"
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "worker.database").write_text(away)
    words = command.format(folder=tmp_path).split()
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ended = subprocess.run(
        [sys.executable, "-m", "halcyon.faces.cli.main", *words], capture_output=True, text=True, check=False,
        env=env | {"HALCYON_STATE": str(tmp_path), "DATABASE_URL": away},
    )  # fmt: skip
    assert ended.returncode == 1 and ended.stdout == ""
    assert ended.stderr.count("\n") == 1 and ended.stderr.startswith("The database did not answer")
    assert not (tmp_path / "journal.copy").exists()
