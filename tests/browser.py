"""Debian's Chromium for the tests, twice: without a window frame, and whole where somebody goes back.

The headless shell draws the same pages and opens a window for a quarter of the work, but it has no back/forward cache, which
a child's phone has.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from halcyon.running.installing import browser_here
from halcyon.settings.base import STATE


@contextmanager
def browsers(*words: str) -> Iterator[Callable[[bool], Browser]]:
    """What opens a browser, each kind once, all closed at the end; `words` are further ones for its command line.

    Who goes back gets the whole one, with its back/forward cache on.
    """
    os.environ.setdefault(
        "NODE_COMPILE_CACHE", str(STATE / "driver")
    )  # the driver's own code is compiled once a machine
    args = ["--disable-gpu", *words, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    opened: dict[bool, Browser] = {}

    def opens(goes_back: bool) -> Browser:
        if goes_back not in opened:
            path = browser_here(whole=goes_back)
            assert path, "Chromium is missing: `python3 run.py test` fetches it."
            opened[goes_back] = playwright.chromium.launch(
                executable_path=path, args=args, ignore_default_args=["--disable-back-forward-cache"]
            )
        return opened[goes_back]

    with sync_playwright() as playwright:
        yield opens
        for browser in opened.values():
            browser.close()


@contextmanager
def chromium(*, goes_back: bool = False) -> Iterator[Browser]:
    """One browser."""
    with browsers() as opens:
        yield opens(goes_back)
