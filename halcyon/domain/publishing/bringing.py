"""Brings the pages of a partnership's pack: as first revisions by "the pack", and later beside what the desk wrote (0041).

Where the desk has never written, a changed page of the pack replaces the one before it at once: the pack was agreed where
it is kept. Where the desk has, what hangs stays; the pack's new words wait for a person like any other text.
"""

from datetime import UTC, datetime
from typing import Any

from halcyon.domain.publishing import reading, rules
from halcyon.domain.publishing.models import ENGLISH, THE_PACK, Act, Audience, Kind, Piece, Revision, Step
from halcyon.domain.publishing.rendering import rendered
from halcyon.domain.publishing.rules import Stepped
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.partnership.contents import Pack, Page

SAID = (
    "slug", "lang", "body", "title", "lead", "reviewed", "next_review", "kind", "agreement", "mark", "translates",
)  # fmt: skip
"""What a revision says itself; everything else that the pack says of a page goes along as its facts."""

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""From when a pack's pages hang: a practice county that lives in another month has them too."""


@command(needs=Permission.INSTALL)
def bring(*, pack: Pack, by: Actor) -> None:
    """Brings what is new in the pack. Running it again brings nothing twice. Raises UnknownBlock."""
    for page in pack.all_pages:
        rendered(page.body, {})  # what cannot be drawn is said before anything changes
    pieces = {piece.slug: piece for piece in Piece.objects.all()}
    brought: set[tuple[str, str]] = set()
    english = pack.pages()
    for page in sorted(pack.all_pages, key=lambda page: page.lang != ENGLISH):  # a translation finds its English there
        if page.slug not in pieces:
            pieces[page.slug] = _piece(page)
        brought.add((page.slug, page.lang))
        _bring(pieces[page.slug], page, english.get(page.slug), by)
    _take_down_what_is_gone(pieces, brought, by)


def _piece(page: Page) -> Piece:
    audience = Audience.ADULT if page.reader == "adult" else Audience.EVERYONE
    piece = Piece(slug=page.slug, kind=Kind.STORY if page.film else Kind(page.kind), audience=audience)
    piece.save(force_insert=True)
    return piece


def _bring(piece: Piece, page: Page, english: Page | None, by: Actor) -> None:
    held = reading.revisions(piece.pk, page.lang)
    steps = reading.steps([piece.pk]).get((piece.pk, page.lang), [])
    before = next((one for one in reversed(held) if one.written_by == THE_PACK), None)
    translates = _says_again(piece, page, english)
    still = before is not None and translates in (None, before.translates)
    if before is not None and still and _says(before) == _page_says(page) and not _gone(steps):
        return
    revision = Revision(
        piece=piece, language=page.lang, number=len(held) + 1, written_by=THE_PACK, translates=translates,
        **_page_says(page),
    )  # fmt: skip
    revision.save(force_insert=True)
    alone = _the_pack_s_alone(held, steps)
    _step(revision, Act.APPROVED if alone else Act.SUBMITTED, starts_at=ALWAYS if alone else None)
    journal.change(Event.BROUGHT_PAGE, piece.pk, by=by)


def _says_again(piece: Piece, page: Page, english: Page | None) -> Revision | None:
    """The English that a translation of the pack says again, as the pack brought it; None where that has moved on since."""
    if page.lang == ENGLISH or english is None or page.translates != english.mark:
        return None
    brought = Revision.objects.filter(piece=piece, language=ENGLISH, written_by=THE_PACK)
    return brought.order_by("number").last()


def _take_down_what_is_gone(pieces: dict[str, Piece], brought: set[tuple[str, str]], by: Actor) -> None:
    """A page that the pack has no more is not promised any more, unless the desk made it its own."""
    slugs = {piece.pk: slug for slug, piece in pieces.items()}
    for (key, language), steps in reading.steps().items():
        held, own = rules.in_force(steps), (slugs[key], language) not in brought
        if held and own and _the_pack_s_alone(reading.revisions(key, language), steps):
            last = Revision.objects.get(pk=held[-1].revision)
            _step(last, Act.WITHDRAWN, words="The pack has this page no more.")
            journal.change(Event.BROUGHT_PAGE, key, by=by)


def _the_pack_s_alone(held: list[Revision], steps: list[Stepped]) -> bool:
    """Whether nobody at the desk has written it, or done anything with it: a text taken down by hand stays down."""
    return all(one.written_by == THE_PACK for one in held) and all(one.by == THE_PACK for one in steps)


def _gone(steps: list[Stepped]) -> bool:
    """Whether the pack once took it down: it is brought again when it comes back."""
    return bool(steps) and steps[-1].act == Act.WITHDRAWN and steps[-1].by == THE_PACK


def _says(revision: Revision) -> dict[str, Any]:
    said = ("title", "summary", "body", "agreement", "reviewed", "next_review")
    facts = {name: value for name, value in revision.facts.items() if value is not None}
    return {name: getattr(revision, name) for name in said} | {"facts": facts}


def _page_says(page: Page) -> dict[str, Any]:
    facts = {
        name: value
        for name, value in page.model_dump(mode="json").items()
        if name not in SAID and value is not None and (name != "paper" or value)
    }
    return {
        "title": page.title, "summary": page.lead, "body": page.body, "agreement": page.agreement, "facts": facts,
        "reviewed": page.reviewed, "next_review": page.next_review,
    }  # fmt: skip


def _step(revision: Revision, act: Act, **more: Any) -> None:
    Step(revision=revision, act=act, written_by=THE_PACK, by=THE_PACK, **more).save(force_insert=True)
