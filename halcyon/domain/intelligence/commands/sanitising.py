"""Sanitising: a second text, without what would show who told us. The first one stays as it came."""

from halcyon.domain.intelligence import rules
from halcyon.domain.intelligence.commands.filing import settle
from halcyon.domain.intelligence.commands.searching import search_sanitised
from halcyon.domain.intelligence.models import Item, Named, Report, Sanitised
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.sources import commands as sources
from halcyon.kernel.sources.identifying import shows


@command(needs=Permission.GRADE_INTELLIGENCE)
def sanitise(*, item: Item, words: str, by: Actor) -> Sanitised:
    """Keeps a text that may travel; the latest one counts. An item graded P opens to its readers with it.

    Raises ReportIncomplete without words, NamesTheSource when they would still show the source, or whoever sent the
    report from their own knowledge: it never says by which of them.
    """
    written = words.strip()
    if not written:
        raise rules.ReportIncomplete("Write the text that may be shared.", "words")
    hold(item.record)
    report = Report.objects.select_related("record").get(pk=item.report)
    others = list(Named.objects.filter(item=item.pk).values_list("written", flat=True))
    sender = {"name": partnership.names().get(report.submitted_by, "")}
    if sources.would_show(record_id=report.pk, texts=[written], besides=others, by=by) or shows(
        written, sender, besides=others
    ):
        raise rules.NamesTheSource()
    same = Sanitised.objects.filter(record=item.record).order_by("-at").first()
    if same is not None and same.words == written:  # the button was pressed twice
        return same
    text = Sanitised(record=item.record, words=written, by=by.principal)
    text.save(force_insert=True)
    journal.change(Event.SANITISED_ITEM, item, by=by)
    search_sanitised(item, text, by=by)
    settle(item, by=by)
    return text
