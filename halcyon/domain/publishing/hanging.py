"""Brings the noticeboard in step with the approvals: what may hang now hangs, and nothing else does.

The worker runs it every few seconds, and whoever installs the pack. The desk cannot write the noticeboard: what the internet
reads changes here alone. It compares before it writes, so that an unchanged board costs one reading.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from halcyon.domain.publishing import reading
from halcyon.domain.publishing.models import RIGHT_TO_LEFT, Audience, Kind, Picture, Piece, Revision
from halcyon.domain.publishing.printing import hang_papers
from halcyon.domain.publishing.reading import Hangs, Place
from halcyon.domain.publishing.rendering import pictures_in, rendered
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.clocks import london_day, now
from halcyon.kernel.journal import Event
from halcyon.kernel.noticeboard import board, pictures
from halcyon.kernel.noticeboard.addresses import address_of

PREFIX = "page/"
SHELVES = {
    Kind.STORY: "you", Kind.PERSON: "you", Kind.QUESTION: "you", Kind.NEWS: "news", Kind.CAMPAIGN: "news", Kind.EVENT: "news",
    Kind.DOCUMENT: "promise",
}  # fmt: skip
LIBRARY = "learning"
"""The page that lists every document that belongs to no campaign."""
ADULTS = frozenset({Audience.ADULT, Audience.PARENT, Audience.PROFESSIONAL, Audience.BUSINESS})


@command(needs=Permission.RUN_CLOCKS)
def hang(*, by: Actor, anew: bool = False) -> int:
    """One round; returns how many pages were hung or taken down. ``anew`` draws every page again, after an update."""
    moment = now()
    wanted = _wanted(moment)
    hung = board.read_all(PREFIX)
    gone = hung.keys() - wanted.keys()
    changed = {
        key: made
        for key, made in wanted.items()
        if anew or _mark(hung.get(key, {})) != (str(made[1].revision), made[1].draft)
    }
    if gone or changed:
        journal.change(Event.PINNED, *{made[0][0] for made in changed.values()}, by=by)
        for key in gone:
            board.unpin(key)
        for key, body in _bodies(changed).items():
            board.pin(key, body)
        hung = board.read_all(PREFIX)
        _hang_pictures(hung)
    hang_papers(hung, by=by)
    return len(gone) + len(changed)


def body_of(revision: Revision, piece: Piece, *, reviewed: str, draft: bool = False) -> dict[str, object]:
    """What hangs for a revision: all that the door needs of it."""
    shown = pictures_in(revision.body)
    sizes = {
        key: (width, height)
        for key, width, height in Picture.objects.filter(pk__in=shown).values_list("pk", "width", "height")
    } if shown else {}  # fmt: skip
    part = not address_of(piece.slug)  # stands inside another page, and is on no shelf
    belongs = piece.campaign.slug if piece.campaign else LIBRARY if piece.kind == Kind.DOCUMENT else ""
    shelf = "news" if piece.campaign else SHELVES.get(Kind(piece.kind), "")
    made = {
        "shelf": "" if part else shelf, "reader": "adult" if piece.audience in ADULTS else "child", "found": not part,
    }  # fmt: skip
    return {
        "short": revision.summary, **(revision.facts or made), "title": revision.title, "lead": revision.summary,
        "html": rendered(revision.body, sizes), "kind": piece.kind, "audience": piece.audience, "reviewed": reviewed,
        "next_review": revision.next_review.isoformat(), "direction": "rtl" if revision.language in RIGHT_TO_LEFT else "ltr",
        "revision": str(revision.pk), "draft": draft, "under": belongs,
        "day": revision.day.isoformat() if revision.day else "",
    }  # fmt: skip


def _mark(body: Mapping[str, object]) -> tuple[object, object]:
    return body.get("revision"), body.get("draft")


def _wanted(moment: datetime) -> dict[str, tuple[Place, Hangs]]:
    held = reading.hanging(reading.steps(), moment)
    slugs = dict(Piece.objects.values_list("pk", "slug"))
    return {f"{PREFIX}{place[1]}/{slugs[place[0]]}": (place, one) for place, one in held.items()}


def _bodies(wanted: Mapping[str, tuple[Place, Hangs]]) -> dict[str, dict[str, object]]:
    keys: dict[UUID, tuple[str, Hangs]] = {one.revision: (key, one) for key, (_, one) in wanted.items()}
    bodies = {}
    for revision in Revision.objects.select_related("piece__campaign").filter(pk__in=keys):
        key, one = keys[revision.pk]
        reviewed = (revision.reviewed or london_day(one.approved_at)).isoformat()
        bodies[key] = body_of(revision, revision.piece, reviewed=reviewed, draft=one.draft)
    return bodies


def _hang_pictures(hung: Mapping[str, board.Body]) -> None:
    """The pictures of what hangs, and no other."""
    shown = {key for body in hung.values() for key in pictures_in(str(body.get("html", "")))}
    there = pictures.keys()
    for key in there - shown:
        pictures.unpin(key)
    for picture in Picture.objects.filter(pk__in=shown - there):
        pictures.pin(picture.pk, bytes(picture.data))
