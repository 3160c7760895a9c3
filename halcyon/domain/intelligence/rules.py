"""The rules of intelligence, pure (domain.md 2.1): the 3x5x2 grades, what a grade must say, what is derived from what.

No database, no clock. A child's own words are never graded: nothing here takes any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

REVIEW_AFTER = dt.timedelta(days=28)
"""By when an item that is suspected to be false is looked at again."""


class Priority(StrEnum):
    """How soon somebody must look."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


PRIORITIES: dict[Priority, str] = {
    Priority.HIGH: "High: someone may come to serious harm, or it is about to happen",
    Priority.MEDIUM: "Medium: it is of use only for a short time",
    Priority.LOW: "Low: everything else",
}


class Classification(StrEnum):
    """The Government's security classification."""

    OFFICIAL = "official"
    OFFICIAL_SENSITIVE = "official_sensitive"


CLASSIFICATIONS: dict[Classification, str] = {
    Classification.OFFICIAL: "OFFICIAL",
    Classification.OFFICIAL_SENSITIVE: "OFFICIAL-SENSITIVE",
}


class HowKnown(StrEnum):
    """How whoever sends it came to know it."""

    SAW = "saw"
    TOLD_BY = "told_by"
    OVERHEARD = "overheard"
    DOCUMENT = "document"


HOW_KNOWN: dict[HowKnown, str] = {
    HowKnown.SAW: "I saw or heard it happen",
    HowKnown.TOLD_BY: "Someone told me",
    HowKnown.OVERHEARD: "I overheard it",
    HowKnown.DOCUMENT: "I read it, in a document or online",
}


class Source(StrEnum):
    """How reliable the source is."""

    RELIABLE = "1"
    UNTESTED = "2"
    NOT_RELIABLE = "3"


SOURCES: dict[Source, str] = {
    Source.RELIABLE: "Reliable",
    Source.UNTESTED: "Untested",
    Source.NOT_RELIABLE: "Not reliable",
}


class Assessment(StrEnum):
    """How the source knows it."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


ASSESSMENTS: dict[Assessment, str] = {
    Assessment.A: "Known directly to the source",
    Assessment.B: "Known indirectly to the source but corroborated",
    Assessment.C: "Known indirectly to the source",
    Assessment.D: "Not known",
    Assessment.E: "Suspected to be false",
}
_BY_HOW_KNOWN = {
    HowKnown.SAW: Assessment.A, HowKnown.TOLD_BY: Assessment.C,
    HowKnown.OVERHEARD: Assessment.C, HowKnown.DOCUMENT: Assessment.C,
}  # fmt: skip


def assessed(how: HowKnown) -> Assessment:
    """What a submitter's own way of knowing comes to, where they leave the assessment to us."""
    return _BY_HOW_KNOWN[how]


class Code(StrEnum):
    """The handling code."""

    P = "P"
    C = "C"


CODES: dict[Code, str] = {Code.P: "Lawful sharing permitted", Code.C: "Lawful sharing permitted with conditions"}


@dataclass(frozen=True, slots=True)
class Handling:
    """What may be done with an item, or with anything made from items: it travels with every view of either.

    ``named`` are the principals to whom an item with conditions may go; of something derived, those whom every input
    with conditions names. It is empty under P, where nobody needs naming.
    """

    code: Code
    conditions: tuple[str, ...] = ()
    named: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if (self.code is Code.C) != bool(self.conditions):
            raise GradeIncomplete("Write the conditions: C means that it may be shared only as they say.", "conditions")

    @property
    def words(self) -> str:
        """The code and what it means."""
        return f"{self.code.value}: {CODES[self.code]}"

    def at_least(self, other: Handling) -> bool:
        """Whether this is as strict as ``other``: no fewer conditions, nobody more who may have it."""
        if other.code is Code.P:
            return True
        return self.code is Code.C and set(other.conditions) <= set(self.conditions) and self.named <= other.named

    def lets(self, principals: Iterable[int]) -> bool:
        """Whether it may go to someone with these principals."""
        return self.code is Code.P or bool(self.named & set(principals))


def derived(inputs: Iterable[Handling]) -> Handling:
    """The handling of what is made from these: the strictest of them, with every condition of any (domain.md 8.2 I3)."""
    strict = [one for one in inputs if one.code is Code.C]
    if not strict:
        return Handling(Code.P)
    conditions = tuple(dict.fromkeys(words for one in strict for words in one.conditions))
    return Handling(Code.C, conditions, frozenset.intersection(*(one.named for one in strict)))


@dataclass(frozen=True, slots=True)
class Grade:
    """One 3x5x2 evaluation. Raises GradeIncomplete: E says why, C has its conditions."""

    source: Source
    assessment: Assessment
    handling: Handling
    reason: str = ""

    def __post_init__(self) -> None:
        if self.assessment is Assessment.E and not self.reason.strip():
            raise GradeIncomplete(
                "Say why you suspect it to be false. It is kept, and the reason is shown wherever it is.", "reason"
            )

    @property
    def words(self) -> str:
        """As it is written: ``2C P``."""
        return f"{self.source.value}{self.assessment.value} {self.handling.code.value}"


class OutcomeKind(StrEnum):
    """What came of a report; whoever sent it reads this."""

    LOGGED = "logged"
    CRIME = "crime"
    REFERRAL = "referral"
    TASKED = "tasked"
    NOT_USED = "not_used"


OUTCOMES: dict[OutcomeKind, str] = {
    OutcomeKind.LOGGED: "Kept as intelligence",
    OutcomeKind.CRIME: "Now a crime report",
    OutcomeKind.REFERRAL: "Now a referral for a child",
    OutcomeKind.TASKED: "Someone has been asked to act on it",
    OutcomeKind.NOT_USED: "Not used",
}

BASES: dict[str, str] = {
    "public_task": "UK GDPR Article 6(1)(e): a task in the public interest",
    "legal_obligation": "UK GDPR Article 6(1)(c): a legal obligation",
    "vital_interests": "UK GDPR Article 6(1)(d): vital interests",
    "safeguarding": "Article 9(2)(g) with DPA 2018 Schedule 1 paragraph 18: safeguarding children",
    "law_enforcement": "DPA 2018 Part 3: law enforcement",
    "children_act": "Children Act 1989 section 47, Children Act 2004 sections 10 and 11",
    "crime_and_disorder": "Crime and Disorder Act 1998 section 115",
}
"""Lawful bases of sharing (domain.md 3.1)."""


class Beside(ValueError):
    """Something is missing or may not be; ``field`` is what it stands beside."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class GradeIncomplete(Beside):
    """A grade that does not say what it must."""


class ReportIncomplete(Beside):
    """A report without what it is about."""


class ChildsOwnWords(Beside):
    """Someone would have a child's own words graded."""

    def __init__(self) -> None:
        super().__init__(
            "These are a child's own words, and they are never graded. Write in your own words what follows from them: "
            "that is graded, and the way back to what the child said is kept.",
            "words",
        )


class NamesTheSource(Beside):
    """A text would show who the source is. It never says which of its words would."""

    def __init__(self, field: str = "words") -> None:
        super().__init__(
            "Something in this would show who told us. Take out whatever names or describes them; your text is kept below.",
            field,
        )


class NotSanitised(Beside):
    """Someone would share what has not been sanitised."""

    def __init__(self) -> None:
        super().__init__("Sanitise the item first: what is shared must not show who told us.", "to")


class NotNamed(Beside):
    """Someone would share an item with conditions with somebody whom the conditions do not name."""

    def __init__(self) -> None:
        super().__init__(
            "The conditions of this item do not name them. Grade it again and name them, or do not share it.", "to"
        )


class NothingToGrade(Beside):
    """An act that waits for a grading by an intelligence officer."""

    def __init__(self) -> None:
        super().__init__(
            "An intelligence officer has not graded every item of this report yet: grade them first.", "kind"
        )


def plain(text: str) -> str:
    """A text without its case, its spaces' width and its edges: two that are the same here are the same words."""
    return " ".join(text.casefold().split())


def are_the_same_words(text: str, said: str) -> bool:
    """Whether a text is what somebody said, or holds all of it."""
    return bool(plain(said)) and plain(said) in plain(text)
