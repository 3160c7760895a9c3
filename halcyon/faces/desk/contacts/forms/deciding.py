"""Forms of deciding: outcomes, reasons and standing questions; the second person; a question answered later."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from halcyon.domain.contacts.commands.deciding import Answered, TellChild
from halcyon.domain.contacts.rules import DEMANDS, QUESTIONS, Outcome, Question, Second
from halcyon.faces.desk.acts.fields import Day, Key, Long, Moment, OneOf
from halcyon.faces.desk.acts.wording import Act
from halcyon.faces.desk.contacts.pages.deciding import waits_for

UNANSWERED = "Answer the question, or say by when it will be answered."
TELL_CHILD = (
    ("by", "The child is told, by the time below"),
    ("not_safe", "It is not safe to tell the child now"),
    ("no_way", "There is no way to tell the child now"),
)


class Decide(Act):
    """One decision. For each standing question there is an answer or a day; which one, the member chooses."""

    button = "Decide"
    checked = spots = ("reasons",)
    key = Key()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    outcomes = forms.MultipleChoiceField(
        label="What happens now? Several may hold.", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one outcome."},
    )  # fmt: skip
    follow_up = Day("Follow-up on", hint="Only for advice given: the day on which you ask again.")
    reasons = Long(
        "Reasons", missing="Give the reasons for this decision.", rows=6,
        hint="What you know, what you do not know, and what the adult did. The child, or a court, may read it.",
    )  # fmt: skip

    def __init__(
        self, data: Any, *, with_child: bool, seen: list[UUID], needs: Mapping[Outcome, frozenset[Second]]
    ) -> None:
        super().__init__(data, initial={"seen": ",".join(map(str, seen))})
        self.fields["outcomes"].choices = [  # type: ignore[attr-defined]
            (outcome.value, _outcome(outcome, needs[outcome])) for outcome in Outcome
        ]
        for question, words in QUESTIONS.items():
            self.fields[question.value] = Long(words, rows=2)
            self.fields[f"{question.value}_due"] = Day("Not answered yet: by when?")
        self.with_child = with_child
        if with_child:
            self.fields["tell_child"] = OneOf(
                "Is the child told what happens?", TELL_CHILD, missing="Say whether, and by when, the child is told."
            )
            self.fields["tell_child_by"] = Moment("Told by")
            self.fields["tell_child_why"] = Long(
                "Why not now?", rows=2, hint="Counted on its own, and looked at again."
            )

    @property
    def standing(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The standing questions, each with its day."""
        return [(self[question.value], self[f"{question.value}_due"]) for question in Question]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for question in Question:
            due = f"{question.value}_due"
            if not (
                given.get(question.value) or given.get(due) or self.has_error(question.value) or self.has_error(due)
            ):
                self.add_error(question.value, UNANSWERED)
        return given

    def outcomes_chosen(self) -> list[Outcome]:
        return [Outcome(letter) for letter in self.cleaned_data["outcomes"]]

    def answers(self) -> dict[Question, Answered]:
        given = self.cleaned_data
        return {one: Answered(words=given[one.value], due=given[f"{one.value}_due"]) for one in Question}

    def telling_the_child(self) -> TellChild:
        """When the child is told; without a child there is nobody to tell yet."""
        given = self.cleaned_data
        if not self.with_child:
            return TellChild("no_way", why="No child is known yet.")
        return TellChild(given["tell_child"], by_time=given["tell_child_by"], why=given["tell_child_why"])

    def decisions_seen(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["seen"].split(",") if one]

    def clean_seen(self) -> str:
        try:
            [UUID(one) for one in self.cleaned_data["seen"].split(",") if one]
        except ValueError:
            return ""
        return str(self.cleaned_data["seen"])


def _outcome(outcome: Outcome, needs: frozenset[Second]) -> str:
    """An outcome with what it demands and whom it waits for."""
    demand = DEMANDS[outcome]
    waits = f" Waits for {waits_for(sorted(needs))}." if needs else ""
    return f"{outcome.value} · {demand.name}. {demand.done_when}.{waits}"


class Agree(Act):
    """A second person agrees."""

    button = "I agree"
    checked = ("why",)
    why = Long("Anything to add?", rows=2)

    def __init__(self, data: Any) -> None:
        super().__init__(data, prefix="agree")


class Decline(Act):
    """A second person does not agree, and says why."""

    button = "I do not agree"
    checked = ("why",)
    why = Long(
        "Why do you not agree?", missing="Say why you do not agree, so that the next decision can answer it.", rows=3
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, prefix="decline")


class AnswerQuestion(Act):
    """The answer to a standing question, or another day."""

    button = "Save the answer"
    checked = ("answer",)
    answer = Long("Answer", rows=4)
    due = Day("Not answered yet: by when?")

    def __init__(self, data: Any, *, question: Question) -> None:
        super().__init__(data)
        self.fields["answer"].label = QUESTIONS[question]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not (given.get("answer") or given.get("due") or self.errors):
            self.add_error("answer", UNANSWERED)
        return given
