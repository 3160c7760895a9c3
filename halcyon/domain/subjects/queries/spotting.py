"""What a text names, while it is written: offered to whoever writes it. The text is kept nowhere and stands in no line.

A name is known where it stands in a record that the member may open. What is closed to them, silent or not, adds
nothing: the answer is that of a house in which it was never written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from halcyon.domain.subjects import matcher
from halcyon.domain.subjects.models import Mention
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Detail
from halcyon.kernel.journal import Event
from halcyon.kernel.matching import Spot, identity_of, spot
from halcyon.kernel.matching.folding import fold
from halcyon.kernel.matching.naming import may_be_names
from halcyon.kernel.search.kinds import BY_ITSELF, KINDS
from halcyon.kernel.search.models import IndexedEntry

MOST = 50  # offers for one text
LATEST = 20  # things that a member kept in one record, which are read again for what they name


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Something that saved ``words`` name and their record does not, as it is written there."""

    kind: str
    written: str
    words: str


def spotted(text: str, *, by: Actor, names: Iterable[str] = ()) -> tuple[Spot, ...]:
    """Each thing that a text names, once, in reading order. ``names``: names that the member knows from elsewhere."""
    found: dict[tuple[str, str], Spot] = {}
    for one in spot(text, (*names, *known_names(text, by=by))):
        found.setdefault((one.kind, fold(one.written) if one.kind == "person" else one.value), one)
    return tuple(found.values())[:MOST]


def known_names(text: str, *, by: Actor) -> tuple[str, ...]:
    """The names and aliases in a text that stand in records which ``by`` may open, as the text writes them.

    That they were shown is one line of the journal, with one record for each: never a word of the text.
    """
    by.check(Permission.NAME)
    runs = may_be_names(text)
    kinds = [kind.value for kind, about in KINDS.items() if by.may(about.needs) and kind not in BY_ITSELF]
    if not runs or not kinds:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("select spoken, record from subjects.known(%s, %s)", [list(runs), kinds])
        known = dict(cursor.fetchall())
    if known:
        journal.listed(Event.OFFERED_NAMES, sorted(set(known.values())), by=by)
    return tuple(runs[name] for name in known)


def texts(record: Record, *, kept_as: Iterable[str], told: Iterable[str], by: Actor) -> tuple[str, ...]:
    """The latest words that ``by`` kept in a record, and what was told there: those that name somebody for all."""
    by.check(Permission.NAME)
    journal.read(Event.OFFERED_NAMES, record, by=by)
    theirs = Q(kind__in=list(kept_as), kept_by=by.principal) | Q(kind__in=list(told))
    kept = IndexedEntry.objects.filter(theirs, record=record, detail__in=("", Detail.STORY))
    return tuple(kept.order_by("-at", "id").values_list("words", flat=True)[:LATEST])


def unnamed(
    record: Record, *, kept_as: Iterable[str], by: Actor, names: Iterable[str] = (), told: Iterable[str] = ()
) -> tuple[Unnamed, ...]:
    """What the words that ``by`` kept in a record name, and nobody has named in it: for who writes without the script.

    ``kept_as``: the kinds of entries (kernel/search) that are read; those of ``told`` whoever kept them. Words that few
    duties read name nothing for all (decision 0030).
    """
    kept = texts(record, kept_as=kept_as, told=told, by=by)
    mentions = list(Mention.objects.filter(record=record))
    named = {(row.kind, bytes(row.canonical)) for row in mentions}
    written = {(row.kind, fold(row.written)) for row in mentions}
    found: dict[tuple[str, bytes], Unnamed] = {}
    for words in kept:
        for one in spotted(words, by=by, names=names):
            identity = identity_of(one.kind, one.written)
            key = (identity.kind.value, matcher.comparable(identity).form)
            if key not in named and (key[0], fold(one.written)) not in written:
                found.setdefault(key, Unnamed(one.kind, one.written, words))
    return tuple(found.values())[:MOST]
