"""Alerts for the screen: what was raised, by whom, on which contact, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from halcyon.domain.contacts.models import Alert
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One alert. ``contact`` is empty for whoever may not open the contact it was raised on."""

    reference: str
    why: str
    who: str
    at: datetime
    due: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    contact: str
    mine: bool
    may_answer: bool

    @property
    def address(self) -> str:
        return reverse("alerts:alert", args=[self.reference])


def alert(found: Alert, *, by: Actor, names: Mapping[int, str], references: Mapping[UUID, str]) -> AlertPage:
    """One alert as its page and its line in the list show it."""
    return AlertPage(
        reference=found.record.reference,
        why=found.why,
        who=names.get(found.raised_by, "a member"),
        at=found.raised_at,
        due=found.answer_due,
        answer=found.answer,
        answered_by=names.get(found.answered_by, "a member") if found.answered_by else "",
        answered_at=found.answered_at,
        contact=references.get(found.contact, "") if by.may(Permission.READ_CONTACT) else "",
        mine=found.raised_by == by.principal,
        may_answer=found.answered_at is None and by.may(Permission.ANSWER_ALERT),
    )
