"""What follows from judgements, doubts and repeated small concerns. Pure: no database, no clock. Nothing here is a score."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from halcyon.domain.subjects.models.linking import DoubtKind, Role, Status
from halcyon.domain.subjects.models.sameness import Same
from halcyon.kernel.matching import births
from halcyon.kernel.partnership.contents import LimitWords, PolicySection
from halcyon.kernel.partnership.frozen import Frozen

Node = TypeVar("Node", bound=Hashable)
ADULT = 18
LINKED_OF_CONCERN = (
    "Two people of concern are linked when a link that counts joins them, or joins both to the same phone, vehicle, place, "
    "account or organisation. A link counts when it is asserted or corroborated, and nothing that its record says of either "
    "end is doubted. What is suspected false or disproved, the link or what is said of an end, counts only where someone "
    "has said why it counts all the same; a withdrawn link never does. To be named in one record links nobody, and a child "
    "is never one of the two."
)
UNCONNECTED = (
    "Named in two or more unconnected records: the records name the same one, and nothing else they name is the same."
)
SHARED_BY_CHILDREN = (
    "Shared by children: a line that counts joins the same phone, vehicle, place, account or adult to two children or "
    "more. To be named in one record is such a line, unless what that record says of one of them is doubted. Beside each child "
    "stand the agencies whose members recorded them, in what you may see."
)
CHILD_ROLES = frozenset({Role.CHILD, Role.CHILD_HARMED, Role.CHILD_USED})
ADULT_ROLES = frozenset({Role.OF_CONCERN, Role.SUSPECT, Role.CONVICTED})


class Incomplete(ValueError):
    """Something was not said that has to be; the sentence says what."""


class Accumulates(Frozen):
    """Small concerns about one of this kind, from so many doors in so many records, are looked at as a whole."""

    name: str
    kind: str
    records: int
    doors: int
    within_days: int


class Subjects(PolicySection):
    """The section ``subjects`` of the policy."""

    section = "subjects"
    doubt_review_days: int
    review_within: LimitWords
    watch_longest_days: int
    accumulates: tuple[Accumulates, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement as the rules need it."""

    a: UUID
    b: UUID
    answer: Same
    at: datetime
    key: UUID


def holding(said: Iterable[Said]) -> dict[tuple[UUID, UUID], Said]:
    """The latest standing judgement of each pair: the one that holds."""
    found: dict[tuple[UUID, UUID], Said] = {}
    for one in sorted(said, key=lambda each: (each.at, each.key)):
        found[(one.a, one.b)] = one
    return found


def components(nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]]) -> dict[Node, Node]:
    """Which nodes hang together, as node -> the least node of its component. The order of the pairs never matters."""
    leader: dict[Node, Node] = {node: node for node in nodes}

    def find(node: Node) -> Node:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for a, b in pairs:
        first, second = sorted((find(a), find(b)), key=_order)
        leader[second] = first
    return {node: find(node) for node in list(leader)}


def _order(node: Hashable) -> Any:
    return node


def subjects(nodes: Iterable[UUID], said: Iterable[Said]) -> dict[UUID, UUID]:
    """Mentions -> subject, from the judgements that hold."""
    same = [pair for pair, one in holding(said).items() if one.answer == Same.SAME]
    return components(nodes, same)


@dataclass(frozen=True, slots=True)
class Door:
    """One small concern: the record it stands in, through which door it came (an agency, 0 for the public), and when."""

    record: UUID
    mention: UUID
    door: int
    at: datetime


def adds_up(concerns: Iterable[Door], rule: Accumulates, *, now: datetime) -> list[Door]:
    """The facts that together ask for a look, or nothing: enough records, through enough doors, within the days."""
    recent = [one for one in concerns if 0 <= (now - one.at).days <= rule.within_days]
    if len({one.record for one in recent}) < rule.records or len({one.door for one in recent}) < rule.doors:
        return []
    return sorted(recent, key=lambda one: (one.at, one.mention))


def counts(status: Status, *, anyway: bool = False, ends: Iterable[DoubtKind | None] = ()) -> bool:
    """Whether a link counts towards anything: by what is said of it (``anyway``: and why it counts all the same), and of
    the two mentions that it joins.
    """
    stands = status in (Status.ASSERTED, Status.CORROBORATED) or (anyway and status != Status.WITHDRAWN)
    return stands and not any(doubted(kind) for kind in ends)


def doubted(kind: DoubtKind | None) -> bool:
    """Whether what is said does not count."""
    return kind in (DoubtKind.SUSPECTED_FALSE, DoubtKind.DISPROVED)


def shown(kind: DoubtKind | None) -> bool:
    """Whether a doubt stands wherever the name is: also where someone said why it counts all the same."""
    return doubted(kind) or kind == DoubtKind.COUNTS


def doubted_end(ends: Iterable[DoubtKind | None]) -> str:
    """What is said against one of the ends that a line hangs on, in words; empty where the line is not touched by it."""
    return next((f"what the record says of an end is {kind.label}" for kind in ends if kind and doubted(kind)), "")


def holds_in_words(status: Status, ends: Iterable[DoubtKind | None]) -> str:
    """How far a link holds, as the screen says it: its own status, and what is said of its ends."""
    against = doubted_end(ends)
    return f"{status.label}; {against}" if against else status.label


def is_child(identity: Mapping[str, Any], *, said_on: date, today: date) -> bool:
    """Whether what is written makes them, or may make them, younger than eighteen. Nothing known is False here, and asked
    elsewhere. An age counts from the day on which it was said; of a birth known in part the last day that it can be counts.
    """
    if written := births.born(str(identity.get("born", ""))):
        born = (int(written[:4]), int(written[4:6]) or 12, int(written[6:]) or 31)
        return _years_since(born, today) < ADULT
    return 0 <= age_by(identity, said_on=said_on, today=today) < ADULT


def age_by(identity: Mapping[str, Any], *, said_on: date, today: date) -> int:
    """How old whoever was said to be so old on a day is at least by another; -1 where nothing was said."""
    age = births.age(str(identity.get("age", "")))
    return age + max(0, _years_since((said_on.year, said_on.month, said_on.day), today)) if age >= 0 else -1


def _years_since(day: tuple[int, int, int], today: date) -> int:
    return today.year - day[0] - ((today.month, today.day) < day[1:])


def role_words(role: Role, *, child: bool) -> str:
    """A role as the screen says it: whoever is a child is called one, whatever else a record calls them."""
    if not child or role in CHILD_ROLES:
        return role.label
    return "child" if role == Role.NONE else f"child; recorded in this link as {role.label}"


def check_roles(role: Role, *, child: bool, child_elsewhere: bool) -> None:
    """A child is never typed only as a suspect (domain.md 2.3). Raises Incomplete."""
    if child and role in ADULT_ROLES and not child_elsewhere:
        raise Incomplete(
            "This is a child. Say first, in a link of their own, how they are harmed or may be being used; "
            "a child is never recorded only as a suspect."
        )
