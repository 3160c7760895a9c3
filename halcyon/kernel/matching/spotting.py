"""What a free text names: telephones, plates, postcodes, e-mails, accounts, and known names. Offered, never assumed.

Honest grammars: each asks for the shape that people really write, so that ordinary sentences
("in 2014 the 12 year old") stay quiet. The text itself is never changed.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from halcyon.kernel.matching import handles, phones, places, plates
from halcyon.kernel.matching.identities import Identity, Kind, Name
from halcyon.kernel.matching.naming import Names

KEPT = 64  # dictionaries that a process keeps, one for each list of names that it was given
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")
_PHONE = re.compile(r"(?<![\w+./:£$€#])(?:\+\d|\(?0\d?|44 ?\(?[07])(?:[\s().-]{0,2}\d){7,13}(?!\w|[.:/]\d)")
_POSTCODE = re.compile(r"(?<![\w-])[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}(?![\w-])")
_PLATE = re.compile(
    r"(?<![\w@/.-])(?:"
    r"(?P<current>[A-HJ-PR-Y][A-HJ-PR-Y]\d\d[ -]?[A-HJ-PR-Z]{3})|"
    r"(?P<prefix>[A-HJ-NPR-TV-Y]\d{1,3} [A-HJ-PR-Y]{3})|"
    r"(?P<suffix>[A-HJ-PR-Y]{3} \d{1,3}[A-HJ-NPR-TV-Y])|"
    r"(?P<irish>[A-Z]{0,1}[IZ][A-Z] \d{3,4})"
    r")(?![\w@-])"
)
_LOWER = re.compile(r"(?<![\w@/.-])[a-hj-pr-y][a-hj-pr-y]\d\d ?[a-hj-pr-z]{3}(?![\w@-])")
_UNREAD = r"[?*_]"
_PARTIAL = re.compile(
    rf"(?<![\w@/.-])(?:[A-HJ-PR-Y][A-HJ-PR-Y]\d\d(?: ?{_UNREAD}{{1,3}}| ?\.{{3}}|…)|(?=[A-Z\d? *_]*\d)(?=[A-Z\d? *_]*{_UNREAD})"
    rf"(?:[A-Z]|{_UNREAD}){{2}}(?:\d|{_UNREAD}){{2}} ?(?:[A-Z]|{_UNREAD}){{3}})(?![\w@])"
)
_TOLD = re.compile(
    r"\b(?:plates?|reg(?:istration)?s?|number ?plate|vrm|index)\b"
    r"[^.\n]{0,32}?\b(?P<piece>(?=[A-Z]*\d)[A-Z\d]{2,4}(?: ?[A-Z\d]{2,3})?)\b"
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,38}[A-Za-z0-9_])?")
_SITE = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|telegram|facebook|fb|ig)\b"
    r"(?: (?:name|account|user(?:name)?|handle|is|as|id)){0,3}"
    r"\s*[:=,]?\s+(?P<name>[a-z0-9_.-]*[\d_.][a-z0-9_.-]*[a-z0-9_])",
    re.IGNORECASE,
)


class Spot(NamedTuple):
    """``text[start:end]`` is ``written``; ``kind`` is phone, vehicle, place, account, email or person; ``value`` canonical."""

    start: int
    end: int
    kind: str
    written: str
    value: str


def identity_of(kind: str, written: str) -> Identity:
    """Who or what a spot of this kind names, as the matcher reads it. Raises ValueError for a kind that is not spotted."""
    match kind:
        case "phone":
            return Identity(kind=Kind.PHONE, phones=(written,))
        case "vehicle":
            return Identity(kind=Kind.VEHICLE, vehicles=(written,))
        case "place":
            return Identity(kind=Kind.PLACE, postcodes=(written,))
        case "email":
            return Identity(kind=Kind.ACCOUNT, emails=(written,))
        case "account":
            return Identity(kind=Kind.ACCOUNT, handles=(written,))
        case "person":
            return Identity(kind=Kind.PERSON, names=(Name(whole=written),))
    raise ValueError("Nothing of this kind is spotted in a text.")


def spot(text: str, names: "Iterable[str] | Names" = ()) -> tuple[Spot, ...]:
    """Everything the text names, in reading order, without overlaps; what is surer wins. ``names``: known names and aliases.

    A list of names is made a dictionary of words once and kept for the next text. For a million names build `Names` and
    pass it: it finds as fast as for ten.
    """
    taken: list[Spot] = []
    for found in (*_shapes(text), *_known(text, names)):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return tuple(sorted(taken))


def _shapes(text: str) -> Iterator[Spot]:
    yield from _by(_EMAIL, "email", handles.email, text)
    yield from _by(_POSTCODE, "place", _whole_postcode, text)
    yield from _by(_PLATE, "vehicle", plates.plate, text)
    yield from _by(_LOWER, "vehicle", plates.plate, text)
    yield from _by(_PARTIAL, "vehicle", _half_seen, text)
    yield from _by(_PHONE, "phone", phones.phone, text)
    yield from _by(_HANDLE, "account", handles.handle, text)
    for match in _SITE.finditer(text):
        if value := handles.handle(match["name"]):
            yield Spot(match.start("name"), match.end("name"), "account", match["name"], value)
    for match in _TOLD.finditer(text):
        if value := plates.plate(match["piece"] + ("" if len(match["piece"]) > 6 else "?")):
            yield Spot(match.start("piece"), match.end("piece"), "vehicle", match["piece"], value)


def _by(grammar: "re.Pattern[str]", kind: str, read: "object", text: str) -> Iterator[Spot]:
    assert callable(read)
    for match in grammar.finditer(text):
        if value := read(match[0]):
            yield Spot(match.start(), match.end(), kind, match[0], value)


def _whole_postcode(written: str) -> str:
    """Capitals, or a space in the middle: "w1a 1aa" is one, "in3 4th" is not."""
    value = places.postcode(written)
    return (
        value
        if " " in value and (written.isupper() or (" " in written and written[-2:] not in ("st", "nd", "rd", "th")))
        else ""
    )


def _half_seen(written: str) -> str:
    return plates.plate(written.replace("...", "???").replace("…", "???"))


@lru_cache(maxsize=KEPT)
def _tree(names: tuple[str, ...]) -> Names:
    """The dictionary of these very names: kept for the next text, and another one as soon as they are others."""
    return Names(names)


def _known(text: str, names: "Iterable[str] | Names") -> Iterator[Spot]:
    known = names if isinstance(names, Names) else _tree(tuple(names))
    for start, end, name in known.find(text):
        yield Spot(start, end, "person", text[start:end], name)
