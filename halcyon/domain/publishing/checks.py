"""What must be put right before a text is approved, each fault one clear sentence. Pure: what is known is handed in.

These are refusals, unlike the language check of a note: a page speaks for everybody, and can wait an hour.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from halcyon.domain.publishing import kinds
from halcyon.domain.publishing.models import ENGLISH, Audience
from halcyon.domain.publishing.rendering import FILE, PICTURE, parts, rendered, words_of
from halcyon.kernel.language import reading_age
from halcyon.kernel.look.writing import UnknownBlock
from halcyon.kernel.partnership import language as wording
from halcyon.kernel.partnership.contents import LanguageRules

ADULTS = frozenset({Audience.ADULT, Audience.PARENT, Audience.PROFESSIONAL, Audience.BUSINESS})
OLDEST_CHILD, OLDEST_BEFORE_TELLING, OLDEST_ADULT = 11, 10, 13  # years of age at which a text can be read
BEFORE_TELLING = frozenset({"before-telling", "help-page"})
FEWEST_WORDS = 8  # fewer say nothing about a text
MOST_SHOWN = 5  # faults of one sort
MOST_PICTURES = 1  # a page is few requests
MOST_BYTES = 40_000  # of a page with all that it loads
AROUND = 15_000  # of them what stands around every text: style, script, icon, heading and help

_TOKEN = re.compile(r"\{([a-z_]+)\}")
_DAYS_AND_YEARS = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)\b|\b\d\d?/\d\d?/\d{4}\b"
)
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_NUMBER = re.compile(r"(?<![\d£€$])\+?\(?\d(?:[\s.()/‐-―-]{0,3}\d){5,14}(?!\d)")
_BLOCK = re.compile(r"^:{3,}.*$", re.MULTILINE)  # where a block of the page begins or ends (look/writing.py)
_LINK = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote, before or after it is kept."""

    title: str
    body: str
    next_review: date
    summary: str = ""
    agreement: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a text is checked against."""

    addresses: frozenset[str]  # that answer at the door
    pictures: frozenset[UUID]  # of this piece
    numbers: frozenset[str]  # the national lines, digits alone
    tokens: frozenset[str]  # that the page fills in
    rules: LanguageRules
    today: date
    files: frozenset[UUID] = frozenset()  # of this piece
    weights: Mapping[UUID, int] = field(default_factory=dict)  # bytes of its pictures
    agreed: tuple[str, str] | None = None  # of a story: where the agreement is kept, and the words that were agreed


def faults(text: Text, *, kind: str, audience: str, slug: str, language: str, known: Known) -> list[str]:
    """Every fault, the gravest sort first; empty when it may be approved."""
    return [
        *_missing(text, known),
        *kinds.faults(
            kind=kind, slug=slug, summary=text.summary, body=text.body, agreement=text.agreement, day=text.day, agreed=known.agreed,
        ),
        *_blocks(text.body),
        *_numbers(" # ".join((text.title, text.summary, words_of(text.body), *_alternatives(text.body))), known),
        *_links(text.body, known),
        *_pictures(text.body, known),
        *_weight(text.body, known),
        *(_english(text, kind, audience, slug, known) if language == ENGLISH else ()),
    ]  # fmt: skip


def _missing(text: Text, known: Known) -> Iterator[str]:
    if not text.title.strip() or not text.body.strip():
        yield "Write a title and a text: an empty page helps nobody."
    if text.next_review <= known.today:
        yield f"The day of its next review, {text.next_review:%-d %B %Y}, is past: choose a day to come."
    for token in dict.fromkeys(_TOKEN.findall(text.body)):
        if token not in known.tokens:
            yield f"{{{token}}} stands for nothing: write the words themselves, or one of {_named(known.tokens)}."


def _blocks(body: str) -> Iterator[str]:
    try:
        rendered(body, {})
    except UnknownBlock as unknown:
        yield str(unknown)


def number_in(text: str, known: Known) -> str:
    """The first thing in a text that looks like a telephone number and is no national line; empty where there is none."""
    return next(iter(_found(text, known)), "")


def _numbers(text: str, known: Known) -> Iterator[str]:
    """A local number stands nowhere but in the contact point, so that it can be checked in one place."""
    for number in _found(text, known)[:MOST_SHOWN]:
        yield (
            f"“{number}” looks like a telephone number. Take it out: our own number comes from the contact"
            " point alone, and only 999, 101 and Childline 0800 1111 may stand in a text."
        )


def _found(text: str, known: Known) -> list[str]:
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    for number in known.numbers:
        plain = re.sub(rf"(?<!\d)(?<!\d[ -]){' ?'.join(number)}(?![ -]?\d)", " # ", plain)
    found = (match[0] for match in _NUMBER.finditer(_DAYS_AND_YEARS.sub(" # ", plain)))
    return [" ".join(number.split()) for number in dict.fromkeys(found)]


def _links(body: str, known: Known) -> Iterator[str]:
    words, target = "", None
    for part in parts(body):
        if part.type == "link_open":
            words, target = "", str(part.attrs.get("href", ""))
        elif part.type == "link_close" and target is not None:
            yield from _link(words.strip(), target, known)
            target = None
        elif target is not None:
            words += part.content


def _link(words: str, target: str, known: Known) -> Iterator[str]:
    path = target.split("#")[0].split("?")[0]
    if not words:
        yield f"A link to {target} has no words: somebody who listens to the page cannot know where it leads."
    if target.startswith("tel:"):
        if re.sub(r"\D", "", target) not in known.numbers:
            yield f"The link “{words}” rings {target.removeprefix('tel:')}: only 999, 101 and 0800 1111 may be rung from a text."
    elif target.startswith(("#", "https://")):
        return
    elif not target.startswith("/") or target.startswith("//"):
        yield f"The link “{words}” leads to {target}: begin with / for a page of ours, or with https:// for another site."
    elif file := FILE.fullmatch(path):
        if UUID(file[1]) not in known.files:
            yield f"The file of the link “{words}” was not added to this piece: add it here first."
    elif (path.rstrip("/") or "/") not in known.addresses:
        yield f"The link “{words}” leads to {path}, and there is no such page."


def _pictures(body: str, known: Known) -> Iterator[str]:
    for part in parts(body):
        if part.type == "image":
            found = PICTURE.fullmatch(str(part.attrs.get("src", "")))
            if found is None or UUID(found[1]) not in known.pictures:
                yield f"The picture {part.attrs.get('src', '')} was not added to this piece: add it here first."
            if not part.content.strip():
                yield "A picture has no alternative text: say in a few words what it shows, between the square brackets."


def _weight(body: str, known: Known) -> Iterator[str]:
    """A page is read on a telephone with a weak line."""
    shown = [UUID(found) for found in dict.fromkeys(PICTURE.findall(body))]
    if len(shown) > MOST_PICTURES:
        yield "A page has one picture: each one more is waited for on a weak line. Leave the one that says most."
    try:
        weight = (
            AROUND + len(zlib.compress(rendered(body, {}).encode())) + sum(known.weights.get(one, 0) for one in shown)
        )
    except UnknownBlock:
        return
    if weight > MOST_BYTES:
        yield f"The page would weigh {weight // 1000} KB, and {MOST_BYTES // 1000} are enough: make two pages of it."


def _alternatives(body: str) -> list[str]:
    return [part.content for part in parts(body) if part.type == "image"]


def _english(text: Text, kind: str, audience: str, slug: str, known: Known) -> Iterator[str]:
    """How plain it is, and the words that put the harm on a child (domain.md 3.6). Only English can be read by the machine.

    Whoever lends us their story says it as they say it: of theirs, only what we put before it is read.
    """
    body = "" if kinds.lent(kind, text.agreement) else text.body
    oldest = OLDEST_ADULT if audience in ADULTS else OLDEST_BEFORE_TELLING if slug in BEFORE_TELLING else OLDEST_CHILD
    prose = _TOKEN.sub("", _BLOCK.sub("", f"{text.summary}\n\n{body}"))
    age = reading_age(prose)
    if age > oldest and len(prose.split()) >= FEWEST_WORDS:
        yield (
            f"It takes a reader of {age:.0f} years, and it is for readers from {oldest}. Shorter sentences and shorter words"
            " help."
        )
    for remark in wording.check(_LINK.sub("]", f"{text.title}\n\n{text.summary}\n\n{body}"), known.rules)[:MOST_SHOWN]:
        others = ", or ".join(f"“{other}”" for other in remark.alternatives)
        yield f"“{remark.words}”: {remark.why} You could write: {others}."


def _named(tokens: frozenset[str]) -> str:
    return " or ".join(f"{{{token}}}" for token in sorted(tokens))
