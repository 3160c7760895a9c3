"""What the public reads, as the desk's pages show it: states in words, what somebody should do about each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format

from halcyon.domain.publishing.checks import Text
from halcyon.domain.publishing.models import (
    ENGLISH,
    LANGUAGES,
    RIGHT_TO_LEFT,
    THE_PACK,
    Act,
    Audience,
    Kind,
    Piece,
    Revision,
)
from halcyon.domain.publishing.queries import Opened, Shelved, Version, Written
from halcyon.domain.publishing.rules import State, Stepped
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.look.moments import said
from halcyon.kernel.look.parts import Row
from halcyon.kernel.noticeboard.addresses import WHY_LATE
from halcyon.kernel.noticeboard.figures import Figures
from halcyon.kernel.partnership.reaching import ContactPoint

COLOURS = {
    State.DRAFT: "grey", State.SUBMITTED: "yellow", State.DECLINED: "orange", State.SCHEDULED: "purple",
    State.PUBLISHED: "green", State.REPLACED: "grey", State.EXPIRED: "grey", State.WITHDRAWN: "red",
}  # fmt: skip
SOON = timedelta(days=21)
"""How long before the check of the contact point runs out somebody is asked to ring it."""
SEVERAL = {
    Kind.PAGE: "Pages", Kind.STORY: "Stories", Kind.CAMPAIGN: "Campaigns", Kind.EVENT: "Events", Kind.DOCUMENT: "Documents",
    Kind.PERSON: "People to tell", Kind.QUESTION: "Questions and answers",
}  # fmt: skip
NAMES = {THE_PACK: "the pack"}


@dataclass(frozen=True, slots=True)
class Line:
    """One language of a piece in the list."""

    language: str
    code: str
    direction: str
    title: str
    address: str
    tags: tuple[tuple[str, str], ...]
    nags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece in the list."""

    title: str
    address: str
    slug: str
    audience: str
    lines: tuple[Line, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The pieces of one kind."""

    name: str
    pieces: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One revision in the history."""

    number: int
    title: str
    who: str
    at: datetime
    tag: tuple[str, str]
    steps: tuple[str, ...]
    address: str
    restores: int | None


class Front:
    """Everything, by kind; first what waits and what is overdue."""

    def __init__(self, found: Iterable[Shelved], waiting: Sequence[tuple[Piece, Version]]) -> None:
        listed = [(one.piece, _listed(one)) for one in found]
        self.groups = [
            Group(SEVERAL.get(kind, kind.label), tuple(each for piece, each in listed if piece.kind == kind)) for kind in Kind
        ]  # fmt: skip
        self.groups = [group for group in self.groups if group.pieces]
        self.waiting = [line(piece, version) for piece, version in waiting]
        self.overdue = [each for _, each in listed if each.overdue]


class InFigures:
    """What the public reads of the promise in figures, and what a leader owes to it."""

    def __init__(self, found: Figures | None, said: bool, piece: Piece | None, may_write: bool) -> None:
        self.sentences = found.sentences() if found else []
        self.when = found.when if found else ""
        self.said = said
        self.owed = found is not None and found.misses and not said
        self.write = ""
        if found and found.misses and may_write:
            self.write = (
                reverse("publishing:edit", args=[piece.pk, ENGLISH])
                if piece
                else f"{reverse('publishing:new')}?kind={Kind.QUESTION}&slug={WHY_LATE}&audience={Audience.EVERYONE}"
            )


class Reach:
    """How the team is reached: until when the last check of it holds, and what somebody should do about that."""

    def __init__(self, point: ContactPoint, on: date) -> None:
        last, self.checked = point.good_until, ""
        if point.oldest:  # of all its facts the one that was checked longest ago
            name, day = point.oldest
            self.checked = f"{_day(day)} by {dict(point.facts())[name].checked_by}"
        self.number = point.live_number(on) or ""
        self.until = _day(last) if last else ""
        self.out = last is not None and on > last
        self.soon = last is not None and not self.out and last - on <= SOON


def _listed(one: Shelved) -> Listed:
    lines = tuple(line(one.piece, version) for version in one.versions)
    return Listed(
        title=one.versions[0].title if one.versions else one.piece.slug, slug=one.piece.slug,
        address=reverse("publishing:piece", args=[one.piece.pk]), audience=Audience(one.piece.audience).label, lines=lines,
        overdue=any(version.overdue for version in one.versions),
    )  # fmt: skip


def line(piece: Piece, version: Version) -> Line:
    """One language of a piece, with what somebody should do about it."""
    return Line(
        language=LANGUAGES[version.language], code=version.language, direction=direction(version.language),
        title=version.title, address=reverse("publishing:version", args=[piece.pk, version.language]),
        tags=tuple(_tags(version)), nags=tuple(nags(version)),
    )  # fmt: skip


def _tags(version: Version) -> Iterable[tuple[str, str]]:
    if version.hangs and version.state is not State.PUBLISHED:
        yield State.PUBLISHED.value, COLOURS[State.PUBLISHED]
        yield f"A later text: {version.state.value.lower()}", COLOURS[version.state]
    else:
        yield version.state.value, COLOURS[version.state]


def nags(version: Version) -> Iterable[str]:
    """What somebody should do about a language of a piece, a sentence for each."""
    if version.overdue and version.review_on:
        yield f"Its review is overdue since {_day(version.review_on)}: read it again, put it right, set a new day."
    if version.moved_on:
        yield "The English has moved on since this was translated."
    if version.draft:
        yield "Draft: needs a native reviewer."
    if version.follows:
        yield "The public pages are not in step yet: it takes some seconds. If this stays, the worker has stopped."


class Shown:
    """One language of a piece, whole."""

    def __init__(self, found: Opened, names: Mapping[int, str]) -> None:
        one, last = found.version, found.last
        self.title, self.language, self.code = one.title, LANGUAGES[one.language], one.language
        self.direction, self.piece = direction(one.language), found.piece.pk
        self.revision = last.revision.pk
        self.tags, self.nags = tuple(_tags(one)), tuple(nags(one))
        self.facts = _facts(found, names)
        self.html, self.faults = found.html, found.faults
        self.written = [point(each, found.piece, names) for each in found.written]
        self.submit = last.state is State.DRAFT
        self.waits = last.state is State.SUBMITTED
        self.may_approve = self.waits and found.may_approve
        self.confirm = one.language != ENGLISH and not found.confirmed_by
        self.withdraw = one.hangs or any(each.state is State.SCHEDULED for each in found.written)
        self.film = bool(last.revision.facts.get("film"))
        self.english = found.english if one.language != ENGLISH else None
        self.moved = compared(found.says_again, found.english) if found.says_again and found.english else []


def _facts(found: Opened, names: Mapping[int, str]) -> list[Row]:
    revision = found.last.revision
    rows = [
        Row("What it is", Kind(found.piece.kind).label), Row("For", Audience(found.piece.audience).label),
        Row("Address", found.address or "A part of another page"),
        Row("Written by", f"{_name(revision.written_by, names)}, {said(revision.at)}"),
        Row("Look at it again by", _day(revision.next_review)),
    ]  # fmt: skip
    if found.confirmed_by:
        rows.append(Row("Confirmed by", found.confirmed_by))
    if revision.day:
        rows.append(Row("On", _day(revision.day)))
    if found.piece.campaign:
        rows.append(Row("Belongs to", found.piece.campaign.slug))
    if revision.agreement:
        rows.append(Row("Agreement of the teller", revision.agreement))
    return rows


def point(one: Written, piece: Piece, names: Mapping[int, str]) -> Point:
    """A revision in the history."""
    revision = one.revision
    return Point(
        number=revision.number, title=revision.title, who=_name(revision.written_by, names), at=revision.at,
        tag=(one.state.value, COLOURS[one.state]), steps=tuple(_step(step, names) for step in one.steps),
        address=reverse("publishing:revision", args=[piece.pk, revision.pk]), restores=None,
    )  # fmt: skip


def _step(step: Stepped, names: Mapping[int, str]) -> str:
    act, who = Act(step.act), _name(step.by, names)
    times = ""
    if act is Act.APPROVED and step.starts_at and step.starts_at > step.at:
        times = f", from {_moment(step.starts_at)}"
    if step.ends_at:
        times += f", until {_moment(step.ends_at)}"
    words = f": {step.words}" if step.words else ""
    return f"{act.label} by {who}, {_moment(step.at)}{times}{words}" if act is not Act.CONFIRMED else (
        f"{act.label}{words} (kept by {who}, {_moment(step.at)})"
    )  # fmt: skip


def compared(old: Revision, now: Revision) -> list[tuple[str, str, str]]:
    """An old text beside the last one: only what differs."""
    both = [(name, str(getattr(old, key)), str(getattr(now, key))) for name, key in (
        ("Title", "title"), ("In one or two sentences", "summary"), ("Text", "body"), ("Look at it again by", "next_review"),
        ("Agreement of the teller", "agreement"),
    )]  # fmt: skip
    return [each for each in both if each[1] != each[2]]


def direction(language: str) -> str:
    """Which way a language is read."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def text_words(text: Text) -> str:
    """A text in one piece, for whoever lost a race to save it."""
    return f"{text.title}\n\n{text.summary}\n\n{text.body}"


def _name(principal: int, names: Mapping[int, str]) -> str:
    return NAMES.get(principal) or names.get(principal, "someone who has left")


def _day(day: object) -> str:
    return date_format(day, "j F Y")  # type: ignore[arg-type]


def _moment(moment: datetime) -> str:
    return date_format(moment.astimezone(LONDON), "j F Y, H:i")
