"""What a record says about someone or something, exactly as written: the matcher's one input.

Nothing is cleaned here and nothing is refused: an impossible date of birth is kept as it stands, because how it was
written down is itself something that two records may share.
"""

import json
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is named. A phone, vehicle, place or account may be named without anybody known to use it."""

    PERSON = "person"
    PHONE = "phone"
    VEHICLE = "vehicle"
    PLACE = "place"
    ACCOUNT = "account"
    ORGANISATION = "organisation"


NAME_SORTS = ("name", "alias", "maiden", "nickname")


@dataclass(frozen=True, slots=True)
class Name:
    """One name as written; ``whole`` when nobody knows which part is which. ``sort`` is one of `NAME_SORTS`."""

    given: str = ""
    family: str = ""
    whole: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class Identity:
    """One mention's facts as written. ``age`` in years; ``sex`` is F, M, X or empty; ``agency`` is never compared."""

    kind: Kind = Kind.PERSON
    names: tuple[Name, ...] = ()
    born: str = ""
    age: str = ""
    sex: str = ""
    phones: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    agency: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values for a jsonb column; whatever is empty is left out."""
        found: dict[str, Any] = {"kind": self.kind.value}
        if self.names:
            found["names"] = [
                {each.name: value for each in fields(name) if (value := getattr(name, each.name))}
                for name in self.names
            ]
        for field in ("born", "age", "sex", "agency"):
            if value := getattr(self, field):
                found[field] = value
        for field in _LISTS:
            if values := getattr(self, field):
                found[field] = list(values)
        return found

    @classmethod
    def from_json(cls, stored: dict[str, Any] | str) -> "Identity":
        """The inverse of `to_json`; unknown keys are ignored, so that an older reader survives a newer row."""
        plain: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
        return cls(
            kind=Kind(plain.get("kind", Kind.PERSON)),
            names=tuple(
                Name(
                    given=name.get("given", ""),
                    family=name.get("family", ""),
                    whole=name.get("whole", ""),
                    sort=name.get("sort", "name"),
                )
                for name in plain.get("names", ())
            ),
            born=plain.get("born", ""),
            age=plain.get("age", ""),
            sex=plain.get("sex", ""),
            agency=plain.get("agency", ""),
            **{field: tuple(plain.get(field, ())) for field in _LISTS},
        )


_LISTS = ("phones", "vehicles", "postcodes", "addresses", "handles", "emails")
