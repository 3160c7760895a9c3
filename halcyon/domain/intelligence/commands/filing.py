"""What commands share: the hand that files for the officers, and who may see an item as it stands."""

from collections.abc import Iterable
from dataclasses import replace

from halcyon.domain.intelligence.models import Grading, Item, Sanitised
from halcyon.domain.intelligence.rules import Assessment, Code
from halcyon.domain.subjects import commands as subjects
from halcyon.domain.subjects.models import DoubtKind, Mention
from halcyon.kernel.access import commands as access
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Grant
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import OFFICERS, READERS, Lock


def filing(by: Actor) -> Actor:
    """The sender's own hand, reaching into the officers' tray for the length of one command.

    Whoever sends a report writes rows that only officers may read. The journal says who it was; nothing that is read under
    these principals is ever given back to the sender.
    """
    return replace(by, principals=tuple(dict.fromkeys((*by.principals, OFFICERS))))


def holding(by: Actor, holder: int) -> Actor:
    """The same hand, reaching into what is set apart for its holder: for the command that sets it apart, and no longer."""
    hand = filing(by)
    lent = {Permission.HAND_OVER, Permission.RESTRICT}
    return replace(hand, principals=(*hand.principals, holder), permissions=hand.permissions | lent)


def latest(item: Item) -> Grading:
    """The grading in force: the last one."""
    return Grading.objects.filter(record=item.record).order_by("-number")[0]


def settle(item: Item, *, by: Actor) -> None:
    """Gives an item to its readers, or takes it back, as its latest grading and text say; the officer who acts is asked.

    It stays locked *ask* throughout: whoever is not among its readers learns whom to ask, be it P or C. What is set apart
    stays silent whatever its grade: who reads it is let in, one by one.
    """
    if item.record.lock == Lock.SILENT:
        return
    grading, standing = latest(item), Grant.objects.filter(record=item.record, ended_at=None)
    if item.record.owner != by.principal:
        access.restrict(record=item.record, owner=by.principal, lock=Lock.ASK, by=by)
        item.record.refresh_from_db()
    if grading.code == Code.C:
        for given in standing.exclude(principal__in=grading.named):
            access.end_grant(given=given, by=by)
    elif Sanitised.objects.filter(record=item.record).exists() and not standing.filter(principal=READERS).exists():
        access.grant(record=item.record, to=READERS, reason="Sanitised, and may lawfully be shared (P).", by=by)


def doubt(mentions: Iterable[Mention], grading: Grading, *, before: str, by: Actor) -> None:
    """A suspicion goes wherever the names of an item go, and leaves them when it is given up. The item owes its own review."""
    if grading.assessment == Assessment.E:
        kind, why = DoubtKind.SUSPECTED_FALSE, grading.reason
    elif before == Assessment.E:
        kind, why = DoubtKind.LIFTED, "Graded again: no longer suspected to be false."
    else:
        return
    for mention in mentions:
        subjects.note_doubt(mention=mention, kind=kind, why=why, by=by)
