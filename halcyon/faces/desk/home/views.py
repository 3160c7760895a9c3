"""What a member can do at the desk, said plainly."""

from django.http import HttpResponse
from django.shortcuts import render

from halcyon.faces.desk.navigation import links
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires


@requires(Permission.USE_DESK)
def home(request: DeskRequest) -> HttpResponse:
    """The links and acts of this member's roles."""
    acts = sorted(permission.value for permission in request.member.permissions - {Permission.USE_DESK})
    return render(request, "desk/home.html", {"acts": acts, "places": links(request.member)})
