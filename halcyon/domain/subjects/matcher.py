"""The one module that knows the matching library: identities become keys and bytes, candidates become explained weights.

It touches no database, and it must never decide anything: it proposes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from halcyon.kernel.clocks import today
from halcyon.kernel.matching import (
    Canonical,
    Identity,
    Kind,
    Model,
    Part,
    Sort,
    canonical,
    exact_keys,
    keys,
    score,
    sort_of,
)

MANY = {Sort.PHONE: "phone", Sort.PLATE: "vehicle", Sort.DOOR: "place"}
"""What many people may be known by: a hostel's telephone and door, a firm's car say less than one person's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that shares a key, in the form that is compared. ``crowded``: keys of the new one that many share."""

    mention: UUID
    record: UUID
    canonical: bytes
    crowded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the model says of one candidate, as data for the screen."""

    candidate: Candidate
    weight: float
    above: bool
    parts: list[dict[str, Any]]
    against: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparable:
    """An identity made comparable once."""

    form: bytes
    keys: tuple[int, ...]
    exact: tuple[int, ...]


def comparable(identity: Identity) -> Comparable:
    """The canonical bytes and the hashed keys of an identity; an age counts from today."""
    return of_form(canonical(identity, on=today()).to_bytes())


def of_form(form: bytes) -> Comparable:
    """Keys of a form that was kept before."""
    read = Canonical.from_bytes(form)
    return Comparable(form=form, keys=tuple(sorted(keys(read))), exact=tuple(sorted(exact_keys(read))))


def propose(form: bytes, candidates: Iterable[Candidate], weights: Model) -> list[Proposed]:
    """Scores every candidate by the weights in force; keeps those that say anything, the heaviest first.

    The very same number, plate, account or address is always kept, and of two things it interrupts, unless it is everybody's.
    """
    mine = Canonical.from_bytes(form)
    found = []
    for candidate in candidates:
        theirs = Canonical.from_bytes(candidate.canonical)
        told = score(mine, theirs, weights, shared=_everybodys(mine, theirs, candidate.crowded))
        if told.weight < weights.floor and not told.shares:
            continue
        found.append(
            Proposed(
                candidate=candidate,
                weight=round(told.weight, 2),
                above=told.weight >= weights.review or (mine.kind != Kind.PERSON and bool(told.shares)),
                parts=_plain(told.parts),
                against=_plain(told.against),
            )
        )
    return sorted(found, key=lambda proposed: (-proposed.weight, proposed.candidate.mention))


def _everybodys(mine: Canonical, theirs: Canonical, crowded: frozenset[int]) -> tuple[str, ...]:
    """The fields in which two agree only on what many are known by."""
    many = {key for key in crowded if sort_of(key) in MANY}
    if not many:
        return ()
    common = keys(mine) & keys(theirs)
    return tuple(
        field
        for sort, field in MANY.items()
        if (agreed := {key for key in common if sort_of(key) is sort}) and agreed <= many
    )


def _plain(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"field": part.field, "words": part.words, "weight": round(part.weight, 2)} for part in parts]


THINGS = (("phones", Kind.PHONE), ("vehicles", Kind.VEHICLE), ("handles", Kind.ACCOUNT), ("emails", Kind.ACCOUNT))


def things_of(identity: Identity) -> list[tuple[Identity, str]]:
    """The phones, vehicles, accounts and places that a person is named with: each is named by the record too."""
    if identity.kind is not Kind.PERSON:
        return []
    found: list[tuple[Identity, str]] = []
    for field, kind in THINGS:
        for written in getattr(identity, field):
            found.append((Identity.from_json({"kind": kind, field: [written]}), written))
    for number, address in enumerate(identity.addresses):
        codes = identity.postcodes[number : number + 1]
        found.append((Identity(kind=Kind.PLACE, addresses=(address,), postcodes=codes), " ".join((address, *codes))))
    return [(thing, written) for thing, written in found if written.strip()]
