"""Setting apart what is about somebody who works here, and letting a member in to it."""

from typing import Any

from halcyon.faces.desk.acts.fields import Long, OneOfMany
from halcyon.faces.desk.acts.wording import Act


class ApartForm(Act):
    """Whom it is about, if they sit at this desk, and why."""

    button = "Set it apart"
    why = Long("How is it about somebody who works here?", missing="Say why: whoever holds it reads this.", rows=3)

    def __init__(self, data: Any, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["concerns"] = OneOfMany(
            "Who, if they are in this list?", [("", "Nobody in this list"), *people],
            hint="Only so that they are never the one who holds it. Nobody is told of it.",
        )  # fmt: skip
        self.order_fields(["concerns", "why"])

    def clean_concerns(self) -> int | None:
        return int(self.cleaned_data["concerns"]) if self.cleaned_data["concerns"] else None


class LetInForm(Act):
    """One member who may work on it."""

    button = "Let them in"
    why = Long("Why do they need it?", missing="Say why: the reason stays on record.", rows=2)

    def __init__(self, data: Any, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"] = OneOfMany("Whom?", [("", "Choose"), *people], missing="Choose whom to let in.")
        self.order_fields(["to", "why"])

    def clean_to(self) -> int:
        return int(self.cleaned_data["to"])
