"""What the triage page shows, as plain words: each line says what is owed next, to whom, by when, and whose it is.

It reads what waits through queries that journal it; it decides and changes nothing.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from halcyon.domain.board.queries import Conservation, Day, conservation
from halcyon.domain.children.rules import within_a_sentence
from halcyon.domain.contacts.models import Contact, TellerKind
from halcyon.domain.contacts.queries import NextOwed, Waiting, waiting
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import today
from halcyon.kernel.letterbox.opening import Pressure, pressure
from halcyon.kernel.letterbox.telling import Channel, Way
from halcyon.kernel.look import moments
from halcyon.kernel.look.catalogues import in_english
from halcyon.kernel.look.parts import Cell
from halcyon.kernel.notices.queries import Undelivered, undelivered
from halcyon.kernel.partnership.queries import names

LEDGER_DAYS = 8  # today and the seven before it
FILLING = 50  # hundredths of what the letterbox may hold
POURING = 5.0  # sets of six words tried a second, over a minute: more than people who come back (tiplines.md 5.5)

WORRY = {"no": "In danger now", "not_sure": "Not sure if safe"}
LATER = "Danger was told later"
WAYS = {
    Way.ME: "It is about them",
    Way.FRIEND: "Worried about a friend or a child",
    Way.WORK: "Works with children",
    Way.SAW: "Saw something",
}
CHANNELS = {Channel.WEB: "by the web page", Channel.PHONE: "by telephone", Channel.IN_PERSON: "in person"}
DUTIES = {
    Duty.ACKNOWLEDGE: "Read it and say so",
    Duty.DECIDE: "Decide what happens",
    Duty.ACT: "Act",
    Duty.TELL_BACK: "Tell back what happened",
    Duty.REPLY: "Share it, or say why not",
    Duty.LOOK: "Look again at what may concern them",
    Duty.REVIEW: "Review what is of concern",
    Duty.DOUBT: "Look again at what is doubted",
    Duty.COMPLAINT: "Answer what they said is wrong",
    Duty.ADVOCATE: "Find them an advocate",
}


@dataclass(frozen=True)
class Line:
    """One contact that waits. `spoken` holds the words of its clocks: with them, equal lines look the same."""

    reference: str
    worry: str
    unread: str
    kind: str
    received: dt.datetime
    how: str
    children: str
    duty: str
    to_whom: str
    due: dt.datetime
    due_said: str
    owner: str
    mine: bool
    more: str
    notes: tuple[str, ...]
    spoken: tuple[str, str, str]

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("contacts:contact", args=[self.reference])

    @property
    def drawn(self) -> SafeString:
        """The line as it stands on the page."""
        return _drawn(self, get_language())


@lru_cache(maxsize=1000)
def _drawn(line: Line, language: str | None) -> SafeString:
    """Drawn once for everyone who may see it, until anything of it changes, be it only how long ago."""
    return render_to_string("triage/line.html", {"line": line})


@dataclass(frozen=True)
class LedgerLine:
    """A row of the conservation table."""

    name: str
    counts: tuple[int, int, int, int]


@dataclass(frozen=True)
class Ledger:
    """The conservation law in one sentence, in four numbers and day by day; `broken` says which rows do not add up."""

    sentence: str
    whole: LedgerLine
    days: tuple[LedgerLine, ...]
    broken: str
    older: str

    @property
    def head(self) -> list[str | Cell]:
        """The table's head."""
        return ["Day", *(Cell(word, numeric=True) for word in ("Received", "Decided", "Still in time", "Overdue"))]

    @property
    def rows(self) -> list[list[str | int]]:
        """The table's rows, newest first, and all of them together."""
        return [[line.name, *line.counts] for line in (*self.days, self.whole)]


@dataclass(frozen=True)
class TriagePage:
    """Everything the page shows. Two pages that show the same have the same tag."""

    lines: tuple[Line, ...]
    mine: bool
    hidden: int
    said: str
    alarms: tuple[str, ...]
    ledger: Ledger

    @property
    def etag(self) -> str:
        """A strong tag of what is shown, to the minute."""
        return f'"{hashlib.sha256(repr(self).encode()).hexdigest()[:32]}"'

    @property
    def live(self) -> str:
        """Where the page asks for its newest lines."""
        return reverse("triage:lines") + ("?mine=1" if self.mine else "")


def triage_page(*, by: Actor, mine: bool) -> TriagePage:
    """Reads what waits, worst first, and the conservation line. A fixed number of queries."""
    everything, known, here = waiting(by=by), names(), moments.here()
    lines = tuple(_line(found, known, by, here) for found in everything)
    shown = tuple(line for line in lines if line.mine) if mine else lines
    return TriagePage(
        lines=shown, mine=mine, hidden=len(lines) - len(shown), said=_said(shown),
        alarms=alarms(pressure(), undelivered()), ledger=ledger(conservation(days=LEDGER_DAYS, by=by)),
    )  # fmt: skip


def alarms(found: Pressure, stuck: Undelivered) -> tuple[str, ...]:
    """What is stuck before it could become a contact, mails that nobody gets, and what pours in where people come back."""
    said = []
    if found.quarantined:
        said.append(
            f"{_many(found.quarantined, 'sealed message')} could not be opened and {_is(found.quarantined)} kept "
            "apart. Someone may be waiting: tell whoever looks after Halcyon now."
        )
    if found.waiting:
        said.append(
            f"{_many(found.waiting, 'sealed message')} {_is(found.waiting)} still to be opened. That takes seconds: "
            "if this line stays, the worker is not running. Tell whoever looks after Halcyon."
        )
    if stuck.oldest is not None:
        said.append(
            f"{_many(stuck.number, 'mail')} could not be sent, the first written {moments.said(stuck.oldest)}: whoever should know "
            "that something waits does not. Ring whoever is on duty, and tell whoever looks after Halcyon now."
        )
    if found.fullness >= FILLING:
        said.append(
            "The letterbox is full: who tells now is asked to ring 999 or Childline instead, and nothing of it is kept. "
            if found.fullness >= 100
            else "The letterbox fills up: soon nothing more can be told. "
        )
        said[-1] += "Tell whoever looks after Halcyon now."
    if found.tries_per_second > POURING:
        said.append(
            "Far more sets of six words are tried at the door than people type: someone may be guessing. Whoever comes "
            "back may have to wait a moment; nobody is shut out. Tell whoever looks after Halcyon now."
        )
    return tuple(said)


def ledger(found: Conservation) -> Ledger:
    """The law in words. When it does not balance, the page says so before anything else."""
    broken = [_day_name(day.day) for day in found.days if not day.balances]
    if not broken and not found.whole.balances:
        broken = ["the days together"]
    return Ledger(
        sentence=f"Received since {day_said(found.whole.day)}: {_sum(found.whole)}",
        whole=_ledger_line("All of these days", found.whole),
        days=tuple(_ledger_line(_day_name(day.day), day) for day in found.days),
        broken=(
            f"The numbers do not add up for {', '.join(broken)}: a contact may be unaccounted for. "
            "Tell the manager and whoever looks after Halcyon now."
        )
        if broken
        else "",
        older=_older(*found.older),
    )


def _older(number: int, late: int) -> str:
    """What the days above do not hold and nobody has decided yet."""
    if not number:
        return ""
    overdue = f"{late} of them overdue" if late < number else "overdue" if number == 1 else "all of them overdue"
    return f"Received before and not decided yet: {number}, {overdue if late else 'still in time'}."


def _line(found: Waiting, known: dict[int, str], by: Actor, here: moments.Here) -> Line:
    contact, owed = found.contact, found.next
    later = found.danger_unread and not contact.danger
    owed_words, when = moments.badge(owed.due_at, of=here).words, moments.said(owed.due_at, here)
    return Line(
        reference=found.reference,
        worry=LATER if later else WORRY.get(contact.safe_now, ""),
        unread=_unread(found),
        kind="danger" if later or contact.safe_now == "no" else "unsure" if contact.safe_now == "not_sure" else "",
        received=contact.received_at,
        how=f"{WAYS[Way(contact.way_in)]}, {CHANNELS[Channel(contact.channel)]}{_in_language(contact)}",
        children=", ".join(found.children) or "no child named yet",
        duty=_duty(owed),
        to_whom=_to_whom(owed, contact, found.children),
        due=owed.due_at,
        due_said="" if owed_words.endswith(when) else when,
        owner=known.get(owed.owner, "someone who has left"),
        mine=owed.owner == by.principal,
        more=f"and {found.owed - 1} more owed" if found.owed > 1 else "",
        notes=_notes(contact),
        spoken=(moments.since(contact.received_at, here), moments.said(contact.received_at, here), owed_words),
    )


def _in_language(contact: Contact) -> str:
    """Whoever answers may have to fetch an interpreter first."""
    language = in_english(contact.told_in)
    return f", in {language}" if language else ""


def _unread(found: Waiting) -> str:
    """Whether somebody waits to be read: from the first words, or from what they added later."""
    if found.contact.read_at is None:
        return "Nobody has read it"
    return "New words: nobody has read them" if found.unread else ""


def _duty(owed: NextOwed) -> str:
    words = DUTIES[owed.duty]
    return f"{words}: {DEMANDS[Outcome(owed.outcome)].name.lower()}" if owed.outcome else words


def _to_whom(owed: NextOwed, contact: Contact, children: tuple[str, ...]) -> str:
    match owed.to:
        case OwedTo.TELLER:
            return "the referrer" if contact.teller == TellerKind.PROFESSIONAL else "the person who told us"
        case OwedTo.CHILD:
            return within_a_sentence(children[0]) if len(children) == 1 else "a child it concerns"
        case OwedTo.CONTACT:
            return "this contact, no child is known yet"
        case OwedTo.MEMBER:
            return "a colleague who asked or looked for it"


def _notes(contact: Contact) -> tuple[str, ...]:
    told = [(bool(contact.marks), "Needs a look first"), (contact.family_again, "Second warning from a family")]
    return tuple(words for holds, words in told if holds)


def _said(lines: tuple[Line, ...]) -> str:
    """What a screen reader hears when the list has changed."""
    alarming = sum(1 for line in lines if line.worry and line.unread)
    return f"{_many(len(lines), 'contact')} waiting, {alarming} unread and in danger or not sure."


def day_said(day: dt.date) -> str:
    """A day as people say it: "Sunday 15 November"."""
    return date_format(day, "l j F")


def _day_name(day: dt.date) -> str:
    return "Today" if day == today() else day_said(day)


def _ledger_line(name: str, day: Day) -> LedgerLine:
    return LedgerLine(name, (day.received, day.decided, day.in_time, day.overdue))


def _sum(day: Day) -> str:
    return f"{day.received} = {day.decided} decided + {day.in_time} still in time + {day.overdue} overdue."


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
