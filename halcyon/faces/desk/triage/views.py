"""The first page of the desk: what waits. Every reading is journalled, unchanged answers too."""

import functools
from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render

from halcyon.faces.desk.errors import unread
from halcyon.faces.desk.home.views import home
from halcyon.faces.desk.triage.pages import triage_page
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires


def says_when_unread(view: Callable[..., Any]) -> Callable[..., Any]:
    """A failed reading is a sentence that says so, never a list that looks empty. Stands outside the transaction."""

    @functools.wraps(view)
    def tried(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except DatabaseFault as fault:
            return unread(request, fault)

    return tried


@says_when_unread
@requires(Permission.READ_TRIAGE)
def triage(request: DeskRequest) -> HttpResponse:
    """The whole page."""
    page = triage_page(by=request.member, mine=_mine(request))
    return render(request, "triage/page.html", {"page": page})


@says_when_unread
@requires(Permission.READ_TRIAGE)
def lines(request: DeskRequest) -> HttpResponse:
    """The part that changes; 304 without a body when what is shown has not."""
    page = triage_page(by=request.member, mine=_mine(request))
    unchanged = request.headers.get("If-None-Match") == page.etag
    answer = HttpResponseNotModified() if unchanged else render(request, "triage/lines.html", {"page": page})
    answer["ETag"] = page.etag
    return answer


def front(request: HttpRequest) -> HttpResponse:
    """What waits, for those who may see it; for everyone else at the desk, what they can do here."""
    member = getattr(request, "member", None)
    answer: HttpResponse = triage(request) if isinstance(member, Actor) and _sees(member) else home(request)
    return answer


front.permission = home.permission  # type: ignore[attr-defined]  # both pages behind it declare and check their own


def _sees(member: Actor) -> bool:
    return member.may(Permission.USE_DESK) and member.may(Permission.READ_TRIAGE)


def _mine(request: HttpRequest) -> bool:
    return request.GET.get("mine") == "1"
