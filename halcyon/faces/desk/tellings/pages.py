"""What is read out to the caller after their telling was kept: six words, who reads it, when they hear."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from halcyon.domain.contacts.queries import ContactView
from halcyon.domain.promise.rules import Duty
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
