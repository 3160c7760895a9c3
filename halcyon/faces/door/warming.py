"""Draws every page once before the server forks, so that whoever comes first after a restart waits no longer than anybody after.

Made of what an earlier door last read: no line to the database is opened here, for a fork would share it. As soon as there is
one, the board is read as ever, and what has changed since is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.template.loader import get_template

from halcyon.faces.door import speaking, telling
from halcyon.faces.door.asking import ask
from halcyon.faces.door.faults import told
from halcyon.faces.door.gate import Gate
from halcyon.faces.door.notices import Board, notices
from halcyon.faces.door.posted import Posted
from halcyon.faces.door.questions import FORMS
from halcyon.kernel.look.catalogues import ENGLISH
from halcyon.kernel.noticeboard.addresses import ALWAYS, address_of

TEMPLATES = Path(__file__).parent / "templates"
OWN = ("/", "/back", "/all-pages", *(f"/tell?about={way}" for way in FORMS))


def warm(door: Gate) -> None:
    """Draws what somebody may ask for. Whatever fails here keeps no door shut: it is drawn when it is asked for."""
    try:
        for template in TEMPLATES.rglob("*.html"):
            get_template(str(template.relative_to(TEMPLATES)))
        with notices.as_kept():
            for path in dict.fromkeys(paths(notices.now())):
                ask(door, path, "gzip")
            for form in FORMS.values():
                telling.again(form, Posted({}), wrong={"words": "x"}, trouble="x")
            for at_once in (False, True):
                telling.kept(("x",) * 6, masked=False, at_once=at_once)
    except Exception as fault:
        told(fault)


def paths(board: Board) -> Iterator[str]:
    """The door's own pages, and those that hang in each language."""
    slugs = {*ALWAYS, *(key.rpartition("/")[2] for key in board.notices if key.startswith("page/en/"))}
    for code in (ENGLISH, *speaking.offered(board)):
        own = (address_of(slug) for slug in sorted(slugs) if code == ENGLISH or board.page(slug, code))
        yield from (speaking.in_language(path, code) for path in (*OWN, *own) if path)
