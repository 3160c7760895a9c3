"""A report about somebody who works here is silent: to them, to the officers, to the team (decision 0033).

Only whoever holds it reads it, and whoever sent it reads what they sent; the holder lets others in, one by one. It is never
held by, opened to or given to the one whom it is about.
"""

from halcyon.domain.contacts.commands.restricting import holder
from halcyon.domain.intelligence import rules
from halcyon.domain.intelligence.commands.filing import holding
from halcyon.domain.intelligence.models import Apart, Item, Report
from halcyon.domain.promise.commands import hand_over
from halcyon.domain.promise.models import Obligation
from halcyon.domain.subjects import commands as subjects
from halcyon.kernel import journal
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.models import Grant, Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.journal import Event
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership

SENT_IT = "They sent it, and read what came of it."


@command(needs=Permission.RESTRICT)
def set_apart(*, report: Report, why: str, by: Actor, concerns: int | None = None) -> None:
    """Closes a report, its items, and what is owed on them to all but the strategic lead and whoever sent it.

    ``concerns`` is whom it is about, where they sit at this desk: then another holds it. Whoever does this does not see it
    again. Raises ReportIncomplete without a reason, NobodyToHoldIt. Twice is once.
    """
    if not why.strip():
        raise rules.ReportIncomplete("Say why: whoever holds it reads this.", "why")
    owner = holder(but=concerns)
    hand = holding(by, owner)
    with acting(hand):
        hold(report.record)
        if Apart.objects.filter(record=report.record).exists():
            return
        note_apart(report, concerns=concerns, why=why.strip(), by=by)
        items = list(Item.objects.select_related("record").filter(report=report.pk))
        for given in Grant.objects.filter(record__in=[item.pk for item in items], ended_at=None):
            access.end_grant(given=given, by=hand)
        for item in items:
            subjects.close_with(record=item.record, owner=owner, by=hand)
        for record in (*(item.record for item in items), report.record):
            _close(record, owner, by=hand)


def note_apart(report: Report, *, concerns: int | None, why: str, by: Actor) -> None:
    """Keeps that a report is about somebody here, and lets its sender go on reading it, unless it is about them."""
    Apart(record=report.record, concerns=concerns, why=why, by=by.principal).save(force_insert=True)
    journal.change(Event.SET_APART, report, by=by)
    if report.submitted_by != concerns:
        Grant(
            record=report.record, principal=report.submitted_by, reason=SENT_IT, granted_by=by.principal
        ).save(force_insert=True)  # fmt: skip
        journal.change(Event.GRANTED, report, by=by)


def _close(record: Record, owner: int, *, by: Actor) -> None:
    access.restrict(record=record, owner=owner, lock=Lock.SILENT, by=by)
    for owed in Obligation.objects.filter(record=record, end=""):
        hand_over(obligation=owed, to=owner, by=by)


@command(needs=Permission.RESTRICT)
def let_in(*, report: Report, to: int, why: str, by: Actor) -> None:
    """The holder lets one member work on a report that is set apart. Raises ReportIncomplete, NotVisible for who holds it not."""
    if report.record.lock != Lock.SILENT or report.record.owner != by.principal:
        raise NotVisible(report.record.reference)
    if not why.strip():
        raise rules.ReportIncomplete("Say why: the reason stays on record.", "why")
    if is_about(report, to):
        raise rules.ReportIncomplete("It is about them. Let in someone else.", "to")
    member = partnership.member_of(to)
    items = Item.objects.select_related("record").filter(report=report.pk)
    for record in (report.record, *(item.record for item in items)):
        if not Grant.objects.filter(record=record, principal=to, ended_at=None).exists():
            access.grant(record=record, to=to, reason=why.strip(), by=by)
    journal.change(Event.LET_IN_TO_REPORT, report, by=by)
    notices.queue(to=member.email, recipient=to, kind=NoticeKind.HANDED_OVER, by=by)


def is_about(report: Report, principal: int) -> bool:
    """Whether whatever is given to this principal reaches the one whom the report is about: they, their agency, their team."""
    concerned = [one for one in Apart.objects.filter(record=report.record).values_list("concerns", flat=True) if one]
    members = [partnership.member_of(one) for one in concerned]
    return any(principal in (one.principal_id, one.agency_id, one.team_id) for one in members)
