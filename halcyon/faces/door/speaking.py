"""In which language a page speaks. The first part of its address says it, every link and form carries it on, no cookie keeps it.

A language that nobody has confirmed is offered on the practice county's site alone. Where one is not offered, English answers:
what somebody has sent is taken in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, override

from halcyon.faces.door.notices import Board, notices
from halcyon.kernel.look import catalogues
from halcyon.kernel.look.catalogues import ENGLISH, Catalogue

CODES = tuple(catalogues.held())
_LINK = re.compile(r'(\b(?:href|action)=")(/(?!static/|pictures/|leave"|[\w-]+\.pdf")[^"]*)"(?! hreflang)')


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the switch, and where this page is found in it."""

    code: str
    name: str
    direction: str
    href: str
    current: bool


def current() -> str:
    """The language in which pages are made just now."""
    code = (get_language() or ENGLISH).partition("-")[0]
    return code if code in CODES else ENGLISH


def wanted(path: str) -> str:
    """The language that an address asks for."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in CODES else ENGLISH


def plain(path: str) -> str:
    """The address without its language."""
    code = wanted(path)
    return path if code == ENGLISH else path.removeprefix(f"/{code}") or "/"


def in_language(path: str, code: str) -> str:
    """A plain address as it is in a language: ``/pl/promise``, ``/pl#ways``."""
    if code == ENGLISH:
        return path
    return f"/{code}{path[1:]}" if path == "/" or path.startswith(("/#", "/?")) else f"/{code}{path}"


def offered(board: Board) -> dict[str, Catalogue]:
    """The languages beside English that this site may show."""
    return {code: each for code, each in catalogues.held().items() if board.demo or not each.draft}


def spoken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, in the language of its address."""

    @wraps(view)
    def speaks(request: HttpRequest, *about: Any, **values: Any) -> HttpResponse:
        code = wanted(request.path)
        if code != ENGLISH and code not in offered(notices.now()):
            if request.method in ("GET", "HEAD"):
                query = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(plain(request.path) + (f"?{query}" if query else ""))
            code = ENGLISH
        with override(settings.LANGUAGE_CODE if code == ENGLISH else code):
            return view(request, *about, **values)

    return speaks


def carried(html: str) -> str:
    """A page whose links and forms stay in its language. What somebody typed cannot look like one: its quotes are escaped."""
    code = current()
    return html if code == ENGLISH else _LINK.sub(lambda link: f'{link[1]}{in_language(link[2], code)}"', html)


def switch(board: Board, here: str) -> list[Tongue]:
    """Every language in which the page at a plain address can be read; none where there is only English, or nothing to go to."""
    others = offered(board)
    if not (here and others):
        return []
    names = {ENGLISH: "English", **{code: each.name for code, each in others.items()}}
    now = current()
    return [
        Tongue(code, name, catalogues.direction(code), in_language(here, code), code == now)
        for code, name in names.items()
    ]


def is_draft(context: Any) -> bool:
    """Whether anything on the page was translated by somebody whom nobody has confirmed."""
    catalogue = catalogues.held().get(current())
    parts = (context.get("page"), context.get("before"))
    return catalogue is not None and (catalogue.draft or any(getattr(part, "draft", False) for part in parts))
