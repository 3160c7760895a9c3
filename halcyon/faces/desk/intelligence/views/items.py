"""An officer grades, sanitises and gives an item, and tells whoever sent the report what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from halcyon.domain.intelligence import commands, queries
from halcyon.domain.intelligence.rules import Beside, OutcomeKind
from halcyon.faces.desk.acts.answering import posted
from halcyon.faces.desk.acts.wording import Act, settled
from halcyon.faces.desk.intelligence import pages
from halcyon.faces.desk.intelligence.forms.officers import GiveForm, GradeForm, OutcomeForm, SanitiseForm
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.requires import DeskRequest, requires
from halcyon.kernel.partnership.queries import names


@require_http_methods(["GET", "POST"])
@requires(Permission.GRADE_INTELLIGENCE)
def grade(request: DeskRequest, reference: str) -> HttpResponse:
    """Grades an item, or grades it again: what stood before stays."""
    view = queries.item(reference, by=request.member)
    form = GradeForm(posted(request), people=pages.recipients(), initial=pages.grade_so_far(view))

    def act() -> None:
        commands.grade(item=view.item, given=form.grade(), after=form.cleaned_data["after"], by=request.member)

    return _act(request, view, form, act, "Grade this item", "Graded. The gradings before it are kept.")


@require_http_methods(["GET", "POST"])
@requires(Permission.GRADE_INTELLIGENCE)
def sanitise(request: DeskRequest, reference: str) -> HttpResponse:
    """Writes the text that may travel, beside the one that came."""
    view = queries.item(reference, by=request.member)
    form = SanitiseForm(posted(request))

    def act() -> None:
        commands.sanitise(item=view.item, words=form.cleaned_data["words"], by=request.member)

    return _act(request, view, form, act, "Sanitise this item", "Kept. This is the text that may be shared.")


@require_http_methods(["GET", "POST"])
@requires(Permission.GRADE_INTELLIGENCE)
def give(request: DeskRequest, reference: str) -> HttpResponse:
    """Gives an item to a member or an agency."""
    view = queries.item(reference, by=request.member)
    form = GiveForm(posted(request), people=pages.recipients())

    def act() -> None:
        said = form.cleaned_data
        commands.disseminate(
            item=view.item, to=int(said["to"]), why=said["why"], basis=said["basis"], accepted_by=said["accepted_by"],
            by=request.member,
        )  # fmt: skip

    return _act(
        request, view, form, act, "Give this item to someone", "Given. They can read it now, with its handling."
    )


def _act(
    request: DeskRequest, view: queries.ItemView, form: Act, act: Callable[[], None], title: str, done: str
) -> HttpResponse:
    """One act on an item: done, or the form again with what was typed and a sentence beside it."""
    status = 200
    if form.is_valid() and settled(form, about=view.item, by=request.member):
        try:
            act()
            messages.success(request, done)
            return redirect("intelligence:report", queries.report_of(view.item))
        except Beside as missing:
            form.add_error(missing.field if missing.field in form.fields else None, str(missing))
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
    page = pages.item(view, by=request.member, names=names(), report=queries.report_of(view.item))
    return render(request, "intelligence/act.html", {"page": page, "form": form, "title": title}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.GRADE_INTELLIGENCE)
def outcome(request: DeskRequest, reference: str) -> HttpResponse:
    """Tells whoever sent a report what came of it."""
    view = queries.report(reference, by=request.member)
    form = OutcomeForm(posted(request))
    if form.is_valid() and settled(form, about=view.report, by=request.member):
        said = form.cleaned_data
        try:
            commands.conclude(
                report=view.report, kind=OutcomeKind(said["kind"]), words=said["words"], by=request.member
            )
            messages.success(request, "Told. Whoever sent it reads it under what they sent.")
            return redirect("intelligence:report", reference)
        except Beside as missing:
            form.add_error(missing.field if missing.field in form.fields else None, str(missing))
    page = pages.report(view, (), names=names(), matches={})
    return render(request, "intelligence/outcome.html", {"page": page, "form": form})
