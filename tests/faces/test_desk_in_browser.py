"""The desk as it is served, in Chromium: a passkey from first password to sign-in, and a list that keeps itself new."""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from halcyon.running.installing import collect_static
from halcyon.running.serving import Child, gunicorn, wait_until_it_answers
from tests.barriers import barriers
from tests.databases import STATE, FreshDatabase
from tests.postbox import free_port

SOON = 30_000  # milliseconds: a list asks again after less
EMAIL = "tess.orbeck@council.example"
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


def test_a_first_password_leads_to_a_passkey_and_the_passkey_alone_signs_in(
    serves: Serves, chromium: Browser, fresh_database: FreshDatabase
) -> None:
    password = joins(fresh_database)
    with someone(chromium, serves("oxfordshire")) as page:
        has_a_device(page)
        signs_in(page, password)
        expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
        page.goto("/")
        expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Confirm").click()
        looks(page)
        page.get_by_label("Let me sign in with it alone, without my password").check()
        page.get_by_role("button", name="Add it now").click()
        expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
        page.get_by_role("link", name="To the desk").click()
        page.get_by_role("button", name="Use a security key").click()
        expect(page.get_by_role("heading", name="What waits")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="What waits")).to_be_visible()
        looks(page)


def test_one_press_signs_in_and_the_list_asks_again_by_itself(serves: Serves, chromium: Browser) -> None:
    with someone(chromium, serves("demo")) as page:
        page.clock.install()
        page.goto("/leaders/")
        looks(page)
        page.get_by_role("button", name="Alun Prydderch").click()
        expect(page.get_by_role("heading", name="Was the promise kept?")).to_be_visible()
        looks(page)
        page.get_by_text("Menu: Was the promise kept?").click()
        page.get_by_role("link", name="What waits").click()
        looks(page)
        with page.expect_response(re.compile("/triage/lines")) as again:
            page.clock.fast_forward(SOON)
        assert again.value.status == 304


def test_a_list_that_can_no_longer_be_read_says_since_when(serves: Serves, chromium: Browser) -> None:
    with someone(chromium, serves("demo"), quiet=False) as page:
        page.clock.install()
        page.goto("/")
        page.get_by_role("button", name="Sam Whitterick").click()
        expect(page.get_by_role("heading", name="What waits")).to_be_visible()
        page.context.clear_cookies()
        page.clock.fast_forward(SOON)
        expect(page.get_by_text("Not up to date since")).to_be_visible()


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


def signs_in(page: Page, password: str) -> None:
    page.goto("/")
    looks(page)
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def has_a_device(page: Page) -> None:
    """A device that makes passkeys and knows its owner's finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    able = {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": made | able})


def joins(database: FreshDatabase) -> str:
    """Someone joins by the command line; gives the first password that it shows."""
    words = ["members", "add", "--name", "Tess Orbeck", "--email", EMAIL, "--post", "Social worker"]
    about = ["--agency", "council", "--team", "lapwing", "--roles", "social_worker"]
    command = [sys.executable, "-m", "halcyon.faces.cli.main", *words, *about]
    env = environment(database.state, "demo")
    shown = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout
    found = re.search(r"first password: (\S+)", shown)
    assert found, shown
    return found[1]


def environment(state: Path, partnership: str) -> dict[str, str]:
    around = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return around | {"HALCYON_STATE": str(state), "HALCYON_PARTNERSHIP": partnership}
