"""What a search answers: the hits, what was searched, what was not and why. Plain values; a failed search has none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


class SearchFailed(Exception):
    """The search could not be done. It was journalled, and nothing may be concluded from it."""

    def __init__(self, *, slow: bool = False) -> None:
        super().__init__(
            ("The search took too long and was stopped. " if slow else "The search could not be done just now. ")
            + "This does not mean that nothing is there. "
            + ("Give one more word, or a shorter time, and search again." if slow else "Try again in a minute.")
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was looked for. Plain text: whoever shows it escapes it."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that holds what was looked for, by its nearest place; ``more`` counts the others in the record.

    Words that stand in two places of the record are shown from both.
    """

    record: UUID
    reference: str
    sort: str  # the kind of the record
    kinds: tuple[str, ...]  # of the entries that are shown
    sources: tuple[UUID, ...]  # the rows that those stand in
    at: datetime
    agency: int | None
    text: tuple[Piece, ...]
    named: tuple[Piece, ...]
    why: str
    more: int


@dataclass(frozen=True, slots=True)
class Ask:
    """A record exists that the searcher may not open: whom to ask."""

    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class Found:
    """``records`` counts what was found, of which ``hits`` are the nearest. ``capped`` says that there may be more than
    the ``most`` places that were looked through.
    """

    hits: tuple[Hit, ...]
    records: int
    capped: bool
    most: int
    searched: tuple[str, ...]
    not_searched: tuple[str, ...]
    partial: tuple[str, ...]
    asks: tuple[Ask, ...]
