"""The desk as it is served, on a database of its own, and somebody with a narrow screen in front of it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from halcyon.running.installing import collect_static
from halcyon.running.serving import Child, gunicorn, wait_until_it_answers
from tests.barriers import barriers
from tests.databases import STATE, FreshDatabase
from tests.postbox import free_port

Serves = Callable[[str], str]


@pytest.fixture
def serves(fresh_database: FreshDatabase) -> Iterator[Serves]:
    """The desk of a partnership on a database of its own; gives its address."""
    children: list[Child] = []
    with open(STATE / "styles", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_static()

    def serve(partnership: str) -> str:
        port = free_port()
        address = f"http://localhost:{port}"
        env = environment(fresh_database.state, partnership) | {"HALCYON_DESK_ADDRESS": f"{address}/"}
        log = fresh_database.state / "desk.log"
        child = Child("desk", gunicorn("desk", port, workers=1, threads=2), env, log)
        children.append(child)
        child.start()
        wait_until_it_answers(child, port, 180)
        return address

    yield serve
    for child in children:
        child.stop()


@contextmanager
def someone(chromium: Browser, address: str, *, quiet: bool = True) -> Iterator[Page]:
    """A browser on a narrow screen at this desk. Nothing may be blocked, missing or broken in it."""
    context: BrowserContext = chromium.new_context(base_url=address, viewport={"width": 320, "height": 800})
    context.set_default_timeout(60_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    yield page
    context.close()
    assert not (quiet and said), said


def looks(page: Page) -> None:
    """No barrier that a machine can find, and nothing wider than the screen."""
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def environment(state: Path, partnership: str) -> dict[str, str]:
    around = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return around | {"HALCYON_STATE": str(state), "HALCYON_PARTNERSHIP": partnership}
