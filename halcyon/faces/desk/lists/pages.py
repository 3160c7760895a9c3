"""Lists as their pages show them: counts by agency and month, rows by where they stand, one row whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format

from halcyon.domain.lists import models
from halcyon.domain.lists.queries import Line, Lines, Received, State
from halcyon.kernel.look.parts import Row

WORDS = {
    State.NOT_MATCHED: "Not matched",
    State.WAITING: "May be known: waiting for an answer",
    State.SAME: "The same as someone known",
    State.NOT_SAME: "Answered: nobody known",
    State.NOT_COMPARED: "Not compared yet",
    State.EMPTY: "Nothing that can be compared",
}
NONE = {
    State.NOT_MATCHED: "Every row of this list may be someone whom you know of.",
    State.WAITING: "Nothing waits for an answer.",
    State.SAME: "No row has been answered as the same.",
    State.NOT_SAME: "No row has been answered as nobody known.",
    State.NOT_COMPARED: "Every row has been compared.",
    State.EMPTY: "Every row says something that can be compared.",
}
LABELS = {
    "names": "Name", "born": "Born", "age": "Age", "sex": "Sex", "phones": "Telephone", "vehicles": "Vehicle",
    "postcodes": "Postcode", "addresses": "Address", "handles": "Account", "emails": "E-mail",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """One list on the front page: a number for each place, and where its rows stand."""

    agency: str
    name: str
    sentence: str
    late: str
    received: int
    matched: int
    reviewed: int
    waiting: int
    not_matched: int
    address: str


@dataclass(frozen=True, slots=True)
class Month:
    """The lists of one month."""

    name: str
    lists: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One place of rows, with how many stand there."""

    words: str
    count: int
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One row in a list of rows. ``head`` begins a group of rows that may be one person."""

    name: str
    born: str
    theirs: str
    number: int
    address: str
    reference: str
    head: str
    known: bool


def front(found: Iterable[Received], agencies: Mapping[int, str]) -> list[Month]:
    """The lists by month, the latest first."""
    months: dict[date, list[Counted]] = {}
    for one in found:
        months.setdefault(one.month, []).append(_counted(one, agencies))
    return [Month(_month(month), tuple(lists)) for month, lists in months.items()]


def _counted(one: Received, agencies: Mapping[int, str]) -> Counted:
    counts, left = one.counts, one.rows - one.read
    more = [
        (left, "still to be taken in"), (counts[State.NOT_COMPARED], "not compared yet"),
        (counts[State.EMPTY], "with nothing that can be compared"),
    ]  # fmt: skip
    rest = "".join(f" + {count:,} {words}" for count, words in more if count)
    return Counted(
        agency=agencies.get(one.agency, "An agency"), name=one.name,
        sentence=f"{one.rows:,} received = {one.matched:,} matched + {counts[State.NOT_MATCHED]:,} not matched{rest}.",
        late=f"{left:,} rows have not been taken in: whoever runs it begins it again." if left else "",
        received=one.rows, matched=one.matched, reviewed=one.reviewed, waiting=counts[State.WAITING],
        not_matched=counts[State.NOT_MATCHED], address=reverse("lists:listing", args=[one.id]),
    )  # fmt: skip


class Listing:
    """The rows of one list that stand in one place."""

    def __init__(self, found: Lines, state: State, agencies: Mapping[int, str]) -> None:
        one = found.received
        self.title = f"{agencies.get(one.agency, 'An agency')}, {_month(one.month)}"
        self.name, self.counted = one.name, _counted(one, agencies)
        address = reverse("lists:listing", args=[one.id])
        self.tabs = [
            Tab(words, one.counts[each], f"{address}?show={each}", each == state)
            for each, words in WORDS.items()
            if one.counts[each] or each in (state, State.NOT_MATCHED, State.WAITING)
        ]
        self.words, self.none, self.of = WORDS[state], NONE[state], found.of
        self.rows = list(_shown(found.shown))
        self.page, self.pages = found.page, found.pages
        self.before = f"{address}?show={state}&page={found.page - 1}" if found.page > 1 else ""
        self.after = f"{address}?show={state}&page={found.page + 1}" if found.page < found.pages else ""


def _shown(lines: Iterable[Line]) -> Iterable[Shown]:
    group = 0
    for line in lines:
        begins = line.group and line.group != group
        group = line.group
        yield Shown(
            name=line.written or "Nothing that can be compared", born=_born(line.identity.get("born", "")),
            theirs=line.theirs, number=line.number, address=reverse("lists:row", args=[line.reference]),
            reference=line.reference, head="These rows may be one person" if begins else "",
            known=line.known,
        )  # fmt: skip


def facts(line: Line, came: Iterable[tuple[models.Listing, int]], agencies: Mapping[int, str]) -> list[Row]:
    """Everything that the row says, and where it came."""
    known = {key: value for key in LABELS if (value := line.identity.get(key))}
    said = [Row(LABELS[key], _born(value) if key == "born" else _words(value)) for key, value in known.items()]
    lists = "; ".join(
        f"{agencies.get(one.agency, 'an agency')}, {_month(one.month)}, row {number}" for one, number in came
    )
    return [
        *said,
        *([Row("What they call it", line.theirs)] if line.theirs else []),
        Row("Came in", lists),
        Row("Now", WORDS[line.state]),
    ]


def _born(value: object) -> str:
    """A whole date in words; a part of one as the list has it."""
    try:
        return date_format(date.fromisoformat(str(value)), "j F Y")
    except ValueError:
        return str(value)


def _words(value: object) -> str:
    """A fact of an identity in words."""
    if isinstance(value, Mapping):
        sort = value.get("sort", "")
        name = " ".join(str(value[part]) for part in ("given", "family", "whole") if value.get(part))
        return f"{name} ({sort})" if sort and sort != "name" else name
    if isinstance(value, (list, tuple)):
        return "; ".join(_words(one) for one in value)
    return str(value)


def _month(day: date) -> str:
    return date_format(day, "F Y")
