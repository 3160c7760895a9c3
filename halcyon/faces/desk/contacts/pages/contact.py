"""The contact page: everything about one contact, worst first, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from halcyon.domain.children.models import Child
from halcyon.domain.contacts.commands.deciding import under_13
from halcyon.domain.contacts.models import Contact, Mailbox, TellerKind
from halcyon.domain.contacts.queries import ChildView, ContactView
from halcyon.faces.desk.contacts.pages import deciding, owed, words
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.look.catalogues import in_english
from halcyon.kernel.look.parts import Link, Row

DANGER = {
    "no": ("In danger now", "red"),
    "not_sure": ("Not sure if safe: treated as danger", "red"),
    "yes": ("Said: safe now", "green"),
    "not_said": ("Did not say whether safe now", "grey"),
}
MARKS = {
    "hidden_field_filled": "A field that people do not see was filled in: a machine may have sent it, or a helper.",
    "very_quick": "It was sent within seconds of opening the page: a machine may have sent it, or someone in a hurry.",
    "code_masked": "Something that looked like six words of another telling stood in it; it was made unreadable.",
    "bytes_replaced": "Some signs could not be read and stand as marks now.",
}
REACH = {
    "words": "Only through their six words",
    "call": "By a call",
    "text": "By a text",
    "email": "By email",
    "someone": "Through someone they trust",
}
REACH_ROWS = {
    "reach_contact": "Number or address",
    "reach_phone": "Telephone",
    "reach_when": "When it is safe",
    "reach_check_word": "Check word: say it first",
    "reach_if_someone_else_answers": "If someone else answers, say",
}
REFERRER = {"name": "Name", "role": "Role", "agency": "Works at", "phone": "Ring now on", "contact": "Also reached at"}
KNOWN = {True: "Yes", False: "No", None: "Not known"}


@dataclass(frozen=True, slots=True)
class ChildCard:
    """A child this contact concerns: what is known, what is owed to them, what was decided for them."""

    name: str
    is_teller: bool
    facts: tuple[Row, ...]
    known: str
    decisions: tuple[deciding.DecisionCard, ...]
    acts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AlertLine:
    """That someone thinks this is bigger, and what came of it."""

    why: str
    who: str
    at: datetime
    due: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    href: str


class ContactPage:
    """What contacts/contact.html places. Built once from a view; reads nothing more."""

    kept_summary = "What was owed before"

    def __init__(self, view: ContactView, *, by: Actor, names: dict[int, str], named: words.NamedBy) -> None:
        contact, first, later = view.contact, *words.split(view.statements)
        children: dict[object, str] = {one.child.pk: one.child.known_as for one in view.children}
        around = owed.Around(contact, view.reference, by, names, children, view.actions, view.waivers)
        self.reference = view.reference
        self.way_in = words.WAYS_IN.get(contact.way_in, contact.way_in)
        self.channel = words.CHANNELS.get(contact.channel, contact.channel)
        self.danger, self.danger_colour = DANGER[safe_now(view)]
        self.received = contact.received_at
        self.told_in = in_english(contact.told_in)
        self.teller = contact.get_teller_display()
        self.taken_by = names.get(contact.taken_by, "") if contact.taken_by else ""
        self.read_by = names.get(contact.read_by, "a member") if contact.read_by else ""
        self.read_at = contact.read_at
        self.ended_by = names.get(contact.ended_by, "a member") if contact.ended_by else ""
        self.ended_at = contact.ended_at
        self.restricted = view.record.lock != Lock.OPEN
        self.family_again = contact.family_again
        self.marks = tuple(MARKS.get(mark, mark) for mark in contact.marks)
        self.hush = tuple(statement.words for statement in view.must_not_know)
        self.owed = tuple(owed.line(one, around) for one in view.owed)
        self.was_owed = tuple(owed.line(one, around) for one in view.ended_obligations)
        self.said = words.answers(first, by=by, named=named)
        self.thread = tuple(words.thread(later, view.told, names=names, children=children, by=by, named=named))
        self.reach = reach_rows(view)
        told = contact.referrer
        self.referrer = tuple(Row(label, told[key]) for key, label in REFERRER.items() if told.get(key))
        self.source_kept = view.source_kept
        self.children = tuple(child_card(one, view=view, by=by, names=names) for one in view.children)
        self.decisions = tuple(
            deciding.card(one, reference=view.reference, by=by, names=names) for one in view.contact_decisions
        )
        self.to_do = tuple(
            deciding.action(one, reference=view.reference, by=by, names=names, children=children)
            for one in sorted(view.actions, key=lambda action: (action.done_at is not None, action.due_at))
        )
        self.alerts = tuple(
            AlertLine(
                why=one.why, who=names.get(one.raised_by, "a member"), at=one.raised_at, due=one.answer_due,
                answer=one.answer,
                answered_by=names.get(one.answered_by, "") if one.answered_by else "", answered_at=one.answered_at,
                href=reverse("alerts:alert", args=[one.record.reference]) if by.may(Permission.READ_ALERTS) else "",
            )
            for one in view.alerts
        )  # fmt: skip
        self.missing = view.missing
        self.acts = Acts(view, by)


def safe_now(view: ContactView) -> str:
    """Whether they are safe, as told: what was told later makes it worse, never better by itself."""
    later = (one.words for one in view.statements if one.question == "safe_now" and one.words in ("no", "not_sure"))
    return (
        "no"
        if view.contact.safe_now == "no"
        else max(later, key=("not_sure", "no").index, default=view.contact.safe_now)
    )


class Acts:
    """The acts of a page that this member may do, as addresses; an empty one is not offered."""

    def __init__(self, view: ContactView, by: Actor) -> None:
        contact, reference = view.contact, view.reference

        def where(name: str, permission: Permission) -> str:
            return reverse(f"contacts:{name}", args=[reference]) if by.may(permission) else ""

        self.acknowledge = where("acknowledge", Permission.ACKNOWLEDGE)
        self.write = where("write", Permission.WRITE) if contact.way_back == Mailbox.OPEN else ""
        self.children = where("children", Permission.CONCERN)
        a_child_told = any(one.concern.is_teller for one in view.children)
        friend = contact.teller == TellerKind.FRIEND and not a_child_told
        self.teller_is_a_child = where("teller_is_a_child", Permission.CONCERN) if friend else ""
        self.decide = where("decide", Permission.DECIDE) if not view.children else ""
        self.action = where("add_action", Permission.ACT)
        self.source = where("source", Permission.OPEN_SOURCE) if view.source_kept else ""
        self.bigger = where("bigger", Permission.RAISE_ALERT)
        self.restrict = where("restrict", Permission.RESTRICT) if view.record.lock == Lock.OPEN else ""
        may_end = by.may(Permission.DECIDE) and contact.ended_at is None and not view.missing
        self.end = where("end", Permission.DECIDE) if may_end else ""


def reach_rows(view: ContactView) -> tuple[Row, ...]:
    """How we may reach whoever told us, and what must be minded when we do."""
    contact = view.contact
    rows = [Row("How", REACH.get(contact.reach_by, contact.reach_by))]
    if language := in_english(contact.told_in):
        rows.append(Row("Told us in", f"{language}: that is the language of the pages they used"))
    rows += [Row(REACH_ROWS[one.question], one.words) for one in view.statements if one.question in REACH_ROWS]
    if contact.reach_by != "words" and view.source_kept:
        rows.append(Row("Number or address", "In the source register, with who told us"))
    rows.append(Row("Six words", way_back(contact)))
    return tuple(rows)


def way_back(contact: Contact) -> str:
    """Whether their six words still bring them our messages."""
    return {
        Mailbox.OPEN: "They work: messages reach whoever holds the words",
        Mailbox.NONE: "None were given",
        Mailbox.CLOSED: "They asked us to stop writing there",
        Mailbox.EXPIRED: "They have run out",
    }[Mailbox(contact.way_back)]


def young(child: Child) -> str:
    """Under 13 as the rule of the second person takes it: where nobody has said, by the age that was told."""
    taken = under_13(child)
    return KNOWN[taken] if taken is None or child.under_13 is not None else f"{KNOWN[taken]}, by the age told"


def child_card(one: ChildView, *, view: ContactView, by: Actor, names: dict[int, str]) -> ChildCard:
    """One child with everything decided for them."""
    child, acts = one.child, []
    if by.may(Permission.DECIDE):
        acts.append(Link("Decide", reverse("contacts:decide_child", args=[view.reference, child.pk])))
    if by.may(Permission.TELL_BACK):
        acts.append(Link("Tell them", reverse("contacts:tell_child", args=[view.reference, child.pk])))
    if by.may(Permission.READ_CHILD):
        acts.append(Link("Their page", reverse("children:child", args=[child.record.reference])))
    if by.may(Permission.CONCERN):
        acts.append(Link("Change what is known", reverse("contacts:child", args=[view.reference, child.pk])))
    return ChildCard(
        name=child.known_as,
        is_teller=one.concern.is_teller,
        facts=(
            Row("Age, as told", child.age or "Not known"),
            Row("Under 13", young(child)),
            Row("Learning disability", KNOWN[child.learning_disability]),
        ),
        known=child.known,
        decisions=tuple(deciding.card(each, reference=view.reference, by=by, names=names) for each in one.decisions),
        acts=tuple(acts),
    )
