"""The two-minute form, and what a member sent and what came of it. Nothing here shows what a report was matched with."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from halcyon.domain.contacts.commands.restricting import NobodyToHoldIt
from halcyon.domain.intelligence import commands, queries
from halcyon.domain.intelligence.rules import Beside
from halcyon.faces.desk.acts.answering import posted, shown_of
from halcyon.faces.desk.intelligence import pages
from halcyon.faces.desk.intelligence.forms.sending import SendForm
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.access.rules import Lock


@require_http_methods(["GET", "POST"])
@requires(Permission.SUBMIT_INTELLIGENCE)
def new(request: DeskRequest) -> HttpResponse:
    """The form; sent, it leads to what was sent."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUBMIT_INTELLIGENCE)
def from_statement(request: DeskRequest, statement: UUID) -> HttpResponse:
    """The form for what follows from a child's words, which stand beside it and are never graded."""
    return _form(request, statement)


def _form(request: DeskRequest, statement: UUID | None) -> HttpResponse:
    said = queries.statement(statement, by=request.member) if statement else None
    form = SendForm(posted(request), people=pages.people())
    if request.method == "POST" and not form.wants_a_row and form.is_valid():
        try:
            report = commands.submit(sent=form.sent(statement), drop=form.cleaned_data["drop"], by=request.member)
        except Beside as missing:
            form.add_error(form.place_of(missing.field), str(missing))
        except NobodyToHoldIt as nobody:
            form.add_error("works_here", str(nobody))
        else:
            messages.success(request, "Sent. An intelligence officer reads it, and you are told what comes of it.")
            return redirect("intelligence:sent_one", report.record.reference)
    page = pages.sending(form, said, by=request.member)
    return render(request, "intelligence/new.html", {"form": form, "page": page})


@require_GET
@requires(Permission.SUBMIT_INTELLIGENCE)
def sent(request: DeskRequest) -> HttpResponse:
    """Everything this member sent, newest first."""
    found, left_out = queries.submissions(by=request.member, most=shown_of(request))
    lines = [pages.sent_line(view) for view in found]
    return render(request, "intelligence/sent.html", {"lines": lines, "left_out": left_out})


@require_GET
@requires(Permission.SUBMIT_INTELLIGENCE)
def one(request: DeskRequest, reference: str) -> HttpResponse:
    """One of them: what was sent, what its words seem to name, what came of it."""
    view = queries.submission(reference, by=request.member)
    apart = view.report.record.lock == Lock.SILENT
    offers = () if apart else queries.offers(view.originals, view.named, by=request.member)
    return render(request, "intelligence/sent_one.html", {"page": pages.sent_one(view, offers)})


@require_POST
@requires(Permission.SUBMIT_INTELLIGENCE)
def name(request: DeskRequest, reference: str) -> HttpResponse:
    """Takes up one thing that the words of an item were found to name."""
    report = queries.find_report(reference)
    back = "intelligence:sent_one" if report.submitted_by == request.member.principal else "intelligence:report"
    offered = {(str(one.item), pages.key_of(one.thing)): one for one in queries.offered(report, by=request.member)}
    taken = offered.get((request.POST.get("item", ""), request.POST.get("thing", "")))
    if taken is None:
        messages.error(request, "That is not in the words of this report. Nothing was added.")
        return redirect(back, reference)
    try:
        commands.name(report=report, item=taken.item, thing=taken.thing, by=request.member)
        messages.success(request, "Added to what the report names.")
    except Beside as missing:
        messages.error(request, str(missing))
    return redirect(back, reference)
