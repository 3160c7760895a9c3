"""The one module that knows the matching library: identities become keys and bytes, candidates become explained weights.

It touches no database, and it must never decide anything: it proposes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from halcyon.kernel.clocks import today
from halcyon.kernel.matching import Canonical, Identity, Kind, Model, Part, canonical, exact_keys, keys, score

MANY = ("phone", "vehicle")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that shares a key, in the form that is compared."""

    mention: UUID
    record: UUID
    canonical: bytes
    crowded: bool = False


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

    The very same number, plate, account or address of two things always interrupts, unless it is everybody's.
    """
    mine = Canonical.from_bytes(form)
    number = frozenset() if mine.kind == Kind.PERSON else exact_keys(mine)
    found = []
    for candidate in candidates:
        shared = MANY if candidate.crowded else ()  # a hostel's phone says less than one person's
        theirs = Canonical.from_bytes(candidate.canonical)
        told = score(mine, theirs, weights, shared=shared)
        very_same = not candidate.crowded and not number.isdisjoint(exact_keys(theirs))
        if told.weight < weights.floor:
            continue
        found.append(
            Proposed(
                candidate=candidate,
                weight=round(told.weight, 2),
                above=very_same or told.weight >= weights.review,
                parts=_plain(told.parts),
                against=_plain(told.against),
            )
        )
    return sorted(found, key=lambda proposed: (-proposed.weight, proposed.candidate.mention))


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
