"""Asks the door for a page as a browser would, without a network: for printing, and for what is drawn before anybody comes."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import Any

from halcyon.faces.door.gate import Gate


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes


def ask(door: Gate, path: str, accepts: str = "") -> Answer:
    """One page. `accepts` is what a browser takes squeezed."""
    path, _, query = path.partition("?")
    came: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        came.update(status=int(status.split()[0]), headers={name.lower(): value for name, value in headers})

    asked = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "SERVER_NAME": "asking",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "asking", "HTTP_ACCEPT_ENCODING": accepts,
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    body = b"".join(door(asked, start))
    return Answer(came["status"], came["headers"].get("content-type", ""), body)
