"""*I think this is bigger*: raised by anyone who works on it, answered only by the strategic lead (design.md 1; F4)."""

from datetime import datetime

from halcyon.domain.contacts import searching
from halcyon.domain.contacts.commands.reopening import wake
from halcyon.domain.contacts.commands.restricting import NobodyToHoldIt, holder
from halcyon.domain.contacts.models import Alert, Contact
from halcyon.domain.promise.rules import Escalation
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold, new_record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.access.roles import Role
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import due, now
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership


class AlertIncomplete(ValueError):
    """The alert or its answer says nothing."""


@command(needs=Permission.RAISE_ALERT)
def raise_alert(*, contact: Contact, why: str, by: Actor) -> Alert:
    """Raises to the top that a contact is part of something bigger."""
    if not why.strip():
        raise AlertIncomplete("Say in a sentence what makes you think this is bigger.")
    hold(contact.record)
    same = Alert.objects.select_related("record").filter(
        contact=contact.pk, why=why.strip(), raised_by=by.principal, answered_at=None
    )
    if before := same.first():  # the button was pressed twice
        return before
    wake(contact=contact, by=by)
    owner, lock = _lead() or contact.record.team, Lock.OPEN
    if contact.record.lock != Lock.OPEN:  # what is raised on a closed contact is closed too, and its owner holds it
        owner, lock = contact.record.owner or owner, Lock.SILENT
    record = new_record(kind=RecordKind.ALERT, team=contact.record.team, owner=owner, lock=lock, by=by)
    raised = now()
    alert = Alert(
        record=record, contact=contact.pk, why=why.strip(), raised_by=by.principal, raised_at=raised,
        answer_due=due(partnership.policy(Escalation, at=raised).bigger, raised),
    )  # fmt: skip
    alert.save(force_insert=True)
    journal.change(Event.RAISED_ALERT, contact, record, by=by)
    searching.index_alert(alert, by=by)
    _tell(owner, lock, by)
    return alert


@command(needs=Permission.ANSWER_ALERT)
def answer_alert(*, alert: Alert, answer: str, by: Actor) -> None:
    """Answers what was raised; whoever raised it reads the answer."""
    if not answer.strip():
        raise AlertIncomplete("Write what you have decided and why: whoever raised it will read it.")
    held = Alert.objects.select_for_update().get(pk=alert.pk)
    if held.answered_at is not None:
        raise Conflict()
    held.answer, held.answered_by, held.answered_at = answer.strip(), by.principal, now()
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    journal.change(Event.ANSWERED_ALERT, held, by=by)
    searching.index_alert(held, by=by)


@command(needs=Permission.RUN_CLOCKS)
def climb_to_the_chair(*, at: datetime, by: Actor) -> int:
    """Tells the chair, once, of every alert that nobody answered in time (F4): that something waits, never what.

    Only the strategic lead can answer it still. Returns how many climbed.
    """
    late = Alert.objects.select_for_update(skip_locked=True).filter(
        answered_at=None, climbed_at=None, answer_due__lt=at
    )
    climbed = list(late)
    for alert in climbed:
        Alert.objects.filter(pk=alert.pk).update(climbed_at=at)
        journal.change(Event.ALERT_CLIMBED, alert, by=by)
        for chair in partnership.with_role(Role.BOARD_CHAIR):
            queue(to=chair.email, recipient=chair.principal_id, kind=NoticeKind.RAISED, by=by)
    return len(climbed)


def _lead() -> int | None:
    """The strategic lead on the rota, else a member who is one; None where there is neither."""
    try:
        return holder()
    except NobodyToHoldIt:
        return None


def _tell(owner: int, lock: Lock, by: Actor) -> None:
    """Whoever answers learns that something waits: the place on the rota, or the lead who holds it."""
    place = partnership.on_duty(now()).strategic
    if lock is Lock.OPEN and place is not None:
        queue(to=place.email, recipient=place.principal, kind=NoticeKind.RAISED, by=by)
    elif owner != by.principal and (
        member := next((m for m in partnership.members() if m.principal_id == owner), None)
    ):
        queue(to=member.email, recipient=owner, kind=NoticeKind.RAISED, by=by)
