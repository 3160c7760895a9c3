"""The search page, and for auditors who searched. A search that failed is a sentence that says so, never an empty list."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.children.queries import own_words
from halcyon.domain.subjects.queries import concerns_of, ended_among
from halcyon.faces.desk.errors import unread
from halcyon.faces.desk.intelligence.derived import made_of
from halcyon.faces.desk.search import pages
from halcyon.faces.desk.search.forms import Ask, Reason
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.partnership.queries import agencies, names
from halcyon.kernel.search import Found, NothingToSearch, SearchFailed, find
from halcyon.kernel.search.commands import ReasonNeeded, open_terms
from halcyon.kernel.search.kinds import KINDS
from halcyon.kernel.search.queries import kept as kept_searches

FAILED = "The search could not be done"


def says_when_failed(view: Callable[..., Any]) -> Callable[..., Any]:
    """A database that does not answer is said to be that. Stands outside the transaction."""

    @functools.wraps(view)
    def tried(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except DatabaseFault as fault:
            return unread(request, fault, heading=FAILED)

    return tried


@says_when_failed
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH)
def search(request: DeskRequest) -> HttpResponse:
    """The box, and what was found. What was typed is in the body of the request and never in an address."""
    form = Ask(request.POST if request.method == "POST" else None, by=request.member, agencies=agencies())
    if not form.is_valid():
        return _show(request, form)
    try:
        found = find(form.cleaned_data["words"], by=request.member, **form.asked())
    except NothingToSearch as nothing:
        form.add_error("words", str(nothing))
        return _show(request, form)
    except SearchFailed as failure:
        return _show(request, form, failed=str(failure), status=503)
    handling = made_of(hit.reference for hit in found.hits if hit.sort == RecordKind.INTELLIGENCE_ITEM)
    return _show(
        request, form, page=pages.page(found, _beside(found, request.member), by=request.member), made_of=handling
    )


def _beside(found: Found, by: Actor) -> pages.Beside:
    """What the hits lead to, in three questions more at most."""
    concerns = [hit.record for hit in found.hits if hit.sort == RecordKind.SUBJECT]
    told = [hit for hit in found.hits if hit.sort in (RecordKind.CHILD, RecordKind.CONTACT)]
    told = told if by.may(Permission.SUBMIT_INTELLIGENCE) else []
    return pages.Beside(
        names=names(), concerns=concerns_of(concerns) if concerns else {},
        over=frozenset(ended_among(concerns)) if concerns else frozenset(),
        own_words=own_words({hit.record: hit.sources for hit in told}) if told else {},
    )  # fmt: skip


def _show(request: DeskRequest, form: Ask, *, status: int = 200, **about: object) -> HttpResponse:
    return render(request, "search/search.html", {"form": form, "heading": FAILED, **about}, status=status)


@require_GET
@requires(Permission.OPEN_SEARCH)
def kept(request: DeskRequest) -> HttpResponse:
    """Who searched, and when; not what for."""
    known = names()
    lines = [pages.kept(one, known) for one in kept_searches(by=request.member)]
    return render(request, "search/kept.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@requires(Permission.OPEN_SEARCH)
def opened(request: DeskRequest, search: UUID) -> HttpResponse:
    """What was searched for, for a reason that stays on record."""
    form, typed = Reason(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            typed = open_terms(search=search, reason=form.cleaned_data["reason"], by=request.member)
        except ReasonNeeded as needed:
            form.add_error("reason", str(needed))
    kinds = [KINDS[RecordKind(kind)].many for kind in typed.kinds] if typed else []
    agency = names().get(typed.agency, "") if typed and typed.agency else ""
    return render(request, "search/opened.html", {"form": form, "typed": typed, "kinds": kinds, "agency": agency})
