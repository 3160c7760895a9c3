"""The public pages' own words in other languages: catalogues (`languages/<code>.po`), read when a process starts.

Nothing is compiled into a file that could be missing or old. A catalogue is a draft until a named person has confirmed these very
texts (`languages.toml`); who may see a draft is decided by whoever shows it. Nothing here translates by itself.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf.global_settings import LANGUAGES_BIDI
from django.utils.translation import trans_real

ENGLISH = "en"
LIST = Path(__file__).parent / "languages.toml"
FOLDER = LIST.with_suffix("")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A language as this version speaks it. `read` is its file; `mark` says which texts they are, `waiting` how many have none."""

    code: str
    name: str  # in the language itself
    english: str
    confirmed_by: str
    confirmed_on: str
    draft: bool
    mark: str
    translated: int
    waiting: int
    read: Catalog = field(repr=False, compare=False)

    @property
    def direction(self) -> str:
        return direction(self.code)


def direction(code: str) -> str:
    """Which way a language is written."""
    return "rtl" if code in LANGUAGES_BIDI else "ltr"


@cache
def held() -> Mapping[str, Catalogue]:
    """Every catalogue by its code, in the order of the list."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return {code: _catalogue(code, facts) for code, facts in listed.items()}


def in_english(code: str) -> str:
    """The English name of another language; nothing for English itself, and the code of one that has no catalogue."""
    found = held().get(code)
    return found.english if found else "" if code == ENGLISH else code


def file_of(code: str) -> Path:
    """Where the texts of a language stand."""
    return FOLDER / f"{code}.po"


def take_up() -> None:
    """Makes Django speak every catalogue in this process: ours come before any word that Django brings."""
    for code, catalogue in held().items():
        made = io.BytesIO()
        write_mo(made, catalogue.read)  # without what is marked fuzzy: it waits for a person, and English stands there
        made.seek(0)
        trans_real.translation(code).merge(GNUTranslations(made))


def texts(read: Catalog) -> list[Message]:
    """What a catalogue has words for, in its own order."""
    return [
        message for message in read if message.id and message.string and not message.fuzzy and any(_strings(message))
    ]


def mark_of(read: Catalog) -> str:
    """Which texts these are: another mark for any other word."""
    pairs = sorted((repr(message.id), repr(message.string)) for message in texts(read))
    return hashlib.sha256(repr(pairs).encode()).hexdigest()[:16]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _catalogue(code: str, facts: Mapping[str, str]) -> Catalogue:
    with file_of(code).open("rb") as file:
        read = read_po(file, locale=code)
    mark, translated = mark_of(read), len(texts(read))
    by = facts["confirmed_by"].strip()
    return Catalogue(
        code=code, name=facts["name"], english=facts["english"], confirmed_by=by, confirmed_on=facts["confirmed_on"],
        draft=not by or facts["confirmed_texts"] != mark, mark=mark, translated=translated,
        waiting=sum(1 for message in read if message.id) - translated, read=read,
    )  # fmt: skip
