"""How an act on a child answers: back to the child's page when it is done, else the same form with a sentence beside its field."""

from contextlib import AbstractContextManager
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from halcyon.domain.children import queries
from halcyon.domain.children.models import Child
from halcyon.domain.children.rules import FactIncomplete
from halcyon.domain.sharing.queries import open_details
from halcyon.faces.desk.acts import answering
from halcyon.faces.desk.children.pages import Unread, unread
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.requires import DeskRequest


def beside(form: forms.Form, field: str) -> AbstractContextManager[None]:
    """The sentence of a command about a child, beside the field it is about."""
    return answering.beside(form, FactIncomplete, field=field)


def done(request: DeskRequest, child: Child, sentence: str) -> HttpResponse:
    """Back to the child's page, which says what was done. The sentence names no one and quotes nothing."""
    messages.success(request, sentence)
    return redirect("children:child", child.record.reference)


def asking(child: Child, *, by: Actor) -> tuple[Unread, ...]:
    """What of the child the reader's role does not read, with the press that asks for it, or when the answer is owed."""
    hidden = queries.withheld(child, by=by)
    return unread(hidden, open_details(child.record.reference, by=by) if hidden else {}, by=by)


def show(
    request: DeskRequest, child: Child, title: str, form: forms.Form, *lead: str, template: str = "children/act.html",
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one act."""
    about = {"child": child, "reference": child.record.reference, "title": title, "lead": lead, "form": form}
    return render(request, template, {**about, **more}, status=status)
