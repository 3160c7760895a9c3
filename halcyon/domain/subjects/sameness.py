"""Which mentions are one subject, for whoever asks: computed from the judgements they may see, never stored.

A join through a record that the asker may not see does not exist for them: nothing hidden shows through it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from halcyon.domain.subjects import rules
from halcyon.domain.subjects.models import Doubt, DoubtKind, Judgement, Link, Match, Mention, Same
from halcyon.domain.subjects.rules import Said
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import london_day, now, today

MOST_MENTIONS = 5000
REACH = "select a, b, step from subjects.reach(%s::uuid[], %s, %s, %s, %s::integer[], %s::uuid[])"
SEEN = """
select r.id from access_record r where r.id = any(%(records)s::uuid[]) and (
       r.audience && %(principals)s::integer[] or r.id = any(%(also)s::uuid[]) or exists (
           select from access_grant g where g.record_id = r.id and g.principal = any(%(principals)s::integer[])
              and g.ended_at is null and g.ends_at > now() and g.detail = ''))
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """For whom the worker asks, which sees everything itself: their principals, and what they know of besides."""

    principals: tuple[int, ...]
    also: tuple[UUID, ...] = ()

    def of(self, records: Iterable[UUID]) -> set[UUID]:
        """Those of the records that they may see, or know of."""
        given: dict[str, list[Any]] = {
            "records": list(records),
            "principals": list(self.principals),
            "also": list(self.also),
        }
        with connection.cursor() as cursor:
            cursor.execute(SEEN, given)
            return {record for (record,) in cursor.fetchall()}


def judgements_on(mentions: Iterable[UUID], *, until: datetime | None = None) -> list[Said]:
    """The judgements that touch any of these mentions and stand, or stood at a moment."""
    ids = list(mentions)
    found = Judgement.objects.filter(Q(a__in=ids) | Q(b__in=ids))
    if until is None:
        found = found.filter(taken_back=None)
    else:
        found = found.filter(Q(taken_back=None) | Q(taken_back__at__gt=until), at__lte=until)
    return [
        Said(a=row[0], b=row[1], answer=Same(row[2]), at=row[3], key=row[4])
        for row in found.values_list("a", "b", "answer", "at", "id")
    ]


def reach(
    mentions: Iterable[UUID], *, steps: int, until: datetime, sight: Sight | None = None
) -> tuple[dict[UUID, UUID], dict[UUID, int]]:
    """Mentions -> subject (the least mention of it) for everything within so many steps, and the step that reached each
    subject. One question to the database, which answers with what the asker may see; or, where the worker asks with the
    ``sight`` of somebody, with what they may.
    """
    nodes: dict[UUID, int] = {}
    pairs: list[tuple[UUID, UUID]] = []
    with connection.cursor() as cursor:
        whose: list[list[Any] | None] = [list(sight.principals), list(sight.also)] if sight else [None, []]
        cursor.execute(REACH, [list(mentions), steps, until, MOST_MENTIONS, *whose])
        for a, b, step in cursor.fetchall():
            if b is None:
                nodes.setdefault(a, step)
            else:
                pairs.append((a, b))
    groups = rules.components(nodes, pairs)
    step_of: dict[UUID, int] = {}
    for mention, group in groups.items():
        step_of[group] = min(step_of.get(group, steps), nodes.get(mention, steps))
    return groups, step_of


def grouped(mentions: Iterable[UUID], *, until: datetime | None = None, sight: Sight | None = None) -> dict[UUID, UUID]:
    """Every mention that is the same as one of these, and these -> their subject, as it stood at a moment."""
    start = list(mentions)
    return reach(start, steps=0, until=until or now(), sight=sight)[0] if start else {}


def same_or_close(mentions: Iterable[UUID], *, sight: Sight | None = None) -> set[UUID]:
    """The mentions judged the same as these, and those that the matcher puts above the review line and nobody says are not.

    With the ``sight`` of somebody nothing hidden from them joins any two.
    """
    ids = list(mentions)
    found = Match.objects.filter(Q(a__in=ids) | Q(b__in=ids), above=True).values_list("a", "b", "record", "other")
    pairs = list(found)
    apart = {pair for pair, said in rules.holding(judgements_on(ids)).items() if said.answer == Same.NOT_SAME}
    seen = sight.of({record for row in pairs for record in row[2:]}) if sight else None
    near = {
        end for a, b, record, other in pairs
        if (a, b) not in apart and (seen is None or {record, other} <= seen)
        for end in (a, b)
    }  # fmt: skip
    return set(grouped({*ids, *near}, sight=sight))


def subject_of(mention: UUID, *, until: datetime | None = None) -> set[UUID]:
    """All mentions of the subject that a mention belongs to, or belonged to at a moment."""
    groups = grouped([mention], until=until)
    return {node for node, leader in groups.items() if leader == groups[mention]}


def is_child(mention: Mention) -> bool:
    """Whether the subject is a child of the index, or is written down as younger than eighteen."""
    return children_among(subject_of(mention.pk)) != set()


def children_among(mentions: Iterable[UUID], *, until: datetime | None = None) -> set[UUID]:
    """Those of the mentions that speak of a child, or of someone who was one at a moment."""
    day = london_day(until) if until else today()
    found = Mention.objects.filter(pk__in=list(mentions), kind="person").values_list(
        "id", "sort", "record__kind", "identity", "made_at"
    )
    return {
        key
        for key, sort, kind, identity, made in found
        if (kind == RecordKind.CHILD and sort == "self")
        or rules.is_child(identity, said_on=london_day(made), today=day)
    }


def has_child_role(mention: Mention) -> bool:
    """Whether a link somewhere calls the subject a child who is harmed, used, or simply a child."""
    mentions = subject_of(mention.pk)
    roles = list(rules.CHILD_ROLES)
    return Link.objects.filter(Q(a__in=mentions, role_a__in=roles) | Q(b__in=mentions, role_b__in=roles)).exists()


def latest_doubts(mentions: Iterable[UUID], *, until: datetime | None = None) -> dict[UUID, DoubtKind]:
    """What is said of each mention that was ever doubted, or had been by a moment: the latest holds."""
    return latest(Doubt.objects.filter(mention__in=list(mentions)), until=until)


def latest(doubts: Iterable[Doubt], *, until: datetime | None = None) -> dict[UUID, DoubtKind]:
    """The same of doubts that were read already."""
    said = sorted(doubts, key=lambda doubt: (doubt.at, doubt.pk))
    return {one.mention_id: DoubtKind(one.kind) for one in said if until is None or one.at <= until}
