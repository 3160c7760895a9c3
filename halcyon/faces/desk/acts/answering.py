"""What was sent, and the sentence beside the field it is about. Each room adds the sentences of its own commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from halcyon.kernel.access.requires import DeskRequest

MOST = 300  # of a list, unless all of it is asked for: then it says how many are left out (acts/left_out.html)


def shown_of(request: DeskRequest) -> int | None:
    """How much of a list is shown; None for all of it."""
    return None if request.GET.get("all") else MOST


def posted(request: DeskRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def brought(request: DeskRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """The files that were sent with it; None when the page is only opened."""
    return request.FILES if request.method == "POST" else None


@contextmanager
def beside(form: forms.Form, *sentences: type[Exception], field: str | None = None) -> Iterator[None]:
    """Puts the sentence of a command that would not do it beside the field it is about, and keeps what was typed."""
    try:
        yield
    except sentences as sentence:
        named = getattr(sentence, "field", field)
        form.add_error(named if named in form.fields else field, str(sentence))
