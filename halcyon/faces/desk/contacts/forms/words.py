"""Forms that say something to someone: acknowledging, writing, telling back; and opening who told."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from halcyon.domain.contacts.minding import Hush
from halcyon.domain.contacts.models import Contact, Mailbox
from halcyon.faces.desk.acts.fields import Key, Long, OneOf
from halcyon.faces.desk.acts.wording import Act
from halcyon.faces.desk.contacts import sayings

OWN = "own"
SAFE = (
    "Write what is safe if someone else finds it: no names, no places, nothing of what was told. "
    "Open questions, and only about safety. It is read in court."
)
HOW_TOLD = (("phone", "By telephone"), ("in_person", "In person"), ("letter", "By letter"))


MINDED = "Tick each of them to say that they will not see or hear this"


def mind(form: forms.Form, hushes: Iterable[Hush]) -> None:
    """Asks a form that sends something about each who must not know. Nobody has to be minded: nothing is asked."""
    who = [(str(hush.id), hush.words) for hush in hushes]
    if who:
        form.fields["minded"] = forms.TypedMultipleChoiceField(
            label="Must not know", help_text=MINDED, choices=who, coerce=UUID, required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


def minded(form: forms.Form) -> list[UUID]:
    """Of whom the member said that they will not see or hear it."""
    return list(form.cleaned_data.get("minded") or ())


def how_choices(contact: Contact) -> tuple[tuple[str, str], ...]:
    """The ways there are to tell whoever told us: the six words only while they work."""
    by_words = (("words", "Through their six words"),) if contact.way_back == Mailbox.OPEN else ()
    return (*by_words, *HOW_TOLD)


class Message(Act):
    """Words to someone: a reviewed phrase, own words, or both."""

    checked = ("words",)
    key = Key()
    phrase = OneOf("A reviewed phrase", ())
    words = Long("Your own words", hint=SAFE, rows=5)

    uses: tuple[str, ...] = ()

    def __init__(self, data: Any, *, contact: Contact, hushes: Iterable[Hush]) -> None:
        super().__init__(data)
        mind(self, hushes)
        self.phrases = sayings.offered(self.uses, contact.told_in)
        choices = [(key, phrase.label) for key, phrase in self.phrases.items()]
        self.fields["phrase"].help_text = sayings.hint(contact.told_in)
        self.fields["phrase"].choices = [*choices, (OWN, "Only my own words")]  # type: ignore[attr-defined]
        if "how" in self.fields:
            ways = how_choices(contact)
            self.fields["how"].choices = ways  # type: ignore[attr-defined]
            self.fields["how"].initial = ways[0][0] if contact.way_back == Mailbox.OPEN else None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        phrase = self.phrases.get(given.get("phrase", ""))
        own = given.get("words", "")
        if not phrase and not own and "words" not in self.errors:
            self.add_error("words", "Choose a phrase, or write what you want to say.")
        given["said"] = "\n\n".join(part for part in (phrase.text if phrase else "", own) if part)
        given["key_of_phrase"] = phrase.key if phrase and not own else ""
        return given


class Acknowledge(Message):
    """That a named member has read it: everything up to ``seen``, the last words that stood on the page."""

    button = "Say that I have read it"
    uses = ("acknowledge", "safety")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    how = OneOf("How do you tell them, or how did you?", (), missing="Say how they were told.")
    field_order = ["key", "seen", "how", "phrase", "words"]

    def __init__(self, data: Any, *, contact: Contact, seen: int, hushes: Iterable[Hush]) -> None:
        super().__init__(data, contact=contact, hushes=hushes)
        self.fields["seen"].initial = seen


class Write(Message):
    """One more message through the six words. It ends nothing that is owed."""

    button = "Send"
    uses = ("safety", "next", "way back", "acknowledge")


class TellBack(Act):
    """What was decided and what happens next, in the teller's own channel."""

    button = "Record that they were told"
    checked = ("words",)
    key = Key()
    how = OneOf("How do you tell them, or how did you?", (), missing="Say how they were told.")
    words = Long("What you tell them, or told them", missing="Write what you want to say, or what you said.", rows=8)

    def __init__(self, data: Any, *, ways: tuple[tuple[str, str], ...], hint: str, hushes: Iterable[Hush]) -> None:
        super().__init__(data)
        mind(self, hushes)
        self.fields["how"].choices = ways  # type: ignore[attr-defined]
        self.fields["words"].help_text = hint


class OpenSource(Act):
    """Who told, for a reason that stays on record."""

    button = "Open the source register"
    reason = Long(
        "Why do you need to know who told us?", missing="Say why you need to know who told us. The reason stays on record.",
        rows=2,
    )  # fmt: skip
