"""What may be said of a child, and how: kinds of facts, the answers to each, which of them stand. Pure: no database, no clock.

Not known is an answer of its own and is never read as no. Nothing here infers one fact from another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from halcyon.kernel.access.rules import Detail


class FactKind(StrEnum):
    """What a fact is about."""

    KNOWN_AS = "known_as"
    OTHER_NAME = "other_name"
    BORN = "born"
    AGE = "age"
    UNDER_13 = "under_13"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"
    LEARNING_DISABILITY = "learning_disability"
    NEURODIVERGENCE = "neurodivergence"
    CARE_STATUS = "care_status"
    HOME_AUTHORITY = "home_authority"
    HOST_AUTHORITY = "host_authority"
    SCHOOL = "school"
    PHONE = "phone"
    ACCOUNT = "account"
    HEALTH_SUMMARY = "health_summary"
    HEALTH = "health"
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    POLICE_NUMBER = "police_number"
    LOCAL_AUTHORITY_NUMBER = "local_authority_number"
    LEAD_WORKER = "lead_worker"
    INVOLVED = "involved"
    MUST_NOT_KNOW = "must_not_know"
    NEXT_DATE = "next_date"
    KNOWN = "known"


class Answer(StrEnum):
    """How a fact is known. Four of them are about ethnicity alone, and are four things (F26)."""

    KNOWN = "known"
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    SELF_DEFINED = "self_defined"
    OFFICER_DEFINED = "officer_defined"
    ASKED_REFUSED = "asked_refused"
    NOT_YET_ASKED = "not_yet_asked"


SAID: dict[Answer, str] = {
    Answer.KNOWN: "Known",
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.NOT_KNOWN: "Not known",
    Answer.SELF_DEFINED: "As the child says",
    Answer.OFFICER_DEFINED: "As a member sees it",
    Answer.ASKED_REFUSED: "Asked, and did not want to say",
    Answer.NOT_YET_ASKED: "Not yet asked",
}
WITH_WORDS = frozenset({Answer.KNOWN, Answer.SELF_DEFINED, Answer.OFFICER_DEFINED})
"""Answers that say what it is; the others say that it is not there, and hold no value."""

LABELS: dict[FactKind, str] = {
    FactKind.KNOWN_AS: "Known as",
    FactKind.OTHER_NAME: "Other name",
    FactKind.BORN: "Date of birth",
    FactKind.AGE: "Age, as told",
    FactKind.UNDER_13: "Under 13",
    FactKind.SEX: "Sex",
    FactKind.ETHNICITY: "Ethnicity",
    FactKind.DISABILITY: "Disability",
    FactKind.LEARNING_DISABILITY: "Learning disability",
    FactKind.NEURODIVERGENCE: "Neurodivergence",
    FactKind.CARE_STATUS: "Care status",
    FactKind.HOME_AUTHORITY: "Home authority",
    FactKind.HOST_AUTHORITY: "Authority where the child lives",
    FactKind.SCHOOL: "School or college",
    FactKind.PHONE: "Their own telephone",
    FactKind.ACCOUNT: "Their own account",
    FactKind.HEALTH_SUMMARY: "Health, in short",
    FactKind.HEALTH: "Health, in full",
    FactKind.NHS_NUMBER: "NHS number",
    FactKind.UPN: "Unique pupil number",
    FactKind.POLICE_NUMBER: "Police number",
    FactKind.LOCAL_AUTHORITY_NUMBER: "Local authority number",
    FactKind.LEAD_WORKER: "Lead worker",
    FactKind.INVOLVED: "Also involved",
    FactKind.MUST_NOT_KNOW: "Must not know",
    FactKind.NEXT_DATE: "Next date",
    FactKind.KNOWN: "What is known",
}
SEVERAL = frozenset({
    FactKind.OTHER_NAME, FactKind.CARE_STATUS, FactKind.SCHOOL, FactKind.PHONE, FactKind.ACCOUNT, FactKind.HEALTH,
    FactKind.HEALTH_SUMMARY, FactKind.NHS_NUMBER, FactKind.UPN, FactKind.POLICE_NUMBER,
    FactKind.LOCAL_AUTHORITY_NUMBER, FactKind.INVOLVED, FactKind.MUST_NOT_KNOW, FactKind.NEXT_DATE,
})  # fmt: skip
"""Kinds of which several may stand side by side; of every other the last one that was recorded stands."""
YES_OR_NO = frozenset({
    FactKind.UNDER_13, FactKind.LEARNING_DISABILITY, FactKind.DISABILITY, FactKind.NEURODIVERGENCE,
})  # fmt: skip
ASKED = frozenset({FactKind.DISABILITY, FactKind.NEURODIVERGENCE})
IDENTIFIERS = (FactKind.NHS_NUMBER, FactKind.UPN, FactKind.POLICE_NUMBER, FactKind.LOCAL_AUTHORITY_NUMBER)
UNNAMED_CHILD = "The child who told us"
WRITE_A_DATE = "Write a date, a month or a year, for example 2011-03-04, 2011-03 or 2011."
SEXES = {"F": "Female", "M": "Male", "X": "Another answer, in the child's words"}


def within_a_sentence(name: str) -> str:
    """What a child is called, where a sentence goes on: one without a name is "the child who told us"."""
    return "the child who told us" if name == UNNAMED_CHILD else name


class Happened(StrEnum):
    """What sort of thing stands in a chronology. Other rooms append their own kinds as they come."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    ACTED = "acted"
    TOLD_BACK = "told_back"
    SAID = "said"
    FACT = "fact"
    JOINED = "joined"
    LOOKED = "looked"
    EVENT = "event"
    HEALTH = "health"
    SCHOOL = "school"
    POLICE = "police"
    MISSING = "missing"
    MEETING = "meeting"
    INTELLIGENCE = "intelligence"


HAPPENED: dict[Happened, str] = {
    Happened.RECEIVED: "Told us",
    Happened.ACKNOWLEDGED: "Read and answered",
    Happened.DECIDED: "Decided",
    Happened.ACTED: "Acted",
    Happened.TOLD_BACK: "Told back",
    Happened.SAID: "Said or seen",
    Happened.FACT: "Became known",
    Happened.JOINED: "Records joined or parted",
    Happened.LOOKED: "Looked at again",
    Happened.EVENT: "Event",
    Happened.HEALTH: "Health",
    Happened.SCHOOL: "School",
    Happened.POLICE: "Police",
    Happened.MISSING: "Missing",
    Happened.MEETING: "Meeting",
    Happened.INTELLIGENCE: "Intelligence",
}


DETAIL_OF_FACT: dict[FactKind, Detail] = {
    FactKind.HEALTH: Detail.HEALTH,
    FactKind.HEALTH_SUMMARY: Detail.HEALTH_SUMMARY,
}
"""Facts that only some duties read; every other one stands on the page of whoever may open it."""
PLAIN_LINES = frozenset({Happened.LOOKED, Happened.MISSING})
DETAIL_OF_LINE: dict[Happened, Detail] = {
    Happened.HEALTH: Detail.HEALTH,
    Happened.POLICE: Detail.POLICE,
    Happened.INTELLIGENCE: Detail.POLICE,
}


def detail_of_line(kind: Happened, *, of_part: str | None = None) -> str:
    """Which duties read a line of the story: those of what it is about, those of its fact or statement, else of the story.

    A missing episode is read by whoever opens the child's page, and so is that something new may concern the child.
    """
    if kind in DETAIL_OF_LINE:
        return DETAIL_OF_LINE[kind]
    if of_part is not None:
        return of_part
    return "" if kind in PLAIN_LINES else Detail.STORY


def detail_of_statement(*, view: bool, wants: bool, health: bool) -> str:
    """Which duties read what was said: health as such; what the child wants everyone; a professional's view the full record's."""
    if health:
        return Detail.HEALTH
    if view:
        return Detail.CARE
    return "" if wants else Detail.STORY


class FactIncomplete(ValueError):
    """A fact that cannot be recorded as it is; ``field`` says beside which question the sentence belongs."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


def check(kind: FactKind, answer: Answer, value: str) -> None:
    """Raises FactIncomplete when an answer does not fit its question, or says what it is without saying it."""
    if answer not in answers_to(kind):
        raise FactIncomplete("answer", f"“{SAID[answer]}” is no answer to this question.")
    if answer in WITH_WORDS and not value.strip():
        raise FactIncomplete("value", "Write what is known, or say that it is not known.")
    if answer not in WITH_WORDS and answer is not Answer.YES and value.strip():
        raise FactIncomplete("value", f"You have chosen “{SAID[answer]}”: leave this empty, or choose another answer.")


def answers_to(kind: FactKind) -> tuple[Answer, ...]:
    """The answers that a question has. Each question can be answered with *not known* or *not yet asked*, never by leaving it."""
    if kind is FactKind.ETHNICITY:
        return (Answer.SELF_DEFINED, Answer.OFFICER_DEFINED, Answer.ASKED_REFUSED, Answer.NOT_YET_ASKED)
    if kind in ASKED:
        return (Answer.YES, Answer.NO, Answer.NOT_KNOWN, Answer.ASKED_REFUSED, Answer.NOT_YET_ASKED)
    if kind in YES_OR_NO:
        return (Answer.YES, Answer.NO, Answer.NOT_KNOWN)
    if kind in SEVERAL or kind in (FactKind.KNOWN_AS, FactKind.KNOWN):
        return (Answer.KNOWN,)
    return (Answer.KNOWN, Answer.NOT_KNOWN)


class Stands(Protocol):
    """What of a fact decides whether it stands."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def replaces(self) -> UUID | None: ...
    @property
    def taken_back(self) -> bool: ...


F = TypeVar("F", bound=Stands)


def standing(facts: Iterable[F], *, known_on: datetime | None = None) -> list[F]:
    """The facts that stand, oldest first, by what had been recorded by ``known_on`` (by now, when none is given).

    A fact that was replaced or taken back later still stood then: nothing is rewritten.
    """
    known = sorted(
        (fact for fact in facts if known_on is None or fact.recorded_at <= known_on),
        key=lambda fact: (fact.recorded_at, str(fact.id)),
    )
    replaced = {fact.replaces for fact in known if fact.replaces}
    left = [fact for fact in known if fact.id not in replaced and not fact.taken_back]
    last = {fact.kind: fact.id for fact in left}
    return [fact for fact in left if FactKind(fact.kind) in SEVERAL or last[fact.kind] == fact.id]


@dataclass(frozen=True)
class Born:
    """A date of birth as far as it is known: a day, a month, or only a year."""

    first: date  # the earliest day it can have been
    last: date  # the latest


def age_on(born: Born, day: date) -> str:
    """An age in whole years, or the two that it can be: ``14``, ``14 or 15``."""
    oldest, youngest = _years(born.first, day), _years(born.last, day)
    return str(oldest) if oldest == youngest else f"{youngest} or {oldest}"


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born(written: str) -> Born | None:
    """A date of birth as it was written: ``2011-03-04``, ``2011-03``, ``2011``, ``4/3/2011``. None when it is none of these."""
    parts = [part for part in written.replace("/", "-").replace(".", "-").split("-") if part]
    if not parts or not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) != 4:
        numbers.reverse()
    return _span(numbers) if 1900 <= numbers[0] <= 2200 else None


def _span(numbers: list[int]) -> Born | None:
    try:
        first = date(numbers[0], *([*numbers[1:], 1, 1][:2]))
    except ValueError:
        return None
    if len(numbers) == 3:
        return Born(first, first)
    if len(numbers) == 2:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return Born(first, date.fromordinal(following.toordinal() - 1))
    return Born(first, date(first.year, 12, 31))
