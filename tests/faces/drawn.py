"""Pages that were made in this process, drawn in Chromium: no barrier that a machine can find, nothing off the side.

Chromium's driver keeps an event loop in its thread, which Django's database refuses to meet: all pages of the run are drawn
when its last test is over. Where HALCYON_PICTURES names a folder, each page is kept there to be looked at.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders

from tests.barriers import barriers
from tests.browser import chromium

SIZES = {"telephone": 320, "desk": 1280}


@pytest.fixture(scope="module")
def drawing(request: pytest.FixtureRequest, to_be_drawn: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """Pages of a module, by a name of their own, to be drawn at the end of the run."""
    pages: dict[str, bytes] = {}
    yield pages
    module = request.node.path.stem
    to_be_drawn.update({f"{module}-{name}": page for name, page in pages.items()})


def drawn(pages: Mapping[str, bytes]) -> None:
    """Each page on a telephone and on a desk."""
    with chromium() as browser, served(pages) as address:
        page = browser.new_page()
        page.add_init_script(AXE_SCRIPT)  # sent once, not with every page
        for name in pages:
            page.goto(f"{address}/{name}")
            for size, width in SIZES.items():
                page.set_viewport_size({"width": width, "height": 800})
                if folder := os.environ.get("HALCYON_PICTURES"):
                    page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{name} on a {size}"
                assert barriers(page) == [], f"{name} on a {size}"


class Pages(BaseHTTPRequestHandler):
    """A page by its name, or a file that pages bring, which a browser keeps."""

    protocol_version = "HTTP/1.1"
    pages: Mapping[str, bytes]

    def do_GET(self) -> None:
        name = self.path.removeprefix("/").partition("?")[0]
        body, kind = self.pages.get(name, b"not here"), "text/html; charset=utf-8"
        if name.startswith("static/"):
            file = finders.find(name.removeprefix("static/"))
            assert isinstance(file, str), name
            body, kind = Path(file).read_bytes(), guess_type(file)[0] or ""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if name.startswith("static/"):
            self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def served(pages: Mapping[str, bytes]) -> Iterator[str]:
    """Where these pages answer, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("ThesePages", (Pages,), {"pages": pages}))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
