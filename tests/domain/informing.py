"""A small world for intelligence: professionals send reports, Jo grades, sanitises, shares and answers. Commands only."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from halcyon.domain.intelligence import commands
from halcyon.domain.intelligence.commands.submitting import Piece, Sent
from halcyon.domain.intelligence.models import Grading, Item, Report
from halcyon.domain.intelligence.rules import Assessment, Code, Grade, Handling, HowKnown, Source
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from tests import people
from tests.conftest import as_role

P = Handling(Code.P)
WORDS = "A man waits outside the school in a silver car most Fridays."


def with_conditions(*keys: str, words: str = "Not to be shown to the family.") -> Handling:
    """C, with a condition, for the members with these keys."""
    return Handling(Code.C, (words,), frozenset(people.member(key).principal for key in keys))


def graded(text: str = "2C", handling: Handling = P, reason: str = "") -> Grade:
    """A grade as it is written."""
    return Grade(Source(text[0]), Assessment(text[1]), handling, reason)


@contextmanager
def at_the_desk(member: Actor) -> Iterator[None]:
    """As the desk, with that member entered, in a savepoint of its own."""
    with transaction.atomic(), as_role("desk"), acting(member):
        yield


def sends(key: str = "owen", words: str = WORDS, *, grade: Grade | None = None, drop: uuid.UUID | None = None,
          things: tuple[Any, ...] = (), more: tuple[str, ...] = (), **about: Any) -> Report:  # fmt: skip
    """A professional sends a report with one item, or with ``more``."""
    pieces = tuple(Piece(text, grade or graded(), things if text == words else ()) for text in (words, *more))
    sent = Sent(pieces=pieces, how_known=about.pop("how_known", HowKnown.TOLD_BY), **about)
    with as_role("desk"):
        return commands.submit(sent=sent, drop=drop or uuid.uuid4(), by=people.member(key))


def items(report: Report) -> list[Item]:
    """The items of a report, in their order, whoever may see them."""
    with as_role("owner"):
        return list(Item.objects.select_related("record").filter(report=report.pk).order_by("position"))


def item_of(report: Report) -> Item:
    """The only item of a report."""
    (found,) = items(report)
    return found


def gradings(item: Item) -> list[Grading]:
    """Every grading there is, in order."""
    with as_role("owner"):
        return list(Grading.objects.filter(record=item.record).order_by("number"))


def grades(item: Item, text: str = "2C", handling: Handling = P, *, reason: str = "", key: str = "jo") -> Grading:
    """Jo grades an item after what stands there."""
    after, jo = len(gradings(item)), people.member(key)
    with at_the_desk(jo):
        held = Item.objects.select_related("record").get(pk=item.pk)
        return commands.grade(item=held, given=graded(text, handling, reason), after=after, by=jo)


def sanitises(item: Item, words: str = "A man waits near a school in a silver car.", *, key: str = "jo") -> None:
    """Jo writes the text that may travel."""
    with at_the_desk(people.member(key)):
        held = Item.objects.select_related("record").get(pk=item.pk)
        commands.sanitise(item=held, words=words, by=people.member(key))


def shares(item: Item, to: str, *, accepted_by: str = "", why: str = "She sees the child on Tuesday.") -> None:
    """Jo gives an item to a member."""
    jo = people.member("jo")
    with at_the_desk(jo):
        held = Item.objects.select_related("record").get(pk=item.pk)
        commands.disseminate(
            item=held, to=people.member(to).principal, why=why, basis="safeguarding", accepted_by=accepted_by, by=jo
        )


def sees(key: str, model: type[Any], **found: Any) -> int:
    """How many rows of a table PostgreSQL shows to a member."""
    with at_the_desk(people.member(key)):
        return int(model.objects.filter(**found).count())
