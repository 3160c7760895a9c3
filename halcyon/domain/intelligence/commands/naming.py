"""Naming a person or a thing in an item: kept as it was written, and given to the subjects as a mention."""

from uuid import UUID

from halcyon.domain.intelligence import rules
from halcyon.domain.intelligence.commands.filing import doubt, filing, latest
from halcyon.domain.intelligence.commands.searching import search_original, search_sanitised
from halcyon.domain.intelligence.models import Item, Named, Report, Sanitised
from halcyon.domain.intelligence.things import Thing
from halcyon.domain.subjects import commands as subjects
from halcyon.kernel import journal
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event
from halcyon.kernel.sources import commands as sources


@command(needs=Permission.SUBMIT_INTELLIGENCE)
def name(*, report: Report, item: UUID, thing: Thing, by: Actor) -> Named:
    """Adds somebody or something that a saved item names; named twice, it is kept once. For the sender and officers.

    Raises ReportIncomplete when nothing is written, NamesTheSource when it is who told us.
    """
    if not thing.written.strip():
        raise rules.ReportIncomplete("Write the name, number, plate or place.", "written")
    if sources.would_be(record_id=report.pk, written=thing.written, by=by):
        raise rules.NamesTheSource("written")
    same = Named.objects.filter(record=report.record, item=item, kind=thing.kind, written=thing.written.strip())
    if before := same.first():
        return before
    hand = filing(by)
    with acting(hand):
        home = Item.objects.select_related("record").filter(pk=item).first()
        if home is None:  # it was set apart: whoever sent it adds no more to it from here
            raise NotVisible()
        return keep_thing(report=report, item=home, thing=thing, by=hand)


def keep_thing(*, report: Report, item: Item, thing: Thing, by: Actor) -> Named:
    """Keeps what is named, and mentions it on the item, inside the command that was told of it."""
    named = Named(
        record=report.record, item=item.pk, kind=thing.kind, written=thing.written.strip()[:400],
        facts=thing.identity.to_json(), by=by.principal,
    )  # fmt: skip
    named.save(force_insert=True)
    journal.change(Event.NAMED_IN_ITEM, item, by=by, detail=thing.kind.value)
    mentioned = subjects.mention(record=item.record, identity=thing.identity, written=named.written, by=by)
    doubt([mentioned], latest(item), before="", by=by)
    search_original(report, item, by=by)
    if shared := Sanitised.objects.filter(record=item.record).order_by("-at").first():
        search_sanitised(item, shared, by=by)
    return named
