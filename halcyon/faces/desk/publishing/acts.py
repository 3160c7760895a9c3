"""The steps of a text: submitted, sent back, confirmed, approved, withdrawn, an old one restored. Each is one press."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from halcyon.domain.publishing import commands, queries
from halcyon.domain.publishing.faults import WordsMissing
from halcyon.domain.publishing.models import ENGLISH, Revision
from halcyon.faces.desk.acts.answering import beside
from halcyon.faces.desk.publishing import forms
from halcyon.faces.desk.publishing.views import show
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, NotVisible
from halcyon.kernel.access.requires import DeskRequest, requires


class Press(django_forms.Form):
    """A step that asks nothing more."""


@require_POST
@requires(Permission.PUBLISH)
def submit(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """Asks for a second person."""

    def does(revision: Revision, form: django_forms.Form) -> None:
        commands.submit(revision=revision, by=request.member)

    return _does(
        request, piece, language, "submit", Press(request.POST), does, "Submitted. A second person reads it now."
    )


@require_POST
@requires(Permission.PUBLISH)
def approve(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """A second person lets it hang."""

    def does(revision: Revision, form: django_forms.Form) -> None:
        commands.approve(revision=revision, by=request.member, **form.cleaned_data)

    done = "Approved. It hangs within seconds, or from the time you chose."
    return _does(request, piece, language, "approve", forms.Approve(request.POST), does, done)


@require_POST
@requires(Permission.PUBLISH)
def decline(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """A second person sends it back."""

    def does(revision: Revision, form: django_forms.Form) -> None:
        commands.decline(revision=revision, why=form.cleaned_data["missing"], by=request.member)

    return _does(
        request, piece, language, "decline", forms.Decline(request.POST), does, "Sent back, with what is missing."
    )


@require_POST
@requires(Permission.PUBLISH)
def confirm(request: DeskRequest, piece: UUID, language: str) -> HttpResponse:
    """A named person who grew up with the language has read it."""

    def does(revision: Revision, form: django_forms.Form) -> None:
        commands.confirm(revision=revision, reviewer=form.cleaned_data["reviewer"], by=request.member)

    return _does(request, piece, language, "confirm", forms.Confirm(request.POST), does, "It is no draft any more.")


@require_POST
@requires(Permission.PUBLISH)
def withdraw(request: DeskRequest, piece: UUID) -> HttpResponse:
    """Takes it down in one press: in one language where one is named, else in all."""
    language = request.POST.get("language") or None

    def does(revision: Revision, form: django_forms.Form) -> None:
        commands.withdraw(piece=revision.piece, language=language, why=form.cleaned_data["why"], by=request.member)

    done = "Taken down. It is gone from the public pages within seconds."
    return _does(request, piece, language or ENGLISH, "withdraw", forms.Withdraw(request.POST), does, done)


@require_POST
@requires(Permission.PUBLISH)
def restore(request: DeskRequest, piece: UUID, revision: UUID) -> HttpResponse:
    """A new text equal to an old one."""
    old = queries.revision(revision, of=piece, by=request.member)
    sent = request.POST.get("key", "")
    try:
        key = UUID(sent)
    except ValueError:
        key = uuid4()
    try:
        commands.restore(revision=old, key=key, by=request.member)
        messages.success(
            request, f"Text {old.number} is a new draft now. What hangs stays until a second person has approved it."
        )
    except Conflict:
        messages.warning(request, "Somebody wrote meanwhile: look at what is there now, then restore again.")
    return redirect("publishing:version", piece, old.language)


def _does(
    request: DeskRequest, piece: UUID, language: str, name: str, form: django_forms.Form,
    does: Callable[[Revision, django_forms.Form], None], done: str,
) -> HttpResponse:  # fmt: skip
    """One step of the text that the member has seen; back to its page, with a sentence where it could not be done."""
    seen = _seen(request, piece) if name != "withdraw" else queries.opened(piece, language, by=request.member).base
    if form.is_valid():
        with beside(form, ValueError), beside(form, WordsMissing, field=next(iter(form.fields), None)):
            does(seen, form)
            messages.success(request, done)
            return redirect("publishing:version", piece, language)
    return show(request, piece, language, wrong={name: form}, status=400)


def _seen(request: DeskRequest, piece: UUID) -> Revision:
    """The text that stood on the page: what somebody wrote meanwhile was not read, so nothing is done to it."""
    try:
        key = UUID(request.POST.get("revision", ""))
    except ValueError:
        raise NotVisible() from None
    return queries.revision(key, of=piece, by=request.member)
