"""Every read of contacts that a face needs, journalled, as plain values. Nothing here changes anything but the journal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from halcyon.domain.children.models import Child, Statement
from halcyon.domain.contacts.commands.deciding import circumstances
from halcyon.domain.contacts.commands.ending import holds_open, still_missing
from halcyon.domain.contacts.minding import Hush, who_must_not_know
from halcyon.domain.contacts.models import (
    Action,
    Agreement,
    Alert,
    Answer,
    Concern,
    Contact,
    Decision,
    Told,
    WaiverRequest,
)
from halcyon.domain.contacts.rules import Decisions, Outcome, Second, seconds_needed
from halcyon.domain.promise.models import Obligation
from halcyon.domain.promise.rules import Duty, OwedTo, is_late
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.parts import Parts
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.sources.commands import is_kept

TRIAGE_LENGTH = 100
SHOWN = (Statement, Obligation, Concern, Decision, Agreement, Answer, Action, Told, WaiverRequest)
"""What stands in a contact and is shown on its page."""
OF_A_LINE = (
    "received_at", "channel", "way_in", "teller", "safe_now", "told_in", "marks", "family_again", "read_at",
    "record__reference",
)  # fmt: skip
"""What a line of the list of what waits shows of its contact."""
URGENCY = {duty: place for place, duty in enumerate(Duty)}  # they are declared in the order in which they press


@dataclass(frozen=True, slots=True)
class NextOwed:
    """What of something open the list of what waits is ordered by, and shows."""

    record: UUID
    duty: Duty
    to: OwedTo
    outcome: str
    at_once: bool
    owner: int
    due_at: datetime

    def late(self, at: datetime) -> bool:
        """Whether it is late at a moment."""
        return is_late(due=self.due_at, ended=None, at=at)


@dataclass(frozen=True)
class Waiting:
    """One line of the triage page: a contact, and what is owed next."""

    reference: str
    contact: Contact
    danger_unread: bool
    unread: bool
    next: NextOwed
    owed: int
    late: bool
    children: tuple[str, ...]


@dataclass(frozen=True)
class DecisionView:
    """A decision with who agreed and what was answered."""

    decision: Decision
    agreements: tuple[Agreement, ...]
    answers: dict[str, Answer]


@dataclass(frozen=True)
class ChildView:
    """A child this contact concerns, with what is owed to them and what was decided for them."""

    child: Child
    concern: Concern
    owed: tuple[Obligation, ...]
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True)
class ContactView:
    """Everything the contact page shows, read in a fixed number of queries."""

    contact: Contact
    record: Record
    statements: tuple[Statement, ...]
    must_not_know: tuple[Hush, ...]
    told: tuple[Told, ...]
    owed: tuple[Obligation, ...]
    ended_obligations: tuple[Obligation, ...]
    children: tuple[ChildView, ...]
    contact_decisions: tuple[DecisionView, ...]
    actions: tuple[Action, ...]
    alerts: tuple[Alert, ...]
    waivers: tuple[WaiverRequest, ...]
    source_kept: bool
    missing: str = field(default="")

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def last_said(self) -> int:
        """The place of the last words that were told: what this view shows reaches to there."""
        return self.statements[-1].position if self.statements else 0


def find(reference: str, *, by: Actor | None = None) -> Contact:
    """The contact with this reference, as far as the acting member may see it. Raises NotVisible.

    With ``by`` the reading is journalled: for a page that shows something of it, be it only that it is there.
    """
    contact = Contact.objects.select_related("record").filter(record__reference=reference).first()
    if contact is None:
        raise NotVisible(reference)
    if by is not None:
        journal.read(Event.OPENED_CONTACT, contact, by=by)
    return contact


def contact(reference: str, *, by: Actor) -> ContactView:
    """One contact whole, for its page; the reading is journalled. Raises NotVisible."""
    found = find(reference, by=by)
    parts = Parts([found.pk], *SHOWN)
    statements, obligations = parts.of(Statement, by="position"), parts.of(Obligation, by="due_at")
    decisions = _decisions(parts)
    concerns = parts.of(Concern, by="added_at")
    children = {
        child.pk: child
        for child in Child.objects.select_related("record").filter(pk__in=[concern.child for concern in concerns])
    }
    owed = tuple(sorted((o for o in obligations if not o.end), key=lambda o: (URGENCY[Duty(o.duty)], o.due_at)))
    actions = parts.of(Action, by="due_at")
    alerts = tuple(Alert.objects.select_related("record").filter(contact=found.pk).order_by("raised_at"))
    return ContactView(
        contact=found,
        record=found.record,
        statements=statements,
        must_not_know=who_must_not_know(record=found.pk, children=[concern.child for concern in concerns]),
        told=parts.of(Told, by="at"),
        owed=owed,
        ended_obligations=tuple(o for o in obligations if o.end),
        children=tuple(
            ChildView(
                child=children[concern.child],
                concern=concern,
                owed=tuple(o for o in owed if o.child == concern.child),
                decisions=tuple(decisions[concern.child]),
            )
            for concern in concerns
            if concern.child in children
        ),
        contact_decisions=tuple(decisions[None]),
        actions=actions,
        alerts=alerts,
        waivers=parts.of(WaiverRequest, by="asked_at"),
        source_kept=is_kept(found.pk),
        missing=still_missing(
            owed=holds_open(owed),
            to_do=any(action.done_at is None for action in actions),
            proposed=any(view.decision.state == "proposed" for views in decisions.values() for view in views),
            raised=any(alert.answered_at is None for alert in alerts),
            dated=any(
                not answer.answer
                for views in decisions.values()
                for view in views
                if view.decision.state == "made"
                for answer in view.answers.values()
            ),
        ),
    )


def decision(decision_id: UUID, *, of: Contact) -> Decision:
    """A decision of this contact. Raises NotVisible."""
    found = Decision.objects.filter(pk=decision_id, record=of.record).first()
    if found is None:
        raise NotVisible()
    return found


def action(action_id: UUID, *, of: Contact) -> Action:
    """An action of this contact. Raises NotVisible."""
    found = Action.objects.filter(pk=action_id, record=of.record).first()
    if found is None:
        raise NotVisible()
    return found


def obligation(obligation_id: UUID, *, of: Contact) -> Obligation:
    """Something owed on this contact, open or ended. Raises NotVisible."""
    found = Obligation.objects.filter(pk=obligation_id, record=of.record).first()
    if found is None:
        raise NotVisible()
    return found


def waiver(waiver_id: UUID, *, of: Contact) -> WaiverRequest:
    """Something that a member asked to waive on this contact. Raises NotVisible."""
    found = WaiverRequest.objects.filter(pk=waiver_id, record=of.record).first()
    if found is None:
        raise NotVisible()
    return found


def who_must_agree(contact: Contact, child: Child | None, *, by: Actor) -> dict[Outcome, frozenset[Second]]:
    """Whom each outcome alone would wait for, were ``by`` to decide it now for this child."""
    around, policy = circumstances(contact, child), partnership.policy(Decisions)
    return {
        outcome: seconds_needed(frozenset({outcome}), roles=by.roles, circumstances=around, policy=policy)
        for outcome in Outcome
    }


def child(child_id: UUID, *, of: Contact) -> Child:
    """A child this contact concerns. Raises NotVisible."""
    if not Concern.objects.filter(record=of.record, child=child_id).exists():
        raise NotVisible()
    found = Child.objects.select_related("record").filter(pk=child_id).first()
    if found is None:
        raise NotVisible()
    return found


def waiting(*, by: Actor, at: datetime | None = None) -> list[Waiting]:
    """What waits, worst first: danger and not sure unread, then late, then by what is due next (design.md 1).

    The list is journalled with the ids shown. Four queries, however many contacts there are.
    """
    moment = at or now()
    by_record: dict[UUID, list[NextOwed]] = defaultdict(list)
    for obligation in _due_first(TRIAGE_LENGTH * 4):
        by_record[obligation.record].append(obligation)
    worst = sorted(by_record, key=lambda record: _worst_first(by_record[record], moment))[:TRIAGE_LENGTH]
    contacts = Contact.objects.select_related("record").only(*OF_A_LINE).in_bulk(worst)
    names = _names_of_children(worst)
    shown = [
        _line(contacts[record], by_record[record], names.get(record, ()), moment)
        for record in worst
        if record in contacts
    ]
    journal.listed(Event.LISTED_TRIAGE, [line.contact.pk for line in shown], by=by)
    return shown


def alerts(*, by: Actor) -> list[Alert]:
    """What was raised to the top, unanswered first."""
    found = list(Alert.objects.select_related("record").order_by("answered_at", "raised_at"))
    journal.listed(Event.LISTED_ALERTS, [alert.pk for alert in found], by=by)
    return sorted(found, key=lambda alert: (alert.answered_at is not None, alert.raised_at))


def alert(reference: str, *, by: Actor) -> Alert:
    """One alert; the reading is journalled. Raises NotVisible."""
    found = Alert.objects.select_related("record").filter(record__reference=reference).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_ALERT, found, by=by)
    return found


def no_further_action(records: Iterable[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """Of those records that the acting member may see: who last decided *no further action*, and when."""
    found = Decision.objects.filter(
        record_id__in=list(records), state="made", outcomes__contains=[Outcome.H.value]
    ).order_by("made_at")  # fmt: skip
    return {made.record_id: (made.proposed_by, made.made_at or made.proposed_at) for made in found}


def references(records: Iterable[UUID]) -> dict[UUID, str]:
    """The references of those records that the acting member may see."""
    return dict(Record.objects.filter(pk__in=list(records)).values_list("pk", "reference"))


def _due_first(limit: int) -> list[NextOwed]:
    """What is open and due soonest, with everything that rings at once before it, however much else there is."""
    columns = ("record_id", "duty", "owed_to", "outcome", "at_once", "owner", "due_at")
    owed = Obligation.objects.filter(end="", record__kind=RecordKind.CONTACT).exclude(duty=Duty.DOUBT)
    open_now = owed.order_by("due_at").values_list(*columns)
    at_once, by_due = open_now.filter(at_once=True)[:limit], open_now.filter(at_once=False)[:limit]
    return [
        NextOwed(record, Duty(duty), OwedTo(to), outcome, at_once, owner, due)
        for record, duty, to, outcome, at_once, owner, due in at_once.union(by_due, all=True)
    ]


def _worst_first(owed: list[NextOwed], moment: datetime) -> tuple[bool, bool, datetime]:
    """Where a contact stands in the list: all of it follows from what is owed, so that only what is shown is read."""
    return not _danger_unread(owed), not _late(owed, moment), _next(owed).due_at


def _danger_unread(owed: list[NextOwed]) -> bool:
    return any(obligation.duty == Duty.ACKNOWLEDGE and obligation.at_once for obligation in owed)


def _late(owed: list[NextOwed], moment: datetime) -> bool:
    return any(obligation.late(moment) for obligation in owed)


def _next(owed: list[NextOwed]) -> NextOwed:
    return min(owed, key=lambda obligation: (not obligation.at_once, obligation.due_at))


def _line(found: Contact, owed: list[NextOwed], children: tuple[str, ...], moment: datetime) -> Waiting:
    return Waiting(
        reference=found.record.reference,
        contact=found,
        danger_unread=_danger_unread(owed),
        unread=any(obligation.duty == Duty.ACKNOWLEDGE for obligation in owed),
        next=_next(owed),
        owed=len(owed),
        late=_late(owed, moment),
        children=children,
    )


def _names_of_children(records: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    name = Child.objects.filter(pk=OuterRef("child")).values("known_as")
    concerns = Concern.objects.filter(record__in=records).annotate(name=Subquery(name))
    found: dict[UUID, tuple[str, ...]] = {}
    for record, known_as in concerns.exclude(name=None).values_list("record_id", "name"):
        found[record] = (*found.get(record, ()), known_as)
    return found


def _decisions(parts: Parts) -> dict[UUID | None, list[DecisionView]]:
    agreements: dict[UUID, list[Agreement]] = defaultdict(list)
    for agreement in parts.of(Agreement, by="at"):
        agreements[agreement.decision_id].append(agreement)
    answers: dict[UUID, dict[str, Answer]] = defaultdict(dict)
    for answer in parts.of(Answer, by="at"):
        answers[answer.decision_id][answer.question] = answer
    views: dict[UUID | None, list[DecisionView]] = defaultdict(list)
    for made in parts.of(Decision, by="proposed_at"):
        views[made.child].append(DecisionView(made, tuple(agreements[made.pk]), answers[made.pk]))
    return views
