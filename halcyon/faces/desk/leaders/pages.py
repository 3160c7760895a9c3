"""The leaders' figures as words, tables and a picture. What is held back stays held back: it knows no other figure."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format

from halcyon.domain.board.queries import Measures, Row
from halcyon.domain.board.rules import Count, Figures
from halcyon.domain.promise.rules import Duty
from halcyon.kernel.look import moments
from halcyon.kernel.look.parts import Cell

WEEKS = 6
WAYS = {
    "me": "It is about me",
    "friend": "Worried about a friend or a child",
    "work": "I work with children",
    "saw": "I saw something",
}
DUTIES = {
    Duty.ACKNOWLEDGE: "to say that it was read",
    Duty.DECIDE: "a decision",
    Duty.ACT: "something to be done",
    Duty.TELL_BACK: "to tell back",
    Duty.REPLY: "an answer to a colleague: share it, or say why not",
    Duty.LOOK: "another look at what may concern a child",
    Duty.REVIEW: "the review of a person or place of concern",
    Duty.DOUBT: "another look at what is suspected false or disproved",
    Duty.COMPLAINT: "an answer to whoever said that something is wrong",
    Duty.ADVOCATE: "an advocate",
}
PLACES_HEAD = ("Received", "Decided", "In time", "Overdue")
KEPT_HEAD = (
    "Read and said so in time", "Read late", "Told back in time", "Told back late", "Not possible", "Waived",
)  # fmt: skip
KEPT = ("acknowledged_in_time", "acknowledged_late", "told_back_in_time", "told_back_late", "not_possible", "waived")
PLACES = ("received", "decided", "in_time", "overdue")
DEFINITIONS = (
    ("Received", "Every telling, by any way in, on the London day it reached us, for the agency that took it."),
    ("Decided", "A named person has decided, with reasons, for each child it concerns; nothing later asks for more."),
    ("In time", "Not decided yet, and the time the policy gives has not run out."),
    ("Overdue", "Not decided, and late. It stays here until somebody decides."),
    (
        "Read and said so",
        "A named member read it and the person who told us was told so. Late counts what is still open.",
    ),
    ("Told back", "The person who told us, or a child, was told what happens. Each of them counts on their own."),
    ("Not possible", "No way back was given, or using it is not safe. Said at the time, counted apart."),
    ("Waived", "Let go for a reason, with a second person."),
)
PIXELS = 640
FILLS = {"decided": "#1f6b4a", "in_time": "#d8a24a", "overdue": "#b3202a"}


@dataclass(frozen=True)
class Miss:
    """One promise and how often it was not kept."""

    count: str
    words: str
    none: bool


@dataclass(frozen=True)
class Bar:
    """One stretch of a bar."""

    x: int
    width: int
    fill: str


@dataclass(frozen=True)
class WeekBar:
    """One week of the picture."""

    name: str
    bars: tuple[Bar, ...]
    said: str
    partly: bool


class LeadersPage:
    """Everything the page shows."""

    def __init__(self, found: Measures) -> None:
        self.found = found
        self.as_at = found.at
        self.period = f"Contacts received from {_day(found.first)} to {_day(found.last)}"
        self.hidden_under = found.hidden_under
        self.highest_hidden = (found.hidden_under or 1) - 1
        self.misses = self._misses(found.whole)
        self.sentence = self._sentence(found.whole)
        self.broken = not found.balances
        self.oldest_head = ["Agency", "Late by", *([] if found.hidden_under else ["What is owed"])]
        self.oldest = [
            [one.agency, moments.span(one.late_by), *([DUTIES[one.duty]] if one.duty else [])] for one in found.oldest
        ]
        weeks = [Row(_week(row.name), row.figures) for row in found.weeks]
        ways = [Row(WAYS.get(row.name, row.name), row.figures) for row in found.ways]
        self.bars = self._bars(weeks)
        self.tables = [
            self._table("By week", "Week from", weeks),
            self._table("By agency", "Agency", list(found.agencies)),
            self._table("By way in", "Way in", ways),
        ]
        self.definitions = DEFINITIONS

    def said(self, count: Count) -> str:
        """A count in words; what is held back says so."""
        return "hidden" if count is None else str(count)

    def _misses(self, whole: Figures) -> list[Miss]:
        told = {
            "overdue": "not decided, and late",
            "acknowledged_late": "read late, or not read and late",
            "told_back_late": "told back late, or not told and late",
        }
        return [Miss(self.said(whole[name]), words, whole[name] == 0) for name, words in told.items()]

    def _sentence(self, whole: Figures) -> str:
        received, decided, in_time, overdue = (self.said(whole[place]) for place in PLACES)
        return f"{received} received = {decided} decided + {in_time} in time + {overdue} overdue."

    def _table(self, caption: str, first: str, rows: list[Row]) -> dict[str, object]:
        lines = [*rows, Row("All", self.found.whole)] if len(rows) > 1 else rows
        return {
            "caption": caption,
            "head": [first, *(Cell(word, numeric=True) for word in (*PLACES_HEAD, *KEPT_HEAD))],
            "rows": [[row.name, *(self._cell(row.figures[name]) for name in (*PLACES, *KEPT))] for row in lines],
        }

    def _cell(self, count: Count) -> Cell:
        return Cell(self.said(count), numeric=True)

    def _bars(self, weeks: list[Row]) -> list[WeekBar]:
        most = max((self._shown(row) for row in weeks), default=0) or 1
        return [
            WeekBar(row.name, self._stretches(row, most), self._sentence(row.figures), self._partly(row))
            for row in weeks
        ]

    def _shown(self, row: Row) -> int:
        return sum(row.figures[place] or 0 for place in PLACES[1:])

    def _partly(self, row: Row) -> bool:
        return any(row.figures[place] is None for place in PLACES)

    def _stretches(self, row: Row, most: int) -> tuple[Bar, ...]:
        bars, x = [], 0
        for place in PLACES[1:]:
            width = round((row.figures[place] or 0) * PIXELS / most)
            if width:
                bars.append(Bar(x, width, FILLS[place]))
                x += width
        return tuple(bars)


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")


def _week(name: str) -> str:
    return date_format(dt.date.fromisoformat(name), "j F")
