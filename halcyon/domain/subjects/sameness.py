"""Which mentions are one subject, for whoever asks: computed from the judgements they may see, never stored.

A join through a record that the asker may not see does not exist for them: nothing hidden shows through it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from halcyon.domain.subjects import rules
from halcyon.domain.subjects.models import Doubt, DoubtKind, Judgement, Link, Mention, Same
from halcyon.domain.subjects.rules import Said
from halcyon.kernel.access.rules import RecordKind
from halcyon.kernel.clocks import today

MOST_ROUNDS = 30
MOST_MENTIONS = 2000


def judgements_on(mentions: Iterable[UUID]) -> list[Said]:
    """The standing judgements that touch any of these mentions."""
    ids = list(mentions)
    found = Judgement.objects.filter(Q(a__in=ids) | Q(b__in=ids), taken_back=None)
    return [
        Said(a=row[0], b=row[1], answer=Same(row[2]), at=row[3], key=row[4])
        for row in found.values_list("a", "b", "answer", "at", "id")
    ]


def own_of(mentions: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Pairs that are one by what their record is: all *self* mentions of one record."""
    records = Mention.objects.filter(pk__in=list(mentions), sort="self").values("record")
    firsts: dict[tuple[UUID, str], UUID] = {}
    pairs: list[tuple[UUID, UUID]] = []
    selves = Mention.objects.filter(record__in=records, sort="self").order_by("id")
    for mention, record, kind in selves.values_list("id", "record", "kind"):
        first = firsts.setdefault((record, kind), mention)
        if first != mention:
            pairs.append((first, mention))
    return pairs


def grouped(mentions: Iterable[UUID]) -> dict[UUID, UUID]:
    """Every mention that is the same as one of these, and these -> their subject (the least mention of it)."""
    known: set[UUID] = set(mentions)
    frontier, said, own = set(known), dict[UUID, Said](), set[tuple[UUID, UUID]]()
    for _ in range(MOST_ROUNDS):
        if not frontier or len(known) > MOST_MENTIONS:
            break
        said |= {one.key: one for one in judgements_on(frontier)}
        own |= set(own_of(frontier))
        same = {pair for pair, one in rules.holding(said.values()).items() if one.answer == Same.SAME}
        reached = {node for pair in same | own for node in pair}
        frontier, known = reached - known, known | reached
    same_pairs = [pair for pair, one in rules.holding(said.values()).items() if one.answer == Same.SAME]
    return rules.components(known, [*same_pairs, *own])


def subject_of(mention: UUID) -> set[UUID]:
    """All mentions of the subject that a mention belongs to."""
    groups = grouped([mention])
    return {node for node, leader in groups.items() if leader == groups[mention]}


def is_child(mention: Mention) -> bool:
    """Whether the subject is a child of the index, or is written down as younger than eighteen."""
    return children_among(subject_of(mention.pk)) != set()


def children_among(mentions: Iterable[UUID]) -> set[UUID]:
    """Those of the mentions that speak of a child."""
    day = today()
    found = Mention.objects.filter(pk__in=list(mentions), kind="person").values_list(
        "id", "sort", "record__kind", "identity"
    )
    return {
        key
        for key, sort, kind, identity in found
        if (kind == RecordKind.CHILD and sort == "self") or rules.is_child(identity, today=day)
    }


def has_child_role(mention: Mention) -> bool:
    """Whether a link somewhere calls the subject a child who is harmed, used, or simply a child."""
    mentions = subject_of(mention.pk)
    roles = list(rules.CHILD_ROLES)
    return Link.objects.filter(Q(a__in=mentions, role_a__in=roles) | Q(b__in=mentions, role_b__in=roles)).exists()


def latest_doubts(mentions: Iterable[UUID]) -> dict[UUID, DoubtKind]:
    """What is said of each mention that was ever doubted: the latest holds."""
    rows = Doubt.objects.filter(mention__in=list(mentions)).order_by("at", "id").values_list("mention", "kind")
    return {mention: DoubtKind(kind) for mention, kind in rows}
