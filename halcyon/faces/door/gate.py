"""What stands between the internet and the door's pages, on every request and every answer, errors and files too.

Inwards it lets through the few facts a page needs. The client's address, the browser's name and cookies stay with the server
in this process, which holds them for as long as a request lasts and logs none: no page, line or row of ours meets them. The
body is read into memory under a limit. Outwards it sets the same protective headers on everything.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from halcyon.faces.door.bare import BARE_500
from halcyon.faces.door.faults import told
from halcyon.kernel.look import sheet

BODY_LIMIT = 4 * 1024 * 1024
"""Bytes of one POST. Far more than a telling may hold, so that one that is too long comes back to whoever wrote it, whole."""
DRAIN_LIMIT = 16 * 1024 * 1024
"""Bytes of a body that is too large which are still read away, so that the page which says so reaches the phone."""
SMALLEST_TO_SQUEEZE = 600
SAME_FOR_ALL = "X-Same-For-All"
"""A page says by this header that it holds no token and nobody's words: squeezed, it may be kept. The header stays in here."""

_LET_IN = frozenset(
    {
        "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL",
        "HTTP_HOST", "HTTP_ACCEPT_ENCODING", "CONTENT_TYPE", "wsgi.version", "wsgi.url_scheme", "wsgi.errors",
        "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once",
    }
)  # fmt: skip

POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{sheet.HASH}'; img-src 'self'; media-src 'self'; "
    "connect-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=(), display-capture=(), "
    "browsing-topics=(), interest-cohort=(), payment=(), usb=(), gyroscope=(), accelerometer=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Strict-Transport-Security": "max-age=31536000",
    "X-DNS-Prefetch-Control": "off",
}
_REPLACED = frozenset(name.lower() for name in HEADERS)
_NEVER = frozenset({"set-cookie", "content-length", "expires", "vary", "etag", "last-modified", SAME_FOR_ALL.lower()})

Environ = dict[str, Any]


class Gate:
    """Wraps a WSGI application. `application` meets neither the client's address nor a body over the limit."""

    def __init__(self, application: Callable[[Environ, Any], Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        inside = {name: value for name, value in environ.items() if name in _LET_IN}
        inside["halcyon.body"] = _read_body(environ, inside)
        answer = _Answer()
        try:
            body = answer.collect(self.application(inside, answer.start))
        except Exception as fault:  # whatever happened, a page with the numbers on it goes out
            told(fault)
            answer.status, answer.headers = "500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8")]
            body = BARE_500
        squeezed = _squeeze(answer, body, environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response(answer.status, answer.finished(len(squeezed)))
        return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else squeezed]


class _Answer:
    """What the application answered, held until it is whole: nothing is sent before the page is certain."""

    def __init__(self) -> None:
        self.status = "500 Internal Server Error"
        self.headers: list[tuple[str, str]] = []
        self.squeezed = False

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, headers

    def collect(self, parts: Iterable[bytes]) -> bytes:
        try:
            return b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    def finished(self, length: int) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in self.headers if name.lower() not in _REPLACED | _NEVER]
        kept += HEADERS.items()
        kept.append(("Content-Length", str(length)))
        if self.squeezed:
            kept.append(("Content-Encoding", "gzip"))
        return kept


def _squeeze(answer: _Answer, body: bytes, accepted: str) -> bytes:
    encoded = any(name.lower() == "content-encoding" for name, _ in answer.headers)
    if encoded or "gzip" not in accepted or len(body) < SMALLEST_TO_SQUEEZE:
        return body
    answer.squeezed = True
    if any(name == SAME_FOR_ALL for name, _ in answer.headers):
        return kept_squeezed(body)
    return _squeezed(body, 5)


@lru_cache(maxsize=256)
def kept_squeezed(body: bytes) -> bytes:
    """The same page again: most of what a page costs is the squeezing. Never for what somebody typed."""
    return _squeezed(body, 9)


def _squeezed(body: bytes, level: int) -> bytes:
    press = zlib.compressobj(level, zlib.DEFLATED, 31)
    return press.compress(body) + press.flush()


def _read_body(environ: Environ, inside: Environ) -> str:
    """Put the body into `inside` as memory. Returns whole, too large or cut short."""
    stream = environ.get("wsgi.input") or io.BytesIO()
    length = _length(environ)
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    body = b""
    fate = "whole"
    if chunked or length is not None:
        wanted = BODY_LIMIT + 1 if chunked or length is None else min(length, BODY_LIMIT + 1)
        body = _read(stream, wanted)
        if len(body) > BODY_LIMIT:
            fate, body = "too large", b""
            _drain(stream, DRAIN_LIMIT if chunked or length is None else min(length, DRAIN_LIMIT))
        elif not chunked and length is not None and len(body) < length:
            fate, body = "cut short", b""
    inside["wsgi.input"] = io.BytesIO(body)
    inside["CONTENT_LENGTH"] = str(len(body))
    return fate


def _length(environ: Environ) -> int | None:
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _read(stream: Any, wanted: int) -> bytes:
    parts = []
    while wanted > 0:
        part = stream.read(wanted)
        if not part:
            break
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _drain(stream: Any, at_most: int) -> None:
    left = at_most
    while left > 0 and (part := stream.read(min(left, 65536))):
        left -= len(part)
