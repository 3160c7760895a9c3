"""An intelligence officer grades an item, again and again as it becomes clearer. No grading is ever taken away."""

from halcyon.domain.intelligence import owing, rules
from halcyon.domain.intelligence.commands.filing import doubt, latest, settle
from halcyon.domain.intelligence.commands.submitting import add_grading
from halcyon.domain.intelligence.models import Grading, Item, Named, Report
from halcyon.domain.intelligence.rules import Assessment, Grade
from halcyon.domain.promise.rules import Duty
from halcyon.domain.subjects.models import Mention
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.sources import commands as sources


@command(needs=Permission.GRADE_INTELLIGENCE)
def grade(*, item: Item, given: Grade, after: int, by: Actor) -> Grading:
    """Grades an item after the gradings that the officer has seen; those before it stay.

    ``after`` is the number of the last one. P opens a sanitised item to its readers, C closes it to all but those it
    names; E falls due for review. Raises Conflict when somebody graded it meanwhile, NamesTheSource when the
    reason or the conditions would show who told us.
    """
    hold(item.record)
    before = latest(item)
    if before.number != after:
        raise Conflict()
    report = Report.objects.select_related("record").get(pk=item.report)
    others = Named.objects.filter(item=item.pk).values_list("written", flat=True)
    for field, texts in (("reason", (given.reason,)), ("conditions", given.handling.conditions)):
        if sources.would_show(record_id=report.pk, texts=texts, besides=others, by=by):
            raise rules.NamesTheSource(field)
    grading = add_grading(item, given, number=after + 1, officer=by.principal, by=by)
    owing.kept(item.pk, Duty.ACT, evidence=grading.pk, by=by)
    doubt(Mention.objects.filter(record=item.record), grading, before=before.assessment, by=by)
    settle(item, by=by)
    agency = by.agency or item.record.team
    if given.assessment is Assessment.E:
        owing.review(item=item, starts=now(), owner=by.principal, agency=agency, by=by)
    if after == 1 and not _ungraded(report):
        owing.telling_back(report=report, starts=now(), owner=by.principal, agency=agency, by=by)
    return grading


def _ungraded(report: Report) -> bool:
    """Whether an item of the report waits for an officer's first grading."""
    items = set(Item.objects.filter(report=report.pk).values_list("pk", flat=True))
    graded = Grading.objects.filter(record__in=items, by__isnull=False).values_list("record", flat=True)
    return bool(items - set(graded))
