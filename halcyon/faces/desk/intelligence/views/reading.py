"""What waits for the officers, one report whole, and the items that a member may read, each with its handling."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from halcyon.domain.intelligence import queries
from halcyon.faces.desk.acts.answering import shown_of
from halcyon.faces.desk.intelligence import pages
from halcyon.faces.desk.subjects.panel import panel
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names


@require_GET
@requires(Permission.GRADE_INTELLIGENCE)
def waiting(request: DeskRequest) -> HttpResponse:
    """What waits, worst first."""
    known = names()
    lines = [pages.waiting_line(line, names=known) for line in queries.queue(by=request.member)]
    return render(request, "intelligence/waiting.html", {"lines": lines})


@require_GET
@requires(Permission.GRADE_INTELLIGENCE)
def report(request: DeskRequest, reference: str) -> HttpResponse:
    """One report as it came, with everything that was done with it."""
    view = queries.report(reference, by=request.member)
    offers = queries.offers(view.originals, view.named, by=request.member)
    found = {one.reference: panel(one.item.record, by=request.member) for one in view.items}
    page = pages.report(view, offers, names=names(), matches=pages.matches(found))
    return render(request, "intelligence/report.html", {"page": page})


@require_GET
@requires(Permission.READ_INTELLIGENCE)
def items(request: DeskRequest) -> HttpResponse:
    """What this member may read, newest first."""
    known = names()
    found, left_out = queries.readable(by=request.member, most=shown_of(request))
    cards = [pages.item(view, by=request.member, names=known) for view in found]
    held = queries.set_apart(by=request.member)
    return render(request, "intelligence/items.html", {"cards": cards, "held": held, "left_out": left_out})


@require_GET
@requires(Permission.READ_INTELLIGENCE)
def item(request: DeskRequest, reference: str) -> HttpResponse:
    """One item, sanitised, with its grade and its handling; an officer finds the way to its report."""
    view = queries.item(reference, by=request.member)
    page = pages.item(view, by=request.member, names=names(), report=queries.report_of(view.item))
    shown = {"page": page, "panel": panel(view.item.record, by=request.member)}
    return render(request, "intelligence/item.html", shown)
