"""What there is to publish and where each language of it stands: journalled, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from halcyon.domain.publishing import reading, rendering, rules
from halcyon.domain.publishing.models import ENGLISH, Act, File, Kind, Picture, Piece, Revision
from halcyon.domain.publishing.reading import Hangs
from halcyon.domain.publishing.rendering import pictures_in
from halcyon.domain.publishing.rules import State, Stepped
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.clocks import london_day, now
from halcyon.kernel.journal import Event
from halcyon.kernel.noticeboard import board
from halcyon.kernel.noticeboard import figures as noticed
from halcyon.kernel.noticeboard.addresses import WHY_LATE, address_of
from halcyon.kernel.noticeboard.figures import Figures
from halcyon.kernel.partnership.queries import pack
from halcyon.kernel.partnership.reaching import ContactPoint


@dataclass(frozen=True, slots=True)
class Version:
    """One language of a piece: what hangs, what was written last, and what somebody should do about it."""

    language: str
    title: str
    state: State  # of what was written last
    hangs: bool  # something does
    review_on: date | None  # of what hangs
    overdue: bool
    moved_on: bool  # the English has gone on since
    draft: bool  # a translation that nobody has confirmed
    follows: bool  # the noticeboard is not yet in step: the worker has still to hang it or take it down
    at: datetime
    written_by: int


@dataclass(frozen=True, slots=True)
class Shelved:
    """A piece with its languages, English first."""

    piece: Piece
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One revision with where it stands, and every step it went through."""

    revision: Revision
    state: State
    steps: tuple[Stepped, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """One language of a piece, whole. ``base`` is what somebody writes on from; ``faults`` are of the last text."""

    piece: Piece
    version: Version
    address: str
    written: tuple[Written, ...]  # the last first
    base: Revision
    english: Revision | None  # what hangs, for whoever translates
    says_again: Revision | None  # the English that a translation was made from
    faults: tuple[str, ...]
    html: str
    confirmed_by: str
    may_approve: bool  # the second-person rule, for whoever reads

    @property
    def last(self) -> Written:
        return self.written[0]


def pieces(*, by: Actor) -> list[Shelved]:
    """Every piece, by kind and address."""
    by.check(Permission.PUBLISH)
    found = list(Piece.objects.order_by("kind", "slug"))
    written: dict[UUID, dict[str, list[Revision]]] = {}
    for one in Revision.objects.defer("body", "facts").order_by("number"):
        written.setdefault(one.piece_id, {}).setdefault(one.language, []).append(one)
    steps, hung = reading.steps(), _hung()
    hanging = reading.hanging(steps, now())
    journal.listed(Event.LISTED_PIECES, [piece.pk for piece in found], by=by)
    return [
        Shelved(piece, tuple(
            _version(piece, language, texts, steps.get((piece.pk, language), []), hanging, hung)
            for language, texts in sorted(written.get(piece.pk, {}).items(), key=lambda each: (each[0] != ENGLISH, each[0]))
        ))
        for piece in found
    ]  # fmt: skip


def languages(key: UUID, *, by: Actor) -> tuple[Piece, list[str], str]:
    """A piece with the languages in which something was written, and its title in English. Raises NotVisible."""
    by.check(Permission.PUBLISH)
    piece = reading.piece(key)
    journal.read(Event.OPENED_PIECE, piece.pk, by=by)
    titles = dict(Revision.objects.filter(piece=piece).order_by("number").values_list("language", "title"))
    return piece, sorted(titles), titles.get(ENGLISH, piece.slug)


def opened(key: UUID, language: str, *, by: Actor) -> Opened:
    """One language of a piece. Raises NotVisible when nothing was written in it."""
    by.check(Permission.PUBLISH)
    piece = reading.piece(key)
    texts = reading.revisions(key, language)
    if not texts:
        raise NotVisible()
    found = reading.steps([key])
    steps, moment = found.get((key, language), []), now()
    hanging = reading.hanging(found, moment)
    last = texts[-1]
    base = rules.latest_written([(one.pk, one.written_by) for one in texts], steps)
    english, held = hanging.get((key, ENGLISH)), hanging.get((key, language))
    journal.read(Event.OPENED_PIECE, key, by=by)
    return Opened(
        piece=piece, version=_version(piece, language, texts, steps, hanging, _hung()), address=address_of(piece.slug),
        written=tuple(
            Written(one, rules.state(one.pk, steps, moment), tuple(step for step in steps if step.revision == one.pk))
            for one in reversed(texts)
        ),
        base=next(one for one in texts if one.pk == base),
        english=Revision.objects.get(pk=english.revision) if english else None,
        says_again=next((one for one in texts if held and one.pk == held.revision), last).translates,
        faults=tuple(reading.faults_of(last, piece, moment)),
        html=drawn(last.body), may_approve=last.written_by != by.principal,
        confirmed_by=next((one.words for one in steps if one.revision == last.pk and one.act == Act.CONFIRMED), ""),
    )  # fmt: skip


def revision(key: UUID, *, of: UUID, by: Actor) -> Revision:
    """One revision of a piece. Raises NotVisible."""
    by.check(Permission.PUBLISH)
    found = Revision.objects.select_related("piece").filter(pk=key, piece=of).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_PIECE, of, by=by)
    return found


def picture(key: UUID, *, by: Actor) -> bytes:
    """A picture, for whoever looks at a text before it hangs. Raises NotVisible."""
    by.check(Permission.PUBLISH)
    found = Picture.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_PIECE, found.piece_id, by=by)
    return bytes(found.data)


def file(key: UUID, *, by: Actor) -> tuple[bytes, str]:
    """A file and its sort, for whoever looks at it before it hangs. Raises NotVisible."""
    by.check(Permission.PUBLISH)
    found = File.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible()
    journal.read(Event.OPENED_PIECE, found.piece_id, by=by)
    return bytes(found.data), found.sort


def campaigns(*, by: Actor) -> list[Piece]:
    """Every campaign, the latest first: what an event or a document may belong to."""
    by.check(Permission.PUBLISH)
    return list(Piece.objects.filter(kind=Kind.CAMPAIGN).order_by("-made_at", "slug"))


def figures(*, by: Actor) -> tuple[Figures | None, bool, Piece | None, bool]:
    """The promise in figures as the public reads it; whether it reads why some were late; the piece that says so, if there
    is one; and whether this member may write it.
    """
    by.check(Permission.PUBLISH)
    found = noticed.read(board.read(noticed.KEY))
    hung = board.read(f"page/{ENGLISH}/{WHY_LATE}") or {}
    said = noticed.is_reason_for(hung.get("reviewed"), found)
    return found, said, Piece.objects.filter(slug=WHY_LATE).first(), by.may(Permission.READ_MEASURES)


def contact_point(*, by: Actor) -> ContactPoint:
    """How the team is reached, as the pack has it."""
    by.check(Permission.PUBLISH)
    return pack().contact_point


def drawn(body: str) -> str:
    """A text as it would hang."""
    sizes = Picture.objects.filter(pk__in=pictures_in(body)).values_list("pk", "width", "height")
    return rendering.drawn(body, {key: (width, height) for key, width, height in sizes})


def _hung() -> dict[str, str]:
    """What the noticeboard holds: the revision under each key."""
    return {key: str(body.get("revision", "")) for key, body in board.read_all("page/").items()}


def _version(
    piece: Piece, language: str, texts: Sequence[Revision], steps: Sequence[Stepped],
    hanging: dict[reading.Place, Hangs], hung: dict[str, str],
) -> Version:  # fmt: skip
    moment, last = now(), texts[-1]
    held, english = hanging.get((piece.pk, language)), hanging.get((piece.pk, ENGLISH))
    shown = next((one for one in texts if held and one.pk == held.revision), None)
    there = hung.get(f"page/{language}/{piece.slug}", "")
    return Version(
        language=language, title=last.title, state=rules.state(last.pk, steps, moment), hangs=shown is not None,
        review_on=shown.next_review if shown else None,
        overdue=shown is not None and shown.next_review <= london_day(moment),
        moved_on=language != ENGLISH and english is not None and (shown or last).translates_id != english.revision,
        draft=reading.unconfirmed((shown or last).pk, language, steps),
        follows=there != (str(held.revision) if held else ""), at=last.at, written_by=last.written_by,
    )  # fmt: skip


def waits_for(found: Sequence[Shelved], *, by: Actor) -> list[tuple[Piece, Version]]:
    """What waits for a second person, and may be this one."""
    return [
        (one.piece, version)
        for one in found
        for version in one.versions
        if version.state is State.SUBMITTED and version.written_by != by.principal
    ]
