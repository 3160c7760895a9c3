"""Telling whoever sent a report what came of it. No silent inbox: it is owed from the moment that all is graded."""

from halcyon.domain.intelligence import owing, rules
from halcyon.domain.intelligence.models import Grading, Item, Outcome, Report
from halcyon.domain.intelligence.rules import OutcomeKind
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.notices import commands as notices
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership.models import Member
from halcyon.kernel.sources import commands as sources


@command(needs=Permission.GRADE_INTELLIGENCE)
def conclude(*, report: Report, kind: OutcomeKind, words: str, by: Actor) -> Outcome:
    """Says what came of a report, in words that its sender reads; a later outcome is added to the earlier ones.

    Raises NothingToGrade while an item waits for an officer, ReportIncomplete without words.
    """
    if not words.strip():
        raise rules.ReportIncomplete(
            "Say why it was not used: whoever sent it reads this."
            if kind is OutcomeKind.NOT_USED
            else "Write what came of it: whoever sent it reads this.",
            "words",
        )
    hold(report.record)
    items = set(Item.objects.filter(report=report.pk).values_list("pk", flat=True))
    if items - set(Grading.objects.filter(record__in=items, by__isnull=False).values_list("record", flat=True)):
        raise rules.NothingToGrade()
    if sources.would_show(record_id=report.pk, texts=[words], by=by):
        raise rules.NamesTheSource()
    same = Outcome.objects.filter(record=report.record, kind=kind, words=words.strip()).first()
    if same is not None:  # the button was pressed twice
        return same
    outcome = Outcome(record=report.record, kind=kind, words=words.strip(), by=by.principal)
    outcome.save(force_insert=True)
    journal.change(Event.CONCLUDED_REPORT, report, by=by, detail=kind.value)
    owing.kept(report.pk, Duty.TELL_BACK, evidence=outcome.pk, by=by)
    sender = Member.objects.filter(principal=report.submitted_by, active=True).first()
    if sender is not None:
        notices.queue(to=sender.email, recipient=sender.principal_id, kind=NoticeKind.ANSWERED, by=by)
    return outcome
