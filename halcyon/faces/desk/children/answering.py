"""How an act on a child answers: back to the child's page when it is done, else the same form with a sentence beside its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from halcyon.domain.children.models import Child
from halcyon.domain.children.rules import FactIncomplete
from halcyon.kernel.access.requires import DeskRequest


@contextmanager
def beside(form: forms.Form, field: str) -> Iterator[None]:
    """Puts the sentence of a command that would not do it beside the field it is about, and keeps what was typed."""
    try:
        yield
    except FactIncomplete as sentence:
        form.add_error(sentence.field if sentence.field in form.fields else field, str(sentence))


def done(request: DeskRequest, child: Child, sentence: str) -> HttpResponse:
    """Back to the child's page, which says what was done. The sentence names no one and quotes nothing."""
    messages.success(request, sentence)
    return redirect("children:child", child.record.reference)


def show(
    request: DeskRequest, child: Child, title: str, form: forms.Form, *lead: str, template: str = "children/act.html",
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one act."""
    about = {"child": child, "reference": child.record.reference, "title": title, "lead": lead, "form": form}
    return render(request, template, {**about, **more}, status=status)
