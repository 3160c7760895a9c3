"""Pages that only say something: front page, promise, who can I tell, privacy, exit; and the pages for when something fails.

They need no database: what the noticeboard last said is kept, and what it never said is built in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import Error as DatabaseAway
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.translation import gettext as _

from halcyon.faces.door.builtin import BUILT_IN
from halcyon.faces.door.notices import Board, Page, notices
from halcyon.faces.door.paper import draw, sheets

NEUTRAL_PAGE = "https://www.bbc.co.uk/weather"
View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """A page that is only read: other methods get a page that says so, not an empty answer."""

    @wraps(view)
    def read_only(request: HttpRequest, **values: str) -> HttpResponse:
        return view(request, **values) if request.method in ("GET", "HEAD") else wrong_method(request)

    return read_only


def page_of(board: Board, slug: str) -> Page:
    """The partnership's page, or the one built in. Raises Http404 when there is neither."""
    found = board.page(slug) or BUILT_IN.get(slug)
    if found is None:
        raise Http404
    return found


@reading
def front(request: HttpRequest) -> HttpResponse:
    """What this is, and the four ways in."""
    board = notices.now()
    return sheets.fill("front", "", board, lambda: {"page": page_of(board, "front-page")}, {})


@reading
def written(request: HttpRequest, *, slug: str) -> HttpResponse:
    """A page of the partnership's own words."""
    board = notices.now()
    ways = slug in ("promise", "who-can-i-tell")
    return sheets.fill("page", slug, board, lambda: {"page": page_of(board, slug), "ways": ways}, {})


@reading
def leave(request: HttpRequest) -> HttpResponse:
    """The way out without JavaScript: what the browser holds of us is cleared, and a page about the weather opens."""
    answer = HttpResponseRedirect(NEUTRAL_PAGE)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@reading
def healthz(request: HttpRequest) -> HttpResponse:
    """For whoever keeps the door running: 200 when all is well, 503 while pages come from memory alone."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseAway:
        return HttpResponse("The database is away: pages are served from memory.\n", "text/plain", status=503)
    return HttpResponse("All is well.\n", "text/plain")


@reading
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for an index: a search for one's own county must not show that a page was open."""
    return HttpResponse("User-agent: *\nDisallow: /\n", "text/plain")


@reading
def icon(request: HttpRequest) -> HttpResponse:
    """The neutral icon, for browsers that ask for it by its old name."""
    return HttpResponseRedirect(static("look/icon.svg"))


# When something fails


def _failed(status: int, heading: str, message: str) -> HttpResponse:
    return draw("error", notices.now(), {"heading": heading, "message": message}, status)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: something arrived that no page of ours sends."""
    return _failed(
        400,
        _("We could not read that"),
        _("It is not because of you. Please go back and try again, or start again from the first page."),
    )


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _failed(
        404, _("This page is not here"), _("Maybe the address has a slip in it. You can start from the first page.")
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405."""
    return _failed(405, _("This page is only for reading"), _("You can start from the first page."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: it says that it was not taken, and what to do."""
    return _failed(
        413,
        _("That was more than we can take at once"),
        _(
            "We did not get it. Go back: your words should still be there. Send the first part now. "
            "Then tell us the rest with your six words. Please do not send pictures."
        ),
    )


def our_fault(request: HttpRequest) -> HttpResponse:
    """500."""
    return _failed(
        500,
        _("Something went wrong here"),
        _("It is not because of you. Please go back and try again in a minute. We did not lose what we had."),
    )


def away(request: HttpRequest) -> HttpResponse:
    """503: the part that keeps messages is away."""
    return _failed(
        503,
        _("We cannot open this just now"),
        _("It is our fault, not yours. Nothing is lost. Please try again in a few minutes."),
    )


def help_page(status: int = 503) -> HttpResponse:
    """Instead of the form, while no telling could be sealed: where help is now."""
    board = notices.now()
    return sheets.fill("help", "", board, lambda: {"page": page_of(board, "help-page")}, {}, status)
