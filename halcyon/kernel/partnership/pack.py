"""Reads a partnership's pack (partnerships/<name>/: TOML and Markdown, no code); `contents` says what it holds.

Pure: files in, one Pack or one PackFault out, which is one sentence naming file and field. It must never guess. A pack
may share another's pages, phrases and language list, never its people or numbers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from halcyon.kernel.partnership.contents import (
    LanguageRule,
    LanguageRules,
    LimitWords,
    NationalLines,
    Pack,
    PackAgency,
    PackPerson,
    PackRota,
    Page,
    Phrase,
    Place,
    PolicySection,
    PolicyVersion,
    Saying,
    sentence,
)
from halcyon.kernel.partnership.frozen import Frozen, PackFault

__all__ = [
    "PARTNERSHIPS",
    "LanguageRule",
    "LanguageRules",
    "LimitWords",
    "Pack",
    "PackFault",
    "Page",
    "Phrase",
    "Place",
    "PolicySection",
    "load",
]

PARTNERSHIPS = Path(__file__).resolve().parents[3] / "partnerships"
Model = TypeVar("Model", bound=Frozen)
ENGLISH = "en"
TOKEN = re.compile(r"\{([a-z_]+)\}")
LEFT_FOR_THE_PAGE = frozenset({"readers", "contact_point", "figures"})
"""Tokens that stay in a page's body, because what they stand for changes by the hour or runs out by the day."""

_FRONT = re.compile(r"\A\+\+\+\n(?P<front>.*?)\n\+\+\+\n(?P<body>.*)\Z", re.DOTALL)
_POLICY_FACTS = ("note", "agreed_by", "agreed_on")


class _Agencies(Frozen):
    agency: tuple[PackAgency, ...]


class _People(Frozen):
    person: tuple[PackPerson, ...] = ()


class _Phrases(Frozen):
    phrase: tuple[Phrase, ...]


class _Sayings(Frozen):
    phrase: tuple[Saying, ...]


@cache
def load(name: str, root: Path = PARTNERSHIPS) -> Pack:
    """Read partnerships/<name>/; raises PackFault. Read once per process: a changed pack needs a restart."""
    folder = root / name
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or not (folder / "partnership.toml").is_file():
        raise PackFault(f"There is no partnership '{name}': {folder / 'partnership.toml'} does not exist.")
    facts = _toml(folder / "partnership.toml")
    shared = facts.pop("shares_with", None)
    folders = [root / str(shared), folder] if shared else [folder]
    lines = _read(NationalLines, root / "national-lines.toml")
    people = folder / "people.toml"
    rest: dict[str, Any] = {
        "other_numbers": facts.pop("other_number", ()),
        "facts": facts.pop("fact", ()),
        "agencies": _read(_Agencies, folder / "agencies.toml").agency,
        "people": _read(_People, people).person if people.is_file() else (),
        "rota": _read(PackRota, folder / "rota.toml"),
        "national_lines": lines,
        "policies": _policies(folder, root),
        "all_phrases": (),
        "all_sayings": {},
        "language": _language(folders),
        "practice": facts.pop("practice", None),
    }
    pack = _build(Pack, folder / "partnership.toml", {**facts, **rest, "all_pages": ()})
    words = _words(pack)
    practice = pack.practice and _fill(pack.practice, words, folder / "partnership.toml")
    phrases = _phrases(folders, words)
    written = {
        "all_pages": _pages(folders, words), "all_phrases": phrases, "practice": practice,
        "all_sayings": _sayings(folders, words, {phrase.key for phrase in phrases}),
    }  # fmt: skip
    pack = pack.model_copy(update=written)
    _no_doubles(pack, folder)
    _cross_check(pack, folder)
    return pack


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackFault(f"{_short(file)} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackFault(f"{_short(file)} is not TOML: {error}.") from error


def _short(file: Path) -> str:
    """A file's name from the folder of packs on: what an editor of the pack knows it by."""
    parts = file.parts
    return "/".join(parts[parts.index("partnerships") :]) if "partnerships" in parts else "/".join(parts[-3:])


def _build(model: type[Model], file: Path, values: dict[str, Any]) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise PackFault(sentence(_short(file), error)) from error


def _read(model: type[Model], file: Path) -> Model:
    return _build(model, file, _toml(file))


def _policies(folder: Path, root: Path) -> tuple[PolicyVersion, ...]:
    return tuple(_policy(file, root) for file in sorted((folder / "policy").glob("*.toml")))


def _policy(file: Path, root: Path) -> PolicyVersion:
    values = _toml(file)
    if same_as := values.pop("same_as", None):
        pack, _, version = str(same_as).partition("/")
        original = _toml(root / pack / "policy" / f"{version}.toml")
        values = {**{key: part for key, part in original.items() if key not in _POLICY_FACTS}, **values}
    try:
        day = dt.date.fromisoformat(file.stem)
    except ValueError as error:
        raise PackFault(f"{_short(file)} must be named by the day it begins, for example 2026-01-01.toml.") from error
    facts = {key: values.pop(key) for key in _POLICY_FACTS if key in values}
    return _build(PolicyVersion, file, {**facts, "in_force_from": day, "sections": values})


def _nearest(folders: Iterable[Path], pattern: str) -> list[Path]:
    """Files of all folders by their path inside; where two folders hold the same, the later folder's counts."""
    found = {str(file.relative_to(folder)): file for folder in folders for file in sorted(folder.glob(pattern))}
    return [found[path] for path in sorted(found)]


def _phrases(folders: list[Path], words: dict[str, str]) -> tuple[Phrase, ...]:
    return tuple(
        phrase.model_copy(update={"text": _fill(phrase.text, words, file)})
        for file in _nearest(folders, f"phrases/{ENGLISH}.toml")
        for phrase in _read(_Phrases, file).phrase
    )


def _sayings(folders: list[Path], words: dict[str, str], known: set[str]) -> dict[str, tuple[Saying, ...]]:
    return {
        file.stem: tuple(_saying(one, words, known, file) for one in _read(_Sayings, file).phrase)
        for file in _nearest(folders, "phrases/*.toml")
        if file.stem != ENGLISH
    }


def _saying(one: Saying, words: dict[str, str], known: set[str], file: Path) -> Saying:
    if one.key not in known:
        raise PackFault(f"{_short(file)}: there is no phrase '{one.key}' in {ENGLISH}.toml.")
    return one.model_copy(update={"text": _fill(one.text, words, file), "english": _fill(one.english, words, file)})


def _language(folders: list[Path]) -> LanguageRules:
    files = _nearest(folders, "language.toml")
    if not files:
        raise PackFault(f"{_short(folders[-1] / 'language.toml')} does not exist.")
    return _read(LanguageRules, files[0])


def _pages(folders: list[Path], words: dict[str, str]) -> tuple[Page, ...]:
    """Every page. A translation that is shared goes along only where the English that it says again is shared too."""
    files = _nearest(folders, "pages/*/*.md")
    english = {file.stem: file.parents[1] for file in files if file.parent.name == ENGLISH}
    return tuple(_page(file, words) for file in files if file.parents[1] == english.get(file.stem, file.parents[1]))


def _page(file: Path, words: dict[str, str]) -> Page:
    parts = _FRONT.match(file.read_text(encoding="utf-8"))
    if parts is None:
        raise PackFault(f"{_short(file)} must begin with its title and review dates between two lines of +++.")
    try:
        front = tomllib.loads(parts["front"])
    except tomllib.TOMLDecodeError as error:
        raise PackFault(f"{_short(file)}, between the lines of +++, is not TOML: {error}.") from error
    body = _fill(parts["body"].strip() + "\n", words, file)
    mark = _mark(str(front.get("title", "")), str(front.get("lead", "")), parts["body"].strip())
    texts = {name: _fill(str(front.pop(name, "")), words, file) for name in ("title", "lead", "short")}
    own = {"slug": file.stem, "lang": file.parent.name, "body": body, "mark": mark}
    return _build(Page, file, {**front, **texts, **own})


def _mark(*texts: str) -> str:
    """Which words a page has, as they stand in its file: what a translation says that it says again."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def _words(pack: Pack) -> dict[str, str]:
    """What the tokens of pages stand for: names and numbers that live in one place only."""
    *most, last = pack.promise.promised_by
    lines = {line.key: line.number for line in pack.national_lines.lines}
    return lines | {
        "county": pack.county,
        "partnership": pack.name,
        "team": pack.team.name,
        "promised_by": f"{', '.join(most)} and {last}" if most else last,
        "promise_since": pack.promise.since,
        "promise_reviewed": pack.promise.reviewed,
        "promise_next_review": pack.promise.next_review,
    }


def _fill(text: str, words: dict[str, str], file: Path) -> str:
    def word(token: re.Match[str]) -> str:
        if token[1] in LEFT_FOR_THE_PAGE:
            return token[0]
        if token[1] not in words:
            known = ", ".join(sorted(words))
            raise PackFault(f"{_short(file)} has {token[0]}, which stands for nothing; known are {known}.")
        return words[token[1]]

    return TOKEN.sub(word, text)


def _cross_check(pack: Pack, folder: Path) -> None:
    """Every key that points at something must find it."""
    agencies, teams = {agency.key for agency in pack.agencies}, {team.key for team in pack.teams}
    people, desks = {person.key for person in pack.people}, {desk.key for desk in pack.rota.desks}
    hours = pack.rota.hours
    by_days = {name for name, each in hours.items() if each.days}
    points: list[tuple[str, str, str, str | None, set[str]]] = [
        ("partnership.toml", "team", "key", pack.team.key, teams),
        ("partnership.toml", "contact_point", "team", pack.contact_point.team.is_, teams),
        *(("partnership.toml", "contact_point", "agencies", key, agencies) for key in pack.contact_point.agencies.is_),
        *(("partnership.toml", f"teams {team.key}", "agency", team.agency, agencies) for team in pack.teams),
        *(("people.toml", f"person {person.key}", "agency", person.agency, agencies) for person in pack.people),
        *(("people.toml", f"person {person.key}", "team", person.team, teams) for person in pack.people),
        *(("rota.toml", f"desk {desk.key}", "agency", desk.agency, agencies) for desk in pack.rota.desks),
        *(("rota.toml", f"turn {turn.place}", "person", turn.person, people) for turn in pack.rota.turns),
        *(("rota.toml", f"turn {turn.place}", "desk", turn.desk, desks) for turn in pack.rota.turns),
        *(("rota.toml", f"turn {turn.place}", "hours", turn.hours, set(hours)) for turn in pack.rota.turns),
        *(("rota.toml", f"hours {name}", "outside", each.outside, by_days) for name, each in hours.items()),
        *(("rota.toml", "away", "person", away.person, people) for away in pack.rota.away),
    ]
    for file, whose, field, key, known in points:
        if key is not None and key not in known:
            raise PackFault(f"{_short(folder / file)}, {whose}, field '{field}': there is no '{key}'.")


def _no_doubles(pack: Pack, folder: Path) -> None:
    """A key, and a mail address, may stand only once."""
    for file, what, keys in (
        ("agencies.toml", "agency", [agency.key for agency in pack.agencies]),
        ("partnership.toml", "team", [team.key for team in pack.teams]),
        ("people.toml", "person", [person.key for person in pack.people]),
        ("people.toml", "email", [person.email for person in pack.people]),
        ("rota.toml", "desk", [desk.key for desk in pack.rota.desks]),
    ):
        twice = next((key for number, key in enumerate(keys) if key in keys[:number]), None)
        if twice is not None:
            raise PackFault(f"{_short(folder / file)}: {what} '{twice}' stands there twice.")
