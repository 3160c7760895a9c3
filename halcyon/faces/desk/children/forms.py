"""The forms of the child index: finding, adding, one form for each kind of fact, an event, a statement. They decide nothing."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from halcyon.domain.children.models import Fact, Standing, StatementKind
from halcyon.domain.children.rules import (
    DETAIL_OF_FACT,
    HAPPENED,
    LABELS,
    SAID,
    SEXES,
    WITH_WORDS,
    Answer,
    FactKind,
    Happened,
    answers_to,
)
from halcyon.faces.desk.acts.fields import AsSaid, Day, Key, Long, Moment, OneOf, OneOfMany, Short
from halcyon.faces.desk.acts.wording import Act
from halcyon.faces.desk.children.choices import CARE, CHILD, ETHNICITIES, NAMES, WHOM
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.requires import typed
from halcyon.kernel.partnership.models import Agency, Member

NO_RECORD = "There is no record with this reference that you can open."
DATED = frozenset({
    FactKind.OTHER_NAME, FactKind.CARE_STATUS, FactKind.SCHOOL, FactKind.INVOLVED, FactKind.LEAD_WORKER,
    FactKind.HOME_AUTHORITY, FactKind.HOST_AUTHORITY,
})  # fmt: skip
WITH_AGENCY = frozenset({FactKind.INVOLVED, FactKind.POLICE_NUMBER, FactKind.LOCAL_AUTHORITY_NUMBER})
HINTS = {
    FactKind.BORN: "A date, a month or a year, for example 2011-03-04, 2011-03 or 2011.",
    FactKind.AGE: "As told, for example: 14, year 9, 14 or 15.",
    FactKind.ETHNICITY: "Ask the child. It is never read from a name, a picture or a place.",
    FactKind.NHS_NUMBER: "Ten digits, for example 999 000 0026.",
    FactKind.UPN: "A letter and twelve digits, for example H801200001001.",
    FactKind.INVOLVED: "Who, and what they do for the child.",
    FactKind.MUST_NOT_KNOW: "In the child's words, if you have them. Nothing is sent before each of these is minded.",
    FactKind.NEXT_DATE: "What happens on that day.",
    FactKind.KNOWN: "In your words. Put the child's own words in quotation marks.",
    FactKind.DISABILITY: "If yes: which, and what helps.",
    FactKind.NEURODIVERGENCE: "If yes: which, and what helps.",
    FactKind.PHONE: "It is compared with every telephone that is named anywhere.",
    FactKind.ACCOUNT: "Where, and what they are called there, for example @wren on Picto.",
    FactKind.HEALTH_SUMMARY: "What whoever leads the work needs, and no more. Police do not read it.",
    FactKind.HEALTH: "Only health reads this in full, and you, who write it.",
}


class Find(Act):
    """Search first: names, nicknames, how it sounds; a number of an agency, or a reference."""

    button = "Search"
    words = Short("A name, a nickname or a number", missing="Write a name, a nickname or a number.", most=200)


class New(Act):
    """A child that the index does not know yet. ``looked`` is the name for which the likely ones were shown."""

    button = "Add this child"
    checked = spots = ("known",)
    key = Key()
    known_as = Short("Name or nickname", missing="Write a name or a nickname.", most=200)
    born = Short("Date of birth, as far as it is known", hint=HINTS[FactKind.BORN], most=40)
    age = Short("Age, as told", hint="For example: 14, year 9, about 15", most=60)
    known = Long("What is known", hint=HINTS[FactKind.KNOWN])
    looked = forms.CharField(required=False, widget=forms.HiddenInput)


class FactForm(Act):
    """One fact: the answer, what it is, since when, and from which record it is known."""

    button = "Record this"

    def __init__(
        self, data: Any, *, kind: FactKind, standing: Fact | None, agencies: Iterable[Agency],
        members: Iterable[Member], by: Actor,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.kind, self.members, self.by = kind, {str(one.principal_id): one for one in members}, by
        self.fields["key"] = Key()
        self.fields["replaces"] = forms.UUIDField(
            widget=forms.HiddenInput, required=False, initial=standing.pk if standing else None
        )
        answers = answers_to(kind)
        if len(answers) > 1:
            choices = [(answer.value, SAID[answer]) for answer in answers]
            initial = standing.answer if standing else None
            self.fields["answer"] = OneOf(
                "What is the answer?", choices, missing="Choose an answer. Not known is one of them.", initial=initial
            )
        if set(answers) & WITH_WORDS or Answer.YES in answers:
            self.fields["value"] = self._value(standing)
        if kind in (FactKind.UNDER_13, FactKind.LEARNING_DISABILITY):
            del self.fields["value"]
        self._more(agencies, standing)
        self.order_fields(
            ["key", "replaces", "agency", "answer", "value", "sort", "number", "first_day", "last_day", "source"]
        )

    def _value(self, standing: Fact | None) -> forms.Field:
        kind, label = self.kind, LABELS[self.kind]
        field: forms.Field
        if kind is FactKind.SEX:
            field = OneOf(label, SEXES.items())
        elif kind is FactKind.ETHNICITY:
            field = OneOfMany(label, [("", "Choose"), *((one, one) for one in ETHNICITIES)], hint=HINTS[kind])
        elif kind is FactKind.CARE_STATUS:
            field = OneOfMany(label, [("", "Choose"), *((one, one) for one in CARE)])
        elif kind is FactKind.LEAD_WORKER:
            people = [(key, f"{one.name}, {one.agency.short}") for key, one in self.members.items()]
            field = OneOfMany(label, [("", "Choose"), *people])
        elif kind in (
            *DETAIL_OF_FACT,
            FactKind.KNOWN,
            FactKind.MUST_NOT_KNOW,
            FactKind.DISABILITY,
            FactKind.NEURODIVERGENCE,
        ):
            field = Long(label, hint=HINTS.get(kind, ""), rows=3)
        else:
            field = Short(label, hint=HINTS.get(kind, ""), most=200)
        if standing is not None:
            lead = kind is FactKind.LEAD_WORKER
            field.initial = str(standing.member) if lead else standing.value
        return field

    def _more(self, agencies: Iterable[Agency], standing: Fact | None) -> None:
        kind = self.kind
        if kind is FactKind.OTHER_NAME:
            self.fields["sort"] = OneOf("What sort of name is it?", NAMES, missing="Say what sort of name it is.")
        if kind in WITH_AGENCY:
            choices = [("", "Choose"), *((str(agency.pk), agency.name) for agency in agencies)]
            self.fields["agency"] = OneOfMany("Which agency?", choices, missing="Choose an agency.")
        if kind is FactKind.INVOLVED:
            self.fields["number"] = Short("Their reference number for the child", most=60)
        if kind is FactKind.NEXT_DATE:
            self.fields["first_day"] = Day("On which day?", missing="Say on which day.")
        elif kind in DATED:
            self.fields["first_day"] = Day("Since when, if you know?")
            self.fields["last_day"] = Day("Until when, if it is over?")
        self.fields["source"] = Short(
            "From which record do you know it?",
            hint="Its reference, for example C7KQ-4M2P. Leave it empty if from none.",
            most=12,
        )
        for name in ("agency", "number", "sort", "first_day", "last_day"):
            if standing is not None and name in self.fields:
                self.fields[name].initial = getattr(standing, name)

    def clean_source(self) -> uuid.UUID | None:
        """The record with this reference, as far as the member may open it."""
        reference = self.cleaned_data["source"].strip().upper()
        if not reference:
            return None
        found = Record.objects.filter(reference=reference).first()
        if found is None:
            raise forms.ValidationError(typed(reference, by=self.by, nothing=NO_RECORD))
        return found.pk

    def said(self) -> dict[str, Any]:
        """What the command takes."""
        given, lead = self.cleaned_data, self.kind is FactKind.LEAD_WORKER
        member = self.members.get(given.get("value", "")) if lead else None
        answers = answers_to(self.kind)
        return {
            "kind": self.kind,
            "answer": Answer(given["answer"]) if "answer" in given else answers[0],
            "value": member.name if member else given.get("value", ""),
            "sort": given.get("sort", ""),
            "number": given.get("number", ""),
            "agency": int(given["agency"]) if given.get("agency") else (member.agency_id if member else None),
            "member": member.principal_id if member else None,
            "first_day": given.get("first_day"),
            "last_day": given.get("last_day"),
            "source": given["source"],
            "replaces": given["replaces"],
            "key": given["key"],
        }


class KnownForm(FactForm):
    """What is known, in a member's own words: the language check reads it."""

    checked = spots = ("value",)


class Wrong(Act):
    """That a fact was wrong, and why."""

    button = "Take it back"
    checked = ("why",)
    why = Long("Why is it wrong?", missing="Say why this is wrong.", rows=3)


class Looked(Act):
    """What came of another look."""

    button = "I have looked again"
    checked = ("words",)
    words = Long(
        "What did you find, and what happens now?", missing="Say what you found, and what happens now.", rows=3
    )


class Names(Act):
    """Which words of a statement name whom or what; one statement may name several, one after the other."""

    button = "Link these words"
    words = Short("Which words name them?", missing="Write the words as they stand in the statement.", most=200)
    kind = OneOf("Whom or what do they name?", WHOM, missing="Choose whom or what they name.")
    reference = Short(
        "The reference of their page or record", most=12,
        hint="Of a child it is needed. Of anyone or anything else only where they have a record of concern.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") == CHILD and not said.get("reference"):
            self.add_error("reference", "Write the reference of the child's page.")
        return dict(said)


class Join(Act):
    """That two children of the index are one, and why."""

    button = "They are one child"
    checked = ("reason",)
    reason = Long("What makes you think so?", missing="Say in a sentence why they are one child.", rows=3)


class Part(Act):
    """That they are not one after all, and why."""

    button = "They are not one child"
    checked = ("reason",)
    reason = Long("What makes you think so?", missing="Say in a sentence why they are not one child.", rows=3)


class Narrow(forms.Form):
    """What of the story is shown. Days are days in London."""

    kind = OneOfMany("What sort?", ())
    agency = OneOfMany("Which agency recorded it?", ())
    first = Day("From")
    last = Day("To")
    known_on = Day("As known on", hint="Leaves out what was recorded after that day.")

    def __init__(self, data: Any, *, kinds: Iterable[str], agencies: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        names = [(kind, HAPPENED.get(Happened(kind), kind)) for kind in kinds]
        self.fields["kind"].choices = [("", "Everything"), *names]  # type: ignore[attr-defined]
        every = [(str(key), name) for key, name in agencies]
        self.fields["agency"].choices = [("", "Every agency"), *every]  # type: ignore[attr-defined]


KINDS_TO_ADD = (
    Happened.EVENT, Happened.HEALTH, Happened.SCHOOL, Happened.POLICE, Happened.MISSING, Happened.MEETING,
)  # fmt: skip


class AddEvent(Act):
    """Something that an agency knows happened, however long ago."""

    button = "Add to the story"
    checked = spots = ("words",)
    key = Key()
    kind = OneOf(
        "What sort?", [(kind.value, HAPPENED[kind]) for kind in KINDS_TO_ADD], missing="Say what sort of thing it was."
    )
    at = Moment("When did it happen?", missing="Say when it happened, as near as you can.")
    agency = OneOfMany("Which agency knows it?", (), missing="Choose an agency.")
    words = Long("What happened?", missing="Write what happened.", rows=4)

    def __init__(self, data: Any, *, agencies: Iterable[Agency]) -> None:
        super().__init__(data)
        choices = [(str(agency.pk), agency.name) for agency in agencies]
        self.fields["agency"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class Say(Act):
    """Words: whose, to whom, when. Only what is not somebody's own words is called a fact, an account or a hunch."""

    button = "Keep this"
    spots = ("words",)
    key = Key()
    kind = OneOf("What is it?", StatementKind.choices, missing="Say what it is.")
    wants = forms.BooleanField(label="This is what the child wants", required=False)
    health = forms.BooleanField(label="This is about health: only health reads it, and you", required=False)
    words = AsSaid(
        "The words", missing="Write what was said or seen.", rows=6,
        hint="Somebody's own words: exactly as they were said. They are kept as they are, for good.",
    )  # fmt: skip
    speaker = Short(
        "Who said it, or saw it?", missing="Say who said it, or who saw it. “The child” is enough.", most=200
    )
    listener = Short("To whom?", most=200)
    spoken_at = Moment("When?")
    standing = OneOf(
        "If it is not somebody's own words: what is it worth?", Standing.choices,
        hint="Leave this empty for somebody's own words: they are never graded.",
    )  # fmt: skip
