"""What a report brings to a telling that is taken down from it, and what is read out to the caller once theirs is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from halcyon.domain.contacts.queries import ContactView
from halcyon.domain.intelligence.queries import ReportView
from halcyon.domain.promise.rules import Duty
from halcyon.kernel.letterbox.telling import Way
from halcyon.kernel.sealing import Code


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The page that is shown once; nothing on it is stored but the contact itself."""

    reference: str
    words: tuple[str, ...]
    reader: str
    hears_by: datetime | None
    danger: bool

    @property
    def address(self) -> str:
        """Where the contact is."""
        return reverse("contacts:contact", args=[self.reference])


def kept(view: ContactView, code: Code, *, names: dict[int, str]) -> KeptPage:
    """The six words, and the acknowledgement that is owed to the caller."""
    owed = next((one for one in view.owed if one.duty == Duty.ACKNOWLEDGE), None)
    return KeptPage(
        reference=view.reference,
        words=code.words,
        reader=names.get(owed.owner, "the team") if owed else "the team",
        hears_by=owed.due_at if owed else None,
        danger=view.contact.danger,
    )


FIELDS = {"person": "people", "phone": "phones", "account": "phones", "vehicle": "cars", "place": "places"}
MAY_BE_TRACED = ("yes", "not_sure")


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Answers of a telling that a report gives already. ``sender`` is false where their name stays with the report."""

    reference: str
    answers: dict[str, str]
    sender: bool


def carried_over(view: ReportView, *, names: Mapping[int, str]) -> CarriedOver:
    """What is known: the words as they were sent, whom and what they name, and who sent them as the one who tells.

    More people read a contact than a report. Whoever said that a report could be traced to them is not named on it, and
    who told them stays in the source register.
    """
    sender = view.report.traceable not in MAY_BE_TRACED
    answers = {"about": Way.WORK.value, "words": "\n\n".join(one.words for one in view.originals)}
    for one in view.named:
        if field := FIELDS.get(one.kind):
            answers[field] = "\n".join(filter(None, (answers.get(field), one.written)))
    if sender:
        answers["teller_name"] = names.get(view.report.submitted_by, "")
        answers["teller_agency"] = names.get(view.report.agency or 0, "")
    return CarriedOver(reference=view.reference, answers=answers, sender=sender)
