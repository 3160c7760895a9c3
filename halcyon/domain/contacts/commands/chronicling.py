"""What is done on a contact stands in the chronology of each child it concerns: received, read, decided, acted, told back.

The lines are parts of the contact: whoever may not open it does not have them. Nothing is told about who told us.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from halcyon.domain.children.commands import happened
from halcyon.domain.children.rules import Happened
from halcyon.domain.contacts.models import Action, Concern, Contact, Decision, TellerKind, Told
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record

CAME = {
    TellerKind.CHILD: "The child told us",
    TellerKind.FRIEND: "Someone who is worried about the child told us",
    TellerKind.PROFESSIONAL: "Someone who works with children told us",
    TellerKind.PUBLIC: "Someone who saw something told us",
}
CAME_OF_ANOTHER = "A child told us"  # in the story of each child whom they told about
CHANNELS = {"web": "through the website", "phone": "by telephone", "in_person": "in person"}
HOW = {"words": "through the six words", "phone": "by telephone", "in_person": "in person", "letter": "by letter"}


def received(*, contact: Contact, child: UUID, agency: int | None, by: Actor) -> None:
    """That the contact came in, from the moment it was received, however much later the child is named."""
    who = CAME[TellerKind(contact.teller)]
    if contact.teller == TellerKind.CHILD and not _told_themselves(contact, child):
        who = CAME_OF_ANOTHER
    came = f"{who}, {CHANNELS.get(contact.channel, contact.channel)}."
    _line(contact, [child], Happened.RECEIVED, contact.received_at, came, contact.pk, agency, by)


def named_later(*, contact: Contact, child: UUID, agency: int | None, by: Actor) -> None:
    """A child who is named has the story of the contact so far: that it came in, was read, and what was said since."""
    received(contact=contact, child=child, agency=agency, by=by)
    if contact.read_at is not None:
        _line(contact, [child], Happened.ACKNOWLEDGED, contact.read_at, "A member has read it.", contact.pk, agency, by)
    for said in Told.objects.filter(record=contact.record, to="teller"):
        _line(contact, [child], Happened.TOLD_BACK, said.at, _told(said), said.pk, agency, by)


def came_back(*, contact: Contact, at: datetime, agency: int | None, by: Actor) -> None:
    """Whoever told us wrote again."""
    _line(contact, _concerned(contact), Happened.RECEIVED, at, "They came back and told us more.", None, agency, by)


def acknowledged(*, contact: Contact, told: Told, by: Actor) -> None:
    """A named member has read it, and whoever told us was told so."""
    _line(
        contact,
        _concerned(contact),
        Happened.ACKNOWLEDGED,
        told.at,
        "Read, and they were told so.",
        told.pk,
        by.agency,
        by,
    )


def decided(*, contact: Contact, decision: Decision, agency: int, by: Actor) -> None:
    """A decision was made for one child, or for the contact while none was known."""
    names = ", ".join(DEMANDS[Outcome(letter)].name for letter in decision.outcomes)
    children = [decision.child] if decision.child else _concerned(contact)
    at = decision.made_at or decision.proposed_at
    _line(contact, children, Happened.DECIDED, at, f"{names}. {decision.reasons}", decision.pk, agency, by)


def acted(*, contact: Contact, action: Action, by: Actor) -> None:
    """An action is done, with what came of it."""
    children = [action.child] if action.child else _concerned(contact)
    words = f"{action.what.rstrip('.')}. {action.result}"
    _line(contact, children, Happened.ACTED, action.done_at or action.due_at, words, action.pk, action.agency, by)


def told_back(*, contact: Contact, told: Told, by: Actor) -> None:
    """Someone was told: a child in their own story, whoever told us in that of each child."""
    children = [told.child] if told.child else _concerned(contact)
    _line(contact, children, Happened.TOLD_BACK, told.at, _told(told), told.pk, by.agency, by)


def _told(told: Told) -> str:
    whom = "The child was told" if told.to == "child" else "Whoever told us was told"
    return f"{whom}, {HOW.get(told.how, told.how)}."


def _told_themselves(contact: Contact, child: UUID) -> bool:
    return Concern.objects.filter(record=contact.record, child=child, is_teller=True).exists()


def _concerned(contact: Contact) -> list[UUID]:
    return list(Concern.objects.filter(record=contact.record).values_list("child", flat=True))


def _line(
    contact: Contact, children: Iterable[UUID], kind: Happened, at: datetime, words: str, part: UUID | None,
    agency: int | None, by: Actor,
) -> None:  # fmt: skip
    for child in children:
        happened(
            record=Record(pk=child), kind=kind, at=at, agency=agency, words=words, source=contact.pk, part=part, by=by
        )
