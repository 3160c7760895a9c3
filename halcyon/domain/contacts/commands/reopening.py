"""A finished contact opens again when something new touches it, and whoever closed it is told."""

from datetime import datetime

from halcyon.domain.contacts import owing
from halcyon.domain.contacts.models import Contact, Decision
from halcyon.domain.contacts.rules import Outcome
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership


def reopen(*, contact: Contact, starts: datetime, owner: int, agency: int, by: Actor) -> None:
    """Ended contacts and children decided *no further action* are owed a decision again (design.md 1)."""
    ended = contact.ended_at is not None
    latest: dict[object, Decision] = {}
    for decision in Decision.objects.filter(record=contact.record, state="made").order_by("made_at"):
        latest[decision.child] = decision
    woken = [decision for decision in latest.values() if ended or Outcome.H.value in decision.outcomes]
    for decision in woken:
        if owing.owed_decision(contact.pk, decision.child) is None:
            owing.decision(
                record=contact.record, child=decision.child, starts=starts, owner=owner, agency=agency, by=by
            )
    closers = {decision.proposed_by for decision in woken} | ({contact.ended_by} if contact.ended_by else set())
    if closers and contact.record.lock != Lock.OPEN:  # whoever may not know of it any more is not told of it either
        closers = {contact.record.owner} if contact.record.owner else set()
    for principal in sorted(closers):
        queue(to=partnership.member_of(principal).email, recipient=principal, kind=NoticeKind.WOKEN, by=by)
    wake(contact=contact, by=by)
    if woken and not ended:
        journal.change(Event.REOPENED, contact, by=by)


def wake(*, contact: Contact, by: Actor) -> None:
    """A finished contact on which something is to be done again is not finished. Its record is held by the caller."""
    if Contact.objects.filter(pk=contact.pk, ended_at__isnull=False).update(ended_at=None, ended_by=None):
        journal.change(Event.REOPENED, contact, by=by)
    contact.ended_at = contact.ended_by = None
