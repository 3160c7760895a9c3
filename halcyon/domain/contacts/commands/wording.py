"""Counts what the language check of notes showed, and what the writer did with it. Never a word of the note."""

from django.db.models import Model

from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event

WHAT = ("shown", "kept", "changed")


@command(needs=Permission.USE_DESK)
def note_wording(*, about: Model, what: str, by: Actor) -> None:
    """Notes that remarks on a note were ``shown``, that the note was ``kept`` as it was, or ``changed`` after them."""
    if what not in WHAT:
        raise ValueError(f"{what!r} is not one of {', '.join(WHAT)}")
    journal.change(Event.LANGUAGE_CHECKED, about, by=by, detail=what)
