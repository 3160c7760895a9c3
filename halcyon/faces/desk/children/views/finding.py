"""Search first, then add: likely children are shown with a name, an age and whom to ask; another one is never refused."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from halcyon.domain.children import commands, queries
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.spotting import name_taken
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.children.answering import beside
from halcyon.faces.desk.children.forms import Find, New
from halcyon.faces.desk.children.pages import AgainLine, likely, look_again
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names, own_team


@require_http_methods(["GET", "POST"])
@requires(Permission.FIND_CHILD)
def index(request: DeskRequest) -> HttpResponse:
    """The search box, and what was found. A name that is searched for is never part of an address."""
    form, found = Find(posted(request)), None
    if form.is_valid():
        found = queries.search(form.cleaned_data["words"], by=request.member)
    known = names()
    shown = likely(found.previews, by=request.member, names=known) if found else ()
    again: tuple[AgainLine, ...] = ()
    if request.method == "GET" and request.member.may(Permission.RECORD_CHILD):
        again = look_again(queries.to_look_at(by=request.member), known)
    more = {"found": found, "likely": shown, "again": again, "may_add": request.member.may(Permission.RECORD_CHILD)}
    return render(request, "children/index.html", {"form": form, **more})


@require_http_methods(["GET", "POST"])
@requires(Permission.RECORD_CHILD)
def new(request: DeskRequest) -> HttpResponse:
    """Adds a child, once the likely ones were shown under that very name and the member says that it is none of them."""
    form, found = New(posted(request)), None
    if form.is_valid():
        name = form.cleaned_data["known_as"]
        if form.cleaned_data["looked"] != name:
            found = queries.search(name, by=request.member)
        if not (found and found.says) and settled(form, about=own_team(), by=request.member):
            with beside(form, "known_as"):
                given = {field: form.cleaned_data[field] for field in ("known_as", "born", "age", "known", "key")}
                child = commands.add_child(team=own_team().pk, by=request.member, **given)
                name_taken(request, form, child.record)
                return redirect("children:child", child.record.reference)
    shown = likely(found.previews, by=request.member, names=names()) if found else ()
    return render(request, "children/new.html", {"form": form, "found": found, "likely": shown})
