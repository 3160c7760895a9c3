"""Decisions: per child, named and reasoned; proposed until the second persons that policy asks for have agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from halcyon.domain.children.models import Child
from halcyon.domain.contacts import owing, rules, searching
from halcyon.domain.contacts.commands import chronicling
from halcyon.domain.contacts.commands.acting import act_at_once, owe_outcomes
from halcyon.domain.contacts.commands.reopening import wake
from halcyon.domain.contacts.models import Agreement, Answer, Concern, Contact, Decision
from halcyon.domain.contacts.rules import Circumstances, Decisions, Outcome, Question, Second
from halcyon.domain.promise.commands import fulfil, not_possible
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command, hold
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict, Refused
from halcyon.kernel.clocks import now, today
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership import queries as partnership
from halcyon.kernel.partnership.models import Member

DAY_PAST = "This day has passed. Give today or a day to come."


class DecisionIncomplete(ValueError):
    """Something a decision needs is missing or cannot be; ``field`` says beside which question the sentence belongs."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True)
class TellChild:
    """When the child is told what happens: by a time, or why that is not safe or not possible."""

    how: str  # by, not_safe, no_way
    by_time: datetime | None = None
    why: str = ""

    def check(self) -> None:
        if self.how == "by" and self.by_time is None:
            raise DecisionIncomplete("tell_child", "Say by when the child will be told what happens.")
        if self.how in ("not_safe", "no_way") and not self.why.strip():
            raise DecisionIncomplete("tell_child", "Say why the child cannot be told now. It is counted on its own.")

    def check_ahead(self) -> None:
        if self.how == "by" and self.by_time is not None and self.by_time < now():
            raise DecisionIncomplete("tell_child_by", "This time has passed. Give a time to come.")


@dataclass(frozen=True)
class Answered:
    """The answer to a standing question, or the day by which it will be answered."""

    words: str = ""
    due: date | None = None


@command(needs=Permission.DECIDE)
def decide(
    *, contact: Contact, child: Child | None, outcomes: Iterable[Outcome], reasons: str,
    answers: Mapping[Question, Answered], tell_child: TellChild, by: Actor, follow_up: date | None = None,
    seen: Iterable[UUID] | None = None, key: UUID | None = None,
) -> Decision:  # fmt: skip
    """Decides what happens for one child after a contact (domain.md 1.3; policy section ``decisions``).

    The decision is *proposed* until every second person it needs has agreed; its clock keeps running. Immediate
    protection is owed at once, whoever must still agree to the rest. Raises DecisionIncomplete, OutcomesClash.

    ``seen`` are the decisions for this child that were on the screen: raises Conflict when there is another by now.
    ``key`` is what the form carried: the same form sent twice decides once.
    """
    chosen = rules.check_outcomes(outcomes)
    _check(chosen, reasons, answers, tell_child, follow_up)
    hold(contact.record)
    if key and (before := Decision.objects.filter(pk=key, record=contact.record).first()):
        return before
    _check_ahead(answers, tell_child, follow_up if Outcome.F in chosen else None)
    if seen is not None and decided_for(contact, child) - set(seen):
        raise Conflict()
    wake(contact=contact, by=by)
    needed = rules.seconds_needed(
        chosen, roles=by.roles, circumstances=circumstances(contact, child), policy=partnership.policy(Decisions)
    )
    decision = Decision(
        id=key or uuid4(), record=contact.record, child=child.pk if child else None, outcomes=sorted(chosen),
        reasons=reasons, needs=sorted(needed), proposed_by=by.principal, proposed_at=now(), tell_child=tell_child.how,
        tell_child_by=tell_child.by_time, tell_child_why=tell_child.why, follow_up=follow_up,
    )  # fmt: skip
    decision.save(force_insert=True)
    journal.change(Event.PROPOSED_DECISION, contact, by=by, detail="".join(sorted(chosen)))
    for question, answered in answers.items():
        _answer(decision, question, answered, by)
    searching.index_decision(decision, by=by)
    act_at_once(decision=decision, contact=contact, by=by)
    if needed:
        _keep_the_clock(decision, by)
    else:
        _make(decision, contact, by)
    return decision


@command(needs=Permission.APPROVE_DECISION)
def agree(*, contact: Contact, decision: Decision, by: Actor, why: str = "") -> Decision:
    """Agrees as a second person. Raises Refused for whoever proposed it, or who counts as none that it waits for.

    What was told since it was proposed counts: danger, or a child who is younger than was thought, asks for more persons.
    """
    hold(contact.record)
    counted = _second_person(decision, by, contact=contact)
    Agreement(
        record=contact.record,
        decision=decision,
        agreed=True,
        counts_as=sorted(counted),
        why=why,
        by=by.principal,
        at=now(),
    ).save(force_insert=True)
    journal.change(Event.AGREED_DECISION, contact, by=by)
    searching.index_decision(decision, by=by)
    decision.needs = sorted(set(decision.needs) - counted)
    decision.save(update_fields=["needs"])
    if not decision.needs:
        _make(decision, contact, by)
    return decision


@command(needs=Permission.APPROVE_DECISION)
def decline(*, contact: Contact, decision: Decision, why: str, by: Actor) -> Decision:
    """Does not agree, and says why. What was owed stays owed: someone decides again."""
    if not why.strip():
        raise DecisionIncomplete("why", "Say why you do not agree, so that the next decision can answer it.")
    hold(contact.record)
    counted = _second_person(decision, by, contact=contact)
    Agreement(
        record=contact.record,
        decision=decision,
        agreed=False,
        counts_as=sorted(counted),
        why=why,
        by=by.principal,
        at=now(),
    ).save(force_insert=True)
    decision.state = "declined"
    decision.save(update_fields=["state"])
    journal.change(Event.DECLINED_DECISION, contact, by=by)
    searching.index_decision(decision, by=by)
    if decision.child is None:
        _leave_to_the_child(contact, by)
    return decision


def _leave_to_the_child(contact: Contact, by: Actor) -> None:
    """A proposal for the contact had kept its clock beside the first child's (0005): once none waits, the child's goes on alone."""
    first = Concern.objects.filter(record=contact.record).order_by("added_at").first()
    waits = Decision.objects.filter(record=contact.record, child=None, state="proposed").exists()
    unnamed = owing.owed_decision(contact.pk, None)
    if first is not None and unnamed is not None and not waits:
        fulfil(obligation=unnamed, evidence=first.pk, by=by)


@command(needs=Permission.DECIDE)
def answer_question(*, contact: Contact, decision: Decision, question: Question, answered: Answered, by: Actor) -> None:
    """Answers a standing question that was dated, or moves its day; every answer stays on record.

    A question that waits again opens a finished contact again: it does not end before the answer is there.
    """
    if not answered.words.strip() and answered.due is None:
        raise DecisionIncomplete(question.value, "Answer the question, or say by when it will be answered.")
    if _has_passed(answered.due):
        raise DecisionIncomplete("due", DAY_PAST)
    hold(contact.record)
    if not answered.words.strip():
        wake(contact=contact, by=by)
    _answer(decision, question, answered, by)
    searching.index_decision(decision, by=by)


def _check(
    chosen: frozenset[Outcome], reasons: str, answers: Mapping[Question, Answered], tell_child: TellChild,
    follow_up: date | None,
) -> None:  # fmt: skip
    if not reasons.strip():
        raise DecisionIncomplete("reasons", "Give the reasons for this decision.")
    for question in Question:
        given = answers.get(question)
        if given is None or not (given.words.strip() or given.due):
            raise DecisionIncomplete(question.value, "Answer the question, or say by when it will be answered.")
    if Outcome.F in chosen and follow_up is None:
        raise DecisionIncomplete("follow_up", "Advice needs a follow-up date.")
    tell_child.check()


def _check_ahead(answers: Mapping[Question, Answered], tell_child: TellChild, follow_up: date | None) -> None:
    """What is set is set for a time to come: nothing is late, or silently over, in the moment it is decided."""
    if _has_passed(follow_up):
        raise DecisionIncomplete("follow_up", DAY_PAST)
    tell_child.check_ahead()
    for question, answered in answers.items():
        if _has_passed(answered.due):
            raise DecisionIncomplete(f"{question.value}_due", DAY_PAST)


def _has_passed(day: date | None) -> bool:
    return day is not None and day < today()


def decided_for(contact: Contact, child: Child | None) -> set[UUID]:
    """Every decision there is for one child after this contact."""
    found = Decision.objects.filter(record=contact.record, child=child.pk if child else None)
    return set(found.values_list("pk", flat=True))


def under_13(child: Child) -> bool | None:
    """What somebody said of it; where nobody did, what the age that was told says."""
    if child.under_13 is not None:
        return child.under_13
    return rules.told_under(child.age, partnership.policy(Decisions).vulnerable_under_age)


def circumstances(contact: Contact, child: Child | None) -> Circumstances:
    """What of the contact and the child bears on who must agree: danger that was told later too."""
    return Circumstances(
        danger=contact.danger or owing.was_danger(contact.pk),
        under_13=under_13(child) if child else None,
        learning_disability=child.learning_disability if child else None,
        is_referral=bool(contact.referrer),
        family_again=contact.family_again,
    )


def _second_person(decision: Decision, by: Actor, *, contact: Contact) -> set[Second]:
    """What ``by`` settles of this decision; nobody is their own second person, and nobody is two of them."""
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.state != "proposed":
        raise Conflict()
    proposer = partnership.member_of(decision.proposed_by)
    counts = rules.counts_as(roles=by.roles, agency=by.agency, proposer_agency=proposer.agency_id)
    decision.needs = _waits_for_now(held, proposer, contact)
    counted = set(rules.settles(counts, frozenset(map(Second, decision.needs))))
    before = Agreement.objects.filter(decision=decision, by=by.principal).exists()
    if by.principal == decision.proposed_by or before or not counted:
        needs = " and ".join(str(word).replace("_", " ") for word in decision.needs)
        raise Refused(Permission.APPROVE_DECISION, f"This decision waits for someone else: {needs}.")
    return counted


def _waits_for_now(decision: Decision, proposer: Member, contact: Contact) -> list[str]:
    """Whom a proposal waits for as things stand now: never fewer than before, without those who agreed."""
    child = Child.objects.filter(pk=decision.child).first() if decision.child else None
    now_needed = rules.seconds_needed(
        frozenset(map(Outcome, decision.outcomes)), roles=partnership.actor_of(proposer).roles,
        circumstances=circumstances(contact, child),
        policy=partnership.policy(Decisions, at=decision.proposed_at),
    )  # fmt: skip
    agreements = Agreement.objects.filter(decision=decision, agreed=True)
    settled = {need for agreed in agreements for need in agreed.counts_as}
    return sorted(set(decision.needs) | (set(map(str, now_needed)) - settled))


def _answer(decision: Decision, question: Question, answered: Answered, by: Actor) -> None:
    Answer(
        record=decision.record, decision=decision, question=question.value, answer=answered.words.strip(),
        due=answered.due, by=by.principal, at=now(),
    ).save(force_insert=True)  # fmt: skip
    journal.change(Event.ANSWERED_QUESTION, decision, by=by)


def _keep_the_clock(decision: Decision, by: Actor) -> None:
    """A proposal waits on a running clock: the one that is open, or a new one when an earlier decision ended it."""
    if owing.owed_decision(decision.record_id, decision.child) is None:
        owing.decision(
            record=decision.record, child=decision.child, starts=decision.proposed_at, owner=by.principal,
            agency=partnership.member_of(by.principal).agency_id, by=by,
        )  # fmt: skip


def _make(decision: Decision, contact: Contact, by: Actor) -> None:
    """The decision stands, and what follows from it is owed. *Decide* is fulfilled unless another proposal still waits."""
    decision.state, decision.made_at = "made", now()
    decision.save(update_fields=["state", "made_at"])
    journal.change(Event.DECIDED, contact, by=by, detail="".join(decision.outcomes))
    decided_by = partnership.member_of(decision.proposed_by).agency_id
    chronicling.decided(contact=contact, decision=decision, agency=decided_by, by=by)
    owed = owing.owed_decision(contact.pk, decision.child)
    waiting = Decision.objects.filter(record=contact.record, child=decision.child, state="proposed")
    if owed is not None and not waiting.exists():
        fulfil(obligation=owed, evidence=decision.pk, by=by)
    owe_outcomes(decision=decision, contact=contact, by=by)
    _owe_telling_back(decision, contact, by)


def _owe_telling_back(decision: Decision, contact: Contact, by: Actor) -> None:
    owner = decision.proposed_by
    agency = partnership.member_of(owner).agency_id
    made = decision.made_at or now()
    owed = owing.telling_back_to_teller(contact=contact, starts=made, owner=owner, agency=agency, by=by)
    if contact.way_back != "open" and contact.reach_by == "words":
        not_possible(obligation=owed, reason="No way back was given.", by=by)
    if decision.child is None:
        return
    told = owing.telling_back_to_child(
        record=contact.record, child=decision.child, starts=made, due=decision.tell_child_by,
        owner=owner, agency=agency, by=by,
    )  # fmt: skip
    if decision.tell_child != "by":
        not_possible(obligation=told, reason=decision.tell_child_why, by=by)
