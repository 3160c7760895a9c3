"""Pins the facts that the public may read to the noticeboard: national lines, the contact point, who reads now.

Pages, and what is printed of them, are hung by `domain/publishing` alone.
"""

from datetime import datetime

from halcyon.kernel import clocks, journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.noticeboard import board
from halcyon.kernel.partnership import rota_rules
from halcyon.kernel.partnership.contents import Pack


@command(needs=Permission.INSTALL)
def pin_pack(*, pack: Pack, by: Actor) -> None:
    """Pins what the pack says of the partnership to the public.

    Raises PackFault, before anything changes, when a site that is no practice has a contact point that nobody has checked.
    """
    if pack.practice is None:
        pack.contact_point.must_be_checked(f"partnerships/{pack.key}/partnership.toml", clocks.today())
    journal.change(Event.PINNED, by=by)
    board.pin(
        "partnership",
        {
            "name": pack.name, "county": pack.county, "team": pack.team.name, "demo": pack.demo,
            "practice": pack.practice or "", "promised_by": list(pack.promise.promised_by),
        },
    )  # fmt: skip
    board.pin("national-lines", pack.national_lines.model_dump(mode="json"))
    board.pin("contact-point", _contact_point(pack))


@command(needs=Permission.RUN_CLOCKS)
def pin_readers(*, pack: Pack, at: datetime, by: Actor) -> datetime:
    """Pins who reads what is told, now and next; returns until when the words are true."""
    readers = rota_rules.readers(pack, at)
    if (board.read("readers") or {}).get("text") != readers.sentence:
        journal.change(Event.PINNED, by=by)
        board.pin("readers", {"text": readers.sentence, "anyone": readers.anyone})
    return readers.true_until


def _contact_point(pack: Pack) -> dict[str, object]:
    """What may be said of it in public: the number only while it is live, and until when all of it is good."""
    point = pack.contact_point
    names = {agency.key: agency.name for agency in pack.agencies}
    return {
        "name": next(team.name for team in pack.teams if team.key == point.team.is_),
        "agencies": [names[key] for key in point.agencies.is_],
        "number": point.live_number(clocks.today()) or "",
        "hours": point.hours.is_,
        "address": point.address.is_,
        "website": point.website.is_ if point.website else "",
        "status": point.status,
        "checked": point.oldest[1].isoformat() if point.oldest else "",
        "checked_by": point.telephone.checked_by or "",
        "good_until": point.good_until.isoformat() if point.good_until else "",
    }
