#!/usr/bin/env python3
"""Halcyon on one machine: `start` serves it, `test` proves it, `check` reads it.

Needs Python 3.11 with pip and, the first time, the network. Uses the standard library alone, installs everything into
this folder (.venv, .tools, node_modules, var), and says what goes wrong in one sentence.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from halcyon.running.installing import collect_static, find_chromium, prepare
from halcyon.running.serving import start
from halcyon.running.steps import HERE, PYTHON, VENV, Failed, keep_what_python_compiles, say


def test(arguments: Sequence[str]) -> int:
    """Run the tests, three at a time for two cores: who waits for a browser lets another go on. The arguments go to pytest."""
    prepare("test")
    collect_static()
    find_chromium()
    say("Running the tests")
    beside = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.call([PYTHON, "-m", "pytest", *beside, *arguments], cwd=HERE)


def check() -> int:
    """Read the code by machine: style, types, the import contract, deploy checks, migrations, the README."""
    prepare("test", "check")
    django, deployed = [PYTHON, "-m", "django"], ["check", "--deploy", "--fail-level", "WARNING", "--settings"]
    readings = {
        "style": [PYTHON, "-m", "ruff", "check", "."],
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "types": [PYTHON, "-m", "mypy"],
        "import contract": [str(VENV / "bin" / "lint-imports")],
        "door, deployed": [*django, *deployed, "halcyon.settings.door"],
        "desk, deployed": [*django, *deployed, "halcyon.settings.desk"],
        "migrations": [*django, "makemigrations", "--check", "--dry-run", "--settings", "halcyon.settings.owner"],
        "README": [PYTHON, "-m", "pytest", "-q", "tests/guards/test_readme.py"],
    }
    with tempfile.TemporaryDirectory() as state:
        for process in ("door", "desk", "worker"):  # settings read their login; reading code opens no connection
            login = Path(state) / "secrets" / f"{process}.database"
            login.parent.mkdir(exist_ok=True)
            login.write_text(f"postgresql://{process}@/nowhere")
        env = {**os.environ, "HALCYON_STATE": state}
        failed = [name for name, command in readings.items() if not holds(name, command, env)]
    say(f"Failed: {', '.join(failed)}." if failed else "Everything holds.")
    return 1 if failed else 0


def holds(name: str, command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Run one reading and say whether it holds; what it found is shown only when it does not."""
    began, printed = time.monotonic(), subprocess.PIPE
    done = subprocess.run(command, cwd=HERE, env=env, text=True, check=False, stdout=printed, stderr=subprocess.STDOUT)
    say(f"{name:<16} {'FAILED' if done.returncode else 'ok':<6} {time.monotonic() - began:5.1f} s")
    if done.returncode:
        print(done.stdout.strip(), flush=True)
    return done.returncode == 0


def reader() -> argparse.ArgumentParser:
    """The words that this program understands."""
    words = argparse.ArgumentParser(prog="run.py", description="Halcyon on one machine.")
    commands = words.add_subparsers(dest="command", required=True)
    starting = commands.add_parser("start", help="install what is needed, then serve door and desk")
    starting.add_argument("--partnership", default="demo", help="a folder of partnerships/ (demo)")
    starting.add_argument("--door-port", type=int, default=8000)
    starting.add_argument("--desk-port", type=int, default=8001)
    commands.add_parser("test", help="run the tests; what follows goes on to pytest", add_help=False)
    commands.add_parser("check", help="style, types, import contract, deploy checks, migrations, README")
    return words


def main(words: Sequence[str]) -> int:
    """Do what the words on the command line say; returns the exit code."""
    chosen, rest = reader().parse_known_args(words)
    if rest and chosen.command != "test":
        reader().error(f"unknown: {' '.join(rest)}")
    keep_what_python_compiles()
    try:
        if chosen.command == "start":
            return start(chosen.partnership, chosen.door_port, chosen.desk_port)
        return test(rest) if chosen.command == "test" else check()
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
