"""What of a row of an agency's list is searched: whom it names, their numbers, and what the agency calls them."""

from collections.abc import Iterator

from halcyon.domain.lists.models import Row
from halcyon.domain.subjects.models import Mention
from halcyon.domain.subjects.searching import names_and_codes
from halcyon.kernel.access.models import Record
from halcyon.kernel.matching import Identity
from halcyon.kernel.search import Entry


def entry(row: Row, identity: Identity) -> Entry:
    """One row as it came last: the same one next month takes its place."""
    names, codes = names_and_codes(identity)
    return Entry(
        source=row.record_id, kind="listed", words="\n".join(names), names=names, codes=(*codes, row.theirs),
        at=row.listing.received_at, agency=row.listing.agency,
    )  # fmt: skip


def of_row(record: Record) -> Iterator[Entry]:
    """Everything that is searched of one row's record, for building anew."""
    row = (
        Row.objects.select_related("listing").filter(record=record).order_by("-listing__received_at", "-number").first()
    )
    named = Mention.objects.filter(pk=row.mention).first() if row and row.mention else None
    if row and named:
        yield entry(row, Identity.from_json(named.identity))
