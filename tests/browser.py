"""Debian's Chromium for the tests, twice: without a window frame, and whole where somebody goes back.

The headless shell draws the same pages and opens a window for a quarter of the work, but it has no back/forward cache, which
a child's phone has.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from halcyon.running.installing import browser_here


@contextmanager
def chromium(*words: str, goes_back: bool = False) -> Iterator[Browser]:
    """A browser; `words` are further ones for its command line. Who goes back has its back/forward cache on."""
    path = browser_here(whole=goes_back)
    assert path, "Chromium is missing: `python3 run.py test` fetches it."
    args = ["--disable-gpu", *words, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=args, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()
