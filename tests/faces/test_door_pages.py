"""Every page that a visitor can read: it opens, it is small, it leads somewhere, it does not betray who reads it."""

import datetime as dt
import re
import uuid
import zlib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from halcyon.domain.publishing.pictures import MOST_BYTES
from halcyon.faces.door.gate import HEADERS
from halcyon.kernel import clocks
from halcyon.kernel.clocks import LONDON
from halcyon.kernel.look import sheet
from halcyon.kernel.noticeboard import board
from halcyon.kernel.noticeboard.addresses import address_of
from halcyon.kernel.partnership.pack import load
from tests.conftest import as_role
from tests.faces.drawn import drawing  # noqa: F401
from tests.faces.visitor import Visitor, begin_again, hangs_on_the_board
from tests.kernel.test_contact_point import LAST_DAY, a_real_site, point

pytestmark = pytest.mark.django_db
WRITTEN = sorted({address_of(slug) for slug in load("demo").pages()} - {"", "/"})
EVERY = ["/", "/all-pages", *WRITTEN]
IN_MAY = dt.datetime(2026, 5, 1, 9, tzinfo=LONDON)


def without_style(page: str) -> str:
    """The page without the style sheet that each of them holds, and the door's policy allows by its hash."""
    before, found, after = page.partition(f"<style>{sheet.TEXT}</style>")
    assert found and sheet.HASH in HEADERS["Content-Security-Policy"]
    return before + after


def becomes_a_real_site() -> None:
    hangs_on_the_board(a_real_site(point()))


def test_every_page_opens_with_help_on_it_and_nothing_that_betrays_it(visitor: Visitor) -> None:
    """Seen to fail with the page's own title in the tab."""
    assert len(WRITTEN) >= 20
    for path in EVERY:
        page = visitor.get(path)
        assert page.status == 200, path
        assert page.text.count('href="/leave"') >= 2, path
        assert 'href="tel:999"' in page.text, path
        assert 'href="tel:08001111"' in page.text, path
        assert re.findall(r"<title>(.*?)</title>", page.text) == ["Information"], path
        assert len(re.findall(r"<h1\b", page.text)) == 1, path
        assert HEADERS.items() <= page.headers.items() and "Set-Cookie" not in page.headers, path
        assert not re.search(r"{\w+}|:::|<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", without_style(page.text)), path


ASKED = re.compile(r'(?:src|poster)="(/[^"]*)"|<link [^>]*href="(/[^"]*)"')


def asked_for(page: str) -> set[str]:
    """What a browser fetches with a page. A film waits until somebody plays it."""
    return {one or other for one, other in ASKED.findall(re.sub(r"<(?:source|track|audio)\b[^>]*>", "", page))}


def test_every_page_is_forty_kilobytes_and_four_requests_with_pictures_and_films_too(visitor: Visitor) -> None:
    """Every page twice: as it hangs, and with a picture as heavy as one may be and two films with stills.

    Seen to fail: with the style sheet a file of its own, a page with a picture was five requests.
    """
    for path in EVERY:
        stays_small(visitor, path, 0)
    shown = uuid.uuid4()
    film = {"file": "/static/f.mp4", "captions": "/static/f.vtt", "picture": "/static/still.jpg", "minutes": 4}
    with as_role("owner"):
        for key, body in board.read_all("page/en/").items():
            with_picture = f'{body["html"]}<img src="/pictures/{shown}.webp" alt="A hand." width="9" height="9">'
            board.pin(key, {**body, "html": with_picture, "film": film, "signed": film})
    begin_again()
    for path in EVERY:
        stays_small(visitor, path, MOST_BYTES)
    with as_role("owner"):
        for key, body in board.read_all("page/en/").items():
            board.pin(key, {**body, "html": str(body["html"]).partition("<img")[0]})
    begin_again()
    assert "/static/still.jpg" in asked_for(visitor.get("/a-story").text)
    for path in EVERY:
        assert len(asked_for(visitor.get(path).text)) <= 3, path


def stays_small(visitor: Visitor, path: str, picture: int) -> None:
    """A page and what it asks for; `picture` is what one in its text may weigh."""
    page, parts = visitor.get(path, HTTP_ACCEPT_ENCODING="gzip"), asked_for(visitor.get(path).text)
    assert 1 + len(parts) <= 4, (path, parts)
    files = [str(finders.find(part.removeprefix("/static/"))) for part in parts if part.startswith("/static/")]
    pictures = picture * sum(part.startswith("/pictures/") for part in parts)
    weight = len(page.body) + pictures + sum(len(zlib.compress(Path(file).read_bytes())) for file in files)
    assert weight < 40_000, (path, weight)


def test_no_link_of_any_page_leads_nowhere(visitor: Visitor) -> None:
    """Seen to fail when the friend's page linked to /signs-freind."""
    leads = {(path, link) for path in EVERY for link in re.findall(r'href="(/[^"]*)"', visitor.get(path).text)}
    for path, link in sorted(leads):
        address, _, fragment = link.partition("#")
        if address.startswith("/static/"):
            continue
        page = visitor.get(address)
        assert page.status in (200, 302), (path, link)
        assert not fragment or f'id="{fragment}"' in page.text, (path, link)


def test_every_page_on_a_shelf_stands_in_the_list_of_all_pages(visitor: Visitor) -> None:
    listed = re.findall(r'href="(/[\w-]+)"', visitor.get("/all-pages").text.partition("<main")[2])
    on_shelves = {address_of(slug) for slug, page in load("demo").pages().items() if page.shelf}
    assert on_shelves == set(WRITTEN)
    assert on_shelves <= set(listed)


@pytest.mark.parametrize("path", ["/front-page", "/before-telling", "/help-page", "/privacy", "/exit", "/no-such-page"])
def test_parts_of_pages_and_unknown_names_are_no_addresses(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 404


def test_the_practice_county_shows_no_number_of_its_own(visitor: Visitor) -> None:
    """Seen to fail while the check of an invented contact point never ran out."""
    for path in EVERY:
        page = visitor.get(path)
        assert set(re.findall(r'href="tel:(\d+)"', page.text)) <= {"999", "101", "08001111"}, path
        assert "960140" not in re.sub(r"\D", "", page.text), path
    assert "so there is no number here for you to ring" in visitor.get("/reach-us").says


def test_a_real_site_shows_its_number_until_the_check_runs_out_and_then_says_so(visitor: Visitor) -> None:
    """Seen to fail while the last day of the check was not looked at: yesterday's page was still in the door's memory."""
    with clocks.at(dt.datetime.combine(LAST_DAY, dt.time(23), LONDON)):
        becomes_a_real_site()
        page = visitor.get("/reach-us")
        assert 'href="tel:01632960140"' in page.text
        assert "Checked on 2 March 2026 by Gwen Abara." in page.says
    with clocks.at(dt.datetime.combine(LAST_DAY + dt.timedelta(days=1), dt.time(1), LONDON)):
        page = visitor.get("/reach-us")
        assert "01632960140" not in page.text
        assert "We are checking our number, so we do not show it just now." in page.says


def test_pages_that_want_to_be_found_are_found_and_telling_and_the_mailbox_are_not(visitor: Visitor) -> None:
    """Seen to fail with every page in no index, and with /tell in the list."""
    with clocks.at(IN_MAY):
        becomes_a_real_site()
        found = re.findall(r"<loc>https://tell.brackenshire.example(/[^<]*)</loc>", visitor.get("/sitemap.xml").text)
        assert {"/", "/promise", "/who-can-i-tell", "/signs-you", "/told-me", "/all-pages"} <= set(found)
        assert not {"/tell", "/back", "/leave"} & set(found)
        for path in found:
            assert '<meta name="robots" content="index, follow">' in visitor.get(path).text, path
        for path in ("/tell", "/tell?about=friend", "/back", "/no-such-page"):
            assert '<meta name="robots" content="noindex, nofollow">' in visitor.get(path).text, path
        robots = visitor.get("/robots.txt").text
        assert "Disallow: /tell\nDisallow: /back\n" in robots
        assert robots.endswith("Sitemap: https://tell.brackenshire.example/sitemap.xml\n")


def test_nobody_in_trouble_finds_a_practice_site_by_searching(visitor: Visitor) -> None:
    assert visitor.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    for path in EVERY:
        assert '<meta name="robots" content="noindex, nofollow">' in visitor.get(path).text, path


def test_a_national_line_in_a_text_is_rung_by_a_tap(visitor: Visitor) -> None:
    """Seen to fail while the numbers in a text were only words."""
    page = visitor.get("/who-can-i-tell").text.partition("<main")[2].partition("<aside")[0]
    for number in ("999", "101", "08001111"):
        assert f'<a class="look-call" href="tel:{number}">' in page
    assert not re.search(r"<a [^>]*>[^<]*<a ", page)
    assert ">999</a>" in visitor.get("/tell").text.partition("<main")[2]


def test_who_can_i_tell_needs_one_tap_and_no_script(visitor: Visitor) -> None:
    page = visitor.get("/who-can-i-tell")
    folds = re.findall(r"<details.*?</details>", page.text, re.S)
    people = ("family", "teacher", "school nurse", "social worker", "doctor", "police officer", "Us", "Childline")
    assert len(folds) == len(people)
    for person, fold in zip(people, folds, strict=True):
        assert person in re.findall(r"<summary.*?</summary>", fold, re.S)[0]
        assert 'class="look-say"' in fold, person
        assert "What happens next:" in fold, person


def test_a_film_is_our_own_with_captions_and_waits_to_be_asked_for(visitor: Visitor) -> None:
    film = {"file": "/static/f.mp4", "captions": "/static/f.vtt", "picture": "/static/f.jpg", "minutes": 4}
    with as_role("owner"):
        board.pin("page/en/a-story", {**(board.read("page/en/a-story") or {}), "film": film})
    begin_again()
    page = visitor.get("/a-story")
    video = re.findall(r"<video.*?</video>", page.text, re.S)[0]
    assert 'preload="none"' in video and "autoplay" not in video
    assert '<track kind="captions"' in video
    assert "Every word of it stands below." in page.says
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_film_beside_a_picture_waits_behind_a_drawing_and_never_in_the_dark(
    visitor: Visitor, drawing: dict[str, bytes]
) -> None:
    """Seen to fail: of two films and a picture one alone had a still, for a page is four requests."""
    film = {"file": "/static/f.mp4", "captions": "/static/f.vtt", "picture": "/static/f.jpg", "minutes": 4}
    with as_role("owner"):
        body = board.read("page/en/a-story") or {}
        shown = f'{body["html"]}<img src="/pictures/{uuid.uuid4()}.webp" alt="A hand." width="9" height="9">'
        board.pin("page/en/a-story", {**body, "html": shown, "film": film, "signed": film})
    begin_again()
    page = visitor.get("/a-story").text
    figures = re.findall(r'<figure class="look-film">.*?</figure>', page, re.S)
    assert len(figures) == 2 and all("<svg" in one and "poster" not in one for one in figures)
    drawing["a-story-with-films"] = page.encode()


def test_the_pages_of_the_door_can_be_read_by_everyone(visitor: Visitor, drawing: dict[str, bytes]) -> None:
    """Seen to fail with the quiet colour of leads too light."""
    shown = ["/", "/all-pages", "/who-can-i-tell", "/told-me", "/a-story", "/learning", "/awareness-day", "/reach-us"]
    drawing |= {path.strip("/") or "front": visitor.get(path).text.encode() for path in shown}


@pytest.mark.parametrize("name", ["promise", "promise-long", "promise-easy", "poster", "cards"])
def test_what_is_printed_is_accessible_and_its_name_says_nothing(visitor: Visitor, name: str) -> None:
    """Seen to fail without the standard: nothing in the file said that it can be read aloud."""
    answer = visitor.get(f"/{name}.pdf")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="information.pdf"'
    assert answer.body.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.body
    assert b"/Lang" in answer.body and b"/MarkInfo" in answer.body
    assert len(answer.body) < 200_000
