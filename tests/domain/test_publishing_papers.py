"""What is printed says what was approved, with the contact point of today, and comes down with its page."""

import base64
import datetime as dt
import io

import pytest
from pypdf import PdfReader

from halcyon.domain.publishing import commands, papers, printing
from halcyon.domain.publishing.models import Piece
from halcyon.kernel import clocks
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.noticeboard import board, figures
from halcyon.kernel.partnership.pack import load
from tests.conftest import as_role
from tests.domain.publishing_world import approved, does, hangs, text, writes
from tests.kernel.test_contact_point import LAST_DAY, a_real_site, point

ON = dt.date(2026, 5, 1)
TRUE = papers.today(load("demo"), ON)


def words_in(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def paper(name: str) -> bytes:
    """What the door reads of a paper; empty where none hangs."""
    with as_role("door"):
        found = board.read(f"paper/{name}")
    return base64.b64decode(str(found["file"])) if found else b""


@pytest.mark.django_db
def test_the_paper_of_a_page_is_made_of_the_approved_text_and_never_of_a_draft():
    """Seen to fail: with the text written last on it, and with the first paper for ever."""
    promise = Piece.objects.get(slug="promise")
    hangs()
    before = paper("promise")
    written = writes(promise, text("We made it new.\n\n{contact_point}\n", title="Our newer promise"))
    hangs()
    assert paper("promise") == before
    approved(written)
    hangs()
    said = words_in(paper("promise"))
    assert "Our newer promise" in said and "We made it new." in said and "Lapwing Team" in said
    does("bea", commands.withdraw, piece=promise, why="It is not true today.")
    hangs()
    assert paper("promise") == b""


@pytest.mark.django_db
def test_a_paper_has_the_number_until_the_check_runs_out_and_not_a_day_longer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(printing, "pack", lambda: a_real_site(point()))
    with clocks.at(dt.datetime.combine(LAST_DAY, dt.time(12), LONDON)):
        hangs()
        assert "01632 960140" in words_in(paper("poster"))
    with clocks.at(dt.datetime.combine(LAST_DAY + dt.timedelta(days=1), dt.time(1), LONDON)):
        hangs()
        said = words_in(paper("poster"))
        assert "01632" not in said and "We are checking our number" in said and "999" in said


@pytest.mark.django_db
def test_the_promise_on_paper_has_its_figures_and_nothing_is_made_twice(monkeypatch: pytest.MonkeyPatch):
    """Seen to fail: with nothing where the figures stand."""
    hangs()
    counts = dict.fromkeys(figures.COUNTS, 0) | {"received": 40, "decided": 40, "heard_in_time": 36, "heard_late": 6}
    with as_role("worker"):
        board.pin(figures.KEY, {"first": "2026-07-01", "last": "2026-09-30", "drawn": "2026-10-15", "counts": counts})
    hangs()
    assert "36 of 42 people heard back from us in time. 6 did not." in words_in(paper("promise-long"))
    monkeypatch.setattr(papers, "printed", lambda text: pytest.fail("made again"))
    hangs()


@pytest.mark.django_db
def test_a_paper_that_cannot_be_made_is_missing_and_holds_no_page_back(monkeypatch: pytest.MonkeyPatch):
    """Seen to fail: the old words stayed on paper under a page with new ones."""

    def breaks(text: str) -> bytes:
        raise RuntimeError("this cannot be read aloud")

    monkeypatch.setattr(papers, "printed", breaks)
    approved(writes(Piece.objects.get(slug="promise"), text("New words.", title="A newer promise")))
    hangs()
    with as_role("door"):
        assert (board.read("page/en/promise") or {})["title"] == "A newer promise"
    assert paper("promise") == b""


@pytest.mark.django_db
def test_the_promise_and_its_easy_words_are_printed_in_each_language_in_which_they_hang():
    """Seen to fail: papers were English alone; in Urdu without its typeface; and Childline's number was read 1111 0800."""
    hangs()
    for slug in ("promise", "promise-easy"):
        polish, urdu = (PdfReader(io.BytesIO(paper(f"{code}/{slug}"))) for code in ("pl", "ur"))
        assert (polish.root_object["/Lang"], urdu.root_object["/Lang"]) == ("pl", "ur")
        fonts = [str(each.get_object()["/BaseFont"]) for each in urdu.pages[0]["/Resources"]["/Font"].values()]
        assert any("NotoNastaliqUrdu" in name for name in fonts), fonts
    said = words_in(paper("pl/promise"))
    assert "Nasza obietnica dla ciebie" in said and "0800 1111" in said
    assert "Wersja robocza" in said and "Draft: needs a native reviewer." in said, "nobody has confirmed it"
    urdu = load("demo").pages("ur")["promise-easy"]
    source = papers.source("easy", papers.Words(urdu.title, urdu.lead, urdu.body, "ur"), TRUE)
    assert "\u20660800" in source, "a number is read from left to right"
    assert "Draft" not in source
    does("bea", commands.withdraw, piece=Piece.objects.get(slug="promise"), why="It is not true today.", language="ur")
    hangs()
    assert paper("ur/promise") == b"" != paper("pl/promise")


@pytest.mark.parametrize("form", sorted(papers.FORMS))
def test_whatever_is_written_becomes_an_accessible_paper(form: str):
    """Seen to fail: with headings as they were typed, and with a heading in the middle of a line of a card."""
    body = '#### Deep\n\nA "quote" \\ # $ * _ `x` <b> @ [l](/promise)\n\n1. one\n\n   two\n\n::: fold A #teacher\nTell.\n:::\n'
    made = papers.printed(
        papers.source(form, papers.Words('You "can" #tell', "Us\\", f"{body}\n![A hand](/x.webp)"), TRUE)
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    said = words_in(made)
    assert "#teacher" in said and "A hand" in said


@pytest.mark.parametrize("slug", [page.slug for page in load("oxfordshire").pages().values() if page.paper])
def test_every_paper_of_a_pack_can_be_made(slug: str):
    page = load("oxfordshire").pages()[slug]
    true = papers.today(load("oxfordshire"), ON)
    assert papers.printed(papers.source(page.paper, papers.Words(page.title, page.lead, page.body), true))
