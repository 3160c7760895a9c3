"""What the server refuses before a page of ours is asked: the same headers, no word of what was sent, and where help is."""

import socket

import pytest
from gunicorn.http import errors

from halcyon.faces.door.gate import HEADERS
from halcyon.faces.refusing import Refusing
from halcyon.running.serving import HERE, REFUSING, gunicorn

CANARY = "kestrel-halcyon-4471"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (errors.InvalidRequestLine(CANARY), 400),
        (errors.InvalidHeader(CANARY), 400),
        (errors.UnsupportedTransferCoding(CANARY), 400),
        (errors.LimitRequestLine(9, 8), 414),
        (errors.LimitRequestHeaders(CANARY), 431),
        (errors.InvalidResponseHeader(CANARY), 500),
        (ZeroDivisionError(CANARY), 500),
    ],
)
def test_what_gunicorn_refuses_gets_every_header_and_where_help_is_and_repeats_nothing(
    fault: Exception, status: int
) -> None:
    """Seen to fail: with the class gunicorn comes with."""
    here, there = socket.socketpair()
    with here, there:
        Refusing.handle_error(Refusing.__new__(Refusing), None, there, ("198.51.100.7", 4), fault)
        there.close()
        whole = b"".join(iter(lambda: here.recv(65536), b"")).decode()
    head, _, page = whole.partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    assert first.startswith(f"HTTP/1.1 {status} ")
    assert {f"{name}: {value}" for name, value in HEADERS.items()} <= set(headers)
    assert f"Content-Length: {len(page)}" in headers and "Connection: close" in headers
    assert "999" in page and "0800 1111" in page and CANARY not in whole


def test_somebody_who_is_gone_already_breaks_nothing() -> None:
    """Guards against a worker that a closed line could end."""
    here, there = socket.socketpair()
    here.close()
    with there:
        Refusing.handle_error(
            Refusing.__new__(Refusing), None, there, ("198.51.100.7", 4), errors.InvalidHeader(CANARY)
        )


@pytest.mark.parametrize("face", ["door", "desk"])
def test_both_faces_are_served_so_by_the_start_command_and_by_the_book(face: str) -> None:
    """Seen to fail: with `gthread` in either."""
    assert f"--worker-class {REFUSING} " in " ".join(gunicorn(face, 8000, workers=2, threads=8))
    book = (HERE / "docs" / "operations.md").read_text().splitlines()
    (line,) = [line for line in book if f"gunicorn halcyon.faces.{face}.wsgi" in line]
    assert f"--worker-class {REFUSING} " in line
