"""An identity made comparable, once: every later comparison, key and stored copy works on this form alone.

Nothing here refuses: what cannot be read is left out of the canonical form, and stands as written in the record itself.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from halcyon.kernel.matching import births, handles, names, phones, places, plates
from halcyon.kernel.matching.identities import NAME_SORTS, Identity, Kind, Name
from halcyon.kernel.matching.names import Form

VERSION = "1"
MOST = 8  # of each list: the ninth telephone of one mention says nothing more
_FIELD, _ITEM, _PART = "\x1f", "\x1e", "\x1d"
_new = tuple.__new__  # a named tuple without its keyword handling: a save reads some hundred stored forms


class UnknownVersion(ValueError):
    """Stored bytes of a form that this code does not read: write the mention's keys and form again."""


class Canonical(NamedTuple):
    """The comparable form. ``born`` is YYYYMMDD with 0 for unknown digits; ``around`` a year of birth worked out from an age
    (0 unknown); ``phones`` E.164; ``plates`` without spaces, ``?`` unread; ``postcodes`` "AA9 9AA"; ``doors`` (door, street).
    """

    kind: str = "person"
    names: tuple[Form, ...] = ()
    born: str = ""
    around: int = 0
    sex: str = ""
    phones: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    doors: tuple[tuple[str, str], ...] = ()
    handles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Versioned UTF-8, about 60-150 bytes. `from_bytes` gives back an equal value."""
        return _FIELD.join(
            (
                VERSION,
                self.kind,
                _ITEM.join(_PART.join(form) for form in self.names),
                self.born,
                str(self.around or ""),
                self.sex,
                _ITEM.join(self.phones),
                _ITEM.join(self.plates),
                _ITEM.join(self.postcodes),
                _ITEM.join(_PART.join(door) for door in self.doors),
                _ITEM.join(self.handles),
                _ITEM.join(self.emails),
            )
        ).encode()

    @classmethod
    def from_bytes(cls, stored: bytes | memoryview) -> "Canonical":
        """Raises `UnknownVersion` when the bytes were written by another version."""
        return cls.from_texts(cls.texts(stored))

    @staticmethod
    def texts(stored: bytes | memoryview) -> list[str]:
        """The fields as they are stored, in their order: equal texts are equal values. Raises `UnknownVersion`."""
        version, *found = bytes(stored).decode().split(_FIELD)
        if len(found) != 11 or version != VERSION:
            raise UnknownVersion(f"a canonical form of version {version[:8]!r} is stored; this code reads {VERSION}")
        return found

    @classmethod
    def from_texts(cls, found: Sequence[str]) -> "Canonical":
        """A form from its stored fields; an empty text is an empty value."""
        kind, named, born, around, sex, phoned, plated, coded, doored, handled, mailed = found
        return _new(
            cls,
            (
                kind,
                _forms(named) if named else (),
                born,
                int(around) if around else 0,
                sex,
                tuple(phoned.split(_ITEM)) if phoned else (),
                tuple(plated.split(_ITEM)) if plated else (),
                tuple(coded.split(_ITEM)) if coded else (),
                tuple([_door(each) for each in doored.split(_ITEM)]) if doored else (),
                tuple(handled.split(_ITEM)) if handled else (),
                tuple(mailed.split(_ITEM)) if mailed else (),
            ),
        )


def canonical(identity: Identity, *, on: date | None = None) -> Canonical:
    """The comparable form of an identity. ``on``: the day on which the age was said; without it an age says nothing."""
    born = births.born(identity.born)
    age = births.age(identity.age) if identity.age else -1
    return Canonical(
        kind=identity.kind.value,
        names=_names(identity.names),
        born=born,
        around=on.year - age if on and age >= 0 and not born else 0,
        sex=sex if (sex := identity.sex.strip().upper()[:1]) in ("F", "M", "X") else "",
        phones=_each(phones.phone, identity.phones),
        plates=_each(plates.plate, identity.vehicles),
        postcodes=_each(places.postcode, identity.postcodes) or _each(places.in_address, identity.addresses),
        doors=tuple(found for each in dict.fromkeys(identity.addresses) if any(found := places.address(each)))[:MOST],
        handles=_each(handles.handle, identity.handles),
        emails=_each(handles.email, identity.emails),
    )


def written(form: Canonical) -> Identity:
    """The canonical form as an identity, for reading; its own canonical form is the same again."""
    return Identity(
        kind=Kind(form.kind),
        names=tuple(Name(given=name.given, family=name.family, sort=name.sort) for name in form.names),
        born=f"{form.born[:4]}-{form.born[4:6]}-{form.born[6:]}" if form.born else "",
        sex=form.sex,
        phones=form.phones,
        vehicles=form.plates,
        postcodes=form.postcodes,
        addresses=tuple(
            " ".join(part for part in (door.replace("/", " flat "), street) if part) for door, street in form.doors
        ),
        handles=form.handles,
        emails=form.emails,
    )


def _forms(stored: str) -> tuple[Form, ...]:
    if _ITEM not in stored:
        return (_new(Form, stored.split(_PART)),)
    return tuple([_new(Form, each.split(_PART)) for each in stored.split(_ITEM)])


def _door(stored: str) -> tuple[str, str]:
    door, _, street = stored.partition(_PART)
    return door, street


def _each(read: Callable[[str], str], values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for value in values if (found := read(value))))[:MOST]


def _names(written_names: tuple[Name, ...]) -> tuple[Form, ...]:
    found = [
        form._replace(sort=form.sort if form.sort in NAME_SORTS else "alias")
        for name in written_names
        for form in names.forms(name)
    ]
    return tuple({(form.given, form.family): form for form in reversed(found)}.values())[::-1][:MOST]
