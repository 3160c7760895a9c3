"""Marks what was looked for in a text that the searcher may read, as pieces of plain text. Pure; it never makes markup."""

import re
from collections.abc import Iterable, Iterator

from halcyon.kernel.search.asking import Question
from halcyon.kernel.search.found import Piece
from halcyon.kernel.search.keys import plain, words_of
from halcyon.kernel.search.names import fold, forms, sound

START, STOP = "\ue000", "\ue001"  # what PostgreSQL puts around a word it found; taken out of every text before
LESS = "\x1f"  # what stands for "<" meanwhile, which PostgreSQL would take for the beginning of markup and leave out
AROUND = 90  # characters on each side of what was found
_ALIKE = {"0": "0oO", "1": "1iIlL", "5": "5sS", "2": "2zZ", "8": "8bB"}
_WORDS = re.compile(r"[^\W\d_](?:[^\W_]|['’\-](?=\w))*")


def from_headline(headline: str, question: Question) -> tuple[Piece, ...]:
    """The pieces of a text in which PostgreSQL has marked the words; names and numbers in it are marked too."""
    pieces: list[Piece] = []
    for number, part in enumerate(re.split(f"[{START}{STOP}]", headline.replace(LESS, "<"))):
        pieces.extend([Piece(part, True)] if number % 2 else _marked(part, question))
    return joined(pieces)


def around(text: str, question: Question) -> tuple[Piece, ...]:
    """A stretch of the text around the first name or number that was looked for; empty when it holds none."""
    places = sorted({*_places(text, question), *_spoken(text, question)})
    if not places:
        return ()
    first = places[0][0]
    start, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    start = text.find(" ", start, first) + 1 if start and " " in text[start:first] else start
    shown = _marked(text[start:end], question, spoken=True)
    return joined([Piece("… " if start else ""), *shown, Piece(" …" if end < len(text) else "")])


def marked_names(names: Iterable[str], question: Question) -> tuple[Piece, ...]:
    """Those of the names and codes of an entry that were looked for."""
    found: list[Piece] = []
    for name in names:
        pieces = list(_marked(name, question))
        if any(piece.marked for piece in pieces):
            found += ([Piece(", ")] if found else []) + pieces
    return joined(found)


def has_mark(pieces: Iterable[Piece]) -> bool:
    return any(piece.marked for piece in pieces)


def one_after_another(texts: Iterable[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """Stretches of several texts of one record, with a sign between them."""
    found = [text for text in texts if text]
    return joined(piece for place, text in enumerate(found) for piece in ((*([Piece(" … ")] if place else ()), *text)))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same text in as few pieces as will do."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and kept[-1].marked == piece.marked:
            kept[-1] = Piece(kept[-1].text + piece.text, piece.marked)
        elif piece.text:
            kept.append(piece)
    return tuple(kept)


def _marked(text: str, question: Question, *, spoken: bool = False) -> Iterator[Piece]:
    place = 0
    for start, end in sorted({*_places(text, question), *(_spoken(text, question) if spoken else ())}):
        if start >= place:
            yield Piece(text[place:start])
            yield Piece(text[start:end], True)
            place = end
    yield Piece(text[place:])


def _places(text: str, question: Question) -> Iterator[tuple[int, int]]:
    """Where names and numbers that were looked for stand in a text."""
    names = {name for term in question.terms for name in (*term.names, *term.whole)}
    sounds = {heard for term in question.terms for heard in term.sounds}
    handles = {handle for term in question.terms for handle in (*term.handles, *term.codes)}
    for word in _WORDS.finditer(text):
        written = word[0]
        if {f"n:{form}" for form in forms(written)} & names or f"e:{plain(written)}" in handles:
            yield word.span()
        elif written[0].isupper() and (heard := {f"s:{sound(part)}" for part in words_of(written)} & sounds):
            yield word.span() if heard else (0, 0)
    for term in question.terms:
        for code in term.codes:
            if pattern := _pattern(code):
                yield from (match.span() for match in pattern.finditer(text))


def _spoken(text: str, question: Question) -> Iterator[tuple[int, int]]:
    """Words that begin as one that was looked for: for texts in which PostgreSQL sees no word, as between curly quotes."""
    begins = {fold(part)[: max(3, len(part) - 2)] for term in question.terms for part in _WORDS.findall(term.words)}
    for word in _WORDS.finditer(text):
        if any(fold(word[0]).startswith(beginning) for beginning in begins if len(beginning) > 2):
            yield word.span()


def _pattern(code: str) -> re.Pattern[str] | None:
    """A number or address as it may be written: with gaps, with another country's beginning, with look-alikes."""
    sort, body = code[:2], code[2:].removesuffix("*")
    if sort not in ("c:", "e:") or len(body) < 3:
        return None
    letters = body[1:] if sort == "c:" and body.startswith("0") and len(body) > 9 else body
    gap = r"[\s().\-]{0,3}" if sort == "c:" else r"[._\-]?"
    written = gap.join(f"[{re.escape(_ALIKE.get(letter, letter))}]" for letter in letters)
    lead = r"(?:0|\+?44[\s()0]{0,4})?" if letters is not body else ""
    return re.compile(lead + written, re.IGNORECASE)
