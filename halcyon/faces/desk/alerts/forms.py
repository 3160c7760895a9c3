"""The strategic lead's answer."""

from halcyon.faces.desk.acts.fields import Long
from halcyon.faces.desk.acts.wording import Act


class Answer(Act):
    """What was decided and why. It ends the alert; nobody else can."""

    button = "Answer"
    checked = ("answer",)
    answer = Long(
        "What have you decided, and why?", rows=6,
        missing="Write what you have decided and why: whoever raised it will read it.",
        hint="Whoever raised it reads this.",
    )  # fmt: skip
