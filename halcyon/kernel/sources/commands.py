"""Keeps who told apart from what was told, and opens it again for a reason that stays on record."""

import json
from collections.abc import Iterable
from uuid import UUID

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event
from halcyon.kernel.sources import keys
from halcyon.kernel.sources.identifying import is_the_source, shows
from halcyon.kernel.sources.models import BlindKey, Opening, Source


class ReasonNeeded(ValueError):
    """A source is opened for a reason or not at all."""

    def __init__(self) -> None:
        super().__init__("Say why you need to know who told us. The reason stays on record.")


def keep(*, record: Record, identity: dict[str, str], by: Actor) -> list[UUID]:
    """Seals who told to the register; returns the records that the same person told before.

    ``identity`` holds what they said of themselves (name, contact); empty answers are left out, nothing is kept for none.
    """
    said = {name: value for name, value in identity.items() if value.strip()}
    if not said:
        return []
    Source(record=record, sealed=keys.seal(json.dumps(said, ensure_ascii=False).encode())).save(force_insert=True)
    earlier: set[UUID] = set()
    for blind in keys.blind_keys(said):
        earlier |= set(BlindKey.objects.filter(key=blind).exclude(record=record).values_list("record_id", flat=True))
        BlindKey(record=record, key=blind).save(force_insert=True)
    journal.change(Event.KEPT_SOURCE, record, by=by)
    return sorted(earlier)


@command(needs=Permission.OPEN_SOURCE)
def open_source(*, record_id: UUID, reason: str, by: Actor) -> dict[str, str]:
    """Who told, for this one answer. Raises ReasonNeeded without a reason, NotVisible when there is none to see."""
    if not reason.strip():
        raise ReasonNeeded()
    source = Source.objects.filter(record_id=record_id).order_by("kept_at").last()
    if source is None:
        raise NotVisible()
    Opening(record_id=record_id, source=source, opened_by=by.principal, reason=reason).save(force_insert=True)
    journal.change(Event.OPENED_SOURCE, record_id, by=by)
    opened: dict[str, str] = json.loads(keys.open_sealed(bytes(source.sealed)))
    return opened


def is_kept(record_id: UUID) -> bool:
    """Whether the register holds who told, without opening it."""
    return Source.objects.filter(record_id=record_id).exists()


def would_show(*, record_id: UUID, texts: Iterable[str], by: Actor, besides: Iterable[str] = ()) -> bool:
    """Whether any of these texts would show who told, compared inside and answered with yes or no; it is journalled.

    ``besides`` are names that the texts rightly carry for others. Nothing kept: nothing to show. Called inside a command.
    """
    others, written = list(besides), list(texts)
    return any(shows(text, known, besides=others) for known in _compared(record_id, by) for text in written)


def would_be(*, record_id: UUID, written: str, by: Actor) -> bool:
    """Whether a name, number or place is that of who told; journalled, and answered with yes or no."""
    return any(is_the_source(written, known) for known in _compared(record_id, by))


def _compared(record_id: UUID, by: Actor) -> list[dict[str, str]]:
    journal.read(Event.COMPARED_SOURCE, record_id, by=by)
    return [json.loads(keys.open_sealed(bytes(kept.sealed))) for kept in Source.objects.filter(record_id=record_id)]
