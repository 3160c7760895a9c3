"""Macros are compiled once for all processes, and a folder that cannot be written keeps no page from being drawn."""

import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from halcyon.kernel.look import macros


@pytest.fixture
def anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Python keeps what it compiles in a folder of the test's own, and nothing is compiled yet."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    folder = tmp_path / "kept" / Path(macros.__file__).parent.relative_to("/")
    folder.mkdir(parents=True)
    forget()
    yield folder
    forget()


def forget() -> None:
    macros._macro.cache_clear()
    macros._environment.cache_clear()


def test_what_one_process_compiled_the_next_one_takes(anew: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail without the cache of compiled macros."""
    drawn = macros.render("button", {"text": "Send <this>"})
    assert list(anew.iterdir())
    forget()
    monkeypatch.setattr(jinja2.Environment, "_generate", lambda *_, **__: pytest.fail("it is compiled again"))
    assert macros.render("button", {"text": "Send <this>"}) == drawn
    assert "Send &lt;this&gt;" in drawn


def test_a_folder_that_cannot_be_written_keeps_nothing_from_being_drawn(anew: Path) -> None:
    """Seen to fail with the fault of the folder let through as it came."""
    anew.rmdir()
    anew.touch()
    assert "Send" in macros.render("button", {"text": "Send"})


def test_what_is_broken_there_is_compiled_again(anew: Path) -> None:
    """Seen to fail with Jinja's own reader, which stops at a file that was cut short."""
    drawn = macros.render("button", {"text": "Send"})
    for file in anew.iterdir():
        file.write_bytes(file.read_bytes()[:40])
    forget()
    assert macros.render("button", {"text": "Send"}) == drawn
