"""Decisions, standing questions and actions for the screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from halcyon.domain.contacts.models import Action, Answer
from halcyon.domain.contacts.queries import DecisionView
from halcyon.domain.contacts.rules import DEMANDS, QUESTIONS, Outcome, Question, Second
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.look.parts import Link

SECONDS = {
    Second.MANAGER: "a manager",
    Second.OTHER_AGENCY: "a member of another agency",
    Second.SOCIAL_WORKER: "a social worker",
    Second.ANOTHER: "a second person, because the family warned us before",
}
STATES = {"made": ("Made", "green"), "proposed": ("Proposed", "yellow"), "declined": ("Not agreed", "grey")}
FACTS = {
    "protected_by": "Who keeps the child safe now, and how",
    "police": "Who spoke for police",
    "social_care": "Who spoke for social care",
    "health": "Who spoke for health",
    "lead": "Who leads the assessment",
    "worker": "The named worker",
    "accepted_by": "Who accepted",
    "reference": "The reference of the item",
}
TELL_CHILD = {
    "not_safe": "The child is not told now: it is not safe",
    "no_way": "The child is not told now: there is no way",
}


def joined(parts: Iterable[str]) -> str:
    """Parts of a sentence: "a manager and a member of another agency"."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def waits_for(needs: Iterable[str]) -> str:
    """Whom a decision waits for, in words; empty when for nobody."""
    wanted = [SECONDS[Second(need)] for need in needs]
    return joined(wanted) if wanted else ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One standing question: its answer, or the day by which it will be answered."""

    question: str
    answer: str
    due: date | None
    who: str
    at: datetime | None
    answer_it: str

    @property
    def open(self) -> bool:
        return not self.answer


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """What a second person said."""

    who: str
    agreed: bool
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """One decision: outcomes, reasons, who decided, whom it waits for, what is still open."""

    outcomes: tuple[str, ...]
    state: str
    colour: str
    proposed: bool
    reasons: str
    who: str
    at: datetime
    waits_for: str
    tell_child: str
    tell_child_why: str
    tell_child_by: datetime | None
    follow_up: date | None
    answers: tuple[AnswerLine, ...]
    agreements: tuple[AgreementLine, ...]
    second: Link | None

    @property
    def questions(self) -> str:
        """The line above the standing questions: how many of them still have no answer."""
        left = sum(line.open for line in self.answers)
        return f"Asked at every decision: {left} not answered yet" if left else "Asked at every decision: all answered"


def card(view: DecisionView, *, reference: str, by: Actor, names: Mapping[int, str]) -> DecisionCard:
    """One decision as a card."""
    decision = view.decision
    state, colour = STATES[decision.state]
    may = decision.state == "proposed" and by.may(Permission.APPROVE_DECISION) and by.principal != decision.proposed_by
    second = reverse("contacts:second", args=[reference, decision.pk])
    return DecisionCard(
        outcomes=tuple(f"{letter} · {DEMANDS[Outcome(letter)].name}" for letter in decision.outcomes),
        state=state,
        colour=colour,
        proposed=decision.state == "proposed",
        reasons=decision.reasons,
        who=names.get(decision.proposed_by, "a member"),
        at=decision.proposed_at,
        waits_for=waits_for(decision.needs) if decision.state == "proposed" else "",
        tell_child=TELL_CHILD.get(decision.tell_child, "The child is told by"),
        tell_child_why=decision.tell_child_why,
        tell_child_by=decision.tell_child_by,
        follow_up=decision.follow_up,
        answers=tuple(
            _answer(decision.pk, question, view.answers.get(question.value), reference=reference, by=by, names=names)
            for question in Question
        ),
        agreements=tuple(
            AgreementLine(names.get(one.by, "a member"), one.agreed, one.why, one.at) for one in view.agreements
        ),
        second=Link("Agree, or say why not", second) if may else None,
    )


def _answer(
    decision: object, question: Question, answer: Answer | None, *, reference: str, by: Actor, names: Mapping[int, str]
) -> AnswerLine:
    may = by.may(Permission.DECIDE)
    return AnswerLine(
        question=QUESTIONS[question],
        answer=answer.answer if answer else "",
        due=answer.due if answer else None,
        who=names.get(answer.by, "a member") if answer else "",
        at=answer.at if answer else None,
        answer_it=reverse("contacts:answer", args=[reference, decision, question.value]) if may else "",
    )


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something to do, or done: what, for whom, which agency, and what came of it."""

    what: str
    child: str
    agency: str
    due: datetime
    done: datetime | None
    who: str
    result: str
    facts: tuple[tuple[str, str], ...]
    finish: str


def action(
    found: Action, *, reference: str, by: Actor, names: Mapping[int, str], children: Mapping[object, str]
) -> ActionLine:
    """One action as a line."""
    demanded = f"{DEMANDS[Outcome(found.outcome)].name}. " if found.outcome else ""
    open_ = found.done_at is None and by.may(Permission.ACT)
    return ActionLine(
        what=demanded + found.what,
        child=children.get(found.child, "") if found.child else "",
        agency=names.get(found.agency, "an agency"),
        due=found.due_at,
        done=found.done_at,
        who=names.get(found.done_by, "a member") if found.done_by else "",
        result=found.result,
        facts=tuple((FACTS.get(name, name), str(words)) for name, words in found.facts.items()),
        finish=reverse("contacts:finish", args=[reference, found.pk]) if open_ else "",
    )
