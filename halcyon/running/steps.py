"""One step at a time: said with its time, run quietly, failing in one sentence. Uses the standard library alone."""

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
VENV, TOOLS, VAR = HERE / ".venv", HERE / ".tools", HERE / "var"
PYTHON = str(VENV / "bin" / "python")
BEGAN = time.monotonic()


class Failed(Exception):
    """Nothing more can be done; the message is one sentence for whoever ran this."""

    def __init__(self, sentence: str, printed: str = "") -> None:
        super().__init__(sentence)
        self.printed = printed  # by the command that failed


def say(line: str) -> None:
    """Print one line with the seconds since the program began."""
    print(f"[{time.monotonic() - BEGAN:5.1f} s] {line}\n", end="", flush=True)  # in one piece: two threads speak


def run(command: Sequence[str], what: str, env: Mapping[str, str] | None = None) -> str:
    """Run a command quietly and return what it printed.

    `env` is added to the environment. Raises Failed with one sentence that begins with `what`.
    """
    around = {**os.environ, **(env or {})}
    try:
        done = subprocess.run(
            command, cwd=HERE, env=around, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as trouble:
        raise Failed(f"{what} failed: {trouble}.") from trouble
    if done.returncode == 0:
        return done.stdout
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    reason = lines[-1] if lines else f"it ended with {done.returncode}."
    raise Failed(f"{what} failed: {reason}", done.stdout)


def keep_what_python_compiles() -> None:
    """Every Python started from now on keeps what it compiles in var/bytecode, even where the shell asks for no such files.

    A process that must compile everything anew takes three times as long to begin, and much here is a process.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VAR / "bytecode")


def digest(*files: Path) -> str:
    """One fingerprint of the names and contents of some files of this project."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(f"{file.relative_to(HERE)}\0".encode() + file.read_bytes())
    return whole.hexdigest()


def is_made_from(stamp: Path, sources: str) -> bool:
    """Whether the stamp beside a made thing says that it was made from just these sources."""
    return stamp.is_file() and json.loads(stamp.read_text()) == sources
