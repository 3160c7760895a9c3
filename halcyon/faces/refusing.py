"""What gunicorn refuses by itself, before door or desk hear of it: one page, with the headers of every other answer.

Named as the worker class of both faces. The page never repeats what was sent, and nothing about it is logged.
"""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import ThreadWorker

from halcyon.faces.door.bare import BARE_REFUSED
from halcyon.faces.door.gate import HEADERS


class Refusing(ThreadWorker):  # type: ignore[misc]  # gunicorn comes without types
    """Gunicorn's worker with threads, and a page of ours where it would write one of its own."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read, or what broke. Whoever sent it may be gone already."""
        with suppress(OSError):
            util.write_nonblock(client, refusal(exc))


def refusal(fault: BaseException) -> bytes:
    """The whole answer, from its first line."""
    status = _status(fault)
    own = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(BARE_REFUSED)), "Connection": "close"}
    first = f"HTTP/1.1 {status.value} {status.phrase}"
    lines = [first, *(f"{name}: {value}" for name, value in (HEADERS | own).items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + BARE_REFUSED


def _status(fault: BaseException) -> HTTPStatus:
    match fault:
        case LimitRequestLine():
            return HTTPStatus.REQUEST_URI_TOO_LONG
        case LimitRequestHeaders():
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        case ParseException() if not isinstance(fault, (InvalidResponseHeader, InvalidResponseHeaderName)):
            return HTTPStatus.BAD_REQUEST
    return HTTPStatus.INTERNAL_SERVER_ERROR
