"""What of intelligence is searched: the words as they came on the report's record, the sanitised ones on the item's.

Each is found by whoever may see its record, and by nobody else. Who told us is in neither.
"""

from collections.abc import Iterator
from uuid import UUID

from halcyon.domain.intelligence.models import Item, Named, Original, Report, Sanitised
from halcyon.domain.subjects.searching import names_and_codes
from halcyon.kernel import search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.matching.identities import Identity
from halcyon.kernel.search import Entry


def search_original(report: Report, item: Item, *, by: Actor) -> None:
    """The words of an item as they were sent, with what they name."""
    original = Original.objects.get(item=item.pk)
    search.index(record=report.record, entries=[_original(report, original)], by=by)


def search_sanitised(item: Item, text: Sanitised, *, by: Actor) -> None:
    """The text that may be shared, in place of the one before it. It never says which agency it came from."""
    search.index(record=item.record, entries=[_sanitised(text)], by=by)


def of_report(record: Record) -> Iterator[Entry]:
    """Everything that is searched of one report as it came, for building anew."""
    report = Report.objects.get(pk=record.pk)
    for original in Original.objects.filter(record=record):
        yield _original(report, original)


def of_item(record: Record) -> Iterator[Entry]:
    """What is searched of one item: its latest sanitised text, nothing before there is one."""
    latest = Sanitised.objects.filter(record=record).order_by("-at").first()
    if latest is not None:
        yield _sanitised(latest)


def _original(report: Report, original: Original) -> Entry:
    names, codes = _named(original.item)
    return Entry(
        source=original.pk, kind="report", words=original.words, at=report.submitted_at, agency=report.agency,
        names=names, codes=codes,
    )  # fmt: skip


def _sanitised(text: Sanitised) -> Entry:
    names, codes = _named(text.record_id)
    return Entry(source=text.record_id, kind="intelligence", words=text.words, at=text.at, names=names, codes=codes)


def _named(item: UUID) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an item names: mentions of its own record too, and so no secret to whoever may read it."""
    each = [names_and_codes(Identity.from_json(one.facts)) for one in Named.objects.filter(item=item).order_by("at")]
    return tuple(name for names, _ in each for name in names), tuple(code for _, codes in each for code in codes)
