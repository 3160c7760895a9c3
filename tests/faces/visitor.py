"""A visitor at the door, in this process: asks for pages and posts forms through the gate, as the door's role.

What the door sealed is opened here with the worker's key, so that a test can say which words arrived.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import Error as DatabaseAway
from django.db import close_old_connections
from django.test import override_settings

from halcyon.domain.publishing.bringing import bring
from halcyon.domain.publishing.hanging import hang
from halcyon.faces.door import keeping, keys, slowly
from halcyon.faces.door.fetching import fetching
from halcyon.faces.door.gate import Gate
from halcyon.faces.door.notices import notices
from halcyon.faces.door.paper import sheets
from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox import opening
from halcyon.kernel.letterbox.telling import LaterMessage, Telling, from_bytes
from halcyon.kernel.partnership.contents import Pack
from halcyon.kernel.partnership.pinning import pin_pack
from halcyon.kernel.sealing import WorkerSecrets, folder, open_envelope
from tests.conftest import as_role

FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def says(self) -> str:
        """The words of the page, without its tags and its style sheet."""
        return html.unescape(
            re.sub(r"(\s|&nbsp;)+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", self.text, flags=re.S))
        )

    @property
    def heading(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.findall(r"<h1.*?</h1>", self.text, re.S)[0])).split())

    def value(self, name: str) -> str:
        """What a field of the page holds: an input's value or a text area's text."""
        area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', self.text, re.S)
        if area:
            return html.unescape(area.group(1))
        inputs = re.findall(rf'<input(?=[^>]*name="{name}")[^>]*value="([^"]*)"', self.text)
        return html.unescape(inputs[0]) if inputs else ""

    @property
    def code(self) -> str:
        """The six words that the page shows; empty when it shows none."""
        shown = re.search(r'<ol class="look-code".*?</ol>', self.text, re.S)
        return " ".join(re.findall(r"<li>(\w+)</li>", shown.group())) if shown else ""


@dataclass
class Visitor:
    """Somebody with a browser that runs no scripts."""

    secrets: Path
    door: Gate = field(default_factory=lambda: Gate(WSGIHandler()))

    def request(self, method: str, path: str, body: bytes = b"", **environ: Any) -> Answer:
        path, _, query = path.partition("?")
        came: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            came.update(status=int(status.split()[0]), headers=dict(headers))

        asked = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "door", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "door",
            "CONTENT_TYPE": FORM if method == "POST" else "", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
            "REMOTE_ADDR": "198.51.100.77", "HTTP_USER_AGENT": "visitor",
        }  # fmt: skip
        whole = b"".join(self.door({**asked, **environ}, start))
        return Answer(came["status"], came["headers"], whole)

    def get(self, path: str, **environ: Any) -> Answer:
        return self.request("GET", path, **environ)

    def post(self, path: str, fields: dict[str, Any] | bytes, **environ: Any) -> Answer:
        body = fields if isinstance(fields, bytes) else urlencode(fields, doseq=True).encode()
        return self.request("POST", path, body, **environ)

    def token(self) -> str:
        return self.get("/tell").value("token")

    def tells(self, words: str = "He gives me lifts.", **answers: Any) -> Answer:
        """Fill in the form and press the button."""
        given = {"token": answers.pop("token", None) or self.token(), "about": "me", "words": words}
        return self.post("/tell", given | answers)

    def enters(self, code: str, **fields: Any) -> Answer:
        """Enter six words."""
        return self.post("/back", {"token": self.get("/back").value("token"), "do": "open", "words": code} | fields)

    def presses(self, page: Answer, do: str, **fields: Any) -> Answer:
        """Press a button of the mailbox."""
        held = {name: page.value(name) for name in ("ticket", "token", "upto")}
        return self.post("/back", held | {"do": do} | fields)

    def arrived(self) -> list[Telling | LaterMessage]:
        """Everything that was sealed, opened as the worker opens it."""
        private = WorkerSecrets.load(self.secrets).intake
        with as_role("worker"):
            drops = opening.claim(100)
        return [
            from_bytes(open_envelope(drop.envelope, private, drop_id=drop.id, channel=drop.channel)) for drop in drops
        ]


def hangs_on_the_board(pack: Pack) -> None:
    """All that a pack says to the public hangs on the noticeboard, as after `halcyon database apply`."""
    with as_role("worker"):
        by = Actor.system("installing")
        pin_pack(pack=pack, by=by)
        bring(pack=pack, by=by)
        hang(by=by)
    begin_again()


@contextmanager
def at_the_door(folder_of_secrets: Path) -> Iterator[Visitor]:
    """A door of this process, as the door's role."""
    with a_door(folder_of_secrets) as visitor, as_role("door"):
        yield visitor


@contextmanager
def a_door(folder_of_secrets: Path) -> Iterator[Visitor]:
    """A door of this process, as whoever is connected."""
    folder.init(folder_of_secrets, clocks.now(), since=clocks.now() - dt.timedelta(days=30))
    begin_again()
    for signal in (
        request_started,
        request_finished,
    ):  # they would close the connection that holds the test's transaction
        signal.disconnect(close_old_connections)
    patient = patch.object(slowly, "LONGEST_WAIT", 60.0)  # a busy machine tries words late
    at_once = patch.object(fetching, "follow", fetched)
    with patient, at_once, override_settings(
        ROOT_URLCONF="halcyon.faces.door.urls", SECRETS=folder_of_secrets, MIDDLEWARE=[], ALLOWED_HOSTS=["*"],
        DATA_UPLOAD_MAX_MEMORY_SIZE=None,
    ):  # fmt: skip
        yield Visitor(folder_of_secrets)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    begin_again()


def fetched(found: Mapping[str, Any]) -> None:
    """What hangs beside the board is fetched here and now, on the line that holds the test: another would see nothing of it."""
    with suppress(OSError, DatabaseAway):
        keeping.fetch_beside(found)


def begin_again() -> None:
    """As a new process would."""
    keys.forget()
    notices.forget()
    sheets.forget()
