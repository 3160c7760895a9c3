"""What was told names people, telephones, cars and places: each becomes a mention, compared with every other record.

Telephones, plates, postcodes, e-mails and accounts are found in any answer; people and places in the boxes that ask for
them. Who told us is never a mention: only a child who tells about themselves has a name here.
"""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from halcyon.domain.children.models import Statement
from halcyon.domain.contacts.models import Contact
from halcyon.domain.subjects import commands as subjects
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.matching.identities import Identity, Kind, Name
from halcyon.kernel.matching.spotting import identity_of, spot

NEVER = (
    "reach_check_word",
    "reach_if_someone_else_answers",
    "reach_contact",
    "language",
    "interpreter",
    "reading_help",
)
"""Answers about how to reach somebody: nothing in them is about the worry."""
PEOPLE, PLACES = "people", "places"
_LINES = re.compile(r"[\n;]+")
_LONGEST_NAME = 60


def mention_what_is_told(*, contact: Contact, told: Iterable[Statement], by: Actor, teller: str = "") -> None:
    """Names everything that the statements name. Called inside the command that keeps them.

    ``teller`` is what a teller who must not be known said of themselves: whatever of it they wrote elsewhere too, their
    own telephone number for instance, is not named either.
    """
    own = frozenset(found.value for found in spot(teller))
    for said in told:
        if said.question not in NEVER:
            for identity, written in named_in(said.question, said.words, but=own):
                _mention(contact, identity, written, said.pk, by)


def named_in(question: str, words: str, but: frozenset[str] = frozenset()) -> Iterator[tuple[Identity, str]]:
    """Who and what one answer names, with the words that do so; canonical values in ``but`` are left out. Pure."""
    for found in spot(words):
        if found.value not in but:
            yield identity_of(found.kind, found.written), found.written
    if question == PEOPLE:
        for line in _lines(words):
            name = re.split(r"[,(:.]| who | and | is ", line, maxsplit=1)[0].strip()
            if 1 < len(name) <= _LONGEST_NAME and not any(letter.isdigit() for letter in name):
                yield Identity(kind=Kind.PERSON, names=(Name(whole=name),)), line
    if question == PLACES:
        for line in _lines(words):
            yield Identity(kind=Kind.PLACE, addresses=(line,)), line


def _lines(words: str) -> list[str]:
    return [line.strip() for line in _LINES.split(words) if line.strip()]


def _mention(contact: Contact, identity: Identity, written: str, statement: UUID, by: Actor) -> None:
    subjects.mention(record=contact.record, identity=identity, written=written[:500], statement=statement, by=by)
