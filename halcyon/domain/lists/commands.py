"""Takes in an agency's list: begun, row after row, finished. Begun again after any break it goes on where it stopped."""

from collections.abc import Sequence
from datetime import date

from halcyon.domain.lists.models import Listing, Row
from halcyon.domain.lists.searching import entry
from halcyon.domain.subjects.commands import mention
from halcyon.kernel import journal, search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, new_record
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.matching import Identity
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.sealing import visible

SELF = "self"  # a row is about the very person it names: all that an agency says of one of its own is one
LONGEST = 4_000  # characters of a cell that are kept as written


@command(needs=Permission.RECEIVE_LIST)
def begin(*, agency: int, month: date, name: str, digest: str, rows: int, by: Actor) -> Listing:
    """The list of an agency for a month; the very same file again is the same list."""
    found, new = Listing.objects.get_or_create(
        agency=agency, month=month.replace(day=1), digest=digest, defaults={"name": visible(name)[:200], "rows": rows}
    )
    if new:
        journal.change(Event.RECEIVED_LIST, found.pk, by=by)
    return found


def missing(listing: Listing) -> set[int]:
    """The numbers of the rows that have not been taken in."""
    return set(range(1, listing.rows + 1)) - set(Row.objects.filter(listing=listing).values_list("number", flat=True))


@command(needs=Permission.RECEIVE_LIST)
def take_in(*, listing: Listing, rows: Sequence[tuple[int, str, Identity]], by: Actor) -> int:
    """Keeps some rows (number, what the agency calls it, whom it names) and compares each with everything; all or none.

    A row that is there already is left alone. Returns how many are new.
    """
    there = set(
        Row.objects.filter(listing=listing, number__in=[number for number, *_ in rows]).values_list("number", flat=True)
    )
    fresh = [row for row in rows if row[0] not in there]
    for number, theirs, identity in fresh:
        _take(listing, number, visible(theirs)[:LONGEST], identity, by)
    if fresh:
        journal.change(Event.TOOK_IN_ROWS, listing.pk, by=by)
    return len(fresh)


@command(needs=Permission.RECEIVE_LIST)
def finish(*, listing: Listing, by: Actor) -> None:
    """Every row has been taken in. Raises ValueError while one has not."""
    if left := missing(listing):
        raise ValueError(f"{len(left):,} rows have not been taken in yet.")
    if Listing.objects.filter(pk=listing.pk, finished_at=None).update(finished_at=now()):
        journal.change(Event.RECEIVED_LIST, listing.pk, by=by)


def _take(listing: Listing, number: int, theirs: str, identity: Identity, by: Actor) -> None:
    record = _record(listing.agency, theirs, by)
    written = _written(identity)
    named = mention(record=record, identity=identity, written=written, sort=SELF, by=by) if written else None
    row = Row(record=record, listing=listing, number=number, theirs=theirs, mention=named.pk if named else None)
    row.save(force_insert=True)
    if named:
        search.index(record=record, entries=[entry(row, identity)], by=by)


def _record(agency: int, theirs: str, by: Actor) -> Record:
    """The record of what an agency calls so, from an earlier list or this one; a new one where it calls it nothing."""
    before = theirs and Row.objects.select_related("record").filter(theirs=theirs, listing__agency=agency).first()
    if before:
        return before.record
    return new_record(kind=RecordKind.LISTED, team=partnership.own_team().pk, by=by)


def _written(identity: Identity) -> str:
    """Whom a row names, in one line; empty where it says nothing that can be compared."""
    names = (" ".join(part for part in (name.given, name.family, name.whole) if part) for name in identity.names)
    told = (
        *names,
        *identity.phones,
        *identity.handles,
        *identity.emails,
        *identity.vehicles,
        *identity.addresses,
        *identity.postcodes,
    )
    return next((one[:LONGEST] for one in told if one.strip()), "")
