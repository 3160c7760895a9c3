"""Which written forms are the same name: the reviewed tables of `tables/`, read once, never written.

`tables/given.tsv` and `tables/family.tsv` say which forms belong to which name and how (a spelling, a nickname, the same name
in another language); `tables/apart.tsv` names pairs that look alike and are two names (Mohammed and Mahmood);
`tables/common.tsv` says how many of 100,000 people carry a name. How a row gets in is written at the top of each table.
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from halcyon.kernel.matching.folding import fold


class How(IntEnum):
    """How a written form stands for a name; the smaller, the closer."""

    SPELLING = 0
    NICKNAME = 1
    TRANSLATION = 2


class Row(NamedTuple):
    """One reviewed row: a name, how its forms stand for it, the forms, the tradition they come from, who reviewed it."""

    name: str
    how: How
    forms: tuple[str, ...]
    tradition: str
    reviewed: str


class Tables(NamedTuple):
    """``given`` and ``family``: folded form -> {name: how}; ``apart``: unordered pairs; ``common``: per 100,000 people."""

    given: dict[str, dict[str, How]]
    family: dict[str, dict[str, How]]
    apart: frozenset[tuple[str, str]]
    common_given: dict[str, int]
    common_family: dict[str, int]


def lines(table: str) -> Iterator[list[str]]:
    """The rows of ``tables/<table>.tsv``, comments and blank lines left out."""
    text = files("halcyon.kernel.matching").joinpath(f"tables/{table}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def rows(table: str) -> Iterator[Row]:
    """The rows of ``given`` or ``family``; raises ValueError on a row that breaks the table's own rules."""
    for cells in lines(table):
        if len(cells) != 5:
            raise ValueError(f"tables/{table}.tsv: five cells are wanted, tab between them: {cells}")
        name, how, forms, tradition, reviewed = cells
        yield Row(plain(name), How[how.upper()], tuple(plain(form) for form in forms.split()), tradition, reviewed)


def plain(form: str) -> str:
    """A form as tokens are kept: folded, without apostrophes or hyphens."""
    return fold(form).replace("'", "").replace("-", "")


def pair(one: str, other: str) -> tuple[str, str]:
    """The two in a fixed order."""
    return (one, other) if one <= other else (other, one)


@cache
def tables() -> Tables:
    """All tables, read at first use (about 10 ms)."""
    common: dict[str, dict[str, int]] = {"given": {}, "family": {}}
    for sort, count, forms in lines("common"):
        for form in forms.split():
            common[sort][plain(form)] = int(count)
    return Tables(
        given=_forms("given"),
        family=_forms("family"),
        apart=frozenset(pair(plain(one), plain(other)) for one, other, *_ in lines("apart")),
        common_given=common["given"],
        common_family=common["family"],
    )


def _forms(table: str) -> dict[str, dict[str, How]]:
    found: dict[str, dict[str, How]] = {}
    for row in rows(table):
        found.setdefault(row.name, {})[row.name] = How.SPELLING
        for form in row.forms:
            known = found.setdefault(form, {})
            known[row.name] = min(row.how, known.get(row.name, How.TRANSLATION))
    return found
