"""The six words to come back with: made from a form token, read back however they were typed.

A code is stored nowhere. Its words never appear in a repr, so that no log or error page shows them by accident.
Reading is forgiving of hands, never of meaning: what could be two different words is asked about, not guessed.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass, field

from halcyon.kernel.sealing.typing_slips import one_slip_words
from halcyon.kernel.sealing.wordlists import prefixes, word_list

LENGTH = 6
_BITS = 62
_LONGEST = 2_000  # characters of typing worth reading; six words are at most 80
_JOINED = 3  # pieces that one word may have been broken into


@dataclass(frozen=True, slots=True)
class Code:
    """Six words of the list, in order."""

    words: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        return " ".join(self.words)

    @property
    def secret(self) -> bytes:
        """What the mailbox is derived from."""
        return "-".join(self.words).encode()


@dataclass(frozen=True, slots=True)
class Doubt:
    """One typed word we could not read: its place (from 1), what was typed, and the word that begins like it."""

    place: int
    typed: str = field(repr=False)
    suggestion: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was typed is not six words of the list: how many words there were, and which of them we do not know."""

    count: int
    doubts: tuple[Doubt, ...]

    @property
    def unknown(self) -> tuple[int, ...]:
        """The places (from 1) of the words we do not know."""
        return tuple(doubt.place for doubt in self.doubts)


def code_from_token(code_key: bytes, token: bytes, turn: int = 0) -> Code:
    """The code that belongs to a form token: 62 bits of it, so that the same token always shows the same six words.

    Another `turn` gives other words, should the first ones be somebody's already.
    """
    number = int.from_bytes(hmac.digest(code_key, b"halcyon/code/1|%d|" % turn + token, "sha256")) >> (256 - _BITS)
    chosen, listed = [], word_list()
    for _ in range(LENGTH):
        number, place = divmod(number, len(listed))
        chosen.append(listed[place])
    return Code(tuple(chosen))


def read_code(typed: str) -> Code | Unreadable:
    """The code somebody typed: any case, separators, emoji, full-width letters, three letters of a word, one slip a word.

    Words run together or torn apart are put right when they then are exactly six words of the list.
    """
    pieces = _pieces(typed)
    single = [_read_word(piece) for piece in pieces[: LENGTH * _JOINED]]
    if len(pieces) == LENGTH and all(single):
        return Code(tuple(word for word in single if word))
    regrouped = set(_regroup(pieces, single, LENGTH)) if len(pieces) <= LENGTH * _JOINED else set()
    if len(regrouped) == 1:
        return Code(regrouped.pop())
    unread = [
        (place, piece) for place, (piece, word) in enumerate(zip(pieces, single, strict=False), 1) if word is None
    ]
    return Unreadable(
        len(pieces), tuple(Doubt(place, piece[:40], prefixes().get(piece[:3])) for place, piece in unread)
    )


def _pieces(typed: str) -> list[str]:
    """Runs of letters, in plain lower case: accents, digits, invisible characters gone, look-alike letters put right."""
    plain = unicodedata.normalize("NFKD", typed[:_LONGEST]).casefold().translate(_LOOKALIKES)
    kept = (char for char in plain if unicodedata.category(char) not in ("Mn", "Me", "Cf", "Nd") and char not in "'’‘")
    return re.findall(r"[^\W\d_]+", "".join(kept))


def _read_word(piece: str) -> str | None:
    """The one word `piece` stands for, or None when there is none or more than one."""
    if _is_listed(piece):
        return piece
    begun = prefixes().get(piece[:3])
    completed = begun if begun and begun.startswith(piece) and len(piece) >= 3 else None
    if len(piece) == 3 and completed:
        return completed
    meant = one_slip_words(piece) | ({completed} if completed else set())
    return meant.pop() if len(meant) == 1 else None


def _is_listed(piece: str) -> bool:
    return prefixes().get(piece[:3]) == piece


def _regroup(pieces: list[str], single: list[str | None], wanted: int) -> list[tuple[str, ...]]:
    """Every way to read `pieces` as `wanted` words, some run together or torn apart; `single` is each read alone."""
    if not pieces or wanted == 0:
        return [()] if not pieces and wanted == 0 else []
    starts: list[tuple[tuple[str, ...], int]] = []
    if (word := single[0]) is not None:
        starts.append(((word,), 1))
    for size in range(2, min(_JOINED, len(pieces)) + 1):
        if _is_listed(joined := "".join(pieces[:size])):
            starts.append(((joined,), size))
    starts += [(split, 1) for split in _splits(pieces[0], wanted) if len(split) > 1]
    return [
        (*start, *rest)
        for start, used in starts
        for rest in _regroup(pieces[used:], single[used:], wanted - len(start))
    ]


def _splits(run: str, most: int) -> list[tuple[str, ...]]:
    """Every way to cut `run` into at most `most` whole words of the list."""
    if not run:
        return [()]
    word = prefixes().get(run[:3])
    if most == 0 or word is None or not run.startswith(word):
        return []  # no word of the list begins another: their first three letters differ
    return [(word, *rest) for rest in _splits(run[len(word) :], most - 1)]


_LOOKALIKES = str.maketrans("аеорсухіїјһԁӏьνοαιυκτρ", "aeopcyxiijhdlbvoaiuktp")
"""Cyrillic and Greek letters that a screen shows as Latin ones."""
