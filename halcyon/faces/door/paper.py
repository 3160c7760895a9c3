"""Draws the door's pages. A page that is the same for everyone is drawn once and kept; what differs is laid into its slots.

Only text that nobody typed may be kept: a page that shows what someone wrote is drawn anew and forgotten.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from halcyon.faces.door import speaking
from halcyon.faces.door.gate import SAME_FOR_ALL
from halcyon.faces.door.notices import Board
from halcyon.kernel import clocks
from halcyon.kernel.look import sheet
from halcyon.kernel.look.parts import Link

_SLOT = re.compile("\x02([a-z0-9_]+)\x03")
MOST_SHEETS = 256
FILLED_TO = 32 * 1024
"""Bytes that every answer is filled up to whose size would say what is in it."""
Context = Callable[[], Mapping[str, Any]]

FOOTER: tuple[tuple[Any, str], ...] = (
    (_("Our promise"), "/promise"),
    (_("Who can I tell?"), "/who-can-i-tell"),
    (_("How to reach us"), "/reach-us"),
    (_("Your privacy"), "/your-privacy"),
    (_("Cover your tracks"), "/leaving"),
    (_("Come back with your six words"), "/back"),
    (_("All pages"), "/all-pages"),
)


NAVIGATION: tuple[tuple[Any, str], ...] = (
    (_("Tell us"), "/#ways"),
    (_("Who can I tell?"), "/who-can-i-tell"),
    (_("Signs to spot"), "/signs"),
    (_("All pages"), "/all-pages"),
)
"""On pages that are read; on none where somebody writes."""


def slot(name: str) -> SafeString:
    """A place in a kept page that is filled for each visitor."""
    return SafeString(f"\x02{name}\x03")


def draw(template: str, board: Board, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page for one visitor, drawn anew."""
    return HttpResponse(_html(template, board, context), status=status)


def filled(answer: HttpResponse) -> HttpResponse:
    """The answer filled up with spaces to a fixed size, and sent as it is: squeezing would show its size again.

    So its style sheet comes as a file, which is squeezed: on a bad line the page would be twice as long with it.
    """
    file = f'<link rel="stylesheet" href="{static("look/public.css")}">'
    answer.content = answer.content.replace(f"<style>{sheet.TEXT}</style>".encode(), file.encode())
    over = len(answer.content) % FILLED_TO
    answer.content += b" " * (FILLED_TO - over if over else 0)
    answer["Content-Encoding"] = "identity"
    return answer


class Sheets:
    """Pages drawn once in each language for each reading of the noticeboard, and anew each day."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], list[str]] = {}
        self._true_of: tuple[int, dt.date] | None = None
        self._lock = threading.Lock()

    def fill(
        self, name: str, variant: str, board: Board, context: Context, values: Mapping[str, str], status: int = 200
    ) -> HttpResponse:
        """The page `name` in one variant, with `values` laid into its slots.

        `context` is asked for only when the page has to be drawn, and may hold nothing about a visitor.
        """
        parts = self._parts(name, variant, board, context)
        page = [part if place % 2 == 0 else escape(values[part]) for place, part in enumerate(parts)]
        answer = HttpResponse("".join(page), status=status)
        if len(parts) == 1:
            answer[SAME_FOR_ALL] = "1"
        return answer

    def forget(self) -> None:
        """Begin again as a new process would."""
        with self._lock:
            self._kept.clear()
            self._true_of = None

    def _parts(self, name: str, variant: str, board: Board, context: Context) -> list[str]:
        key = (name, variant, speaking.current())
        true_of = (board.version, clocks.today())  # a checked number runs out at midnight
        with self._lock:
            if self._true_of != true_of:
                self._kept.clear()
                self._true_of = true_of
            kept = self._kept.get(key)
        if kept is None:
            kept = _SLOT.split(_html(name, board, context()))
            with self._lock:
                if len(self._kept) < MOST_SHEETS and self._true_of == true_of:
                    self._kept[key] = kept
        return kept


def _html(template: str, board: Board, context: Mapping[str, Any]) -> str:
    """`here` in the context: the page's plain address, where it can be opened in another language as it is."""
    shared = {
        "practice": board.practice,
        "languages": speaking.switch(board, context.get("here", "")),
        "draft": speaking.is_draft(context),
        "speaks": speaking.current(),
        "nav_links": [Link(str(text), href) for text, href in NAVIGATION],
        "footer_links": [Link(str(text), href) for text, href in FOOTER],
        "readers": board.readers,
    }
    return speaking.carried(render_to_string(f"door/{template}.html", {**shared, **context}))


sheets = Sheets()
