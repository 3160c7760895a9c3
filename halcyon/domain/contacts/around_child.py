"""What contacts know of one child: what is or was to be done, by which agency; who must not know; what they want."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts.minding import Hush, who_must_not_know
from halcyon.domain.contacts.models import Action, Concern, Contact


@dataclass(frozen=True)
class Around:
    """Everything, as far as the acting member may open the contacts it stands in. Six queries, and one more of a past day."""

    actions: tuple[tuple[str, Action], ...]  # with the reference of the contact
    undated: int  # actions of which nobody knows whether they were open on the day asked for
    hushes: tuple[Hush, ...]
    wants: tuple[Statement, ...]
    contacts: tuple[Contact, ...]
    by_others: tuple[tuple[str, str], ...]  # who must not know, as somebody else said on a contact, with its reference


def around(children: Iterable[UUID], *, known_on: datetime | None = None) -> Around:
    """What stands around a child, or around children who are one; by what had been said before ``known_on``.

    Actions are those that are open, or had been added and were not done yet. Of some old ones nothing keeps when they were
    added: those that may have been open then are counted and not shown.
    """
    known = list(children)
    concerns = [one for one in Concern.objects.filter(child__in=known) if known_on is None or one.added_at < known_on]
    contacts = Contact.objects.filter(record__in=[one.record_id for one in concerns]).select_related("record")
    told = {one.record_id for one in concerns if one.is_teller}
    wants = Statement.objects.filter(record__in=told, question="wanted").order_by("said_at")
    actions = Action.objects.filter(child__in=known).select_related("record").order_by("due_at")
    undated = 0
    if known_on is None:
        actions = actions.filter(done_at=None)
    else:
        actions = actions.filter(Q(done_at=None) | Q(done_at__gte=known_on), record__created_at__lt=known_on)
        undated = actions.filter(added_at=None).count()
        actions = actions.filter(added_at__lt=known_on)
    found = tuple(contacts.order_by("-received_at"))
    hushes = who_must_not_know(record=None, children=known, known_on=known_on)
    others = {one.pk: one.record.reference for one in found if one.pk not in told}
    return Around(
        actions=tuple((action.record.reference, action) for action in actions),
        undated=undated,
        hushes=hushes,
        wants=tuple(one for one in wants if known_on is None or one.said_at < known_on),
        contacts=tuple(one for one in found if known_on is None or one.received_at < known_on),
        by_others=tuple((one.words, others[one.told_on]) for one in hushes if one.told_on in others),
    )
