"""What the words of a form name, offered while they are written: which boxes are read, and what was taken up.

The script asks (`look/spotting.js`), `subjects.views.spotting` answers. Where it did not ask for what is saved, saving is
the same and the offer comes after it. What was taken up becomes a mention in the transaction that saves the words.
"""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html

from halcyon.domain.children.queries.words import statement_of
from halcyon.domain.intelligence.queries import own_names
from halcyon.domain.subjects import commands, queries
from halcyon.domain.subjects.taking import Taken, taken
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.requires import DeskRequest
from halcyon.kernel.access.rules import Detail

FIELD = "taken"
KEPT_AS = {"child": ("child", "event", "fact", "statement"), "contact": ("action", "decision")}
"""By kind of record: what the boxes of its forms are kept as."""
TOLD = {"contact": ("message", "statement", "telling")}
"""The same of what somebody told. Numbers and plates of it are named when it arrives; of names whoever reads it says whose."""
READ = "read"
"""Sent by the script when all that is sent has been read for what it names, and offered."""
TOO_WIDE = "Nothing was named: few may read these words, and more could read the names."
LEFT_OUT = "What may show who told us was not named: it stands in the source register alone."


class Spotting(forms.Form):
    """A form that offers to name what some of its boxes name. Its page includes ``acts/spots.html`` inside the form."""

    spots: ClassVar[tuple[str, ...]] = ()

    @property
    def boxes(self) -> str:
        """The names of the boxes that are read, for the script."""
        return " ".join(self.add_prefix(name) for name in self.spots)

    @property
    def taken(self) -> tuple[Taken, ...]:
        """What was taken up so far; it comes back with the form when something else is missing."""
        carried = getattr(self.data, "getlist", None)
        return taken(carried(FIELD)) if carried is not None else ()

    def spotted_words(self) -> str:
        """The words that are saved and were read."""
        return "\n".join(self.cleaned_data.get(name) or "" for name in self.spots)


def name_taken(
    request: DeskRequest, form: Spotting, record: Record, *, statement: UUID | None = None, detail: str = ""
) -> None:
    """Names what was taken up in the record that the words are saved in; says so where something had to be left out.

    ``detail`` is that of the saved words: a mention has none, so what few duties read is not named for all (decision 0030).
    """
    if detail not in ("", Detail.STORY):
        if form.taken:
            messages.warning(request, TOO_WIDE)
        return
    if form.taken:
        left = commands.take_up(
            record=record, words=form.spotted_words(), taken=form.taken, statement=statement, by=request.member
        )
        if left:
            messages.warning(request, LEFT_OUT)
    if READ not in form.data and form.spotted_words().strip():
        _offer(request, record)


def unnamed(record: Record, *, by: Actor, told: bool = False) -> tuple[queries.Unnamed, ...]:
    """What the words that ``by`` saved in a record name, and the record does not; with ``told``, what was told there too."""
    kinds = TOLD.get(record.kind, ()) if told else ()
    return queries.unnamed(
        record, kept_as=KEPT_AS.get(record.kind, ()), by=by, names=own_names(by=by), told=kinds
    )  # fmt: skip


def name_words(record: Record, words: str, kind: str, *, by: Actor) -> None:
    """Names what a member says that these words name, out of what they saved there and what was told. Raises Incomplete."""
    held = queries.texts(record, kept_as=KEPT_AS.get(record.kind, ()), told=TOLD.get(record.kind, ()), by=by)
    said = statement_of(record.pk, words.strip())
    commands.name_words(record=record, words=words, texts=held, kind=kind, statement=said, by=by)


def _offer(request: DeskRequest, record: Record) -> None:
    """Says after the save what could not be offered before it; no word of it stands in the message."""
    member = request.member
    if found := unnamed(record, by=member) if member.may(Permission.NAME) else ():
        address, many = reverse("subjects:unnamed", args=[record.reference]), len(found)
        things = "something that is not named here yet" if many == 1 else f"{many} things that are not named here yet"
        link = '<a class="govuk-notification-banner__link" href="{}">Look, and name what belongs here</a>.'
        messages.info(request, format_html("Your words seem to name {}. " + link, things, address))
