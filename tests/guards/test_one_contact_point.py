"""One contact point, and no other local number anywhere: not in a page, a template, the code, a style or a document.

The two pages that this project began with gave a worried child two numbers for one team.
"""

import html
import re
from pathlib import Path

import pytest

from halcyon.kernel.partnership.pack import PARTNERSHIPS, load

ROOT = PARTNERSHIPS.parent
NAMES = ("demo", "oxfordshire")
LOOKED_AT = {".py", ".html", ".txt", ".md", ".toml", ".js", ".css", ".svg", ".sql", ".json", ".yaml"}
NUMBER = re.compile(r"(?<![\w./#-])(?:\+44[  ]?|0)(?:[  ()-]{0,2}\d){8,10}(?![\w-])")
DRAMA = re.compile(r"(07700900|01632960)\d{3}")
NATIONAL = {re.sub(r"\D", "", line.number) for line in load("demo").national_lines.lines}


def files(*places: str) -> list[Path]:
    return sorted(
        file
        for place in places
        for file in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*"))
        if file.suffix in LOOKED_AT
    )


def numbers(file: Path) -> set[str]:
    text = html.unescape(file.read_text(encoding="utf-8"))
    return {re.sub(r"\D", "", found).replace("44", "0", 1) if "+44" in found else re.sub(r"\D", "", found)
            for found in NUMBER.findall(text)}  # fmt: skip


def test_no_local_number_stands_anywhere_but_in_the_contact_point() -> None:
    """Seen to fail with 01865 309196 in a page of the model county, and with 01865 335276 in a style sheet."""
    looked_at = files("halcyon", "partnerships", "run.py", "README.md", "docs")
    assert len(looked_at) > 500
    found = {
        str(file): [number for number in numbers(file) - allowed_in(file) if not DRAMA.fullmatch(number)]
        for file in looked_at
    }
    assert {file: local for file, local in found.items() if local} == {}


def allowed_in(file: Path) -> set[str]:
    if file.name != "partnership.toml":
        return NATIONAL
    pack = load(file.parent.name)
    others = {re.sub(r"\D", "", other.telephone) for other in pack.other_numbers}
    return NATIONAL | others | {re.sub(r"\D", "", pack.contact_point.telephone.is_)}


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_the_contact_point_stands_once_in_its_pack(name: str) -> None:
    """Seen to fail when the rota's desk had the contact point's own number."""
    number = re.sub(r"\D", "", load(name).contact_point.telephone.is_)
    assert [file.name for file in files(f"partnerships/{name}") if number in numbers(file)] == ["partnership.toml"]


@pytest.mark.parametrize("name", NAMES)
def test_pages_that_say_how_to_reach_us_take_it_from_the_one_place(name: str) -> None:
    """Seen to fail with the contact point in the middle of a sentence, where it cannot be drawn."""
    pages = load(name).pages()
    assert "{contact_point}" in pages["reach-us"].body
    for page in pages.values():
        assert page.body.count("{contact_point}") == len(re.findall(r"^\{contact_point\}$", page.body, re.M)), page.slug
    if name == "demo":
        held = {slug for slug, page in pages.items() if "{contact_point}" in page.body}
        assert {"signs-parent", "told-me", "for-professionals", "awareness-day", "promise-long"} <= held
