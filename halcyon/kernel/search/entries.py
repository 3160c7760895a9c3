"""What a room gives to be searched: words, names and codes of one source. Pure: no database, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LONGEST = 100_000  # characters in one row: far below what PostgreSQL takes in one document


@dataclass(frozen=True, slots=True)
class Entry:
    """What one source says: a statement, a decision, a child's names.

    ``source`` is the id of the row it stands in; ``kind`` a word for what it is (``telling``, ``decision``); ``names``
    and ``codes`` (telephones, plates, postcodes, e-mail addresses, handles, numbers of an agency) as they were written;
    ``agency`` the principal of the agency that wrote it. Nothing of who told us, unless they are a referrer.
    """

    source: UUID
    kind: str
    words: str
    at: datetime
    agency: int | None = None
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    detail: str = ""  # of a child's record: which duties find it (access/rules.py)


def pieces(words: str, longest: int = LONGEST) -> Iterator[str]:
    """The words in rows that PostgreSQL can hold, cut between words where there is a space; always at least one."""
    while len(words) > longest:
        cut = words.rfind(" ", longest // 2, longest)
        cut = cut if cut > 0 else longest
        yield words[:cut]
        words = words[cut:]
    yield words
