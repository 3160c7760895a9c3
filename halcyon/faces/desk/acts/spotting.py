"""What the words of a form name, offered while they are written: which boxes are read, and what was taken up.

The script asks (`look/spotting.js`), `subjects.views.spotting` answers. Without the script nothing is offered here, and
saving is the same. What was taken up becomes a mention in the transaction that saves the words.
"""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages

from halcyon.domain.subjects import commands
from halcyon.domain.subjects.taking import Taken, taken
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.requires import DeskRequest
from halcyon.kernel.access.rules import Detail

FIELD = "taken"
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
    if not form.taken:
        return
    if detail not in ("", Detail.STORY):
        messages.warning(request, TOO_WIDE)
        return
    left = commands.take_up(
        record=record, words=form.spotted_words(), taken=form.taken, statement=statement, by=request.member
    )
    if left:
        messages.warning(request, LEFT_OUT)
