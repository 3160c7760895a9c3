"""What members say of subjects: the same or not, doubts, watches, links, concern, and what adds up."""

from collections.abc import Iterable

from django import forms

from halcyon.domain.subjects.models import Answered, DoubtKind, LinkType, Role, Same, Status
from halcyon.faces.desk.acts.fields import Day, Long, OneOf, OneOfMany, Short, YesNoNotKnown
from halcyon.faces.desk.acts.wording import Act

NAMED_AS = (
    ("person", "A person, not a child"),
    ("phone", "A telephone"),
    ("vehicle", "A vehicle, or part of a plate"),
    ("place", "A place"),
    ("account", "An account or e-mail address"),
)


class Judge(Act):
    """Three answers and a reason; it can be taken back."""

    button = "Save my answer"
    checked = ("reason",)
    answer = OneOf("Are they the same?", Same.choices, missing="Choose one of the three answers.")
    reason = Long(
        "What makes you think so?", rows=3,
        missing="Say in a sentence what makes you think so: others will build on it.",
    )  # fmt: skip


class NameWords(Act):
    """Words that no machine spotted, and what they name."""

    button = "Name it"
    kind = OneOf("What do they name?", NAMED_AS, missing="Choose what the words name.")
    words = Short(
        "Which words?", most=200, missing="Write the words as they stand in the record.",
        hint="As they stand there, for example: the man with the dog. A child is named on the contact, not here.",
    )  # fmt: skip


class TakeBack(Act):
    """Why it no longer stands."""

    button = "Take it back"
    reason = Long("Why does it no longer stand?", rows=3, missing="Say why: others may have built on it.")


class SetWatch(Act):
    """A reason and an end."""

    button = "Tell me if this comes up again"
    reason = Long("Why do you need to know?", rows=3, missing="Say why: your manager reads it.")
    ends_on = Day("Until when?", missing="Choose the last day.", hint="At most half a year; it can be set again.")


class SayDoubt(Act):
    """What is said of the truth of what a record says."""

    button = "Save"
    mention = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = OneOf("What is it?", DoubtKind.choices, missing="Choose one.")
    why = Long("What makes you think so?", rows=3, missing="Say what makes you think so.")


class SayOfLink(Act):
    """How far a link holds."""

    button = "Save"
    status = OneOf("How far does it hold?", Status.choices, missing="Choose one.")
    counts_anyway = forms.BooleanField(
        label="It is doubted, and counts all the same, for the reason below", required=False
    )
    why = Long("What makes you think so?", rows=3, missing="Say what makes you think so.")


class MakeLink(Act):
    """How two subjects hang together, from a record of the first."""

    button = "Save the link"
    type = OneOfMany("How do they hang together?", LinkType.choices, missing="Choose how.")
    other = OneOfMany("With whom or what?", (), missing="Choose the other end.")
    role_a = OneOfMany("What is the first in this link?", Role.choices)
    role_b = OneOfMany("What is the second in this link?", Role.choices)
    since = Day("Since (if known)")
    until = Day("Until (if known)")

    def __init__(self, *args: object, ends: Iterable[tuple[str, str]] = (), **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["other"].choices = [("", "Choose"), *ends]  # type: ignore[attr-defined]


class Concern(Act):
    """Why it is of concern, what was considered, when it is looked at again. Nothing here is ever inferred."""

    button = "Save"
    checked = ("why", "considered")
    why = Long("Why is this of concern?", rows=3, missing="Say why this is of concern.")
    considered = Long(
        "What was considered, and what was chosen?", rows=4,
        missing="Say what was considered and what was chosen: without it nobody knows what is being done.",
    )  # fmt: skip
    review_on = Day("When is it looked at again?", missing="Choose a day of review.")
    adult = YesNoNotKnown("Is this an adult? (for people)")
    ethnicity_said = OneOf("Ethnicity (for adults)", Answered.choices, initial=Answered.NOT_YET_ASKED)
    ethnicity = Short("Their answer, or what was recorded", most=80)
    nationality_said = OneOf("Nationality (for adults)", Answered.choices, initial=Answered.NOT_YET_ASKED)
    nationality = Short("Their answer, or what was recorded", most=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProposeEnd(Act):
    """Why someone or something is of concern no more."""

    button = "Propose to end it"
    checked = ("reason",)
    reason = Long(
        "Why is this of concern no more?", rows=4,
        missing="Say why it is of concern no more: whoever agrees, and whoever asks in years, reads it.",
    )  # fmt: skip

    def __init__(self, data: object, *, let_in: Iterable[tuple[str, str]] = ()) -> None:
        """``let_in``: who could be let in to agree, where nobody else may open the record."""
        super().__init__(data)  # type: ignore[arg-type]
        if choices := tuple(let_in):
            self.fields["second"] = OneOfMany(
                "Who reads it and agrees, or says why not?", [("", "Choose"), *choices],
                hint="Nobody else can open this record. Whoever you choose reads it until they have answered, and no longer.",
                missing="Choose who reads it and agrees, or says why not.",
            )  # fmt: skip


class AnswerEnd(Act):
    """The second person agrees, or says why not."""

    button = "Answer"
    checked = ("why",)
    agreed = OneOf(
        "Do you agree that it ends?",
        (("yes", "Yes: it is of concern no more"), ("no", "No: it stays of concern")),
        missing="Choose whether you agree.",
    )
    why = Long("Why?", rows=3, missing="Say why: it stays beside the reason for which it was proposed.")

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["agreed"] == "yes")


class HandOver(Act):
    """Another owner; the review that is owed goes with it."""

    button = "Hand over"
    to = OneOfMany("Who takes it over?", (), missing="Choose who takes it over.")

    def __init__(self, *args: object, owners: Iterable[tuple[str, str]] = (), **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["to"].choices = [("", "Choose"), *owners]  # type: ignore[attr-defined]

    def clean_to(self) -> int:
        return int(self.cleaned_data["to"])


class AnswerReview(Act):
    """What the facts mean together."""

    button = "Answer"
    checked = ("outcome",)
    outcome = Long(
        "What do these facts mean together, and what happens now?", rows=5,
        missing="Say what these facts mean together and what happens now.",
    )  # fmt: skip


class SwitchWeights(Act):
    """Why these weights; and the switch that the member had before them."""

    button = "Switch on these weights"
    follows = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = Long(
        "Why do you switch to these weights?", rows=3,
        missing="Say why: whoever asks later why something was proposed, or was not, reads it.",
    )  # fmt: skip
