"""Reads pieces, revisions and steps as the rules need them. Shared by commands, queries and what hangs; journals nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Length

from halcyon.domain.publishing import kinds, rules
from halcyon.domain.publishing.checks import Known, Text, faults
from halcyon.domain.publishing.models import ENGLISH, Act, File, Kind, Picture, Piece, Revision, Step
from halcyon.domain.publishing.rules import Stepped
from halcyon.kernel import clocks
from halcyon.kernel.access.refusals import NotVisible
from halcyon.kernel.noticeboard import board
from halcyon.kernel.noticeboard.addresses import ACTS, ALWAYS, address_of
from halcyon.kernel.partnership.pack import LEFT_FOR_THE_PAGE
from halcyon.kernel.partnership.queries import pack

STEPPED = ("revision__piece", "revision__language", "act", "by", "at", "words", "starts_at", "ends_at")
Place = tuple[UUID, str]
"""A piece in a language."""


@dataclass(frozen=True, slots=True)
class Hangs:
    """What may hang now of one piece in one language, and whether nobody has confirmed it yet (practice alone)."""

    revision: UUID
    approved_at: datetime
    draft: bool


def piece(key: UUID) -> Piece:
    """One piece. Raises NotVisible."""
    found = Piece.objects.select_related("campaign").filter(pk=key).first()
    if found is None:
        raise NotVisible()
    return found


def revisions(key: UUID, language: str) -> list[Revision]:
    """The revisions of a piece in a language, the first one first."""
    return list(Revision.objects.filter(piece=key, language=language).order_by("number"))


def steps(pieces: Iterable[UUID] | None = None) -> dict[Place, list[Stepped]]:
    """Every step of some pieces, or of all, in its order."""
    asked = Step.objects.order_by("at", "id")
    if pieces is not None:
        asked = asked.filter(revision__piece__in=list(pieces))
    found: dict[Place, list[Stepped]] = defaultdict(list)
    for one in asked.select_related("revision").only(*STEPPED):
        found[(one.revision.piece_id, one.revision.language)].append(
            Stepped(one.revision_id, one.act, one.by, one.at, one.words, one.starts_at, one.ends_at)
        )
    return found


def hanging(found: dict[Place, list[Stepped]], now: datetime) -> dict[Place, Hangs]:
    """What may hang now. A translation that no native reviewer confirmed hangs on a practice site alone, as a draft."""
    practice, held = pack().demo, {}
    for place, each in found.items():
        if one := rules.standing(each, now):
            draft = unconfirmed(one.revision, place[1], each)
            if practice or not draft:
                held[place] = Hangs(one.revision, one.at, draft)
    return held


def unconfirmed(revision: UUID, language: str, found: Iterable[Stepped]) -> bool:
    """Whether a text is a draft translation: nobody who grew up with the language has confirmed it by name."""
    return language != ENGLISH and not any(one.revision == revision and one.act == Act.CONFIRMED for one in found)


def text_of(revision: Revision) -> Text:
    """What a revision says."""
    return Text(
        revision.title, revision.body, revision.next_review, revision.summary, revision.agreement, revision.day
    )  # fmt: skip


def known(of: UUID | None, now: datetime, agreed: tuple[str, str] | None = None) -> Known:
    """What a text of a piece is checked against. A link may lead to what hangs already and to what is approved to."""
    pictures = dict(Picture.objects.filter(piece=of).annotate(bytes=Length("data")).values_list("pk", "bytes"))
    approved = {place[0] for place, each in steps().items() if rules.standing(each, now) or rules.coming(each, now)}
    slugs = {*ALWAYS, *Piece.objects.filter(pk__in=approved).values_list("slug", flat=True)}
    if of:
        slugs |= set(Piece.objects.filter(pk=of).values_list("slug", flat=True))
    papers = (f"/{key.partition('/')[2]}.pdf" for key in board.keys("paper/"))
    lines = pack().national_lines.lines
    return Known(
        addresses=frozenset({"/", *ACTS, *map(address_of, slugs), *papers} - {""}),
        pictures=frozenset(pictures), weights=pictures, agreed=agreed,
        files=frozenset(File.objects.filter(piece=of).values_list("pk", flat=True)),
        numbers=frozenset("".join(filter(str.isdigit, line.number)) for line in lines),
        tokens=LEFT_FOR_THE_PAGE, rules=pack().language, today=clocks.london_day(now),
    )  # fmt: skip


def faults_of(revision: Revision, piece: Piece, now: datetime) -> list[str]:
    """What must be put right in a revision before it is approved."""
    return faults(
        text_of(revision), kind=piece.kind, audience=piece.audience, slug=piece.slug, language=revision.language,
        known=known(piece.pk, now, _agreed(revision, piece)),
    )  # fmt: skip


def _agreed(revision: Revision, piece: Piece) -> tuple[str, str] | None:
    """Of a story: where the agreement to what was approved last is kept, and the words that were agreed."""
    if piece.kind != Kind.STORY:
        return None
    approved = Step.objects.filter(
        revision__piece=piece, revision__language=revision.language, act=Act.APPROVED
    ).exclude(revision=revision).select_related("revision").order_by("-at").first()  # fmt: skip
    return None if approved is None else (approved.revision.agreement.strip(), kinds.told(approved.revision.body))
