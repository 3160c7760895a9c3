"""Who must not know, for everyone a contact concerns: nothing is sent before a member has said that none of them will see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from halcyon.domain.children.models import Fact, Statement
from halcyon.domain.children.queries.sameness import MOMENT, with_same
from halcyon.domain.children.rules import FactKind, standing
from halcyon.domain.contacts.models import Concern


@dataclass(frozen=True)
class Hush:
    """Someone who must not know, in the words in which it was said: by whoever told us (``told_on``), or on the child's page."""

    id: UUID
    words: str
    told_on: UUID | None = None


class MustNotKnow(ValueError):
    """Someone must not know, and nobody has said that they will not see or hear this."""

    field = "minded"

    def __init__(self, left: Iterable[Hush]) -> None:
        self.left = tuple(left)
        who = "; ".join(f"“{hush.words.strip()}”" for hush in self.left)
        super().__init__(
            f"Nothing was sent. Must not know: {who}. Say for each that they will not see or hear this, or choose another way."
        )


def who_must_not_know(
    *, record: UUID | None, children: Iterable[UUID], known_on: datetime | None = None
) -> tuple[Hush, ...]:
    """Who must not know: said on this contact, on any other about these children, or on their own pages.

    Who is one with a child is minded too. A few queries, however many they are. What a record says that the
    acting member may not open is not in it. ``known_on`` leaves out what was said, linked or recorded since.
    """
    known = with_same(children, known_on=known_on)
    added, told = ({}, {}) if known_on is None else ({"added_at__lt": known_on}, {"said_at__lt": known_on})
    others = Concern.objects.filter(child__in=known, **added).values("record")
    every = Statement.objects.filter(question="must_not_know", **told).values_list(
        "id", "words", "said_at", "record_id"
    )
    said = every.filter(record=record).union(
        every.filter(record__in=others)
    )  # each by its index, where "or" would read all
    found = [Hush(key, words, on) for key, words, _, on in said.order_by("said_at", "id")]
    if known:
        facts: dict[UUID, list[Fact]] = {}
        for fact in Fact.objects.filter(record__in=known, kind=FactKind.MUST_NOT_KNOW):
            facts.setdefault(fact.record_id, []).append(fact)
        until = known_on - MOMENT if known_on else None
        stood = [fact for rows in facts.values() for fact in standing(rows, known_on=until)]
        found += [Hush(fact.pk, fact.value) for fact in stood]
    return tuple({hush.words.strip().casefold(): hush for hush in reversed(found)}.values())[::-1]


def check_minded(hushes: Iterable[Hush], minded: Iterable[UUID]) -> None:
    """Raises MustNotKnow when one of them was not on the screen, or was not ticked."""
    seen = set(minded)
    left = [hush for hush in hushes if hush.id not in seen]
    if left:
        raise MustNotKnow(left)
