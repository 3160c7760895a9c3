"""Forms of actions: something more to do, and what came of it with the facts that an outcome demands."""

from collections.abc import Iterable
from typing import Any

from halcyon.domain.contacts.models import Action, Decision
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.faces.desk.acts.fields import Key, Long, Moment, OneOfMany, Short
from halcyon.faces.desk.acts.wording import Act
from halcyon.faces.desk.contacts.pages.deciding import FACTS
from halcyon.kernel.partnership.models import Agency


class Add(Act):
    """Something to do, by an agency, by a time."""

    button = "Add this action"
    checked = spots = ("what",)
    key = Key()
    what = Long("What is to be done?", missing="Say what is to be done.", rows=3)
    agency = OneOfMany("Which agency does it?", (), missing="Choose an agency.")
    due_at = Moment("By when?", missing="Say by when it is to be done.")
    decision = OneOfMany("Does it belong to a decision?", ())

    def __init__(self, data: Any, *, agencies: Iterable[Agency], decisions: dict[str, tuple[str, Decision]]) -> None:
        super().__init__(data)
        self.decisions = decisions
        choices = [(str(agency.pk), agency.name) for agency in agencies]
        self.fields["agency"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        named = [(key, name) for key, (name, _) in decisions.items()]
        self.fields["decision"].choices = [("", "To none"), *named]  # type: ignore[attr-defined]

    def clean_agency(self) -> int:
        return int(self.cleaned_data["agency"])

    def clean_decision(self) -> Decision | None:
        chosen = self.cleaned_data["decision"]
        return self.decisions[chosen][1] if chosen else None


class Finish(Act):
    """What came of an action, with the names that its outcome demands."""

    button = "Record that it is done"
    checked = spots = ("result",)

    def __init__(self, data: Any, *, action: Action) -> None:
        super().__init__(data)
        self.demanded = DEMANDS[Outcome(action.outcome)].facts if action.outcome else ()
        for fact in self.demanded:
            missing = "Name who: the outcome is not done without it."
            self.fields[fact] = Short(FACTS[fact], missing=missing, most=200)
        self.fields["result"] = Long("What came of it?", missing="Say what came of it.", rows=4)

    def facts(self) -> dict[str, str]:
        return {fact: self.cleaned_data[fact] for fact in self.demanded}
