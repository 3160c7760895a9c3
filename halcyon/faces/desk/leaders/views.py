"""Was the promise kept: one page, misses first."""

from django.http import HttpResponse
from django.shortcuts import render

from halcyon.domain.board.queries import measures
from halcyon.faces.desk.leaders.pages import WEEKS, LeadersPage
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires


@requires(Permission.READ_MEASURES)
def leaders(request: DeskRequest) -> HttpResponse:
    """Counts alone; the reading is journalled by the queries."""
    return render(request, "leaders/page.html", {"page": LeadersPage(measures(weeks=WEEKS, by=request.member))})
