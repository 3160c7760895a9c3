"""What a text names, while it is written: offered to whoever writes it. The text is kept nowhere and stands in no line.

A name is known where it stands in a record that the member may open. What is closed to them, silent or not, adds
nothing: the answer is that of a house in which it was never written down.
"""

from collections.abc import Iterable

from django.db import connection

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.matching import Spot, spot
from halcyon.kernel.matching.folding import fold
from halcyon.kernel.matching.naming import may_be_names
from halcyon.kernel.search.kinds import KINDS

MOST = 50  # offers for one text


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
    kinds = [kind.value for kind, about in KINDS.items() if by.may(about.needs)]
    if not runs or not kinds:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("select spoken, record from subjects.known(%s, %s)", [list(runs), kinds])
        known = dict(cursor.fetchall())
    if known:
        journal.listed(Event.OFFERED_NAMES, sorted(set(known.values())), by=by)
    return tuple(runs[name] for name in known)
