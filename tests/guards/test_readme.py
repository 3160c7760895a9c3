"""The README is true: each command in it is one that the programs understand, each file it names is there."""

import re
import shlex
from pathlib import Path

import pytest

import run
from halcyon.faces.cli import main as cli

HERE = Path(run.__file__).parent
README = HERE / "README.md"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml|md|sql))`")


def commands() -> list[str]:
    """The command lines of the README's code blocks."""
    blocks = re.findall(r"```(?:sh|bash|console)?\n(.*?)```", README.read_text(), re.DOTALL)
    lines = (
        line.strip().removeprefix("$ ").partition("#")[0].strip() for block in blocks for line in block.splitlines()
    )
    return [line for line in lines if re.match(r"(python3|halcyon|\.venv/bin/halcyon|bash)\b", line)]


def test_the_two_commands_are_there() -> None:
    """Seen to fail: with the second taken out of the README."""
    assert "python3 run.py start" in commands()
    assert "python3 run.py test" in commands()


def test_every_command_in_it_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    """Seen to fail once: with a misspelt option of `run.py start`."""
    for line in commands():
        program, *words = shlex.split(line)
        if program == "python3":
            assert (HERE / words[0]).is_file(), line
            chosen, rest = run.reader().parse_known_args(words[1:])
            assert chosen.command == "test" or not rest, line
        elif program == "bash":
            assert (HERE / words[0]).is_file(), line
        else:
            with pytest.raises(SystemExit) as ended:
                cli.main([*words, "--help"])
            assert ended.value.code == 0, line
    capsys.readouterr()


def test_every_file_it_names_is_there() -> None:
    """Seen to fail once: with one name misspelt."""
    text = README.read_text()
    named = set(LINK.findall(text)) | set(NAMED.findall(text))
    made_later = (".venv", ".tools", "node_modules", "var")  # by run.py itself
    missing = {name for name in named if not (HERE / name).exists() and not name.startswith(made_later)}
    assert not missing
