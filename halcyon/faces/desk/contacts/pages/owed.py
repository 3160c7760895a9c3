"""What is owed, as sentences: what, to whom, who owns it, and the acts that end it. The clock tag says whether it is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from halcyon.domain.children.rules import within_a_sentence
from halcyon.domain.contacts.models import Action, Contact, WaiverRequest
from halcyon.domain.contacts.rules import DEMANDS, Outcome
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.look.parts import Link


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One thing owed, or that was: ``first`` is the act that ends it, ``others`` what else can be done with it."""

    what: str
    to: str
    owner: str
    mine: bool
    due: datetime
    at_once: bool
    ended: datetime | None
    end: str
    reason: str
    first: Link | None
    others: tuple[Link, ...]
    asked: tuple["Asked", ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """That a member asked to waive it; ``agree`` leads a second person to say yes."""

    who: str
    why: str
    at: datetime
    agree: str


@dataclass(frozen=True, slots=True)
class Around:
    """What every line needs to know: whose page it is, and what everyone is called."""

    contact: Contact
    reference: str
    by: Actor
    names: Mapping[int, str]
    children: Mapping[object, str]
    actions: tuple[Action, ...] = ()
    waivers: tuple[WaiverRequest, ...] = ()

    def child(self, child: UUID | None) -> str:
        return within_a_sentence(self.children.get(child, "a child")) if child else "the child, not named yet"


def line(owed: Obligation, around: Around) -> OwedLine:
    """One obligation as a line of the page."""
    open_ = not owed.end
    return OwedLine(
        what=what(owed, around),
        to=to(owed, around),
        owner=around.names.get(owed.owner, "someone who is not at the desk now"),
        mine=owed.owner in around.by.principals,
        due=owed.due_at,
        at_once=owed.at_once and open_,
        ended=owed.ended_at,
        end=str(owed.end).replace("_", " "),
        reason=owed.reason,
        first=_first(owed, around) if open_ else None,
        others=tuple(_others(owed, around)) if open_ else (),
        asked=tuple(_asked(one, around) for one in around.waivers if one.obligation == owed.pk) if open_ else (),
    )


def what(owed: Obligation, around: Around) -> str:
    """What is owed, in a sentence without its end."""
    match Duty(owed.duty):
        case Duty.ACKNOWLEDGE:
            return "Say that a named member has read this"
        case Duty.DECIDE:
            return f"Decide what happens for {around.child(owed.child)}"
        case Duty.ACT:
            demand = DEMANDS[Outcome(owed.outcome)]
            return f"{demand.name}. {demand.done_when}"
        case Duty.TELL_BACK if owed.owed_to == OwedTo.CHILD:
            return f"Tell {around.child(owed.child)} what happens and what does not"
        case Duty.TELL_BACK:
            return "Tell whoever told us what was decided"
        case Duty.REPLY:
            return "Share this with whoever asked or looked for it, or say why not"
        case Duty.LOOK:
            return "Look again: something new may concern this child"
        case Duty.REVIEW:
            return "Review what is of concern"
        case Duty.DOUBT:
            return "Look again at what this says and somebody doubts: is it true?"
        case Duty.COMPLAINT:
            return "They said that something is wrong. Somebody who has not decided or written here answers it"
        case Duty.ADVOCATE:
            return "They want an advocate. Find one, and tell them who it is"


def to(owed: Obligation, around: Around) -> str:
    """To whom."""
    if owed.duty == Duty.DOUBT:
        return "whoever it speaks of"
    if owed.owed_to == OwedTo.CHILD:
        return around.child(owed.child)
    named = {OwedTo.TELLER: "the person who told us", OwedTo.MEMBER: "a colleague who asked or looked for it"}
    return named.get(OwedTo(owed.owed_to), "the child, not named yet")


def _first(owed: Obligation, around: Around) -> Link | None:
    by, reference = around.by, around.reference
    match Duty(owed.duty):
        case Duty.ACKNOWLEDGE if by.may(Permission.ACKNOWLEDGE):
            return Link("Say that you have read it", reverse("contacts:acknowledge", args=[reference]))
        case Duty.DECIDE if by.may(Permission.DECIDE):
            if owed.child:
                return Link("Decide", reverse("contacts:decide_child", args=[reference, owed.child]))
            return Link("Decide", reverse("contacts:decide", args=[reference]))
        case Duty.ACT if by.may(Permission.ACT):
            action = _action_of(owed, around)
            if action:
                return Link("Record that it is done", reverse("contacts:finish", args=[reference, action]))
        case Duty.TELL_BACK if by.may(Permission.TELL_BACK):
            if owed.owed_to == OwedTo.CHILD:
                return Link("Tell them", reverse("contacts:tell_child", args=[reference, owed.child]))
            return Link("Tell them", reverse("contacts:tell_teller", args=[reference]))
        case Duty.COMPLAINT | Duty.ADVOCATE if by.may(Permission.TELL_BACK):
            return Link("Answer", reverse("contacts:answer_wish", args=[reference, owed.pk]))
        case Duty.DOUBT if by.may(Permission.LINK):
            return Link("Look again", reverse("subjects:front") + "#doubts")
        case Duty.REPLY if by.may(Permission.SHARE):
            return Link("Answer", reverse("sharing:asks"))
    return None


def _others(owed: Obligation, around: Around) -> list[Link]:
    by, place = around.by, [around.reference, owed.pk]
    links: list[Link] = []
    if owed.duty == Duty.ACKNOWLEDGE and by.may(Permission.ACKNOWLEDGE) and by.may(Permission.TELL_BACK):
        links.append(Link("They cannot be told so", reverse("contacts:not_possible", args=place)))
    if owed.duty == Duty.TELL_BACK and by.may(Permission.TELL_BACK):
        links.append(Link("It is not possible", reverse("contacts:not_possible", args=place)))
    if by.may(Permission.HAND_OVER):
        links.append(Link("Hand over", reverse("contacts:hand_over", args=place)))
    if by.may(Permission.TELL_BACK) and owed.duty != Duty.DECIDE:
        links.append(Link("Ask to waive", reverse("contacts:waive", args=place)))
    return links


def _asked(request: WaiverRequest, around: Around) -> Asked:
    second = around.by.may(Permission.WAIVE) and around.by.principal != request.asked_by
    agree = reverse("contacts:agree_waiver", args=[around.reference, request.pk]) if second else ""
    return Asked(around.names.get(request.asked_by, "a member"), request.reason, request.asked_at, agree)


def _action_of(owed: Obligation, around: Around) -> UUID | None:
    """The action that ends what an outcome demands."""
    for action in around.actions:
        if action.outcome == owed.outcome and action.child == owed.child and action.done_at is None:
            return action.pk
    return None
