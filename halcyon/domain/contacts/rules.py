"""The rules of deciding, pure: which outcomes there are, what each demands, and who must agree (design.md 1).

No database, no clock. ``A never waits`` is the first rule and no other may weaken it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from halcyon.kernel.access.roles import Role
from halcyon.kernel.partnership.contents import PolicySection


class Outcome(StrEnum):
    """What can be decided for a child. Several may hold; G and H mean nothing else is done now."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    I = "I"  # noqa: E741 - the field's own letter
    J = "J"


@dataclass(frozen=True)
class Demand:
    """What an outcome is called, what must be recorded as done, and the facts that record must hold."""

    name: str
    done_when: str
    facts: tuple[str, ...] = ()


DEMANDS: dict[Outcome, Demand] = {
    Outcome.A: Demand(
        "Immediate protection", "The child is protected now: say how, and who is with them", ("protected_by",)
    ),
    Outcome.B: Demand(
        "Strategy discussion",
        "The discussion was held: name who spoke for police, social care and health",
        ("police", "social_care", "health"),
    ),
    Outcome.C: Demand("Child and family assessment", "The assessment has begun: name who leads it", ("lead",)),
    Outcome.D: Demand("Direct work by the team", "The named worker has had first contact with the child", ("worker",)),
    Outcome.E: Demand("Another service", "The other service has accepted: name who accepted", ("accepted_by",)),
    Outcome.F: Demand("Advice given", "The follow-up was made on the day set: say what has changed"),
    Outcome.G: Demand("Intelligence only", "The item is graded: give its reference", ("reference",)),
    Outcome.H: Demand("No further action", "Reasons and a second agency are recorded"),
    Outcome.I: Demand("Joined to work already open", "The allocated worker has accepted: name them", ("accepted_by",)),
    Outcome.J: Demand("Belongs to another area", "The other area has accepted: name who accepted", ("accepted_by",)),
}


class Question(StrEnum):
    """The standing questions of every decision: each is answered or dated (design.md 1)."""

    OFFENCE = "offence"
    WORKS_WITH_CHILDREN = "works_with_children"
    TRAFFICKED = "trafficked"
    OTHER_CHILDREN = "other_children"
    TELLER_A_CHILD = "teller_a_child"


QUESTIONS: dict[Question, str] = {
    Question.OFFENCE: "Has an offence been committed against the child? Give the crime number, or who says not, and why.",
    Question.WORKS_WITH_CHILDREN: "Does the adult work or volunteer with children (LADO)?",
    Question.TRAFFICKED: "Has the child been moved from place to place to be exploited (NRM)?",
    Question.OTHER_CHILDREN: "Which other children may be affected?",
    Question.TELLER_A_CHILD: "Is the person who told us a child, and what do they need?",
}


class Second(StrEnum):
    """Who the second person of a decision must be."""

    MANAGER = "manager"
    OTHER_AGENCY = "other_agency"
    SOCIAL_WORKER = "social_worker"
    ANOTHER = "another"


class Decisions(PolicySection):
    """The section ``decisions`` of the policy: which outcomes need which second person."""

    section = "decisions"
    never_waits: tuple[Outcome, ...]
    anyone_may_start: tuple[Outcome, ...]
    social_worker_with_manager: tuple[Outcome, ...]
    social_worker_with_manager_on_referral: tuple[Outcome, ...]
    needs_manager: tuple[Outcome, ...]
    needs_other_agency: tuple[Outcome, ...]
    needs_both_when_vulnerable: tuple[Outcome, ...]
    vulnerable_under_age: int
    sampled_by_other_agency: tuple[Outcome, ...]
    sample_each_month_percent: int
    second_warning_days: int


class OutcomesClash(ValueError):
    """Outcomes that cannot hold together; the sentence says why."""


@dataclass(frozen=True)
class Circumstances:
    """What of the contact and the child bears on who must agree. Not known is never read as no, nor as yes."""

    danger: bool
    under_13: bool | None
    learning_disability: bool | None
    is_referral: bool
    family_again: bool

    @property
    def vulnerable(self) -> bool:
        return self.danger or bool(self.under_13) or bool(self.learning_disability)


NOT_A_SCHOOL_YEAR = r"(?<![\d.])(?<!year )(?<!years )(?<!yr )(?<!y)(\d{1,2})(?!\d)"


def told_under(age: str, years: int) -> bool | None:
    """Whether an age, as told ("11", "about 12"), names a number below ``years``. A school year is no age: None."""
    told = [int(number) < years for number in re.findall(NOT_A_SCHOOL_YEAR, age.lower())]
    return any(told) if told else None


def check_outcomes(outcomes: Iterable[Outcome]) -> frozenset[Outcome]:
    """The outcomes as a set. Raises OutcomesClash: at least one, and H stands alone."""
    chosen = frozenset(outcomes)
    if not chosen:
        raise OutcomesClash("Choose at least one outcome.")
    if Outcome.H in chosen and len(chosen) > 1:
        raise OutcomesClash("No further action cannot stand beside another outcome: choose one or the other.")
    return chosen


def seconds_needed(
    outcomes: frozenset[Outcome], *, roles: frozenset[Role], circumstances: Circumstances, policy: Decisions
) -> frozenset[Second]:
    """Which second persons a decision waits for, given who proposes it. Immediate protection never waits for one."""
    waiting = outcomes - set(policy.never_waits)
    with_social_worker = set(policy.social_worker_with_manager)
    if circumstances.is_referral:
        with_social_worker |= set(policy.social_worker_with_manager_on_referral)
    needed: set[Second] = set()
    if waiting & set(policy.needs_other_agency):
        needed.add(Second.OTHER_AGENCY)
    if waiting & (set(policy.needs_manager) | with_social_worker):
        needed.add(Second.MANAGER)
    if waiting & with_social_worker and Role.SOCIAL_WORKER not in roles:
        needed.add(Second.SOCIAL_WORKER)
    if waiting & set(policy.needs_both_when_vulnerable):
        if circumstances.vulnerable:
            needed |= {Second.MANAGER, Second.OTHER_AGENCY}
        if circumstances.family_again:
            needed.add(Second.ANOTHER)
    return frozenset(needed)


def counts_as(*, roles: frozenset[Role], agency: int | None, proposer_agency: int | None) -> frozenset[Second]:
    """What a second person counts as. Never the proposer: the caller makes sure of that."""
    counted = {Second.ANOTHER}
    if Role.TEAM_MANAGER in roles or Role.STRATEGIC_LEAD in roles:
        counted.add(Second.MANAGER)
    if Role.SOCIAL_WORKER in roles:
        counted.add(Second.SOCIAL_WORKER)
    if agency is not None and agency != proposer_agency:
        counted.add(Second.OTHER_AGENCY)
    return frozenset(counted)


RAREST_FIRST = (Second.MANAGER, Second.SOCIAL_WORKER, Second.OTHER_AGENCY)


def settles(counted: frozenset[Second], needed: frozenset[Second]) -> frozenset[Second]:
    """Which of the needs one second person settles: one, however many they would count for. *Another* is whoever they are."""
    for second in RAREST_FIRST:
        if second in counted & needed:
            return frozenset({second}) | (needed & {Second.ANOTHER})
    return counted & needed
