"""What a partnership's pack holds, as typed and frozen values. Pure: no Django, no database, no file, no clock."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from halcyon.kernel.clocks import Limit, london_day
from halcyon.kernel.partnership.frozen import Frozen, Key, PackFault
from halcyon.kernel.partnership.reaching import ContactPoint

RoleName = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
OwnFile = Annotated[str, Field(pattern=r"^/static/[\w./-]+$")]
LimitWords = Annotated[Limit, BeforeValidator(lambda words: Limit.parse(words) if isinstance(words, str) else words)]
"""A field of a policy section that is written as words ("12 clock hours") and read as a Limit."""


class Place(StrEnum):
    """A place in the chain that danger climbs, in its order; overdue duties climb to manager and strategic."""

    FIRST = "first"
    SECOND = "second"
    OUT_OF_HOURS = "out_of_hours"
    CONTROL_ROOM = "control_room"
    MANAGER = "manager"
    STRATEGIC = "strategic"


class PackAgency(Frozen):
    """An organisation of the partnership: its own members, records and sharing decisions."""

    key: Key
    name: str
    short: str
    kind: Literal["social_care", "police", "health", "licensing", "education", "board", "other"]


class PackTeam(Frozen):
    """A team. One without an agency is shared by several."""

    key: Key
    name: str
    about: str
    agency: Key | None = None


class PackPerson(Frozen):
    """A member to be: only practice partnerships carry people in their pack."""

    key: Key
    name: str
    post: str
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    telephone: str
    agency: Key
    team: Key | None = None
    roles: Annotated[tuple[RoleName, ...], Field(min_length=1)]


class PackDesk(Frozen):
    """A post on the rota that answers whoever sits there: a duty phone, a control room."""

    key: Key
    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    telephone: str
    agency: Key


Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(Frozen):
    """A named stretch of the week: certain days, whatever lies outside another stretch, or always."""

    days: tuple[Day, ...] = ()
    from_: dt.time | None = Field(default=None, alias="from")
    until: dt.time | None = None
    bank_holidays: bool = True
    outside: str | None = None
    always: bool = False

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        by_days = bool(self.days) and self.from_ is not None and self.until is not None
        if [by_days, self.outside is not None, self.always].count(True) != 1:
            raise ValueError("give days with from and until, or outside, or always, and only one of the three")
        return self


class PackTurn(Frozen):
    """Who holds a place of the chain in which hours: one person or one desk."""

    place: Place
    hours: str
    person: Key | None = None
    desk: Key | None = None

    @model_validator(mode="after")
    def _is_someone(self) -> Self:
        if (self.person is None) == (self.desk is None):
            raise ValueError("a turn is held by a person or by a desk, one of the two")
        return self


class PackAway(Frozen):
    """When a person of the rota is away each week; nobody stands in unless a turn says so."""

    person: Key
    day: Day
    from_: dt.time = Field(alias="from")
    until: dt.time
    why: str


class PackRota(Frozen):
    """The weekly rota as written; rota_rules turns it into shifts, chains and gaps."""

    always_needed: tuple[Place, ...] = ()
    hours: dict[str, Hours] = {}
    desks: tuple[PackDesk, ...] = Field(default=(), alias="desk")
    turns: tuple[PackTurn, ...] = Field(default=(), alias="turn")
    away: tuple[PackAway, ...] = ()


class OtherNumber(Frozen):
    """A further number that a source gives, kept as a fact; there is no way to print it for calling."""

    telephone: str
    status: Literal["not checked"]
    source: str


class NationalLine(Frozen):
    """A line that answers everywhere in the country."""

    key: Literal["emergency", "non_emergency", "childline"]
    number: str
    name: str
    when: str
    hours: str


class NationalLines(Frozen):
    """The one reviewed list of national lines."""

    reviewed: dt.date
    next_review: dt.date
    reviewed_by: str
    lines: Annotated[tuple[NationalLine, ...], Field(alias="line", min_length=3)]

    def number(self, key: str) -> str:
        """The number of the line with this key."""
        return next(line.number for line in self.lines if line.key == key)


class PackPromise(Frozen):
    """Who promises, since when, and when the promise is looked at again."""

    promised_by: Annotated[tuple[str, ...], Field(min_length=1)]
    since: str
    reviewed: str
    next_review: str


class OwnTeam(Frozen):
    """The team that the partnership's promise is about."""

    key: Key
    name: str
    place: str
    about: str


class Fact(Frozen):
    """A fact from a public source, not checked since."""

    what: str
    when: str
    source: str


class PolicySection(Frozen):
    """Base of the sections that rooms declare: set `section`, add fields. `version` is the day the version began."""

    section: ClassVar[str]
    version: dt.date


Section = TypeVar("Section", bound=PolicySection)


class PolicyVersion(Frozen):
    """One policy file. Its sections stay as read until a room asks for one by its model."""

    in_force_from: dt.date
    note: str
    agreed_by: str
    agreed_on: dt.date | None = None
    sections: dict[str, dict[str, Any]]


class Film(Frozen):
    """A film of our own: never another host's player. Its words stand on the page, for whoever cannot see or hear it."""

    file: OwnFile
    captions: OwnFile
    picture: OwnFile
    signed: OwnFile | None = None
    audio: OwnFile | None = None
    minutes: int


class Signed(Frozen):
    """A page in British Sign Language, as a film of our own. A draft until a named person who signs natively has confirmed it."""

    file: OwnFile
    picture: OwnFile
    minutes: int
    captions: OwnFile | None = None
    confirmed_by: str = ""


class Page(Frozen):
    """A page of words for the public, in Markdown, with the pack's names and numbers filled in.

    `{readers}`, `{contact_point}` and `{figures}` may stand in the body: whoever shows the page puts there what is true
    today. A page on no `shelf` is a part of another page; one with a `paper` can be printed in that form. Only a page that
    is to be `found` says so to a search engine.
    """

    slug: Key
    lang: str
    title: str
    reviewed: dt.date
    next_review: dt.date
    body: str
    lead: str = ""
    shelf: Literal["you", "others", "work", "promise", "news", ""] = ""
    place: int = 50
    short: str = ""
    reader: Literal["child", "adult"] = "child"
    picture: Key | None = None
    ends: Literal["telling", ""] = ""
    found: bool = False
    film: Film | None = None
    kind: Literal["page", "story", "news", "campaign"] = "page"
    agreement: str = ""
    paper: Literal["sheet", "easy", "poster", "cards", ""] = ""
    signed: Signed | None = None
    mark: str = ""  # which words these are, as they stand in the file
    translates: str = ""  # the mark of the English that a translation says again


class Phrase(Frozen):
    """A reviewed sentence that a member may send without writing it anew."""

    key: Key
    text: str
    use: Literal["acknowledge", "safety", "next", "way back"]
    reviewed_by: str
    reviewed: dt.date


class Saying(Frozen):
    """A phrase in another language, and the English that it says. A draft until a named person who grew up with the
    language has reviewed it, and again once the English is another."""

    key: Key
    english: str
    text: str
    reviewed_by: str = ""
    reviewed: dt.date | None = None

    def draft_of(self, phrase: Phrase) -> bool:
        return not self.reviewed_by.strip() or self.reviewed is None or self.english != phrase.text


def _pattern(words: object) -> object:
    if not isinstance(words, str):
        return words
    try:
        return re.compile(words, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"this is not a pattern ({error})") from error


class LanguageRule(Frozen):
    """Words that put the harm on the child, why not to write them, and what to write instead (domain.md 3.6)."""

    key: Key
    patterns: Annotated[tuple[Annotated[re.Pattern[str], BeforeValidator(_pattern)], ...], Field(min_length=1)]
    why: str
    alternatives: Annotated[tuple[str, ...], Field(min_length=1)]
    source: str


class LanguageRules(Frozen):
    """The versioned list that notes are checked against; partnerships may edit it."""

    version: dt.date
    source: str
    rules: Annotated[tuple[LanguageRule, ...], Field(alias="rule", min_length=1)]


def sentence(file: str, error: ValidationError) -> str:
    """The first fault of a file as one sentence naming file and field."""
    first = error.errors()[0]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"]) or "the file"
    what = first["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{file}, field '{where}': {what[:1].lower()}{what[1:]}."


class Pack(Frozen):
    """Everything that a partnership's folder says."""

    key: Key
    name: str
    county: str
    demo: bool
    practice: str | None
    promise: PackPromise
    team: OwnTeam
    teams: tuple[PackTeam, ...]
    agencies: tuple[PackAgency, ...]
    people: tuple[PackPerson, ...]
    rota: PackRota
    contact_point: ContactPoint
    other_numbers: tuple[OtherNumber, ...]
    facts: tuple[Fact, ...]
    national_lines: NationalLines
    policies: Annotated[tuple[PolicyVersion, ...], Field(min_length=1)]
    all_pages: tuple[Page, ...]
    all_phrases: tuple[Phrase, ...]
    all_sayings: dict[str, tuple[Saying, ...]]
    language: LanguageRules

    def person(self, key: str) -> PackPerson:
        """The person with this key; raises PackFault when there is none."""
        for person in self.people:
            if person.key == key:
                return person
        raise PackFault(f"The {self.key} partnership has no person '{key}' in people.toml.")

    def policy_version(self, at: dt.datetime) -> PolicyVersion:
        """The policy in force at a moment; raises PackFault before the first one."""
        day = london_day(at)
        held = [policy for policy in self.policies if policy.in_force_from <= day]
        if not held:
            raise PackFault(f"The {self.key} partnership had no policy in force on {day}.")
        return held[-1]

    def policy(self, section: type[Section], at: dt.datetime) -> Section:
        """One section of the policy in force at `at`, read by its room's model."""
        found = self.policy_version(at)
        file = f"partnerships/{self.key}/policy/{found.in_force_from}.toml"
        if section.section not in found.sections:
            raise PackFault(f"{file} has no section [{section.section}].")
        try:
            return section.model_validate({**found.sections[section.section], "version": found.in_force_from})
        except ValidationError as error:
            raise PackFault(sentence(f"{file} [{section.section}]", error)) from error

    def pages(self, lang: str = "en") -> dict[str, Page]:
        """The pages of one language by slug; empty when there is none in that language."""
        return {page.slug: page for page in self.all_pages if page.lang == lang}

    def phrases(self) -> tuple[Phrase, ...]:
        """The reviewed phrases in English, in the order of the file."""
        return self.all_phrases

    def sayings(self, lang: str) -> dict[str, Saying]:
        """What the phrases are in another language, by key: a draft in the practice county alone."""
        english = {phrase.key: phrase for phrase in self.all_phrases}
        found = self.all_sayings.get(lang, ())
        return {one.key: one for one in found if self.demo or not one.draft_of(english[one.key])}
