"""The list of what was raised to the top, one of them, and the answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.contacts import commands, queries
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.alerts import pages
from halcyon.faces.desk.alerts.forms import Answer
from halcyon.faces.desk.contacts.answering import beside
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names


@require_GET
@requires(Permission.READ_ALERTS)
def alerts(request: DeskRequest) -> HttpResponse:
    """Everything that was raised, unanswered first."""
    found, known = queries.alerts(by=request.member), names()
    references = queries.references([one.contact for one in found])
    lines = [pages.alert(one, by=request.member, names=known, references=references) for one in found]
    return render(request, "alerts/alerts.html", {"alerts": lines})


@require_GET
@requires(Permission.READ_ALERTS)
def alert(request: DeskRequest, reference: str) -> HttpResponse:
    """One alert with its answer, or the form for the one who may answer."""
    return _show(request, reference, Answer())


@require_http_methods(["GET", "POST"])
@requires(Permission.ANSWER_ALERT)
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """The strategic lead answers."""
    found = queries.alert(reference, by=request.member)
    form = Answer(posted(request))
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            with beside(form, "answer"):
                commands.answer_alert(alert=found, answer=form.cleaned_data["answer"], by=request.member)
                messages.success(request, "Answered. Whoever raised it reads your answer.")
                return redirect("alerts:alert", reference)
        except Conflict as conflict:
            form.add_error("answer", str(conflict))
            return _show(request, reference, form, status=409)
    return _show(request, reference, form)


def _show(request: DeskRequest, reference: str, form: Answer, *, status: int = 200) -> HttpResponse:
    found = queries.alert(reference, by=request.member)
    references = queries.references([found.contact])
    page = pages.alert(found, by=request.member, names=names(), references=references)
    return render(request, "alerts/alert.html", {"page": page, "form": form}, status=status)
