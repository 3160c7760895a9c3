"""What of intelligence is searched: the words as they came on the report's record, the sanitised ones on the item's.

Each is found by whoever may see its record, and by nobody else. Who told us is in neither.
"""

from halcyon.domain.intelligence.models import Item, Named, Original, Report, Sanitised
from halcyon.kernel import search
from halcyon.kernel.access.actors import Actor


def search_original(report: Report, item: Item, *, by: Actor) -> None:
    """The words of an item as they were sent, with what they name."""
    original = Original.objects.get(item=item.pk)
    names, codes = _named(item)
    entry = search.Entry(
        source=original.pk, kind="report", words=original.words, at=report.submitted_at, agency=report.agency,
        names=names, codes=codes,
    )  # fmt: skip
    search.index(record=report.record, entries=[entry], by=by)


def search_sanitised(item: Item, text: Sanitised, *, by: Actor) -> None:
    """The text that may be shared, in place of the one before it. It never says which agency it came from."""
    names, codes = _named(item)
    entry = search.Entry(source=item.pk, kind="intelligence", words=text.words, at=text.at, names=names, codes=codes)
    search.index(record=item.record, entries=[entry], by=by)


def _named(item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    named = list(Named.objects.filter(item=item.pk).order_by("at"))
    names = tuple(name["whole"] for one in named for name in one.facts.get("names", ()) if name.get("whole"))
    codes = tuple(
        code
        for one in named
        for field in ("phones", "vehicles", "postcodes", "addresses", "handles", "emails")
        for code in one.facts.get(field, ())
    )
    return names, codes
