"""The words of a contact for the screen: what was told under its question, and what was said since, by time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts.models import Told
from halcyon.domain.subjects.queries import Named
from halcyon.faces.desk.contacts.sayings import english_of
from halcyon.faces.desk.subjects.panel import NamedLine, named_lines
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission

NamedBy = Mapping[UUID, tuple[Named, ...]]
NOBODY: NamedBy = {}
WAYS_IN = {
    "me": "It's about me",
    "friend": "I'm worried about a friend or a child",
    "work": "I work with children",
    "saw": "I saw something",
}
CHANNELS = {"web": "through the website", "phone": "by telephone", "in_person": "in person"}
QUESTIONS = {
    "words": "What they told us",
    "starters": "What they ticked",
    "safe_now": "Safe now?",
    "where_now": "Where they said they, or the child, are now",
    "age": "Age, as told",
    "reading_help": "What helps with reading or understanding",
    "wanted": "What they want to happen",
    "must_not_know": "Who must not know",
    "friend_knows": "Does the child know that we were told?",
    "language": "Easiest language",
    "interpreter": "Interpreter wanted?",
    "adult_conduct": "What the adult did or said",
    "child": "About the child",
    "people": "People",
    "phones": "Phone numbers and names used online",
    "cars": "Cars",
    "places": "Places",
    "later-message": "Came back and wrote",
    "later-still_happening": "Came back: it is still happening",
    "later-this_is_wrong": "Came back: something we have is wrong",
    "later-want_advocate": "Came back: wants an advocate",
}
ANSWERS = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}
CHOSEN = ("safe_now", "friend_knows", "interpreter")
"""Questions answered by choosing: their answers are codes, not words."""
ABOUT_THE_WORRY = frozenset({
    "words", "adult_conduct", "child", "people", "phones", "cars", "places", "later-message", "later-still_happening",
})  # fmt: skip
"""Answers from which an item of intelligence may follow; the words themselves are never graded."""
HOW = {
    "words": "through their six words",
    "phone": "by telephone",
    "in_person": "in person",
    "letter": "by letter",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the person who told us: their words exactly as told, or what they chose."""

    question: str
    words: str
    chosen: bool
    at: datetime
    pass_on: str = ""  # where an item of intelligence is made of it, for whoever may
    names: tuple[NamedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message since the first telling, theirs or ours."""

    ours: bool
    who: str
    how: str
    words: str
    at: datetime
    pass_on: str = ""
    names: tuple[NamedLine, ...] = ()
    english: str = ""  # what a phrase of ours in another language says


def passed_on(statement: UUID, *, by: Actor) -> str:
    """Where an item of intelligence is made of what was said, for a member who may send one; else nothing."""
    return reverse("intelligence:from_statement", args=[statement]) if by.may(Permission.SUBMIT_INTELLIGENCE) else ""


def said(statement: Statement, *, by: Actor | None = None, named: NamedBy = NOBODY) -> Said:
    """One statement under its question. ``by``: whoever may pass on what follows from it. ``named``: whom and what
    statements name, as far as the reader may see.
    """
    chosen = statement.question in CHOSEN
    return Said(
        question=QUESTIONS.get(statement.question, statement.question),
        words=ANSWERS.get(statement.words, statement.words) if chosen else statement.words,
        chosen=chosen,
        at=statement.said_at,
        pass_on=passed_on(statement.pk, by=by) if by and statement.question in ABOUT_THE_WORRY else "",
        names=named_lines(named.get(statement.pk, ())),
    )


def answers(first: Iterable[Statement], *, by: Actor | None = None, named: NamedBy = NOBODY) -> tuple[Said, ...]:
    """The answers of the first telling in order, but for those that stand elsewhere: who must not know, how to reach them."""
    return tuple(
        said(one, by=by, named=named)
        for one in first
        if one.question != "must_not_know" and not one.question.startswith("reach_")
    )


def split(statements: Iterable[Statement]) -> tuple[list[Statement], list[Statement]]:
    """The first telling, and everything that was told after it."""
    first: list[Statement] = []
    later: list[Statement] = []
    for statement in statements:
        (later if later or statement.question.startswith("later-") else first).append(statement)
    return first, later


def thread(
    later: Iterable[Statement],
    told: Iterable[Told],
    *,
    names: dict[int, str],
    children: dict[object, str],
    by: Actor | None = None,
    named: NamedBy = NOBODY,
) -> list[Message]:
    """Later messages and our own, by time. Ours say who wrote them, to whom, and how."""
    theirs = [
        Message(
            False, QUESTIONS.get(one.question, one.question), "", shown.words, one.said_at, shown.pass_on, shown.names
        )
        for one in later
        for shown in [said(one, by=by, named=named)]
    ]
    ours = [
        Message(
            True, _from_to(one, names, children), HOW.get(one.how, one.how), one.words, one.at,
            english=english_of(one.words),
        )
        for one in told
    ]  # fmt: skip
    return sorted([*theirs, *ours], key=lambda message: message.at)


def _from_to(told: Told, names: dict[int, str], children: dict[object, str]) -> str:
    to = children.get(told.child, "the child") if told.to == "child" else "the person who told us"
    return f"{names.get(told.by, 'a member')} to {to}"
