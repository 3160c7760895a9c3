"""What hangs on the noticeboard, as the door shows it: asked for every few seconds, kept when the database is away.

A page for a frightened child never depends on a database: what was last read stays, also for a process that starts later,
and what was never read is built in.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import Error as DatabaseAway
from django.db import connection
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from halcyon.faces.door import keeping
from halcyon.faces.door.fetching import fetching
from halcyon.kernel.noticeboard import board, figures
from halcyon.kernel.noticeboard.addresses import WHY_LATE
from halcyon.kernel.noticeboard.figures import Figures

KEPT_SECONDS = 5.0
"""How long a reading of the board serves before it is asked again."""

Body = Mapping[str, Any]


SHELVES = ("you", "others", "work", "promise", "news")
"""In which order the list of all pages shows its shelves."""
PICTURES = frozenset({"river", "bench", "bridge", "window", "table", "school", "road", "stones", "hands", "book"})
"""The drawings that a page may ask for: templates/door/pictures."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the partnership's own words; `html` was made safe when it was pinned. On no `shelf`: a part of another."""

    slug: str
    title: str
    html: str
    reviewed: str = ""
    next_review: str = ""
    lead: str = ""
    short: str = ""
    shelf: str = ""
    place: int = 50
    picture: str = ""
    ends: str = ""
    found: bool = False
    film: Body | None = None
    kind: str = ""
    day: str = ""
    paper: bool = False
    signed: Body | None = None
    language: str = "en"
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """How the team is reached, as pinned. What nobody has checked for ninety days is not shown, whatever is pinned."""

    name: str
    agencies: tuple[str, ...]
    number: str
    hours: str
    address: str
    website: str
    checked: str
    checked_by: str
    live: bool

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return "".join(filter(str.isdigit, self.number))


@dataclass(frozen=True)
class Board:
    """One reading of the noticeboard. `version` changes when anything on it does."""

    version: int = 0
    notices: Mapping[str, Body] = field(default_factory=dict)

    def page(self, slug: str, language: str = "en") -> Page | None:
        """The partnership's page, with the rota's sentence where it asks for it; None when none is pinned.

        A draft of a translation, or of a film in sign language, is shown on the practice county's site alone, whatever is pinned.
        """
        body = self.notices.get(f"page/{language}/{slug}")
        if body is None or not body.get("html") or (body.get("draft") and not self.demo):
            return None
        signed = body.get("signed")
        if signed and not signed.get("confirmed_by") and not self.demo:
            signed = None
        html = str(body["html"]).replace("{readers}", escape(self.readers))
        said = {name: str(body.get(name) or "") for name in ("title", "lead", "short", "shelf", "picture", "ends")}
        said["picture"] = said["picture"] if said["picture"] in PICTURES else ""
        return Page(
            slug=slug, html=html, reviewed=_day(body, "reviewed"), next_review=_day(body, "next_review"),
            place=int(body.get("place") or 50), found=bool(body.get("found")), film=body.get("film"), signed=signed,
            kind=str(body.get("kind") or ""), day=_day(body, "day"), paper=bool(body.get("paper")),
            language=language, draft=bool(body.get("draft")), **said,
        )  # fmt: skip

    def paper(self, page: Page) -> str:
        """Where a page is found on paper, in its own language; empty where it is not: not every language has letters to print."""
        name = page.slug if page.language == "en" else f"{page.language}/{page.slug}"
        printed = page.paper and (page.language == "en" or f"paper/{name}" in self.notices.get("papers", {}))
        return f"/{name}.pdf" if printed else ""

    def shows(self, name: str) -> bool:
        """Whether a page that hangs shows or leads to a picture or file of this name."""
        return any(name in str(body.get("html", "")) for body in self.notices.values())

    def pages(self, language: str = "en") -> list[Page]:
        """Every page that stands on a shelf, as the list of all pages shows them: in English where it is in no other language."""
        slugs = [key.rpartition("/")[2] for key in self.notices if key.startswith("page/en/")]
        found = [self.page(slug, language) or self.page(slug) for slug in slugs]
        pages = [page for page in found if page and page.shelf in SHELVES]
        return sorted(pages, key=lambda page: (SHELVES.index(page.shelf), page.place, page.title))

    def belonging(self, slug: str, language: str = "en") -> list[Page]:
        """What belongs to a page: the events of a campaign by their days, then its documents; the library's documents."""
        held = [
            (str(body.get("day") or "9"), key.rpartition("/")[2])
            for key, body in self.notices.items()
            if key.startswith("page/en/") and body.get("under") == slug
        ]
        return [page for __, one in sorted(held) if (page := self.page(one, language) or self.page(one))]

    def figures(self) -> Figures | None:
        """The promise in figures; None where none were drawn."""
        return figures.read(self.notices.get(figures.KEY))

    def reason(self, language: str = "en") -> tuple[str, str]:
        """Why some were late, as a leader wrote it of these very figures (HTML), and its language; empty where nobody did."""
        for one in (language, "en"):
            body = self.notices.get(f"page/{one}/{WHY_LATE}") or {}
            page = self.page(WHY_LATE, one)
            if page and figures.is_reason_for(body.get("reviewed"), self.figures()):
                return page.html, one
        return "", language

    def contact_point(self, on: dt.date) -> ContactPoint | None:
        """How the team is reached, on a day; None while the board was never read."""
        body = self.notices.get("contact-point")
        if body is None:
            return None
        said = {name: str(body.get(name) or "") for name in ("name", "hours", "address", "website", "checked_by")}
        number, until = str(body.get("number") or ""), str(body.get("good_until") or "")
        live = bool(number) and on.isoformat() <= until
        return ContactPoint(
            agencies=tuple(map(str, body.get("agencies") or ())), number=number if live else "", live=live,
            checked=_day(body, "checked"), **said,
        )  # fmt: skip

    @property
    def readers(self) -> str:
        """Who reads what is told, and when, as a sentence: from the rota, or what is true of every partnership."""
        text = self.notices.get("readers", {}).get("text")
        english = (get_language() or "en").startswith("en")  # the rota's sentence is made in English
        return str(text) if text and english else _("Someone on the team reads it, by day and by night.")

    @property
    def national_lines(self) -> list[str]:
        """The numbers that answer everywhere."""
        return [str(line.get("number")) for line in self.notices.get("national-lines", {}).get("lines") or ()]

    @property
    def practice(self) -> bool:
        """Whether this is a practice site that nobody reads."""
        partnership = self._partnership
        return bool(partnership.get("practice") or partnership.get("demo"))

    @property
    def demo(self) -> bool:
        """Whether this is the practice county, which shows drafts too."""
        return bool(self._partnership.get("demo"))

    @property
    def team(self) -> str:
        return str(self._partnership.get("team") or "the team")

    @property
    def county(self) -> str:
        return str(self._partnership.get("county") or "")

    @property
    def promised_by(self) -> list[str]:
        return [str(name) for name in self._partnership.get("promised_by") or ()]

    @property
    def _partnership(self) -> Body:
        return self.notices.get("partnership", {})


class Notices:
    """Reads the board for every thread of this process, one at a time, and never makes a page wait for a dead database."""

    def __init__(self) -> None:
        self._board = Board()
        self._asked = -KEPT_SECONDS
        self._asking = threading.Lock()

    def now(self) -> Board:
        """The board as last read, at most a few seconds old while the database answers."""
        if time.monotonic() - self._asked > KEPT_SECONDS and self._asking.acquire(blocking=False):
            try:
                self._ask()
            finally:
                self._asked = time.monotonic()
                self._asking.release()
        return self._board

    def forget(self) -> None:
        """Begin again as a new process would."""
        self._board, self._asked = Board(), -KEPT_SECONDS

    @contextmanager
    def as_kept(self) -> Iterator[None]:
        """What an earlier process last read, and meanwhile nothing is asked: for pages drawn before anybody comes."""
        found = keeping.kept()
        if found is not None:
            self._board = Board(self._board.version + 1, found)
        self._asked = float("inf")
        try:
            yield
        finally:
            self._asked = -KEPT_SECONDS

    def _ask(self) -> None:
        try:
            found: Mapping[str, Body] | None = board.read_all()
        except DatabaseAway:
            connection.close()
            if self._board.version:
                return
            found = keeping.kept()  # a process that starts now: what an earlier one last read
        else:
            if found != self._board.notices:
                keeping.keep(found or {})
            fetching.follow(found or {})
        if found is not None and found != self._board.notices:
            self._board = Board(self._board.version + 1, found)


def _day(body: Body, key: str) -> str:
    """A date of a notice in words: 1 March 2027."""
    try:
        return in_words(dt.date.fromisoformat(str(body.get(key))))
    except ValueError:
        return ""


def in_words(day: dt.date) -> str:
    """A day in words of the page's language: 5 June 2027, 5 czerwca 2027."""
    return date_format(day, "j E Y")


notices = Notices()
