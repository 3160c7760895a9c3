"""The matches of one record, the three answers, and taking an answer back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from halcyon.domain.intelligence.queries import handlings
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.models import Same
from halcyon.domain.subjects.rules import Incomplete
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import settled
from halcyon.faces.desk.contacts.pages.closed import closed_before
from halcyon.faces.desk.subjects.forms import Judge, TakeBack
from halcyon.faces.desk.subjects.panel import RECORDS, Around, Panel, address_of, offer, panel
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.look.parts import Row
from halcyon.kernel.partnership.queries import names


def record_of(reference: str) -> Record:
    """The record with a reference, where the member may see it. Raises NotVisible."""
    found = Record.objects.filter(reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    return found


def _panel(record: Record, by: Actor) -> Panel | None:
    return panel(record, by=by, closings=lambda records: closed_before(records, by, names()))


def _around(shown: queries.Proposal, by: Actor) -> Around:
    other = [shown.other.record]
    return Around(
        closed=closed_before(other, by, names()), handlings=handlings(other), about=queries.about(other), by=by
    )


@require_GET
@requires(Permission.READ_MATCHES)
def matches(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything that the names in a record may be the same as, those below the line too."""
    record = record_of(reference)
    shown = {
        "panel": _panel(record, request.member), "reference": reference, "whole": True,
        "what": RECORDS.get(record.kind, "the record"), "back": address_of(record.kind, reference, request.member),
    }  # fmt: skip
    return render(request, "subjects/matches.html", shown)


@require_http_methods(["GET", "POST"])
@requires(Permission.JUDGE)
def judge(request: DeskRequest, reference: str, match: UUID) -> HttpResponse:
    """A member says whether two are the same."""
    record = record_of(reference)
    found = queries.match(match, of=record, by=request.member)
    chosen = request.GET.get("answer", "")
    form = Judge(posted(request), initial={"answer": chosen if chosen in Same.values else None})
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            commands.judge(
                a=found.a, b=found.b, answer=Same(form.cleaned_data["answer"]), reason=form.cleaned_data["reason"],
                by=request.member,
            )  # fmt: skip
            messages.success(request, "Your answer is kept. It can be taken back.")
            return redirect("subjects:matches", reference)
        except Incomplete as incomplete:
            form.add_error("reason", str(incomplete))
    whole = queries.matches(record, by=request.member)
    shown = next((one for one in (*whole.above, *whole.others, *whole.answered) if one.id == match), None)
    offered = offer(shown, record, _around(shown, request.member)) if shown else None
    return render(request, "subjects/judge.html", {"form": form, "offer": offered, "reference": reference})


@require_http_methods(["GET", "POST"])
@requires(Permission.JUDGE)
def take_back(request: DeskRequest, judgement: UUID) -> HttpResponse:
    """A judgement is taken back: everything is again as it was before it."""
    found = queries.judgement(judgement, by=request.member)
    form, status = TakeBack(posted(request)), 200
    if form.is_valid() and settled(form, about=found, by=request.member):
        try:
            commands.take_back(judgement=found, reason=form.cleaned_data["reason"], by=request.member)
            messages.success(request, "Taken back: everything is again as it was before it.")
            return redirect("subjects:subject", found.a_id)
        except Incomplete as incomplete:
            form.add_error("reason", str(incomplete))
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
    facts = [
        Row("What was said", Same(found.answer).label), Row("Of", f"{found.a.written} and {found.b.written}"),
        Row("Why", found.reason),
    ]  # fmt: skip
    shown = {"form": form, "heading": "Take a judgement back", "facts": facts, "back": found.a_id}
    return render(request, "subjects/act.html", shown, status=status)
