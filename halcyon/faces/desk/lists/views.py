"""What agencies sent, month by month; the rows of one list; one row with what it may be the same as."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from halcyon.domain.lists import queries
from halcyon.domain.lists.queries import State
from halcyon.faces.desk.acts.answering import shown_of
from halcyon.faces.desk.lists import pages
from halcyon.faces.desk.subjects.panel import panel
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import agencies


@require_GET
@requires(Permission.READ_LISTS)
def received(request: DeskRequest) -> HttpResponse:
    """The lists with their rows counted, the latest month first; all of them where they are asked for."""
    found, left_out = queries.received(by=request.member, most=None if shown_of(request) is None else queries.LISTS)
    return render(request, "lists/received.html", {"page": pages.front(found, _known()), "left_out": left_out})


@require_GET
@requires(Permission.READ_LISTS)
def listing(request: DeskRequest, listing: UUID) -> HttpResponse:
    """The rows of one list that stand in one place, some at a time."""
    asked = request.GET.get("show", "")
    state = State(asked) if asked in set(State) else State.NOT_MATCHED
    page = request.GET.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1
    found = queries.lines(listing, state, page=min(number, 100_000), by=request.member)
    return render(request, "lists/listing.html", {"page": pages.Listing(found, state, _known())})


@require_GET
@requires(Permission.READ_LISTS)
def row(request: DeskRequest, reference: str) -> HttpResponse:
    """One row as it was written, in which lists it came, and what it may be the same as."""
    record, line, came = queries.row(reference, by=request.member)
    shown = {
        "reference": reference, "facts": pages.facts(line, came, _known()), "name": line.written or f"Row {line.number}",
        "back": came[0][0].pk, "panel": panel(record, by=request.member), "whole": True,
    }  # fmt: skip
    return render(request, "lists/row.html", shown)


def _known() -> dict[int, str]:
    return {agency.principal_id: agency.short for agency in agencies()}
