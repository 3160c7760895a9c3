"""What an officer does with an item and a report: grade, sanitise, give, answer."""

from typing import Any, ClassVar

from django import forms

from halcyon.domain.intelligence.rules import (
    ASSESSMENTS,
    BASES,
    CODES,
    OUTCOMES,
    SOURCES,
    Assessment,
    Code,
    Grade,
    Handling,
    Source,
)
from halcyon.faces.desk.acts.fields import Long, OneOf, OneOfMany, Short
from halcyon.faces.desk.acts.wording import Act


class GradeForm(Act):
    """3x5x2. ``after`` is the last grading that the officer has seen."""

    button = "Grade"
    checked: ClassVar[tuple[str, ...]] = ("reason",)
    after = forms.IntegerField(widget=forms.HiddenInput)
    source = OneOf("Source evaluation", [(one.value, f"{one.value}. {words}") for one, words in SOURCES.items()],
                   missing="Choose how reliable the source is.")  # fmt: skip
    assessment = OneOf("Intelligence assessment", [(one.value, f"{one.value}. {words}") for one, words in ASSESSMENTS.items()],
                       missing="Choose how the source knows it.")  # fmt: skip
    reason = Long("Why, if you suspect it to be false", rows=2, hint="Shown wherever the item is. Never who told us.")
    code = OneOf("Handling code", [(one.value, f"{one.value}. {words}") for one, words in CODES.items()],
                 missing="Choose who may have it.")  # fmt: skip
    conditions = Long("The conditions", rows=3, hint="Only for C. One condition on each line.")

    def __init__(
        self, data: Any = None, *, people: list[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["named"] = forms.MultipleChoiceField(
            label="Whom the conditions name", choices=people, required=False, widget=forms.CheckboxSelectMultiple,
            help_text="Only for C: nobody else can be given it. Officers read it anyway.",
        )  # fmt: skip

    def grade(self) -> Grade:
        """The grade as it was chosen. Raises GradeIncomplete."""
        given = self.cleaned_data
        code = Code(given["code"])
        lines = (
            tuple(line.strip() for line in given["conditions"].split("\n") if line.strip()) if code is Code.C else ()
        )
        named = frozenset(int(one) for one in given["named"]) if code is Code.C else frozenset()
        return Grade(
            Source(given["source"]), Assessment(given["assessment"]), Handling(code, lines, named), given["reason"]
        )


class SanitiseForm(Act):
    """The second text: the one that travels."""

    button = "Keep this text"
    checked: ClassVar[tuple[str, ...]] = ("words",)
    words = Long(
        "The text that may be shared", rows=8, missing="Write the text that may be shared.",
        hint="Take out whatever names or describes who told us, also by what only they could know.",
    )  # fmt: skip


class GiveForm(Act):
    """To whom, why, on what basis."""

    button = "Give it to them"
    why = Long(
        "Why do they need it?", rows=2, missing="Say why they need it: the reason stays beside what they were given."
    )
    basis = OneOf("Lawful basis", BASES.items(), missing="Choose the lawful basis on which it is shared.")
    accepted_by = Short("Who accepted the conditions for them, and how?", hint="Needed when the item has conditions.")

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"] = OneOfMany("To whom?", [("", "Choose"), *people], missing="Choose to whom it is given.")
        self.order_fields(["to", "why", "basis", "accepted_by"])


class OutcomeForm(Act):
    """What came of a report; whoever sent it reads this."""

    button = "Tell them"
    kind = OneOf("What came of it?", [(one.value, words) for one, words in OUTCOMES.items()],
                 missing="Choose what came of it.")  # fmt: skip
    words = Long(
        "What you tell whoever sent it", rows=4, missing="Write what came of it: whoever sent it reads this.",
        hint="If it was not used, say why. Nothing about what it was compared with, and nobody's name.",
    )  # fmt: skip
