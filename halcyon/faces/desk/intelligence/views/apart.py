"""What is about somebody who works here: set apart from everyone but its holder, who lets others in one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from halcyon.domain.contacts.commands.restricting import NobodyToHoldIt
from halcyon.domain.intelligence import commands, queries
from halcyon.domain.intelligence.queries import ReportView
from halcyon.domain.intelligence.rules import Beside
from halcyon.faces.desk.acts.answering import beside, posted
from halcyon.faces.desk.intelligence import pages
from halcyon.faces.desk.intelligence.forms.apart import ApartForm, LetInForm
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.partnership import queries as partnership

DONE = "Set apart. Only who holds it now, and whoever sent it, can read it."


@require_http_methods(["GET", "POST"])
@requires(Permission.RESTRICT)
def apart(request: DeskRequest, reference: str) -> HttpResponse:
    """Sets a report apart; its holder reads it here, and lets others in."""
    view = queries.report(reference, by=request.member)
    if view.report.record.lock == Lock.SILENT:
        return _holder(request, view)
    form = ApartForm(posted(request), people=pages.people())
    if form.is_valid():
        with beside(form, Beside, NobodyToHoldIt, field="concerns"):
            said = form.cleaned_data
            commands.set_apart(report=view.report, why=said["why"], concerns=said["concerns"], by=request.member)
            messages.success(request, DONE)
            return redirect("intelligence:items")
    return render(request, "intelligence/apart.html", {"form": form, "reference": reference})


def _holder(request: DeskRequest, view: ReportView) -> HttpResponse:
    holds = view.report.record.owner == request.member.principal
    form = LetInForm(posted(request), people=pages.officers_first(but=request.member.principal)) if holds else None
    if form is not None and form.is_valid():
        with beside(form, Beside, field="to"):
            commands.let_in(
                report=view.report, to=form.cleaned_data["to"], why=form.cleaned_data["why"], by=request.member
            )
            messages.success(request, "They can read it and work on it now. They are told that something waits.")
            return redirect("intelligence:apart", view.reference)
    known = partnership.names()
    page = pages.report(view, (), names=known, matches={})
    kept = queries.apart(view.report)
    others = [(known.get(one.principal, ""), one.reason) for one in queries.let_in(view.report)]
    about = {"page": page, "form": form, "why": kept.why if kept else "", "let_in": others}
    return render(request, "intelligence/held.html", about)
