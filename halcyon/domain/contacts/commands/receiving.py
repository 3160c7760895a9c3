"""Something was told: it becomes a contact with its words, its clocks and its place in the ledger, exactly once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from halcyon.domain.children.commands import index_child, keep_answers
from halcyon.domain.children.rules import UNNAMED_CHILD
from halcyon.domain.contacts import owing, searching
from halcyon.domain.contacts.commands import chronicling
from halcyon.domain.contacts.commands.mentioning import mention_what_is_told
from halcyon.domain.contacts.commands.naming import concern
from halcyon.domain.contacts.commands.reopening import reopen
from halcyon.domain.contacts.models import Contact, Mailbox, TellerKind
from halcyon.domain.contacts.rules import Decisions
from halcyon.domain.promise.commands import open_ledger
from halcyon.domain.promise.rules import Duty
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold, new_record
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock, RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.letterbox.telling import (
    Channel,
    IdentityOf,
    Later,
    LaterMessage,
    Said,
    Teller,
    Telling,
    Way,
    earlier,
)
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import NoticeKind
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.queries import Chain
from halcyon.kernel.sources import commands as sources

THE_TELLER = -1
WISHES = {Later.THIS_IS_WRONG: Duty.COMPLAINT, Later.WANT_ADVOCATE: Duty.ADVOCATE}
TELLERS = {
    Way.ME: TellerKind.CHILD,
    Way.FRIEND: TellerKind.FRIEND,
    Way.WORK: TellerKind.PROFESSIONAL,
    Way.SAW: TellerKind.PUBLIC,
}


@dataclass(frozen=True)
class Holder:
    """Whose work a new contact is: the first who is on, or the team while the rota has a gap."""

    owner: int
    agency: int


def holder_among(on: Chain) -> Holder:
    """Who of those on duty owns what comes in, and the agency that took it."""
    for place in (on.first, on.second, on.out_of_hours, on.manager, on.strategic):
        if place is not None and place.principal is not None:
            return Holder(place.principal, partnership.member_of(place.principal).agency_id)
    team = partnership.own_team()
    return Holder(team.pk, team.agency_id or partnership.agencies()[0].pk)


def holder_of(record: Record, on: Chain) -> Holder:
    """Who owns what is new on a record: once it is closed to others, the one it is closed to."""
    if record.lock != Lock.OPEN and record.owner is not None:
        return Holder(record.owner, partnership.member_of(record.owner).agency_id)
    return holder_among(on)


@command(needs=Permission.RECEIVE)
def receive(*, telling: Telling, drop: UUID, by: Actor) -> Contact:
    """Keeps one telling, any channel (design.md 1, 4). The same ``drop`` again returns the contact it became."""
    known = Contact.objects.filter(drop=drop).first()
    if known is not None:
        return known
    received = earlier(telling.door_time, now())
    on = partnership.on_duty(received)
    holder = holder_among(on) if by.agency is None else Holder(by.principal, by.agency)
    record = new_record(kind=RecordKind.CONTACT, team=partnership.own_team().pk, by=by, owner=holder.owner)
    contact = _contact(record, telling, drop=drop, received=received, by=by)
    contact.save(force_insert=True)
    journal.change(Event.RECEIVED, contact, by=by)
    told = keep_answers(record=record, answers=_answers(telling), said_by=THE_TELLER, by=by)
    _keep_source(contact, telling, by)
    searching.index_statements(contact, told, first=True, by=by)
    open_ledger(
        record=record, received_at=received, agency=holder.agency, channel=telling.channel.value,
        way_in=telling.about.value, by=by,
    )  # fmt: skip
    owing.acknowledgement(
        record=record, danger=contact.danger, starts=received, on=on, owner=holder.owner, agency=holder.agency, by=by
    )
    child = None
    if telling.about is Way.ME:
        child = index_child(
            team=record.team,
            known_as=telling.teller.name.strip() or UNNAMED_CHILD,
            age=telling.age,
            source=record,
            by=by,
        )
        concern(contact=contact, child=child, is_teller=True, by=by)
        chronicling.received(contact=contact, child=child.pk, agency=holder.agency, by=by)
    owing.decision(
        record=record,
        child=child.pk if child else None,
        starts=received,
        owner=holder.owner,
        agency=holder.agency,
        by=by,
    )
    unknown = telling.teller if telling.identity_of is IdentityOf.SOURCE else Teller()
    mention_what_is_told(contact=contact, told=told, teller=f"{unknown.phone}\n{unknown.contact}", by=by)
    return contact


@command(needs=Permission.RECEIVE)
def receive_later(*, message: LaterMessage, drop: UUID, by: Actor) -> Contact | None:
    """Keeps what someone wrote when they came back: a telling too, with the same alarm and a new clock.

    None when no contact has this mailbox: its telling is in quarantine, or was never ours.
    """
    found = Contact.objects.filter(mailbox=message.mailbox).select_related("record").first()
    if found is None:
        return None
    hold(found.record)  # nobody ends it, or closes it to others, while this arrives
    contact = Contact.objects.select_related("record").get(pk=found.pk)
    received = earlier(message.door_time, now())
    on = partnership.on_duty(received)
    holder = holder_of(contact.record, on)
    journal.change(Event.RECEIVED_LATER, contact, by=by, detail=message.what.value)
    new = [mark.value for mark in message.marks if mark.value not in contact.marks]
    if new or message.page_language != contact.told_in:
        contact.marks, contact.told_in = [*contact.marks, *new], message.page_language
        contact.save(update_fields=["marks", "told_in"])
    told = keep_answers(record=contact.record, answers=_later_answers(message), said_by=THE_TELLER, by=by)
    searching.index_statements(contact, told, by=by)
    owed = owing.acknowledgement(
        record=contact.record, danger=contact.danger or message.danger or message.what is Later.STILL_HAPPENING,
        starts=received, on=on, owner=holder.owner, agency=holder.agency, by=by,
    )  # fmt: skip
    if owed.at_once and owed.starts_at < received:
        _ring_again(on, by)
    if duty := WISHES.get(message.what):
        who = _who_answers(duty, contact.record, on) or holder
        owing.wish(contact=contact, duty=duty, starts=received, owner=who.owner, agency=who.agency, by=by)
    chronicling.came_back(contact=contact, at=received, agency=holder.agency, by=by)
    reopen(contact=contact, starts=received, owner=holder.owner, agency=holder.agency, by=by)
    mention_what_is_told(contact=contact, told=told, by=by)
    return contact


def _who_answers(duty: Duty, record: Record, on: Chain) -> Holder | None:
    """A complaint goes to the manager or else the whole team, not to whom it may be about; what is closed to others
    stays with its holder."""
    if duty is not Duty.COMPLAINT or record.lock != Lock.OPEN:
        return None
    return holder_among(Chain(manager=on.manager))


def _ring_again(on: Chain, by: Actor) -> None:
    """What is owed at once is open already, and they wrote again: whoever is first is rung again."""
    whom = on.first or on.out_of_hours or on.control_room
    if whom is not None:
        queue(to=whom.email, recipient=whom.principal, kind=NoticeKind.DANGER, by=by)


def _contact(record: Record, telling: Telling, *, drop: UUID, received: datetime, by: Actor) -> Contact:
    professional = telling.identity_of is IdentityOf.PROFESSIONAL
    return Contact(
        record=record, received_at=received, channel=telling.channel.value, way_in=telling.about.value,
        teller=TELLERS[telling.about], safe_now=telling.safe_now.value, reach_by=telling.reach.by.value,
        language=telling.language[:200], interpreter=telling.interpreter.value, told_in=telling.page_language,
        referrer=telling.teller.model_dump() if professional else {},
        marks=[mark.value for mark in telling.marks], drop=drop,
        mailbox=telling.mailbox.id if telling.mailbox else None,
        mailbox_key=telling.mailbox.public_key if telling.mailbox else b"",
        way_back=Mailbox.OPEN if telling.mailbox else Mailbox.NONE,
        taken_by=None if telling.channel is Channel.WEB else by.principal,
    )  # fmt: skip


def _answers(telling: Telling) -> Iterator[tuple[str, str]]:
    """Every answer that was given, in the order it was asked, each as it was said; a child's own ways to be reached too."""
    for question in Telling.QUESTIONS:
        answer = getattr(telling, question)
        words = "\n".join(answer) if isinstance(answer, tuple) else str(getattr(answer, "value", answer))
        if words and words != "not_said":
            yield question, words
    reach, teller = telling.reach, telling.teller
    told = [
        ("when", reach.when),
        ("check_word", reach.check_word),
        ("if_someone_else_answers", reach.if_someone_else_answers),
    ]
    if telling.identity_of is IdentityOf.CHILD:
        told += [("contact", teller.contact), ("phone", teller.phone)]
    yield from ((f"reach_{question}", words) for question, words in told if words)


def _later_answers(message: LaterMessage) -> Iterator[tuple[str, str]]:
    """What somebody wrote when they came back, and whether they are safe where they said so."""
    yield f"later-{message.what.value}", message.words
    if message.safe_now is not Said.NOT_SAID:
        yield "safe_now", message.safe_now.value
    if message.where_now:
        yield "where_now", message.where_now


def _keep_source(contact: Contact, telling: Telling, by: Actor) -> None:
    """A child's own name goes to the child, a professional's stands on the contact, everyone else's to the register."""
    teller = telling.teller
    if telling.identity_of is not IdentityOf.SOURCE:
        return
    before = sources.keep(record=contact.record, identity=teller.model_dump(), by=by)
    days = partnership.policy(Decisions, contact.received_at).second_warning_days
    since = contact.received_at - timedelta(days=days)
    earlier_ones = Contact.objects.filter(record_id__in=before, received_at__gte=since)
    if earlier_ones.exclude(record__lock=Lock.SILENT).exists():  # a silent one does not show through this one
        contact.family_again = True
        contact.save(update_fields=["family_again"])
