"""What hangs together around a subject or a record, in two steps, inside the reader's right; and the shortest way between two.

Every question asks for the reader: a record they may not see joins nothing for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from halcyon.domain.subjects import rules, sameness, standing
from halcyon.domain.subjects.models import (
    DoubtKind,
    Link,
    LinkType,
    Match,
    Mention,
    MentionKind,
    Role,
    Same,
    Status,
)
from halcyon.domain.subjects.queries.proposals import Asked, whom_to_ask
from halcyon.domain.subjects.queries.subject import latest_statuses
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership.models import Member

MOST_NODES = 300
MOST_PATH = 20_000
LONGEST_PATH = 8

STEP = "select here, there from subjects.step(%s::uuid[], %s, %s)"


@dataclass(frozen=True, slots=True)
class Node:
    """A subject in the picture. ``apart``: named in two or more unconnected records. ``agencies``: whose members recorded it,
    as far as the reader sees; none of what the public told."""

    key: UUID
    kind: MentionKind
    words: str
    records: tuple[str, ...]
    step: int
    child: bool
    of_concern: bool
    apart: bool
    doubt: DoubtKind | None
    agencies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the picture: how, from which records, their grade, who judged or entered it, and whether it counts."""

    a: UUID
    b: UUID
    how: str
    sort: str  # link, record or match
    records: tuple[str, ...]
    grade: str
    by: tuple[int, ...]
    status: str
    counts: bool
    roles: str


@dataclass(frozen=True, slots=True)
class Network:
    """The picture and its table. ``not_drawn``: how many more there are; ``asks``: whom to ask about what is closed."""

    start: UUID
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    not_drawn: int
    asks: tuple[Asked, ...]
    linked_of_concern: tuple[tuple[UUID, UUID], ...]
    shared: tuple[tuple[UUID, tuple[UUID, ...]], ...]
    as_of: datetime


def network(start: Iterable[UUID], *, by: Actor, as_of: datetime, steps: int = 2) -> Network:
    """Two steps around some mentions, as it was known at a moment. Journalled with the records shown. Raises NotVisible."""
    by.check(Permission.READ_SUBJECT)
    first = set(Mention.objects.filter(pk__in=list(start), made_at__lte=as_of).values_list("id", flat=True))
    if not first:
        raise NotVisible()
    groups, step_of = sameness.reach(first, steps=steps, until=as_of)
    order = sorted(set(groups.values()), key=lambda key: (step_of.get(key, steps), key))
    drawn = set(order[:MOST_NODES])
    kept = {mention: group for mention, group in groups.items() if group in drawn}
    rows = list(
        Mention.objects.select_related("record").filter(pk__in=kept, made_at__lte=as_of).order_by("made_at", "id")
    )
    near = sorted({row.record_id for row in rows if step_of.get(kept[row.pk], steps) < steps})
    journal.read(Event.OPENED_NETWORK, *sorted({row.record_id for row in rows}), by=by)
    doubts = sameness.latest_doubts(kept, until=as_of)
    lines = _lines(kept, rows, doubts, as_of)
    nodes = _nodes(kept, rows, step_of, doubts, as_of)
    return Network(
        start=groups[min(first)], nodes=nodes, lines=lines, not_drawn=len(order) - len(drawn),
        asks=whom_to_ask(near, by=by), linked_of_concern=linked_of_concern(nodes, lines),
        shared=shared_by_children(nodes, lines), as_of=as_of,
    )  # fmt: skip


def path(a: UUID, b: UUID, *, by: Actor, as_of: datetime) -> list[UUID]:
    """The mentions along a shortest way from one subject to another, both ends included; empty when there is none within
    eight steps of what the reader may see. Journalled with the records along it. Raises NotVisible.
    """
    by.check(Permission.READ_SUBJECT)
    if Mention.objects.filter(pk__in=[a, b]).count() < len({a, b}):
        raise NotVisible(str(a), str(b))
    found = _between(a, b, as_of)
    shown = Mention.objects.filter(pk__in=found or [a, b]).values_list("record", flat=True)
    journal.read(Event.OPENED_NETWORK, *sorted(set(shown)), by=by)
    return found


def _between(a: UUID, b: UUID, as_of: datetime) -> list[UUID]:
    ends = [sameness.subject_of(a, until=as_of), sameness.subject_of(b, until=as_of)]
    if ends[0] & ends[1]:
        return [a]
    came: list[dict[UUID, UUID | None]] = [dict.fromkeys(end) for end in ends]
    frontiers = [set(end) for end in ends]
    for _ in range(LONGEST_PATH):
        side = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
        if not frontiers[side] or len(came[0]) + len(came[1]) > MOST_PATH:
            return []
        frontiers[side] = _grow(frontiers[side], came[side], as_of)
        if met := set(came[0]) & set(came[1]):
            return _way(min(met), came)
    return []


def _grow(frontier: set[UUID], came: dict[UUID, UUID | None], until: datetime) -> set[UUID]:
    fresh: dict[UUID, UUID] = {}
    for here, there in sorted(_step(frontier, until), key=lambda row: (row[1], row[0])):
        if there not in came:
            fresh.setdefault(there, here)
    came |= fresh
    groups = sameness.grouped(fresh, until=until)
    for mention, group in groups.items():
        if mention not in came:
            came[mention] = next(one for one in sorted(fresh) if groups[one] == group)
    return {mention for mention in groups if mention in fresh or came.get(mention) in fresh}


def _way(met: UUID, came: list[dict[UUID, UUID | None]]) -> list[UUID]:
    halves: list[list[UUID]] = []
    for side in came:
        half, here = [met], side[met]
        while here is not None:
            half.append(here)
            here = side[here]
        halves.append(half)
    return [*reversed(halves[0]), *halves[1][1:]]


def _step(mentions: Iterable[UUID], until: datetime) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(STEP, [list(mentions), until, MOST_PATH])
        return list(cursor.fetchall())


def _nodes(
    groups: dict[UUID, UUID], rows: list[Mention], step_of: dict[UUID, int], doubts: dict[UUID, DoubtKind],
    as_of: datetime,
) -> tuple[Node, ...]:  # fmt: skip
    """The subjects with what was said of them by then: doubts, concern, and who was a child."""
    by_group: dict[UUID, list[Mention]] = {}
    for row in rows:
        by_group.setdefault(groups[row.pk], []).append(row)
    children = sameness.children_among(groups, until=as_of)
    opened = standing.of_concern(until=as_of).filter(mention__in=groups)
    opened = opened.exclude(mention__kind=MentionKind.PERSON, adult=False)  # a child is never a person of concern
    concern = {groups[key] for key in opened.values_list("mention", flat=True)}
    in_record: dict[UUID, set[UUID]] = {}
    for row in rows:
        in_record.setdefault(row.record_id, set()).add(groups[row.pk])
    agency_of = dict(Member.objects.values_list("principal_id", "agency_id"))
    found = []
    for key, mentions in by_group.items():
        doubt = next((doubts[one.pk] for one in mentions if rules.shown(doubts.get(one.pk))), None)
        found.append(
            Node(
                key=key, kind=MentionKind(mentions[0].kind), words=mentions[0].written, step=step_of.get(key, 2),
                records=tuple(dict.fromkeys(one.record.reference for one in mentions)),
                child=any(one.pk in children for one in mentions), of_concern=key in concern,
                apart=_apart(key, {one.record_id for one in mentions if one.sort != "self"}, in_record), doubt=doubt,
                agencies=tuple(sorted({agency_of[one.made_by] for one in mentions if one.made_by in agency_of})),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda node: (node.step, node.kind, node.words, node.key)))


def _apart(key: UUID, records: set[UUID], in_record: dict[UUID, set[UUID]]) -> bool:
    """Whether two records name this one and share nothing else (`rules.UNCONNECTED`)."""
    known = sorted(records)
    return any(
        in_record[one] & in_record[other] == {key} for place, one in enumerate(known) for other in known[place + 1 :]
    )


def _lines(
    groups: dict[UUID, UUID], rows: list[Mention], doubts: dict[UUID, DoubtKind], as_of: datetime
) -> tuple[Line, ...]:
    references = {row.record_id: row.record.reference for row in rows}
    return (
        *_links(groups, doubts, as_of), *_together(groups, rows, doubts, references),
        *_maybe(groups, references, as_of),
    )  # fmt: skip


def _links(groups: dict[UUID, UUID], doubts: dict[UUID, DoubtKind], as_of: datetime) -> list[Line]:
    children = sameness.children_among(groups, until=as_of)
    found = list(
        Link.objects.select_related("record").filter(a__in=groups, b__in=groups, at__lte=as_of).order_by("at", "id")
    )
    statuses = latest_statuses((link.pk for link in found), until=as_of)
    lines = []
    for link in found:
        said = statuses.get(link.pk)
        status = Status(said.status) if said else Status.ASSERTED
        ends = [doubts.get(link.a_id), doubts.get(link.b_id)]
        roles = [
            rules.role_words(Role(role), child=end in children)
            for role, end in ((link.role_a, link.a_id), (link.role_b, link.b_id))
            if role
        ]
        lines.append(
            Line(
                a=groups[link.a_id], b=groups[link.b_id], how=LinkType(link.type).label, sort="link",
                records=(link.record.reference,), grade=link.grade, by=(link.by,),
                status=rules.holds_in_words(status, ends), roles=", ".join(roles),
                counts=rules.counts(status, anyway=bool(said and said.counts_anyway), ends=ends),
            )
        )  # fmt: skip
    return lines


def _together(
    groups: dict[UUID, UUID], rows: list[Mention], doubts: dict[UUID, DoubtKind], references: dict[UUID, str]
) -> list[Line]:
    """Named in the same record: one line for each pair, with all the records that name both. It counts where one of those
    records says of both what nobody doubts.
    """
    in_record: dict[UUID, dict[UUID, list[Mention]]] = {}
    for row in rows:
        in_record.setdefault(row.record_id, {}).setdefault(groups[row.pk], []).append(row)
    pairs: dict[tuple[UUID, UUID], tuple[list[str], set[int], list[str]]] = {}
    for record, named in in_record.items():
        known = sorted(named)
        against = {group: _against(mentions, doubts) for group, mentions in named.items()}
        for place, a in enumerate(known):
            for b in known[place + 1 :]:
                refs, who, doubted = pairs.setdefault((a, b), ([], set(), []))
                refs.append(references[record])
                who |= {named[a][0].made_by, named[b][0].made_by}
                doubted.append(against[a] or against[b])
    return [
        Line(a=a, b=b, how="named together", sort="record", records=tuple(refs), grade="", by=tuple(sorted(who)),
             status="" if "" in doubted else doubted[0], counts="" in doubted, roles="")
        for (a, b), (refs, who, doubted) in pairs.items()
    ]  # fmt: skip


def _against(mentions: Iterable[Mention], doubts: dict[UUID, DoubtKind]) -> str:
    """What is said against all of a record's mentions of one subject; empty where one of them is not doubted."""
    said = [rules.doubted_end([doubts.get(one.pk)]) for one in mentions]
    return "" if "" in said else said[0]


def _maybe(groups: dict[UUID, UUID], references: dict[UUID, str], as_of: datetime) -> list[Line]:
    """Proposed to be the same, and not judged yet or judged not to be sure."""
    found: dict[tuple[UUID, UUID], Line] = {}
    matches = Match.objects.filter(Q(a__in=groups, b__in=groups), above=True, found_at__lte=as_of)
    said = rules.holding(sameness.judgements_on(groups, until=as_of))
    for match in matches:
        a, b = sorted((groups[match.a_id], groups[match.b_id]))
        judged = said.get((match.a_id, match.b_id))
        if a == b or (judged and judged.answer != Same.UNSURE):
            continue
        status = "judged: not sure" if judged else "not judged"
        found[(a, b)] = Line(
            a=a, b=b, how=f"may be the same: {status}", sort="match",
            records=(references[match.record_id], references[match.other_id]), grade="", by=(), status=status,
            counts=False, roles="",
        )  # fmt: skip
    return list(found.values())


def linked_of_concern(nodes: Iterable[Node], lines: Iterable[Line]) -> tuple[tuple[UUID, UUID], ...]:
    """The pairs of people of concern that are linked (`rules.LINKED_OF_CONCERN`)."""
    kinds = {node.key: node for node in nodes}
    people = {
        key for key, node in kinds.items() if node.of_concern and node.kind == MentionKind.PERSON and not node.child
    }
    near: dict[UUID, set[UUID]] = {}
    for line in lines:
        if line.sort == "link" and line.counts:
            near.setdefault(line.a, set()).add(line.b)
            near.setdefault(line.b, set()).add(line.a)
    things = {key for key, node in kinds.items() if node.kind != MentionKind.PERSON}
    return tuple(
        (a, b)
        for a in sorted(people)
        for b in sorted(people)
        if a < b and (b in near.get(a, set()) or near.get(a, set()) & near.get(b, set()) & things)
    )


def shared_by_children(nodes: Iterable[Node], lines: Iterable[Line]) -> tuple[tuple[UUID, tuple[UUID, ...]], ...]:
    """What is joined to two children or more (`rules.SHARED_BY_CHILDREN`), with those children."""
    children = {node.key for node in nodes if node.child}
    near: dict[UUID, set[UUID]] = {}
    for line in lines:
        for child, other in ((line.a, line.b), (line.b, line.a)):
            if line.counts and child in children and other not in children:
                near.setdefault(other, set()).add(child)
    return tuple((other, tuple(sorted(who))) for other, who in sorted(near.items()) if len(who) > 1)
