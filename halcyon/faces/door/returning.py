"""POST /back: entering the six words, and everything that the mailbox behind them offers. One address, no cookie, no session.

What was told is never shown here. Wrong, expired and closed words get one page of one size; every answer is filled up to a
fixed size, so that a watcher of the line cannot tell an empty mailbox from a full one, or right words from wrong ones.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from halcyon.faces.door import keys, mailbox, pages, tickets
from halcyon.faces.door.answers import Problems, Shown
from halcyon.faces.door.notices import notices
from halcyon.faces.door.paper import draw, filled, sheets, slot
from halcyon.faces.door.posted import Posted, read
from halcyon.faces.door.questions import ENTER, KEPT_TEXT
from halcyon.faces.door.slowly import Busy, turns
from halcyon.faces.door.telling import once_more, unreadable
from halcyon.faces.door.tickets import Ticket
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import door as letterbox
from halcyon.kernel.letterbox.door import Mailbox
from halcyon.kernel.sealing import MailboxSecrets


def back(request: HttpRequest) -> HttpResponse:
    """The page for the six words, or what was posted to it."""
    if request.method in ("GET", "HEAD"):
        return blank()
    if request.method != "POST":
        return pages.wrong_method(request)
    refused = unreadable(request)
    if refused is not None:
        return refused
    return filled(answered(read(request.body)))


def answered(posted: Posted) -> HttpResponse:
    """What one press of a button brings."""
    act = _WITH_TICKET.get(posted.one("do"))
    try:
        if act is None:
            return entered(posted)
        ticket = tickets.read(posted.one("ticket"), now=clocks.now())
        if ticket is None:
            return ask_again(
                posted, _("Please enter your six words again"), _("You were here for a while, so we locked this.")
            )
        return act(ticket, posted)
    except (DatabaseAway, keys.NoIntakeKey, mailbox.Full):
        return away(posted)


def entered(posted: Posted) -> HttpResponse:
    """Six words were entered. Cheap checks first, then the limit of the whole site, then the slow derivation."""
    try:
        code = keys.read_words(posted.text("words"))
    except keys.NotSixWords as odd:
        return ask_again(posted, _heading(), "", {"words": str(odd)})
    if not keys.read_token(posted.one("token")).valid:
        return ask_again(
            posted, _heading(), _("This page was open for a long time. Please press the button once more.")
        )
    try:
        secrets = turns.for_coming_back(lambda: once_more(letterbox.attempt), lambda: keys.derived_each(code))
    except Busy:
        return waiting(posted)
    ticket, found = _mailbox_of(secrets)
    if ticket is None or found is None:
        return nothing()
    if posted.text("text"):
        return mailbox.shown(ticket, found, posted=posted, messages=False)
    return _with_ticket("safe", ticket, {"show": _("Yes, show me"), "later": _("Not now")})


def _mailbox_of(secrets: list[MailboxSecrets]) -> tuple[Ticket | None, Mailbox | None]:
    for each in secrets:
        found = once_more(lambda each=each: letterbox.mailbox_read(each.locator, day=clocks.today()))  # type: ignore[misc]
        if found is not None:
            return Ticket(found.id, each.locator, each.wrap_key, clocks.now()), found
    return None, None


def shows(ticket: Ticket, posted: Posted) -> HttpResponse:
    """It is safe to read now."""
    found = once_more(lambda: letterbox.mailbox_read(ticket.locator, day=clocks.today()))
    return nothing() if found is None else mailbox.shown(ticket, found)


def writes(ticket: Ticket, posted: Posted) -> HttpResponse:
    """More words for the team, or one of the buttons that need none."""
    wrong = mailbox.problems(posted)
    if wrong:
        found = once_more(lambda: letterbox.mailbox_read(ticket.locator, day=clocks.today()))
        return nothing() if found is None else mailbox.shown(ticket, found, posted=posted, wrong=wrong)
    token = keys.read_token(posted.one("token"))
    if not token.known:
        return mailbox.away(ticket, posted, _("Please press the button once more. Everything you wrote is here."), 200)
    if mailbox.kept(ticket, posted, token):
        return _with_ticket(
            "kept",
            ticket,
            {
                "heading": _("We have your message"),
                "below": _("A real person reads every word."),
                "back": _("Back to your messages"),
                "at_once": mailbox.at_once(posted),
            },
            variant="back at once" if mailbox.at_once(posted) else "back",
        )
    return ask_again(
        posted,
        _("These words do not open anything now"),
        _("What you wrote is still here. You can send it with other words, or tell us again."),
    )


def takes_new_words(ticket: Ticket, posted: Posted) -> HttpResponse:
    """Someone saw the words: new ones, and the old ones stop at once."""
    token = keys.read_token(posted.one("token"))
    if not token.known:
        return shows(ticket, posted)
    code, fresh = mailbox.new_words(ticket, token)
    if code is None or fresh is None:
        return nothing()
    values = {f"word{place}": word for place, word in enumerate(code)}
    context: dict[str, object] = {"words": [slot(name) for name in values], "back": _("Back to your messages")}
    return _with_ticket("words", fresh, context, values)


def asks_to_empty(ticket: Ticket, posted: Posted) -> HttpResponse:
    """Before it is done: what emptying means. What is taken away is what was shown, so its number goes along."""
    upto = posted.one("upto")
    context: dict[str, object] = {
        "yes": _("Yes, take these messages away"),
        "no": _("No, go back"),
        "upto": slot("upto"),
    }
    return _with_ticket("empty", ticket, context, {"upto": upto if upto.isascii() and upto.isdigit() else ""})


def empties(ticket: Ticket, posted: Posted) -> HttpResponse:
    """Take away the messages that were shown."""
    upto = posted.one("upto")
    number = int(upto) if upto.isascii() and upto.isdigit() and len(upto) < 9 else 0
    if not once_more(lambda: letterbox.mailbox_empty(ticket.locator, day=clocks.today(), upto=number)):
        return nothing()
    found = once_more(lambda: letterbox.mailbox_read(ticket.locator, day=clocks.today()))
    if found is None:
        return nothing()
    return mailbox.shown(
        ticket, found, done=_("The messages are gone from here. What you told us stays with the team.")
    )


def asks_to_stop(ticket: Ticket, posted: Posted) -> HttpResponse:
    """Before it is done: what stopping means."""
    return _with_ticket("stop", ticket, {"yes": _("Yes, stop writing to me here"), "no": _("No, go back")})


def stops(ticket: Ticket, posted: Posted) -> HttpResponse:
    """Stop writing to me here."""
    once_more(lambda: letterbox.mailbox_close(ticket.locator, day=clocks.today()))
    return sheets.fill("stopped", "", notices.now(), dict, {})


_WITH_TICKET: dict[str, Callable[[Ticket, Posted], HttpResponse]] = {
    "show": shows,
    "write": writes,
    "words": takes_new_words,
    "empty": asks_to_empty,
    "empty-now": empties,
    "stop": asks_to_stop,
    "stop-now": stops,
}


# The pages


def blank() -> HttpResponse:
    """Enter your six words."""

    def context() -> dict[str, object]:
        return {
            "form": Shown((ENTER,)), "heading": _heading(), "token": slot("token"), "open": _open(), "here": "/back",
        }  # fmt: skip

    return sheets.fill("back", "", notices.now(), context, {"token": keys.new_token()})


def ask_again(
    posted: Posted, heading: str, lead: str, wrong: Problems | None = None, status: int = 200
) -> HttpResponse:
    """The page for the six words, with everything that was typed."""
    asks = (ENTER, KEPT_TEXT) if posted.text("text") else (ENTER,)
    context = {
        "form": Shown(asks, posted, wrong),
        "heading": heading,
        "lead": lead,
        "token": keys.new_token(),
        "open": _open(),
    }
    return draw("back", notices.now(), context, status)


def nothing() -> HttpResponse:
    """Wrong, expired and closed words alike."""

    def context() -> dict[str, object]:
        return {"form": Shown((ENTER,)), "token": slot("token"), "open": _open()}

    return sheets.fill("nothing", "", notices.now(), context, {"token": keys.new_token()})


def waiting(posted: Posted) -> HttpResponse:
    """More people are here than can be served at once. The words stay in the box; the page tries again by itself."""
    values = {"words": posted.text("words"), "text": posted.text("text"), "token": posted.one("token")}
    asks = (ENTER, KEPT_TEXT) if values["text"] else (ENTER,)

    def context() -> dict[str, object]:
        blanks = Posted({name: [slot(name)] for name in values})
        return {"form": Shown(asks, blanks), "token": slot("token"), "again": _("Try again now")}

    return sheets.fill("waiting", "text" if values["text"] else "", notices.now(), context, values, 503)


def away(posted: Posted) -> HttpResponse:
    """The database is away: nothing is lost, and what was typed is still there."""
    sentence = _(
        "We cannot open this just now. It is our fault. Nothing is lost. Please press the button again in a minute. "
        "If it cannot wait, ring 999, or Childline on 0800 1111."
    )
    ticket = tickets.read(posted.one("ticket"), now=clocks.now())
    if ticket is not None:
        return mailbox.away(ticket, posted, sentence, 503)
    return ask_again(posted, _("Please try again in a minute"), sentence, status=503)


def _with_ticket(
    name: str, ticket: Ticket, context: dict[str, object], values: dict[str, str] | None = None, variant: str = "back"
) -> HttpResponse:
    slots = {"ticket": slot("ticket"), "token": slot("token")}
    given = {"ticket": tickets.written(ticket), "token": keys.new_token(), **(values or {})}
    return sheets.fill(name, variant, notices.now(), lambda: {**context, **slots}, given)


def _heading() -> str:
    return _("Come back with your six words")


def _open() -> str:
    return _("Open")
