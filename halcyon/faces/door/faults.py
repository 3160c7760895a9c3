"""When something in the door breaks: a page for the visitor, and one line for whoever keeps the door running.

The line names the kind of fault and its place in our code. It never holds a message, a value or a stack: any of them may carry
what somebody typed. Django's own report of a fault is never reached.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

_ROOT = Path(__file__).resolve().parents[3]
log = logging.getLogger("halcyon.door")


def told(fault: BaseException) -> None:
    """Write the one line about a fault."""
    log.error("door.fault kind=%s at=%s", type(fault).__name__, _place(fault))


def caught(
    view: Callable[..., HttpResponse], page: Callable[[HttpRequest], HttpResponse]
) -> Callable[..., HttpResponse]:
    """The view, with `page` for whatever breaks in it."""

    @wraps(view)
    def careful(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            return view(request, **values)
        except (Http404, SuspiciousOperation):
            raise
        except Exception as fault:
            told(fault)
            return page(request)

    return careful


def _place(fault: BaseException) -> str:
    """The innermost line of our own code: file and number."""
    ours = [
        f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}"
        for frame in traceback.extract_tb(fault.__traceback__)
        if Path(frame.filename).is_relative_to(_ROOT / "halcyon")
    ]
    return ours[-1] if ours else "elsewhere"
