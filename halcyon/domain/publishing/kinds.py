"""What one kind of text needs beyond what every text needs (`checks`): a story its agreement, a document its words. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from halcyon.domain.publishing.models import Kind
from halcyon.domain.publishing.rendering import files_in, pictures_in, words_of
from halcyon.kernel.noticeboard.addresses import WHY_LATE

FEWEST_IN_A_DOCUMENT = 30  # words that say what the file says
MOST_FOR_WHY = 600  # characters
STATES = ("missed", "late", "begun", "kept")

_INVENTED = re.compile(r"invented\b", re.IGNORECASE)
_NOTE = re.compile(r"\A\s*:::+ *note\n.*?^:::+ *$\n?", re.DOTALL | re.MULTILINE)
_STATE = re.compile(rf"^:::+ *({'|'.join(STATES)}) +(\S.*)$|^(#{{1,6}}) ", re.MULTILINE)
_BARE = re.compile(rf"^(:::+) *({'|'.join(STATES)}) +(\S.*)\n\s*\1 *$", re.MULTILINE)
_COUNT = re.compile(r"\d|\b(?:two|three|four|both|twice|couple)\b", re.IGNORECASE)


def lent(kind: str, agreement: str) -> bool:
    """Whether a text is somebody's own story, lent to us: no check asks anyone to put its words differently."""
    return kind == Kind.STORY and not _INVENTED.match(agreement.strip())


def told(body: str) -> str:
    """A story in its teller's words: without our note before it, and without spaces at its edges."""
    return _NOTE.sub("", body).strip()


def faults(
    *, kind: str, slug: str, summary: str, body: str, agreement: str, day: date | None, agreed: tuple[str, str] | None
) -> Iterator[str]:
    """What this kind still needs. ``agreed``: where the agreement to the story as it was approved is kept, and its words."""
    if kind == Kind.STORY:
        yield from _story(body, agreement, agreed)
    if kind == Kind.DOCUMENT:
        yield from _document(summary, body)
    if kind == Kind.EVENT and day is None:
        yield "Say on which day it is: events stand in the order of their days."
    if slug == WHY_LATE:
        yield from _why(body)
    yield from _misses_first(body)
    for _, state, title in _BARE.findall(body):
        yield f"Say below “{title.strip()}” ({state}) who answers for it, and what shows where it stands."


def _story(body: str, agreement: str, agreed: tuple[str, str] | None) -> Iterator[str]:
    if not agreement.strip():
        yield "Say where the agreement of whoever tells this story is kept, or that the story is invented."
    if not _NOTE.match(body):
        yield "Begin with a note (::: note) that says what the story is about and where help is, before anybody reads on."
    if lent(Kind.STORY, agreement) and agreed and agreed[0] == agreement.strip() and agreed[1] != told(body):
        yield (
            "These are not the words that the teller agreed to. Put their words back, or say where their agreement to the new"
            " words is kept."
        )


def _document(summary: str, body: str) -> Iterator[str]:
    if not files_in(body) and not pictures_in(body):
        yield "Add the file first: a document is something to open."
    if not summary.strip():
        yield "Say in one or two sentences what the document is."
    if len(words_of(body).replace("#", " ").split()) < FEWEST_IN_A_DOCUMENT:
        yield "Say in the text what the document says, in plain words: not everybody can open or read a file."


def _why(body: str) -> Iterator[str]:
    if len(body) > MOST_FOR_WHY:
        yield f"Say it in {MOST_FOR_WHY} characters: one or two sentences."
    if found := _COUNT.search(words_of(body)):
        yield (
            f"“{found[0]}” is a number. Say why without one: the numbers stand above it, and a small one could point at"
            " somebody."
        )


def _misses_first(body: str) -> Iterator[str]:
    """Of the points of one report what was missed stands first (domain.md F33)."""
    worst = ("", 0)
    for state, title, heading in _STATE.findall(body):
        if heading:
            worst = ("", 0)
            continue
        if STATES.index(state) < worst[1]:
            yield f"What is not done comes first: put “{title.strip()}” ({state}) above “{worst[0]}”."
        worst = (title.strip(), STATES.index(state))
