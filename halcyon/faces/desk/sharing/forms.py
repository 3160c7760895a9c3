"""Asking, and the owner's answer."""

from collections.abc import Iterable
from typing import Any

from django import forms

from halcyon.faces.desk.acts.fields import Day, Long, OneOf, OneOfMany
from halcyon.faces.desk.acts.wording import Act
from halcyon.kernel.access.rules import Detail

SHARE, KEEP = "share", "keep"


class AskForIt(Act):
    """Why someone needs to see it: whoever answers reads this. The reference alone is enough."""

    button = "Ask to see it"
    reference = forms.CharField(widget=forms.HiddenInput, max_length=20)
    why = Long("Why do you need it? (you may leave this empty)", rows=3, hint="Whoever it belongs to reads this.")


class AskForDetail(Act):
    """Which detail of a child's record; the press alone is enough."""

    button = "Ask to read it"
    detail = OneOf("Which?", [(one.value, one.value) for one in Detail], missing="Choose which.")


class NameOwner(Act):
    """Who holds from now on what somebody who has left held."""

    button = "Hand it over"
    to = OneOfMany("Who holds it from now on?", (), missing="Choose who holds it from now on.")

    def __init__(self, data: Any, *, members: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = [("", "Choose"), *members]  # type: ignore[attr-defined]

    def clean_to(self) -> int:
        return int(self.cleaned_data["to"])


class Answer(Act):
    """Shared, until when, or not; and why."""

    button = "Answer"
    shared = OneOf(
        "Do you share it?", ((SHARE, "Yes, they may read it"), (KEEP, "No")), missing="Choose whether you share it."
    )
    until = Day("Until when? (leave it empty for as long as it is kept)")
    reason = Long("Why?", rows=4, missing="Say why. A no is a record too, and is read when it is asked about later.")

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["shared"] == SHARE)
