"""Whom and what a report names, as identities the matcher reads: from plain fields, and from what is spotted in a text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from halcyon.kernel.matching import Identity, Kind, Name, identity_of, spot
from halcyon.kernel.sources.identifying import fold

KINDS: dict[str, str] = {
    "people": "Person",
    "vehicles": "Vehicle",
    "phones": "Phone",
    "online": "Name online",
    "places": "Place",
}


@dataclass(frozen=True)
class Thing:
    """Somebody or something that is named, as it was written."""

    identity: Identity
    written: str

    @property
    def kind(self) -> Kind:
        return self.identity.kind


def thing(kind: str, said: Mapping[str, str]) -> Thing | None:
    """One row of the form's plain fields; None when nothing in it is written."""
    given = {name: value.strip() for name, value in said.items() if value.strip()}
    if not given:
        return None
    written = ", ".join(given.values())
    return Thing(_identity(kind, given), written[:400])


def _identity(kind: str, given: Mapping[str, str]) -> Identity:
    match kind:
        case "people":
            names = [Name(whole=given["name"])] if "name" in given else []
            names += [Name(whole=alias, sort="alias") for alias in _several(given.get("alias", ""))]
            born = given.get("born", "")
            age = re.fullmatch(r"(?:about\s+)?(\d{1,3})", born)
            return Identity(
                kind=Kind.PERSON, names=tuple(names), born="" if age else born, age=age[1] if age else "",
            )  # fmt: skip
        case "vehicles":
            return Identity(kind=Kind.VEHICLE, vehicles=_one(given, "plate"))
        case "phones":
            return Identity(kind=Kind.PHONE, phones=_one(given, "number"))
        case "online":
            name = given.get("name", "")
            mail = "@" in name[1:] and " " not in name
            return Identity(
                kind=Kind.ACCOUNT, emails=(name,) if mail else (), handles=(name,) if name and not mail else ()
            )
        case "places":
            return Identity(kind=Kind.PLACE, addresses=_one(given, "address"), postcodes=_one(given, "postcode"))
    raise ValueError(f"{kind} is not a kind of thing: use one of {', '.join(KINDS)}")


def _one(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return (given[name],) if name in given else ()


def _several(names: str) -> list[str]:
    return [name.strip() for name in re.split(r"[,;/]", names) if name.strip()]


def spotted(text: str, *, besides: Iterable[str] = (), names: Iterable[str] = ()) -> tuple[Thing, ...]:
    """What a text names and nobody has taken up yet: each is offered, none is taken by itself."""
    taken = [fold(written) for written in besides]
    found: dict[tuple[str, str], Thing] = {}
    for one in spot(text, tuple(names)):
        if not any(fold(one.written) in written for written in taken):
            found.setdefault((one.kind, one.value), Thing(identity_of(one.kind, one.written), one.written))
    return tuple(found.values())


def shared_out(things: Iterable[Thing], texts: list[str]) -> list[tuple[Thing, ...]]:
    """For each text the things it names; what no text names belongs to the first."""
    found: list[list[Thing]] = [[] for _ in texts]
    for one in things:
        parts = [fold(part) for part in one.written.split(",")]
        homes = [number for number, text in enumerate(texts) if any(part and part in fold(text) for part in parts)]
        for number in homes or [0]:
            found[number].append(one)
    return [tuple(each) for each in found]
