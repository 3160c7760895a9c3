"""The desk's answers when something is not there, not allowed or not working: sentences to act on, and no content."""

import logging
import sys

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger("halcyon.desk")

UNREAD = (
    "This page could not be read just now. That does not mean that nothing is there: do not take it for an empty list. "
    "Nothing was changed. Try again in a minute; if it stays, ring whoever is on the rota with you."
)


def _say(request: HttpRequest, status: int, heading: str, message: str) -> HttpResponse:
    return render(request, "desk/error.html", {"heading": heading, "message": message}, status=status)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400"""
    return _say(request, 400, "We could not read that request", "Go back, load the page again, and send it once more.")


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403"""
    return _say(request, 403, "This is not open to you", "If you need it for your work, ask your manager.")


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same whether it is hidden or was never there."""
    message = "There is nothing here that you can open. If you were sent this address, ask who sent it."
    return _say(request, 404, "Nothing here", message)


def only_sent(request: HttpRequest) -> HttpResponse:
    """405: most often somebody whose sitting ended as they pressed a button, and who has signed in again."""
    message = (
        "If you had to sign in just now: what you pressed before was not done. Find the page again under “What waits”, "
        "look whether it is still to be done, and press once more."
    )
    return _say(request, 405, "Nothing was done here", message)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the mark of our own page, or one that is too old."""
    message = (
        "Nothing was saved. Go back once. If your text is still there, copy it before you do anything else: "
        "not every browser keeps it. Then load the page again, paste your text and send it."
    )
    return _say(request, 403, "This form is too old", message)


def broken(request: HttpRequest) -> HttpResponse:
    """500: says that it failed, and logs where, never what was in it."""
    note_fault()
    try:
        return _say(request, 500, "This page could not be read", UNREAD)
    except Exception:
        page = render_to_string("desk/bare.html", {"message": UNREAD})
        return HttpResponse(page, status=500)


def unread(request: HttpRequest, fault: DatabaseFault, heading: str = "What waits could not be read") -> HttpResponse:
    """503 for a page whose reading failed."""
    note_fault()
    return _say(request, 503, heading, UNREAD)


def note_fault() -> None:
    """One log line: the kind of fault and the place in the code. Values could be content, so none is written."""
    kind, _, trace = sys.exc_info()
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "nowhere"
    log.error("desk-fault %s %s", kind.__name__ if kind else "unknown", where)
