"""Forms about the children a contact concerns: a new one, and what is known of one."""

from collections.abc import Mapping
from typing import Any

from django import forms

from halcyon.domain.children.models import Child
from halcyon.faces.desk.acts.fields import KNOWN_AS, Key, Long, Short, YesNoNotKnown
from halcyon.faces.desk.acts.wording import Act

FACTS = ("known_as", "age", "known", "under_13", "learning_disability")


class Facts(Act):
    """What the team knows of a child. Not known is an answer; it is never read as no."""

    checked = ("known",)
    known_as = Short(
        "Name or nickname", missing="Write a name or a nickname. “The sister” is enough.", most=200,
        hint="As the child, or whoever told us, calls them.",
    )  # fmt: skip
    age = Short("Age, as told", hint="For example: 14, year 9, about 15", most=60)
    under_13 = YesNoNotKnown("Under 13?")
    learning_disability = YesNoNotKnown("A learning disability?")
    known = Long("What is known", hint="In your words. Put the child's own words in quotation marks.")


class New(Facts):
    """A child that the index does not know yet."""

    button = "Add this child"
    key = Key()

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, prefix="new", **more)

    @classmethod
    def kept(cls, typed: Mapping[str, str], *, found: str) -> "New":
        """The form with what was typed into it so far, not sent yet: nothing in it is complained of.

        The name that was searched for stands in it, unless another one was typed there.
        """
        initial = {name: typed[f"new-{name}"] for name in cls.base_fields if f"new-{name}" in typed}
        if initial.get("known_as", "") in ("", typed.get("looked", "")):
            initial["known_as"] = found
        return cls(None, initial=initial)


class Change(Facts):
    """A change to what is known, made on the version that was read."""

    button = "Save"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, child: Child) -> None:
        super().__init__(data, initial={**said(child), "version": child.record.version})


def said(child: Child) -> dict[str, str]:
    """What is known of a child, as the fields say it."""
    return {
        "known_as": child.known_as,
        "age": child.age,
        "known": child.known,
        "under_13": KNOWN_AS[child.under_13],
        "learning_disability": KNOWN_AS[child.learning_disability],
    }
