"""Pages that only say something: front page, promise, who can I tell, privacy, exit; and the pages for when something fails.

They need no database: what the noticeboard last said is kept, and what it never said is built in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps

from django.db import Error as DatabaseAway
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from halcyon.faces.door import keeping, speaking
from halcyon.faces.door.builtin import built_in
from halcyon.faces.door.notices import SHELVES, Board, Page, notices
from halcyon.faces.door.paper import draw, sheets
from halcyon.faces.door.speaking import spoken
from halcyon.kernel import clocks
from halcyon.kernel.look.catalogues import ENGLISH
from halcyon.kernel.noticeboard.addresses import address_of
from halcyon.kernel.noticeboard.copies import Beside

NEUTRAL_PAGE = "https://www.bbc.co.uk/weather"
View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """A page that is only read: other methods get a page that says so, not an empty answer."""

    @wraps(view)
    def read_only(request: HttpRequest, **values: str) -> HttpResponse:
        return view(request, **values) if request.method in ("GET", "HEAD") else wrong_method(request)

    return read_only


ITS_PLACE = "<p>{contact_point}</p>"
PAPER_IS = {"pdf": "application/pdf", "jpg": "image/jpeg"}
PLACE_OF_FIGURES = "<p>{figures}</p>"


def page_of(board: Board, slug: str) -> Page:
    """The partnership's page in the language spoken, or the one built in, or the English one. Raises Http404 when there is none."""
    found = board.page(slug, speaking.current()) or built_in(slug, speaking.current()) or board.page(slug)
    if found is None:
        raise Http404
    html = to_be_rung(found.html, board)
    if ITS_PLACE in html:
        html = html.replace(ITS_PLACE, how_to_reach_us(board))
    if PLACE_OF_FIGURES in html:
        html = html.replace(PLACE_OF_FIGURES, in_figures(board))
    return replace(found, html=html)


def to_be_rung(html: str, board: Board) -> str:
    """The page with each national line as a link that rings it: a tap is all that somebody may have time for."""
    numbers = board.national_lines
    if not numbers:
        return html
    number = re.compile(rf"(?<![\w£.,/-])({'|'.join(map(re.escape, numbers))})(?![\w%])")
    parts, within = re.split(r"(<[^>]+>)", html), False
    for place, part in enumerate(parts):
        if part.startswith(("<a ", "</a>")):
            within = part.startswith("<a ")
        elif not within and not part.startswith("<"):
            parts[place] = number.sub(_rings, part)
    return "".join(parts)


def _rings(number: re.Match[str]) -> str:
    return f'<a class="look-call" href="tel:{number[1].replace(" ", "")}">{number[1]}</a>'


def how_to_reach_us(board: Board) -> str:
    """The one contact point, drawn: the number while it is live, a sentence that says why not otherwise."""
    point = board.contact_point(clocks.today())
    return render_to_string("door/contact_point.html", {"point": point, "practice": board.practice})


def in_figures(board: Board) -> str:
    """The promise in figures, drawn: what was counted, as of people, and why some were late."""
    found = board.figures()
    speaks = speaking.current()
    sentences = found.sentences() if found else []
    said = {"figures": found, "sentences": sentences, "reason": board.reason(speaks), "speaks": speaks}
    return render_to_string("door/figures.html", said)


@reading
def front(request: HttpRequest) -> HttpResponse:
    """What this is, the four ways in, and where to read more."""
    board = notices.now()
    return sheets.fill(
        "front", "", board, lambda: {"page": page_of(board, "front-page"), "here": "/", **findable(board, True)}, {}
    )


@reading
def written(request: HttpRequest, *, slug: str) -> HttpResponse:
    """A page of the partnership's own words, whatever is pinned under its name."""
    board = notices.now()
    here = address_of(slug)
    if speaking.plain(request.path) != here:
        raise Http404

    def shown() -> dict[str, object]:
        page = page_of(board, slug)
        ways = page.ends == "telling" or page.slug in ("promise", "who-can-i-tell")
        own = page.language == speaking.current()
        more = {"here": here, "own": own, "belonging": board.belonging(slug, speaking.current())}
        more |= {"one_picture": one_picture(page), "paper": board.paper(page)}
        return {"page": page, "ways": ways, **more, **findable(board, page.found and own)}

    return sheets.fill("page", slug, board, shown, {})


def one_picture(page: Page) -> dict[str, bool]:
    """Which film shows its own still before it is played: a page is four requests, itself, script, icon, and one picture.

    Another shows a drawing of ours, which comes with the page.
    """
    free = "/pictures/" not in page.html
    return {"film": free, "signed": free and not page.film}


def findable(board: Board, wanted: bool) -> dict[str, object]:
    """Whether a search engine may list a page: one that wants to be found, of a site that somebody reads."""
    return {"found": wanted and not board.practice, "reading": True}


@reading
def all_pages(request: HttpRequest) -> HttpResponse:
    """Everything that can be read here, by whom it is for."""
    board = notices.now()

    def shelves() -> dict[str, object]:
        pages = [
            (page.shelf, Listed(page.title, page.short, address_of(page.slug), page.language))
            for page in board.pages(speaking.current())
        ]
        by_shelf = [(SHELF_NAMES[shelf], [each for own, each in pages if own == shelf]) for shelf in SHELVES]
        return {
            "shelves": [(name, each) for name, each in by_shelf if each],
            "here": "/all-pages",
            **findable(board, True),
        }

    return sheets.fill("all_pages", "", board, shelves, {})


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in a list."""

    title: str
    short: str
    href: str
    language: str


SHELF_NAMES = {
    "you": _lazy("For you"),
    "others": _lazy("If you are worried about someone"),
    "work": _lazy("If you work with children or the public"),
    "promise": _lazy("Our promise, and if we keep it"),
    "news": _lazy("News and awareness day"),
}


@reading
def paper(request: HttpRequest, *, name: str, sort: str) -> HttpResponse:
    """Something to print. It opens in the window, so that nothing stays among the downloads of a phone."""
    language, board = speaking.current(), notices.now()
    if language != ENGLISH:
        if board.page(name, language) is None:  # none, or a draft on a real site
            raise Http404
        name = f"{language}/{name}"
    try:
        data = keeping.hung(Beside(False, name, sort))
    except DatabaseAway:
        connection.close()
        kept = keeping.kept_beside(board.notices, f"{name}.{sort}")
        if kept is None:
            return away(request)
        data = kept
    if not data:
        raise Http404
    answer = HttpResponse(data, PAPER_IS[sort])
    answer["Content-Disposition"] = f'inline; filename="information.{sort}"'
    return answer


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
    """Telling and coming back are for no index, and neither is a practice site: nobody in trouble should find that one."""
    board = notices.now()
    if board.practice or not board.notices:
        return HttpResponse("User-agent: *\nDisallow: /\n", "text/plain")
    site = _website(board)
    codes = ("en", *speaking.offered(board))
    ours = (speaking.in_language(path, code) for code in codes for path in ("/tell", "/back"))
    closed = "".join(f"Disallow: {path}\n" for path in (*ours, "/leave", "/healthz"))
    return HttpResponse(f"User-agent: *\n{closed}" + (f"Sitemap: {site}/sitemap.xml\n" if site else ""), "text/plain")


@reading
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages that want to be found, for search engines: with the site's own address, so only where that is known."""
    board = notices.now()
    site = _website(board)
    if not site:
        raise Http404
    paths = ["/", "/all-pages", *(address_of(page.slug) for page in board.pages() if page.found)]
    for code in speaking.offered(board):
        own = (page for page in board.pages(code) if page.found and page.language == code)
        paths += [
            speaking.in_language(path, code) for path in ("/", "/all-pages", *(address_of(one.slug) for one in own))
        ]
    urls = "".join(f"<url><loc>{escape(site + path)}</loc></url>\n" for path in paths)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{urls}</urlset>\n', "application/xml"
    )


def _website(board: Board) -> str:
    point = board.contact_point(clocks.today())
    return point.website.rstrip("/") if point else ""


@reading
def icon(request: HttpRequest) -> HttpResponse:
    """The neutral icon, for browsers that ask for it by its old name."""
    return HttpResponseRedirect(static("look/icon.svg"))


# When something fails


def _failed(status: int, heading: str, message: str) -> HttpResponse:
    return draw("error", notices.now(), {"heading": heading, "message": message}, status)


@spoken
def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: something arrived that no page of ours sends."""
    return _failed(
        400,
        _("We could not read that"),
        _("It is not because of you. Please go back and try again, or start again from the first page."),
    )


@spoken
def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _failed(
        404, _("This page is not here"), _("Maybe the address has a slip in it. You can start from the first page.")
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405."""
    return _failed(405, _("This page is only for reading"), _("You can start from the first page."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than the form could be given back with. It says that it was not taken and may be lost, and what to do."""
    return _failed(
        413,
        _("That was more than we can take at once"),
        _(
            "We did not get it. We are sorry: when you go back, the boxes may be empty. Please tell us the most important "
            "part first. A few sentences are enough. Then tell us the rest with your six words. Please do not send pictures."
        ),
    )


@spoken
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
