"""What stands behind the six words: the team's messages, a box to write more, new words. Never what was told.

The team's messages are opened here for one answer and forgotten.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from halcyon.faces.door import answers, keys, masking, speaking, tickets
from halcyon.faces.door.answers import Problems, Shown
from halcyon.faces.door.notices import in_words, notices
from halcyon.faces.door.paper import draw
from halcyon.faces.door.posted import Posted
from halcyon.faces.door.questions import LATER
from halcyon.faces.door.slowly import turns
from halcyon.faces.door.telling import TURNS, content, once_more
from halcyon.faces.door.tickets import Ticket
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import door as letterbox
from halcyon.kernel.letterbox.door import Kept, Mailbox, Rotated
from halcyon.kernel.letterbox.telling import ANSWER_LIMIT, WORDS_LIMIT, Later, LaterMessage, to_bytes
from halcyon.kernel.sealing import Damaged


class Full(Exception):
    """The letterbox holds all that it may: nothing was kept."""


def shown(
    ticket: Ticket,
    found: Mailbox,
    *,
    posted: Posted | None = None,
    wrong: Problems | None = None,
    messages: bool = True,
    done: str = "",
) -> HttpResponse:
    """The mailbox. With `messages` false they stay shut: somebody came here to send what they had typed."""
    private = keys.unwrapped(found.wrapped_private, ticket.wrap_key, found.id)
    opened = [
        {"day": in_words(day), "text": _opened(sealed, private, found.id)}
        for sealed, day in zip(found.sealed, found.days, strict=True)
    ]
    context = _context(ticket, posted, wrong) | {
        "messages": opened if messages else (),
        "empty": messages and not opened,
        "upto": found.upto,
        "expires": in_words(found.expires_on),
        "done": done,
    }
    return draw("mailbox", notices.now(), context)


def away(ticket: Ticket, posted: Posted, sentence: str, status: int) -> HttpResponse:
    """The mailbox could not be reached, or a page was too old to be sure: what was typed is still there."""
    context = _context(ticket, posted, None) | {"trouble": sentence, "trouble_title": _("It is not sent yet")}
    return draw("mailbox", notices.now(), context, status)


def problems(posted: Posted) -> Problems:
    """What has to be put right before a later message can be sent."""
    text, where = posted.text("text"), posted.text("where_now")
    if len(text) > WORDS_LIMIT:
        return {
            "text": _(
                "This is longer than we can take at once. Nothing is lost: it is all still here. "
                "Send the first part now, then the rest."
            )
        }
    if len(where) > ANSWER_LIMIT:
        return {"where_now": _("This is longer than fits here. Please put it into the big box.")}
    spoke = text.strip() or where.strip() or answers.not_safe(posted)
    if _what(posted) is Later.MESSAGE and not spoke:
        return {"text": _("Please write something. One word is enough.")}
    return {}


def at_once(posted: Posted) -> bool:
    """Whether somebody is rung about it now."""
    return answers.not_safe(posted) or _what(posted) is Later.STILL_HAPPENING


def kept(ticket: Ticket, posted: Posted, token: keys.Token) -> bool:
    """Seal and keep a later message, once. False when the words open nothing any more. Raises Full."""
    now = clocks.now()
    words, masked = masking.masked(posted.text("text"))
    told = LaterMessage(
        mailbox=ticket.mailbox,
        what=_what(posted),
        words=words,
        safe_now=answers.said(posted.one("safe_now")),
        where_now=posted.text("where_now"),
        page_language=speaking.current(),
        marks=answers.marks(posted, age=None, masked=masked),
        door_time=now,
    )
    sealed = keys.sealed(to_bytes(told), channel="mailbox")
    spent = keys.spent(keys.seed(token, content(posted)))
    fate = once_more(lambda: letterbox.mailbox_write(ticket.locator, spent, sealed, now=now, day=clocks.today()))
    if fate is Kept.FULL:
        raise Full
    return fate is not Kept.CLOSED


def new_words(ticket: Ticket, token: keys.Token) -> tuple[tuple[str, ...] | None, Ticket | None]:
    """Other words for the same mailbox, and a ticket that goes with them. Nothing when the old ones open nothing."""
    today = clocks.today()
    found = once_more(lambda: letterbox.mailbox_read(ticket.locator, day=today))
    seed = keys.seed(token, b"new words" + ticket.mailbox.bytes)
    for turn in range(TURNS):
        code = keys.words(seed, turn)
        derived = turns.for_telling(lambda code=code: keys.derived(code))  # type: ignore[misc]
        # When the old words open nothing any more, a second press may be asking for what the first one did.
        wrapped = (
            b"\0" * 64 if found is None else keys.rewrapped(found.wrapped_private, ticket.wrap_key, derived, found.id)
        )
        fate = once_more(
            lambda derived=derived, wrapped=wrapped: letterbox.mailbox_rotate(  # type: ignore[misc]
                ticket.locator, ticket.mailbox, day=today, new_locator=derived.locator, new_wrapped_private=wrapped
            )
        )
        if fate in (Rotated.ROTATED, Rotated.AGAIN):
            return code.words, Ticket(ticket.mailbox, derived.locator, derived.wrap_key, ticket.since)
        if fate is Rotated.CLOSED:
            break
    return None, None


def _opened(sealed: bytes, private: bytes, mailbox: uuid.UUID) -> str:
    """One message; what cannot be opened says so instead of being left out."""
    try:
        return keys.opened_reply(sealed, private, mailbox)
    except Damaged:
        return _("There is a message here that we cannot open. It is our fault. Please tell us, and we write again.")


def _what(posted: Posted) -> Later:
    value = posted.one("what")
    return Later(value) if value in tuple(Later) else Later.MESSAGE


def _context(ticket: Ticket, posted: Posted | None, wrong: Problems | None) -> dict[str, object]:
    texts: Sequence[tuple[str, str]] = (
        ("send", _("Send to the team")), ("still", _("It is still happening")), ("wrong", _("This is wrong")),
        ("advocate", _("I want an advocate")), ("newer", _("New words, someone saw mine")),
        ("empty_button", _("Empty these messages from here")), ("stop", _("Stop writing to me here")),
    )  # fmt: skip
    return {
        "form": Shown(LATER, posted, wrong),
        "ticket": tickets.written(ticket),
        "token": keys.new_token(),
        "messages": (),
        **dict(texts),
    }
