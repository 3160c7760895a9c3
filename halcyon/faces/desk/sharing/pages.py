"""Asks and looks for the screen: who, about what, by when it must be answered, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format

from halcyon.domain.sharing.queries import Asked, LeftBehind
from halcyon.domain.subjects.models import Subject
from halcyon.faces.desk.children.pages import NOT_READ, in_a_sentence
from halcyon.faces.desk.subjects.panel import NEEDS, PLACES, kind_words
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.rules import Detail


@dataclass(frozen=True, slots=True)
class LeftLine:
    """Somebody who has left and still holds something."""

    who: str
    waiting: int
    due: datetime | None
    address: str


def left_line(one: LeftBehind, names: Mapping[int, str]) -> LeftLine:
    """Who has left, how many answers wait, and where to say who holds it now."""
    address = reverse("sharing:left", args=[one.member])
    return LeftLine(names.get(one.member, "someone who has left"), one.waiting, one.due, address)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Something of concern that all can read, although what it was made from is closed."""

    what: str
    reference: str
    opens: str
    address: str


def open_line(one: Subject) -> OpenLine:
    """What it is, and where to close it."""
    reference = one.record.reference
    return OpenLine(
        f"{kind_words(one.mention.kind)} of concern: {one.mention.written}", reference,
        reverse("subjects:subject", args=[one.mention_id]), reverse("sharing:close_too", args=[reference]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskLine:
    """One ask or look: ``what`` ends with the reference. ``address`` leads to the form while the answer is the reader's to
    give; ``opens`` to the record, once it is shared with the reader."""

    what: str
    about: str
    began: str
    unseen: bool
    why: str
    at: datetime
    due: datetime | None
    answer: str
    reason: str
    answered: str
    answered_at: datetime | None
    address: str
    opens: str

    @property
    def colour(self) -> str:
        """A no is not a green one."""
        return "green" if self.answer.startswith("Shared") else "grey"


def of_me(one: Asked, names: Mapping[int, str]) -> AskLine:
    """What the reader is asked."""
    who = names.get(one.who, "someone who has left")
    asks = f"{who} asks to read {part(one.detail, within=True)} of child" if one.detail else f"{who} asks to see"
    looked = f"{who} looked for" if one.who else "Something new that was told names the same as"
    where = "sharing:answer_look" if one.look else "sharing:answer"
    address = "" if one.answered_at else reverse(where, args=[one.id])
    return _line(one, looked if one.look else asks, names, address)


def by_me(one: Asked, names: Mapping[int, str], by: Actor) -> AskLine:
    """What the reader asked. Where their role opens no such record they find what was shared where things are named."""
    what = f"You asked to read {part(one.detail, within=True)} of child" if one.detail else "You asked to see"
    line = _line(one, what, names, "")
    return line if one.kind not in NEEDS or by.may(NEEDS[one.kind]) else replace(line, opens="")


def part(detail: str, *, within: bool = False) -> str:
    """What a detail of a child's record is called, also within a sentence."""
    words = NOT_READ[Detail(detail)]
    return in_a_sentence(words) if within else words


def _line(one: Asked, what: str, names: Mapping[int, str], address: str) -> AskLine:
    said = ""
    if one.answered_at:
        until = f" until {date_format(one.until, 'j F Y')}" if one.until else ""
        said = f"Shared{until}" if one.shared else "Not shared"
    return AskLine(
        what=what, about=one.about, began="looked" if one.look else "asked", unseen=one.look and not one.shared,
        why=one.why, at=one.at, due=one.due, answer=said, reason=one.reason,
        answered=names.get(one.answered_by or 0, "someone who has left"), answered_at=one.answered_at, address=address,
        opens=reverse(PLACES[one.kind], args=[one.about]) if one.kind in PLACES else "",
    )  # fmt: skip
