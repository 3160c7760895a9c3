"""Taking down a telling by telephone or in person."""

from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from halcyon.domain.contacts import commands, queries
from halcyon.domain.intelligence import queries as intelligence
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.tellings.forms import TellingForm
from halcyon.faces.desk.tellings.pages import CarriedOver, carried_over, kept
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.clocks import now
from halcyon.kernel.letterbox.delivering import MailboxTaken
from halcyon.kernel.partnership.queries import names
from halcyon.kernel.sealing import DeskSecrets


@cache
def codes() -> DeskSecrets:
    """What makes six words at the desk: read once in a process."""
    held: DeskSecrets = settings.KEYS.load(settings.SECRETS)
    return held


@require_http_methods(["GET", "POST"])
@requires(Permission.RECEIVE)
def new(request: DeskRequest) -> HttpResponse:
    """One page while somebody speaks; then the words to read out. The same form sent twice shows the same words."""
    return _take_down(request, TellingForm(posted(request)))


@require_http_methods(["GET", "POST"])
@requires(Permission.RECEIVE)
def from_report(request: DeskRequest, reference: str) -> HttpResponse:
    """The same page, with what a report says already: it becomes a referral once someone reads it through and keeps it."""
    report = intelligence.report(reference, by=request.member)
    known = carried_over(report, names=names())
    return _take_down(request, TellingForm(posted(request), known=known.answers), known)


def _take_down(request: DeskRequest, form: TellingForm, known: CarriedOver | None = None) -> HttpResponse:
    if form.is_valid():
        try:
            taken = commands.take_down(
                telling=form.telling(now=now()), drop=form.cleaned_data["drop"], codes=codes(), by=request.member
            )
        except MailboxTaken as taken_before:
            form.add_error(None, str(taken_before))
        else:
            view = queries.contact(taken.contact.record.reference, by=request.member)
            return render(request, "tellings/kept.html", {"page": kept(view, taken.code, names=names())})
    return render(request, "tellings/new.html", {"form": form, "known": known})
