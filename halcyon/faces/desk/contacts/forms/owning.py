"""Forms about what is owed and the contact as a whole: handing over, not possible, waiving, bigger, closing, ending."""

from collections.abc import Iterable
from typing import Any

from django import forms

from halcyon.faces.desk.acts.fields import Long, OneOfMany
from halcyon.faces.desk.acts.wording import Act


class HandOver(Act):
    """Another owner; the clock runs on."""

    button = "Hand over"
    to = OneOfMany("Who takes it over?", (), missing="Choose who takes it over.")

    def __init__(self, data: Any, *, owners: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        choices = [(str(number), name) for number, name in owners]
        self.fields["to"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]

    def clean_to(self) -> int:
        return int(self.cleaned_data["to"])


class NotPossible(Act):
    """Why someone cannot be told."""

    button = "Record that it is not possible"
    checked = ("reason",)
    reason = Long(
        "Why is it not possible?", missing="Say why. The reason stays on record and is counted on its own.", rows=3,
        hint="For example: no way back was given, or it is not safe for them.",
    )  # fmt: skip


class ReadNotPossible(NotPossible):
    """Why someone cannot be told that a member has read it: everything up to ``seen``, the last words on the page."""

    button = "I have read this, and they cannot be told so"
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, seen: int) -> None:
        super().__init__(data)
        self.fields["seen"].initial = seen


class AskWaiver(Act):
    """Why something owed should not be kept; a second person must agree."""

    button = "Ask a second person"
    checked = ("reason",)
    reason = Long(
        "Why should it be waived?", missing="Say why. The reason stays on record and is counted on its own.", rows=3
    )


class AgreeWaiver(Act):
    """A second person agrees to waive something: nothing but the button."""

    button = "I agree: waive it"


class Bigger(Act):
    """I think this is bigger."""

    button = "Raise it to the strategic lead"
    checked = spots = ("why",)
    why = Long(
        "What makes you think this is bigger?", missing="Say in a sentence what makes you think this is bigger.", rows=4,
        hint="More children, more adults, a place, another area, or nobody putting it together. A feeling counts.",
    )  # fmt: skip


class Restrict(Act):
    """Closes a contact to all but the strategic lead."""

    button = "Close it to everyone but the strategic lead"
    about = OneOfMany("Is it about somebody in this list?", (), hint="Then they are never the one who holds it.")
    sure = forms.BooleanField(
        label="I understand that I will not see it again unless the strategic lead lets me",
        error_messages={"required": "Tick this to say that you understand."},
    )

    def __init__(self, data: Any, *, people: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        choices = [(str(number), name) for number, name in people]
        self.fields["about"].choices = [("", "Nobody in this list"), *choices]  # type: ignore[attr-defined]

    def clean_about(self) -> int | None:
        return int(self.cleaned_data["about"]) if self.cleaned_data["about"] else None
