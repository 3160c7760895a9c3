"""Tabs, retries, tickets, traces on the device, headers, sizes (tiplines.md 6, 18-26), and the mailbox as it should be."""

import datetime as dt
import re
from pathlib import Path

import pytest

from halcyon.faces.door.gate import HEADERS
from halcyon.kernel import clocks
from tests.faces.test_door_pages import without_style

pytestmark = pytest.mark.django_db
KEPT = "We have your message"


def test_no_page_shows_what_was_told(visitor):
    canary = "kestrel-7351"
    kept = visitor.tells(canary, people=canary, teller_name=canary)
    safe = visitor.enters(kept.code)
    inside = visitor.presses(safe, "show")
    said = visitor.presses(inside, "write", text=canary, what="message")
    pages = [kept, safe, inside, said, visitor.presses(said, "show"), visitor.presses(inside, "words")]
    assert all(canary not in page.text for page in pages)
    assert all(page.headers["Cache-Control"] == "no-store" for page in pages)


@pytest.mark.parametrize("path", ["/", "/promise", "/tell", "/back", "/leaving"])
def test_every_page_has_a_way_out_that_needs_no_script(visitor, path):
    page = visitor.get(path)
    assert page.text.count('href="/leave"') >= 2  # the button, and the first stop of a keyboard
    way_out = visitor.get("/leave")
    assert way_out.status == 302 and way_out.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert way_out.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_two_tabs_are_two_tellings(visitor):
    tabs = [visitor.token(), visitor.token()]
    assert len({visitor.tells("same words", token=token).code for token in tabs}) == 2
    assert len(visitor.arrived()) == 2


def test_a_form_sent_again_with_other_words_loses_neither(visitor):
    token = visitor.token()
    codes = {visitor.tells(words, token=token).code for words in ("he rings me", "he rings me. he is here")}
    assert len(codes) == 2 and "" not in codes
    assert {told.words for told in visitor.arrived()} == {"he rings me", "he rings me. he is here"}


def test_a_page_open_for_a_long_time_comes_again_with_everything_and_a_fresh_token(visitor):
    with clocks.at(clocks.now() - dt.timedelta(hours=5)):
        token = visitor.token()
    page = visitor.tells("he rings me", people="Dez", token=token)
    assert page.value("words") == "he rings me" and page.value("people") == "Dez" and page.value("token") != token
    assert "press the button once more" in page.says and visitor.arrived() == []
    assert visitor.tells("he rings me", people="Dez", token=page.value("token")).heading == KEPT


def test_a_retry_hours_later_says_that_we_have_it_and_shows_no_words(visitor):
    with clocks.at(clocks.now() - dt.timedelta(hours=5)):
        token = visitor.token()
        assert visitor.tells("he rings me", token=token).code
    page = visitor.tells("he rings me", token=token)
    assert page.heading == KEPT and page.code == ""
    assert len(visitor.arrived()) == 1


@pytest.mark.parametrize("token", ["", "made-up", "é", "A" * 54, "A" * 5000])
def test_a_token_that_is_not_ours_costs_one_more_press_and_no_words(visitor, token):
    page = visitor.post("/tell", {"token": token, "about": "me", "words": "he rings me"})
    assert page.value("words") == "he rings me" and visitor.arrived() == []


def test_a_ticket_past_its_time_asks_for_the_words_and_keeps_what_was_typed(visitor):
    code = visitor.tells().code
    with clocks.at(clocks.now() - dt.timedelta(minutes=21)):
        inside = visitor.presses(visitor.enters(code), "show")
    page = visitor.presses(inside, "write", text="friday he wants me to go", what="message")
    assert page.heading == "Please enter your six words again" and page.value("text") == "friday he wants me to go"
    back = visitor.enters(code, text=page.value("text"))
    assert back.value("text") == "friday he wants me to go"
    assert visitor.presses(back, "write", text=back.value("text"), what="message").heading == KEPT


@pytest.mark.parametrize("ticket", ["", "x", "é" * 10, "A" * 200, "A" * 100_000])
def test_a_ticket_that_is_not_ours_opens_nothing(visitor, ticket):
    assert visitor.post("/back", {"do": "show", "ticket": ticket}).heading == "Please enter your six words again"


def test_nothing_typed_stands_in_a_hidden_field_and_no_form_is_remembered(visitor):
    page = visitor.tells("kestrel" * 3000, people="kestrel")
    hidden = re.findall(r'<input type="hidden"[^>]*>', page.text)
    assert hidden and not any("kestrel" in each for each in hidden)
    assert all('autocomplete="off"' in form for form in re.findall(r"<form[^>]*>", page.text))
    assert all('spellcheck="false"' in area for area in re.findall(r"<textarea[^>]*>", page.text))


EVERYWHERE = ["/", "/promise", "/who-can-i-tell", "/your-privacy", "/leaving", "/tell", "/back", "/leave",
              "/healthz", "/robots.txt", "/favicon.ico", "/nothing-here", "/static/look/public.css", "/../etc/passwd",
              "/tell?about=%00"]  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "TRACE", "BREW"])
def test_every_answer_carries_every_header_and_no_cookie(visitor, path, method):
    answer = visitor.request(method, path)
    assert HEADERS.items() <= answer.headers.items()
    assert not {"Set-Cookie", "ETag", "Last-Modified", "Server", "X-Powered-By"} & answer.headers.keys()


@pytest.mark.parametrize("path", ["/", "/promise", "/tell?about=work", "/back", "/nothing-here"])
def test_a_page_asks_nobody_else_for_anything_and_carries_no_script_of_its_own(visitor, path):
    text = visitor.get(path).text
    asked = re.findall(r'<(?:script|link|img|iframe|source)[^>]*(?:src|href)="([^"]*)"', text)
    assert asked and all(each.startswith("/static/") for each in asked)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", without_style(text))
    assert re.search(r"<title>([^<]*)</title>", text).group(1) == "Information"


def test_the_form_is_four_requests_and_sixty_kilobytes(visitor):
    page = visitor.get("/tell?about=work", HTTP_ACCEPT_ENCODING="gzip")
    plain = visitor.get("/tell?about=work").text
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]*)"', plain))
    import zlib

    from django.contrib.staticfiles import finders

    files = [zlib.compress(Path(finders.find(part.removeprefix("/static/"))).read_bytes()) for part in parts]
    assert page.headers["Content-Encoding"] == "gzip"
    assert 1 + len(parts) <= 4
    assert len(page.body) + sum(map(len, files)) < 60_000
