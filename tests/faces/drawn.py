"""Pages that were made in this process, drawn in Chromium: no barrier that a machine can find, nothing off the side.

Chromium's driver keeps an event loop in its thread, which Django's database refuses to meet: make all pages first.
Where HALCYON_PICTURES names a folder, each page is kept there to be looked at.
"""

import os
from collections.abc import Iterator, Mapping
from mimetypes import guess_type
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Route

from tests.barriers import barriers
from tests.browser import chromium

SIZES = {"telephone": 320, "desk": 1280}
ADDRESS = "http://desk.example"


@pytest.fixture(scope="module")
def drawing() -> Iterator[dict[str, bytes]]:
    """Pages to be drawn once the last test of a module is over, and its transaction with it."""
    pages: dict[str, bytes] = {}
    yield pages
    if pages:
        drawn(pages)


def drawn(pages: Mapping[str, bytes]) -> None:
    """Each page on a telephone and on a desk."""
    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", lambda route: _answer(route, pages))
        for name in pages:
            page.goto(f"{ADDRESS}/{name}")
            for size, width in SIZES.items():
                page.set_viewport_size({"width": width, "height": 800})
                if folder := os.environ.get("HALCYON_PICTURES"):
                    page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{name} on a {size}"
                assert barriers(page) == [], f"{name} on a {size}"


def _answer(route: Route, pages: Mapping[str, bytes]) -> None:
    asked = route.request.url.removeprefix(ADDRESS)
    if asked.startswith("/static/"):
        file = finders.find(asked.removeprefix("/static/").partition("?")[0])
        assert isinstance(file, str), asked
        route.fulfill(body=Path(file).read_bytes(), content_type=guess_type(file)[0] or "")
    else:
        route.fulfill(body=pages.get(asked.removeprefix("/"), b"not here"), content_type="text/html; charset=utf-8")
