"""Bea writes for the public and Helen reads it; the worker hangs it. What the desk does runs as the desk's role."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from halcyon.domain.publishing import commands
from halcyon.domain.publishing.checks import Text
from halcyon.domain.publishing.hanging import hang
from halcyon.domain.publishing.models import Audience, Kind, Piece, Revision
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.noticeboard import board
from tests import people
from tests.conftest import as_role

PLAIN = "You can tell us. We will listen to you.\n\n[Who can I tell?](/who-can-i-tell)\n"


def text(body: str = PLAIN, **more: Any) -> Text:
    """A text that is plain enough for a child."""
    said = {
        "title": "Awareness day",
        "next_review": clocks.today() + dt.timedelta(days=365),
        "summary": "Come and listen.",
    }
    return Text(**{**said, "body": body, **more})


def does(who: str, command: Any, **said: Any) -> Any:
    """A member does something at the desk."""
    with as_role("worker"):
        by = people.member(who)
    with as_role("desk"), acting(by):
        return command(**said, by=by)


def begun(slug: str = "open-evening", written: Text | None = None, kind: Kind = Kind.CAMPAIGN, **more: Any) -> Revision:
    """Bea begins a piece."""
    said = {"audience": Audience.EVERYONE} | more
    found: Revision = does(
        "bea", commands.begin, key=uuid.uuid4(), kind=kind, slug=slug, text=written or text(), **said
    )
    return found


def writes(piece: Piece, written: Text, who: str = "bea", language: str = "en") -> Revision:
    """A further text of a piece."""
    last = Revision.objects.filter(piece=piece, language=language).order_by("number").last()
    found: Revision = does(
        who,
        commands.write,
        piece=piece,
        language=language,
        key=uuid.uuid4(),
        follows=last.pk if last else None,
        text=written,
    )
    return found


def approved(revision: Revision, by: str = "helen", **times: Any) -> Revision:
    """Submitted by who wrote it, approved by a second person."""
    does("bea", commands.submit, revision=revision)
    does(by, commands.approve, revision=revision, **times)
    return revision


def hangs() -> int:
    """The worker's round."""
    with as_role("worker"):
        return hang(by=Actor.system("pinning"))


def at_the_door(slug: str = "open-evening", language: str = "en") -> str | None:
    """The title that hangs under an address; None where nothing does."""
    with as_role("door"):
        body = board.read(f"page/{language}/{slug}")
    return None if body is None else str(body["title"])
