"""Words from the team to someone: through the six words, or a note of what was said by other means."""

import uuid
from collections.abc import Iterable
from uuid import UUID

from halcyon.domain.contacts import searching
from halcyon.domain.contacts.minding import check_minded, who_must_not_know
from halcyon.domain.contacts.models import Concern, Contact, Mailbox, Told
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.letterbox.delivering import Delivery, deliver
from halcyon.kernel.sealing import REPLY_LIMIT, seal_reply, visible

HOW = ("words", "phone", "in_person", "letter")


class NoWayBack(ValueError):
    """The mailbox does not take messages any more."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be written to their six words: they asked us to stop, or the words have run out. "
            "Choose another way they allowed, or record that telling back is not possible."
        )


class WordsNeeded(ValueError):
    """Nothing was written."""

    def __init__(self) -> None:
        super().__init__("Write what you want to say, or what you said.")


class TooMuch(ValueError):
    """More than one message may hold."""

    def __init__(self) -> None:
        super().__init__(f"Write at most {REPLY_LIMIT:,} characters in one message. Send the rest in a second one.")


@command(needs=Permission.WRITE)
def write(
    *, contact: Contact, words: str, by: Actor, phrase: str = "", key: UUID | None = None, minded: Iterable[UUID] = ()
) -> Told:
    """Writes to the person who told us through their six words. Ends nothing that is owed. Raises MustNotKnow."""
    return say(contact=contact, to="teller", how="words", words=words, phrase=phrase, by=by, key=key, minded=minded)


def say(
    *, contact: Contact, to: str, how: str, words: str, by: Actor, child: UUID | None = None, phrase: str = "",
    key: UUID | None = None, minded: Iterable[UUID] = (),
) -> Told:  # fmt: skip
    """Records what someone was told; ``how="words"`` also puts it, sealed, into the mailbox.

    ``key`` is what the form carried: the same form sent twice tells them once. ``minded`` are those who must not know and
    of whom the member said that they will not see or hear this. Raises MustNotKnow when one of them is missing.
    """
    if before := said_before(contact=contact, key=key):
        return before
    words = visible(words).strip()
    if not words:
        raise WordsNeeded()
    if how not in HOW:
        raise ValueError("Choose how they were told.")
    if len(words) > REPLY_LIMIT:
        raise TooMuch()
    _mind(contact, minded, by)
    told = Told(
        id=key or uuid.uuid4(), record=contact.record, to=to, child=child, how=how, words=words, phrase=phrase,
        by=by.principal, at=now(),
    )  # fmt: skip
    told.save(force_insert=True)
    journal.change(Event.WROTE, contact, by=by, detail=how)
    searching.index_told(told, by=by)
    if how == "words":
        _deliver(contact, told)
    return told


def _mind(contact: Contact, minded: Iterable[UUID], by: Actor) -> None:
    """Whoever must not know of any child this concerns stops it, until a member has said that they will not see it."""
    concerned = Concern.objects.filter(record=contact.record).values_list("child", flat=True)
    hushes = who_must_not_know(record=contact.pk, children=concerned)
    check_minded(hushes, minded)
    if hushes:
        journal.change(Event.MINDED, contact, by=by, detail=str(len(hushes)))


def said_before(*, contact: Contact, key: UUID | None) -> Told | None:
    """What the same form said when it was sent before; holds the contact until this is settled.

    Whatever it ended, it ended then: what has come to be owed since is not ended by sending it once more.
    """
    hold(contact.record)
    return Told.objects.filter(pk=key, record=contact.record).first() if key else None


def _deliver(contact: Contact, told: Told) -> None:
    if contact.mailbox is None or contact.way_back != Mailbox.OPEN:
        raise NoWayBack()
    sealed = seal_reply(told.words, bytes(contact.mailbox_key), mailbox=contact.mailbox)
    if deliver(contact.mailbox, told.pk, sealed, today()) is Delivery.CLOSED:
        raise NoWayBack()
