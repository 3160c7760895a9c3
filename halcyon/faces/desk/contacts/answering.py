"""How an act answers: back to the contact when it is done, else the same form with a sentence beside what is missing."""

from contextlib import AbstractContextManager
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from halcyon.domain.contacts.commands.acting import ActionIncomplete
from halcyon.domain.contacts.commands.deciding import DecisionIncomplete
from halcyon.domain.contacts.commands.ending import StillOwed
from halcyon.domain.contacts.commands.raising import AlertIncomplete
from halcyon.domain.contacts.commands.telling_back import ReasonNeeded, SomebodyElse
from halcyon.domain.contacts.commands.writing import NoWayBack, TooMuch, WordsNeeded
from halcyon.domain.contacts.minding import MustNotKnow
from halcyon.domain.contacts.rules import OutcomesClash
from halcyon.domain.promise import rules as promise
from halcyon.faces.desk.acts import answering
from halcyon.faces.desk.contacts.pages.acts import ActPage
from halcyon.kernel.access.requires import DeskRequest
from halcyon.kernel.sources import commands as sources

SENTENCES = (
    ActionIncomplete, AlertIncomplete, DecisionIncomplete, MustNotKnow, NoWayBack, OutcomesClash, ReasonNeeded, StillOwed,
    SomebodyElse, TooMuch, WordsNeeded, promise.AlreadyEnded, promise.CannotOwn, promise.DecisionIsOwed, promise.ReasonNeeded,
    promise.SecondPersonNeeded, sources.ReasonNeeded,
)  # fmt: skip
"""What a command says to a member about what is missing. A Conflict is shown with both texts by the view itself."""


def beside(form: forms.Form, field: str | None = None) -> AbstractContextManager[None]:
    """The sentence of a command of a contact, beside the field it is about."""
    return answering.beside(form, *SENTENCES, field=field)


def done(request: DeskRequest, reference: str, sentence: str) -> HttpResponse:
    """Back to the contact, which says what was done. The sentence names no one and quotes nothing."""
    messages.success(request, sentence)
    return redirect("contacts:contact", reference)


def show(
    request: DeskRequest, page: ActPage, form: forms.Form | None = None, *, template: str = "contacts/act.html",
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one act."""
    return render(request, template, {"page": page, "form": form, **more}, status=status)
