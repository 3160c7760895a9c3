"""What the team's own records and answers teach: read for `halcyon matching train`, as the worker, which decides nothing.

Only records that are open to their team are read, and pairs of such records: no figure made of them can tell that something
closed or silent exists. It never reads a name: canonical forms go in, counts of levels come out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q

from halcyon.domain.subjects import rules
from halcyon.domain.subjects.models import CONCERNED, Judgement, Match, Mention, MentionKind, Same
from halcyon.domain.subjects.rules import Said
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.rules import Lock
from halcyon.kernel.matching import Canonical, keys
from halcyon.kernel.matching.comparing import compare
from halcyon.kernel.matching.levels import FIELDS
from halcyon.kernel.matching.preparing import Prepared

Numbers = np.ndarray[Any, np.dtype[Any]]
CHUNK = 5_000
OPEN_PAIR = {"record__lock": Lock.OPEN, "other__lock": Lock.OPEN}
PEOPLE = {"a__kind": MentionKind.PERSON, "b__kind": MentionKind.PERSON}


@dataclass(frozen=True)
class Judged:
    """The answers that hold for pairs of people: levels of shape (pairs, fields), and whether they are the same."""

    levels: Numbers
    same: Numbers


def people(*, by: Actor) -> Iterator[Prepared]:
    """Everybody whom an open record names, in the form that is compared."""
    by.check(Permission.TRAIN_WEIGHTS)
    named = (
        Mention.objects.filter(kind=MentionKind.PERSON, record__lock=Lock.OPEN).exclude(sort=CONCERNED).order_by("pk")
    )
    for part in _parts(((key, bytes(form)) for key, form in named.values_list("pk", "canonical").iterator(CHUNK))):
        own = [sorted(keys(Canonical.from_bytes(form))) for _, form in part]
        yield Prepared(
            records=[str(key) for key, _ in part], canonicals=[form for _, form in part],
            keys=np.array([key for each in own for key in each], np.int64),
            counts=np.array([len(each) for each in own], np.int64),
        )  # fmt: skip


def judged(*, by: Actor) -> Judged:
    """Same and not the same; *not sure* teaches nothing."""
    by.check(Permission.TRAIN_WEIGHTS)
    rows = Judgement.objects.filter(taken_back=None, **OPEN_PAIR, **PEOPLE)
    rows = rows.exclude(Q(a__sort=CONCERNED) | Q(b__sort=CONCERNED))  # whom a record is about was never a question
    said = rules.holding(Said(row.a_id, row.b_id, Same(row.answer), row.at, row.pk) for row in rows.order_by("at"))
    pairs = {pair: one.answer == Same.SAME for pair, one in said.items() if one.answer != Same.UNSURE}
    return Judged(_levels(list(pairs)), np.array(list(pairs.values()), bool))


def proposed(*, by: Actor) -> Numbers:
    """The levels of every pair of people that was ever proposed."""
    by.check(Permission.TRAIN_WEIGHTS)
    return _levels(list(Match.objects.filter(**OPEN_PAIR, **PEOPLE).order_by("pk").values_list("a", "b")))


def _levels(pairs: list[tuple[UUID, UUID]]) -> Numbers:
    found = np.zeros((len(pairs), len(FIELDS)), np.uint8)
    for begin in range(0, len(pairs), CHUNK):
        part = pairs[begin : begin + CHUNK]
        rows = Mention.objects.filter(pk__in={key for pair in part for key in pair}).values_list("pk", "canonical")
        forms = {key: Canonical.from_bytes(form) for key, form in rows}
        for place, (a, b) in enumerate(part, start=begin):
            found[place] = compare(forms[a], forms[b])
    return found


def _parts(rows: Iterator[tuple[UUID, bytes]]) -> Iterator[list[tuple[UUID, bytes]]]:
    part: list[tuple[UUID, bytes]] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part
