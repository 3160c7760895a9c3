"""Pins what the public may read to the noticeboard: pages, national lines, the contact point, who reads now."""

from datetime import datetime

from markdown_it import MarkdownIt

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.noticeboard import board
from halcyon.kernel.partnership import rota_rules
from halcyon.kernel.partnership.contents import Pack

MARKDOWN = MarkdownIt("commonmark", {"html": False})  # a pack's pages are words; markup of their own is shown, not used


@command(needs=Permission.INSTALL)
def pin_pack(*, pack: Pack, by: Actor) -> None:
    """Pins everything the pack says to the public. What the door shows changes with this and with nothing else."""
    journal.change(Event.PINNED, by=by)
    board.pin(
        "partnership",
        {
            "name": pack.name, "county": pack.county, "team": pack.team.name, "demo": pack.demo,
            "practice": pack.practice or "", "promised_by": list(pack.promise.promised_by),
        },
    )  # fmt: skip
    board.pin("national-lines", pack.national_lines.model_dump(mode="json"))
    board.pin("contact-point", {"name": pack.contact_point.name, "number": pack.contact_point.live_number or ""})
    for gone in board.read_all("page/").keys() - {f"page/{page.lang}/{page.slug}" for page in pack.all_pages}:
        board.unpin(gone)  # a page that the pack has no more is not promised any more
    for page in pack.all_pages:
        board.pin(
            f"page/{page.lang}/{page.slug}",
            {
                "title": page.title, "html": MARKDOWN.render(page.body),
                "reviewed": page.reviewed.isoformat(), "next_review": page.next_review.isoformat(),
            },
        )  # fmt: skip


@command(needs=Permission.RUN_CLOCKS)
def pin_readers(*, pack: Pack, at: datetime, by: Actor) -> datetime:
    """Pins who reads what is told, now and next; returns until when the words are true."""
    readers = rota_rules.readers(pack, at)
    if (board.read("readers") or {}).get("text") != readers.sentence:
        journal.change(Event.PINNED, by=by)
        board.pin("readers", {"text": readers.sentence, "anyone": readers.anyone})
    return readers.true_until
