"""Names by the cultures of an English county, as families of spellings: `names.toml` read into values.

Written for measuring alone and apart from the matcher's own tables: neither reads the other.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Family:
    """Spellings of one name that officials use for one another, and the short forms that people use."""

    spellings: tuple[str, ...]
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class Culture:
    """How often it is met, given names by sex, surnames from common to rare, and whether women's surnames differ."""

    share: float
    girls: tuple[Family, ...]
    boys: tuple[Family, ...]
    surnames: tuple[Family, ...]
    rare: tuple[Family, ...]
    feminine: tuple[tuple[str, str], ...]


def families(text: str) -> tuple[Family, ...]:
    """``Anna,Ana|Ania; ...``: families in semicolons, spellings in commas, short forms behind the bar."""
    found = []
    for part in text.replace("\n", " ").split(";"):
        spellings, _, short = part.partition("|")
        found.append(Family(_words(spellings), _words(short)))
    return tuple(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _culture(part: dict[str, Any]) -> Culture:
    rare = [Family((head + tail,)) for head in part.get("heads", "").split() for tail in part.get("tails", "").split()]
    feminine = tuple((ending, other) for ending, other in part.get("feminine", []))
    girls, boys, surnames = (families(part[name]) for name in ("girls", "boys", "surnames"))
    return Culture(part["share"], girls, boys, surnames, tuple(rare), feminine)


_READ = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
CULTURES = tuple(_culture(part) for name, part in _READ.items() if name != "words")
STREET_NAMES = _READ["words"]["nicknames"].split()
STREETS = _READ["words"]["streets"].split()
STREET_KINDS = ("Road", "Street", "Avenue", "Close", "Lane", "Drive", "Way", "Crescent", "Gardens", "Court")
SHORT_KINDS = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Lane": "Ln", "Drive": "Dr", "Crescent": "Cres",
    "Gardens": "Gdns", "Court": "Ct",
}  # fmt: skip
TOWNS = (
    "Averham",
    "Castlebourne",
    "Dunmere",
    "Fallowfield Cross",
    "Harrowby",
    "Kestrel Heath",
    "Marlesford",
    "Northmere",
    "Westhaven",
)
AGENCIES = ("police", "social care", "health", "education", "youth justice", "housing", "voluntary")
