"""GET and POST /tell: the form, and taking what it brings. Kept first, then shown; never kept in clear, never logged.

A retry brings the same six words for some minutes: token and content together name a telling, so a double click makes one
contact, and a form sent again with other words makes a second one instead of losing them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.db import Error as DatabaseAway
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from halcyon.faces.door import answers, keys, masking, pages
from halcyon.faces.door.answers import HONEYPOT, Problems, Shown
from halcyon.faces.door.notices import Board, notices
from halcyon.faces.door.paper import draw, filled, sheets, slot
from halcyon.faces.door.posted import FORM, Posted, read
from halcyon.faces.door.questions import FORMS, Form
from halcyon.faces.door.slowly import turns
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import door as letterbox
from halcyon.kernel.letterbox.door import Kept
from halcyon.kernel.letterbox.telling import Way, to_bytes
from halcyon.kernel.sealing import TooLong

Result = TypeVar("Result")
TURNS = 3
"""How many sets of words are tried when a set is already somebody's: the second is one in 2^62 / codes."""


def tell(request: HttpRequest) -> HttpResponse:
    """The form, or what it brings."""
    if request.method in ("GET", "HEAD"):
        way = _way(request.GET.get("about", ""))
        return blank(FORMS[way]) if keys.intake() else pages.help_page()
    return received(request) if request.method == "POST" else pages.wrong_method(request)


def received(request: HttpRequest) -> HttpResponse:
    """What the form brings, or a page that keeps it."""
    refused = unreadable(request)
    if refused is not None:
        return refused
    posted = read(request.body)
    form = FORMS[_way(posted.one("about"))]
    if posted.one("speak"):
        return spoken(form, posted)
    wrong = answers.problems(form, posted)
    if wrong:
        return again(form, posted, wrong=wrong)
    token = keys.read_token(posted.one("token"))
    if not token.valid:
        return _late(form, posted, token)
    try:
        return _keep(form, posted, token)
    except TooLong:
        return again(
            form, posted, wrong={"words": _("All your answers are more than fits. Please send a part of it now.")}
        )
    except (DatabaseAway, keys.NoIntakeKey):
        return again(form, posted, trouble=_not_sent(), status=503)


def unreadable(request: HttpRequest) -> HttpResponse | None:
    """The page for a body that was too large, cut short, or no form of ours."""
    fate = request.META.get("halcyon.body", "whole")
    if fate == "too large":
        return pages.too_large(request)
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if fate != "whole" or kind != FORM:
        return pages.not_understood(request)
    return None


def _keep(form: Form, posted: Posted, token: keys.Token) -> HttpResponse:
    now = clocks.now()
    seed = keys.seed(token, content(posted))
    words, masked = masking.masked(posted.text("words"))
    box = keys.new_mailbox()
    told = answers.telling(
        form, posted, words=words, now=now, mailbox=(box.id, box.public),
        marks=answers.marks(posted, age=token.age, masked=masked),
    )  # fmt: skip
    sealed = keys.sealed(to_bytes(told), channel="web")
    for turn in range(TURNS):
        code = keys.words(seed, turn)
        derived = turns.for_telling(lambda code=code: keys.derived(code))  # type: ignore[misc]
        mailbox = letterbox.NewMailbox(box.id, derived.locator, keys.wrapped(box, derived), box.public)
        fate = once_more(
            lambda mailbox=mailbox: letterbox.drop(keys.spent(seed), sealed, mailbox, now=now, day=clocks.today())  # type: ignore[misc]
        )
        if fate in (Kept.STORED, Kept.AGAIN):
            return kept(code.words, masked=masked, at_once=told.danger)
        if fate is Kept.FULL:
            return again(form, posted, trouble=_not_sent(), status=503)
        if fate is Kept.LATE:
            break
    else:
        if fate is Kept.TAKEN:
            return again(form, posted, trouble=_not_sent(), status=503)
    return kept(None, masked=masked, at_once=told.danger)


def _late(form: Form, posted: Posted, token: keys.Token) -> HttpResponse:
    """A token past its time: what it brought may have been kept before. If not, the page comes again with everything on it."""
    trouble = _(
        "This page was open for a long time, so we need you to press the button once more. Everything you wrote is here."
    )
    if token.known:
        spent = keys.spent(keys.seed(token, content(posted)))
        try:
            fate = once_more(lambda: letterbox.became_of(spent, None, now=clocks.now()))
        except DatabaseAway:
            return again(form, posted, trouble=_not_sent(), status=503)
        if fate is not Kept.UNKNOWN:
            return kept(None, masked=False, at_once=answers.not_safe(posted))
    return again(form, posted, trouble=trouble)


def once_more(ask: Callable[[], Result]) -> Result:
    """Ask the database; when the connection broke while asking, ask once more on a new one.

    Safe because every question carries its token: what was kept the first time is found, not kept twice.
    """
    try:
        return ask()
    except (OperationalError, InterfaceError):
        connection.close()
        return ask()


def content(posted: Posted) -> bytes:
    """A fingerprint of everything that was answered, the token and what only marks left out."""
    whole = hashlib.sha256()
    for name, values in sorted(posted.fields.items()):
        if name not in ("token", "ticket", HONEYPOT):
            for part in (name, *values):
                raw = part.encode()
                whole.update(len(raw).to_bytes(4, "big") + raw)
            whole.update(b"\0\0\0\0")
    return whole.digest()


# The pages


def blank(form: Form) -> HttpResponse:
    """The empty form. All of it but the token is the same for everyone and drawn once."""
    board = notices.now()

    def context() -> dict[str, object]:
        return _context(board, form, Shown(form.asks), again=False, token=slot("token"))

    return sheets.fill("tell", form.way.value, board, context, {"token": keys.new_token()})


def spoken(form: Form, posted: Posted) -> HttpResponse:
    """The form in the language that was chosen on it, with everything that was typed. Nothing is kept of it."""
    return _shown(form, posted, again=False)


def again(
    form: Form, posted: Posted, *, wrong: Problems | None = None, trouble: str = "", status: int = 200
) -> HttpResponse:
    """The form with everything that was typed still in it, and why it is here again."""
    said = {"trouble": trouble, "trouble_title": _("It is not sent yet")}
    return _shown(form, posted, wrong, again=True, status=status, **said)


def _shown(
    form: Form, posted: Posted, wrong: Problems | None = None, *, again: bool, status: int = 200, **said: str
) -> HttpResponse:
    """The form with what was posted in it. A token stays while it is good, so that a retry is known as one."""
    board = notices.now()
    before = posted.one("token")
    token = before if keys.read_token(before).valid else keys.new_token()
    context = _context(board, form, Shown(form.asks, posted, wrong), again=again, token=token)
    return draw("tell", board, {**context, **said}, status)


def kept(code: tuple[str, ...] | None, *, masked: bool, at_once: bool) -> HttpResponse:
    """We have your message: first and largest. Then the six words, unless they were shown before; and who is rung now.

    One size, whatever was answered: whoever watches the line does not learn that somebody is rung.
    """
    board = notices.now()

    def context() -> dict[str, object]:
        return {
            "heading": _("We have your message"),
            "below": _("A real person reads every word. You are not in trouble."),
            "words": [slot(f"word{place}") for place in range(6)] if code else (),
            "masked": masked,
            "at_once": at_once,
        }

    variant = f"{bool(code)}-{masked}-{at_once}"
    words = {f"word{place}": word for place, word in enumerate(code or ())}
    return filled(sheets.fill("kept", variant, board, context, words))


def _context(board: Board, form: Form, shown: Shown, *, again: bool, token: str) -> dict[str, object]:
    steps = [
        {
            "when": step.when,
            "before": step.before,
            "parts": [
                {"bound": shown[ask.field], "size": "s" if place else "m", "rows": _rows(ask.name, ask.kind)}
                for place, ask in enumerate(step.asks)
            ],
        }
        for step in form.steps
    ]
    return {
        "form": shown, "steps": steps, "title": form.title, "about": form.way.value, "token": token, "again": again,
        "before": pages.page_of(board, "before-telling"), "send": _("Send this now"),
        "here": "/tell", "wide": True,
    }  # fmt: skip


def _rows(name: str, kind: str) -> int:
    return 0 if kind != "long" else 8 if name == "words" else 3


def _way(value: str) -> Way:
    return Way(value) if value in tuple(Way) else Way.ME


def _not_sent() -> str:
    return _(
        "We could not keep your message just now. It is our fault. Everything you wrote is still here. "
        "Please press the button again in a minute. If it cannot wait, ring 999, or Childline on 0800 1111."
    )
