"""That something was closed before: the sentence that a new fact deserves beside an old "no further action"."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.formats import date_format

from halcyon.domain.contacts.queries import no_further_action
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import london_day


def closed_before(records: Iterable[UUID], by: Actor, names: Mapping[int, str]) -> dict[UUID, str]:
    """By record: who closed it, when, and that this is new."""
    said: dict[UUID, str] = {}
    for record, (who, at) in no_further_action(records).items():
        whom = "You" if who == by.principal else names.get(who, "Someone who has left")
        said[record] = f"{whom} closed this on {date_format(london_day(at), 'j F Y')}: no further action. This is new."
    return said
