"""What can arrive at a front door on a bad day (tiplines.md 6), as far as the door answers for it. Nothing anyone said is lost."""

import dataclasses
import datetime as dt
import io
import json
import logging
import re
import statistics
import time
import uuid
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from halcyon.faces.door import keys, masking, returning, slowly, telling
from halcyon.faces.door.gate import BODY_LIMIT, HEADERS
from halcyon.faces.door.questions import FORMS
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import delivering
from halcyon.kernel.letterbox import door as letterbox
from halcyon.kernel.letterbox.telling import (
    WORDS_LIMIT,
    LaterMessage,
    Mark,
    NotATelling,
    Said,
    Telling,
    Way,
    from_bytes,
)
from halcyon.kernel.sealing import pad
from tests.conftest import as_role
from tests.faces.visitor import Visitor, at_the_door

pytestmark = pytest.mark.django_db
KEPT = "We have your message"


@pytest.fixture
def visitor(tmp_path):
    with at_the_door(tmp_path / "secrets") as someone:
        yield someone


def words_arrived(visitor: Visitor) -> str:
    (told,) = visitor.arrived()
    return told.words


# Input


def test_an_empty_form_comes_back_with_a_sentence_beside_the_box(visitor):
    page = visitor.tells("  \n ")
    assert "One word is enough" in page.says and visitor.arrived() == []


@pytest.mark.parametrize("words", ["😢", "help", "?", "."])
def test_one_sign_is_enough(visitor, words):
    assert visitor.tells(words).heading == KEPT
    assert words_arrived(visitor) == words


@pytest.mark.parametrize(
    "answer", [{"safe_now": "not_sure"}, {"where_now": "the bus station"}, {"starters": "gifts-or-lifts"}]
)
def test_without_words_any_other_answer_is_a_telling(visitor, answer):
    assert visitor.tells("", **answer).heading == KEPT
    assert len(visitor.arrived()) == 1


def test_more_than_20000_characters_says_so_and_keeps_every_one(visitor):
    words = "a" * WORDS_LIMIT + "b"
    page = visitor.tells(words, people="Dez")
    assert "20,001" in page.says and "20,000" in page.says
    assert page.value("words") == words and page.value("people") == "Dez"
    assert visitor.arrived() == []


@pytest.mark.parametrize("words", ["😀" * WORDS_LIMIT, "\x01" * 19_000, '"\\\n' * 6_000])
def test_20000_characters_of_any_kind_fit(visitor, words):
    assert visitor.tells(words).heading == KEPT
    assert words_arrived(visitor) == words


def test_every_answer_at_its_longest_says_what_does_not_fit_and_keeps_all(visitor):
    longest = {ask.field: "€" * 2_000 for ask in FORMS[Way.ME].asks if ask.kind in ("long", "short")}
    page = visitor.tells(**longest | {"words": "€" * WORDS_LIMIT})
    assert "more than fits" in page.says and page.value("places") == "€" * 2_000


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 2_000_000])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_gets_a_page_that_says_so(visitor, size, chunked):
    body = b"words=" + b"a" * (size - 6)
    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""} if chunked else {}
    page = visitor.post("/tell", body, **environ)
    assert page.status == 413 and "We did not get it" in page.says and "999" in page.says


def test_a_body_without_a_length_is_read_all_the_same(visitor):
    body = f"token={visitor.token()}&about=me&words=help".encode()
    assert visitor.post("/tell", body, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="").heading == KEPT
    assert words_arrived(visitor) == "help"


def test_a_body_that_was_cut_short_is_not_half_a_telling(visitor):
    body = f"token={visitor.token()}&about=me&words=he+rings+me".encode()
    assert visitor.post("/tell", body, CONTENT_LENGTH=str(len(body) + 50)).status == 400
    assert visitor.arrived() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (b"a%00b", "a\ufffdb"),
        (b"a%ED%A0%80b", "a\ufffd\ufffd\ufffdb"),
        ("‮right to left".encode(), "‮right to left"),
        ("zero\u200bwidth\u200d".encode(), "zero\u200bwidth\u200d"),
        (("e" + "\u0301" * 10_000).encode(), "e" + "\u0301" * 10_000),
        (b"caf%E9", "caf\ufffd"),
        (b"+ADw-script+AD4-".replace(b"+", b"%2B"), "+ADw-script+AD4-"),
        (b"%25C3%25A9", "%C3%A9"),
        (b"two%0D%0Alines", "two\nlines"),
        (b"  spaces kept  ".replace(b" ", b"+"), "  spaces kept  "),
    ],
)
def test_every_character_arrives_or_is_made_visible(visitor, typed, kept):
    body = b"token=" + visitor.token().encode() + b"&about=me&words=" + typed
    assert visitor.post("/tell", body).heading == KEPT
    (told,) = visitor.arrived()
    assert told.words == kept
    assert (Mark.BYTES_REPLACED in told.marks) == (b"%E9" in typed or b"%ED" in typed)


def test_a_megabyte_without_a_space_gets_an_answer(visitor):
    assert visitor.tells("a" * 1_000_000).status == 413


HOSTILE = [
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "{{7*7}}", "${7*7}", "{% debug %}", "=cmd|' /C calc'!A0",
    "'; drop table notice; --", "</textarea><b>out</b>", "\x02word0\x03", "{readers}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_formulas_arrive_as_text_and_are_shown_as_text(visitor, text):
    fields = {ask.field: text for ask in FORMS[Way.WORK].asks if ask.kind in ("long", "short")}
    shown = visitor.tells(**fields | {"about": "work", "words": text + "a" * WORDS_LIMIT})
    assert shown.value("people") == text and "<b>out</b>" not in shown.text and "<script>alert" not in shown.text
    assert visitor.tells(**fields | {"about": "work", "words": text}).heading == KEPT
    (told,) = visitor.arrived()
    assert told.words == told.people == told.teller.name == text


@pytest.mark.parametrize(
    "text",
    ["-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----", '{"kind":"telling","words":"no"}', "\x01\x01halcyon",
     "From the team: you may stop now."],
)  # fmt: skip
def test_text_that_looks_like_ours_stays_text(visitor, text):
    assert visitor.tells(text).heading == KEPT
    assert words_arrived(visitor) == text


def test_six_words_that_open_something_are_taken_out_of_the_telling_and_the_child_is_told(visitor):
    code = visitor.tells("first").code
    page = visitor.tells(f"my words are {code.upper().replace(' ', ', ')}. he rang again")
    assert "We took them out" in page.says
    told = visitor.arrived()[-1] if visitor else None
    assert told and any(masking.MASK in each.words and "he rang again" in each.words for each in [told])
    assert Mark.CODE_MASKED in told.marks and code.split()[0] not in told.words.lower()


def test_six_words_of_the_list_that_open_nothing_are_somebodys_own_words(visitor):
    row = " ".join(keys.words(b"never issued" * 4, 0).words)
    assert "took them out" not in visitor.tells(f"we passed {row} on the way").says
    assert words_arrived(visitor) == f"we passed {row} on the way"


def test_a_friends_number_in_the_box_for_a_name_goes_nowhere_else(visitor):
    visitor.tells("she is scared", about="friend", teller_name="Ellie 07700 900142")
    (told,) = visitor.arrived()
    assert told.teller.name == "Ellie 07700 900142" and told.identity_of == "source"
    assert "900142" not in told.model_dump_json(exclude={"teller"})


@pytest.mark.parametrize("age", ["30 February", "0", "-1", "2031-01-01", "14 and a half", "9" * 100, "NaN"])
def test_a_date_or_age_that_cannot_be_is_kept_as_it_was_said(visitor, age):
    assert visitor.tells(age=age).heading == KEPT
    (told,) = visitor.arrived()
    assert isinstance(told, Telling) and told.age == age


def test_unknown_fields_and_choices_change_nothing_and_a_field_sent_twice_keeps_both(visitor):
    page = visitor.tells(
        "a", people=["Dez", "a driver"], safe_now="maybe", reach_by="pigeon", role="admin", starters=["x", "pictures"]
    )
    assert page.heading == KEPT
    (told,) = visitor.arrived()
    assert isinstance(told, Telling)
    assert (told.people, told.safe_now, told.reach.by) == ("Dez\na driver", Said.NOT_SAID, "words")
    assert told.starters == ("It is about pictures or messages",)


@pytest.mark.parametrize(
    "change",
    [
        {"admin": True}, {"words": ["a"]}, {"age": 14}, {"age": float("nan")}, {"version": 2}, {"version": 10**30},
        {"safe_now": "perhaps"}, {"reach": {"by": "words", "deep": {"er": {}}}}, {"marks": "none"}, {"door_time": "2026-02-30"},
        {"kind": "other"}, {"mailbox": {"id": "x", "public_key": "x"}},
    ],
)  # fmt: skip
def test_the_format_takes_no_key_or_value_it_does_not_know(change):
    whole = {"kind": "telling", "version": 1, "channel": "web", "about": "me", "door_time": "2026-03-01T10:00:00Z"}
    assert from_bytes(pad(json.dumps(whole).encode()))
    with pytest.raises(NotATelling):
        from_bytes(pad(json.dumps(whole | change).encode()))


def test_another_kind_of_form_is_not_met_with_silence(visitor):
    page = visitor.post("/tell", b"--x\r\n", CONTENT_TYPE="multipart/form-data; boundary=x")
    assert page.status == 400 and "0800" in page.says


# The six words


RETYPED = {
    "capitals": str.upper,
    "first letters large": str.title,
    "commas": lambda code: code.replace(" ", ", "),
    "full stops and a line's end": lambda code: code.replace(" ", ". ") + "\n",
    "three letters of each": lambda code: " ".join(word[:3] for word in code.split()),
    "an emoji behind": lambda code: code + " 😀",
    "full width": lambda code: "".join(chr(ord(sign) + 0xFEE0) if sign != " " else "\u3000" for sign in code),
    "dashes": lambda code: code.replace(" ", "-", 2),
    "a missing space": lambda code: code.replace(" ", "", 1),
}


@pytest.mark.parametrize("retyped", RETYPED.values(), ids=RETYPED)
def test_words_are_read_however_they_are_typed(visitor, retyped):
    code = visitor.tells().code
    assert visitor.enters(retyped(code)).heading == "Is it safe to read now?"


def test_one_slip_is_forgiven_and_another_order_is_not(visitor):
    code = visitor.tells().code.split()
    slipped = [code[0][:2] + code[0][3:] if len(code[0]) > 4 else code[0], *code[1:]]
    assert visitor.enters(" ".join(slipped)).heading in ("Is it safe to read now?", "Come back with your six words")
    assert visitor.enters(" ".join(reversed(code))).heading == "These words do not open anything now"


def test_what_cannot_be_six_words_says_so_and_keeps_them(visitor):
    page = visitor.enters("only three here")
    assert page.value("words") == "only three here" and "six" in page.says


def test_five_wrong_sets_and_then_the_right_one_get_in(visitor):
    code = visitor.tells().code
    for turn in range(5):
        wrong = " ".join(keys.words(b"wrong", turn).words)
        assert visitor.enters(wrong).heading == "These words do not open anything now"
    assert visitor.enters(code).heading == "Is it safe to read now?"


def test_while_wrong_words_pour_in_every_try_has_the_same_chance():
    """100 tries a second before this one: 40 of 100 are let in, so a page that tries each 3 s gets in within a minute
    with 1 - 0.6^20 = 99.996 %."""
    tried = let_in = 0
    for _ in range(12):
        with as_role("owner"), connection.cursor() as cursor:
            cursor.execute("delete from letterbox.attempt")
            cursor.execute(
                "insert into letterbox.attempt select floor(extract(epoch from clock_timestamp()))::bigint - s, 100, 40"
                " from generate_series(1, 3) s"
            )
        with as_role("door"):
            results = [letterbox.attempt() for _ in range(30)]
        tried, let_in = tried + len(results), let_in + sum(results)
    assert 0.28 < let_in / tried < 0.52


def test_the_waiting_page_keeps_the_words_and_tries_again_by_itself(visitor, monkeypatch):
    code = visitor.tells().code
    monkeypatch.setattr(letterbox, "attempt", lambda: False)
    page = visitor.enters(code)
    assert page.heading == "Please wait a moment" and page.value("words") == code
    assert "data-again" in page.text and "Try again now" in page.says
    monkeypatch.undo()
    again = visitor.post("/back", {"token": page.value("token"), "do": "open", "words": page.value("words")})
    assert again.heading == "Is it safe to read now?"


def test_wrong_expired_and_stopped_words_get_one_page_of_one_size(visitor):
    stopped, expired = visitor.tells("a").code, visitor.tells("b").code
    mailbox = visitor.presses(visitor.enters(stopped), "stop-now")
    assert mailbox.heading == "We do not write to you here any more"
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("update letterbox.mailbox set expires_on = current_date - 1")
    wrong = " ".join(keys.words(b"wrong", 0).words)
    pages = [visitor.enters(code) for code in (wrong, expired, stopped)]
    alike = {re.sub(r'name="token" value="[^"]*"', "", page.text) for page in pages}
    assert len(alike) == 1 and "You are not forgotten" in pages[0].says
    assert len({len(page.body) for page in [*pages, visitor.enters(visitor.tells("c").code)]}) == 1


def test_wrong_and_stopped_words_take_the_same_time(visitor):
    """Forty pairs here; 2,000 pairs by hand differed by less than the clock's own spread."""
    stopped = visitor.tells("a").code
    visitor.presses(visitor.enters(stopped), "stop-now")
    token, taken = visitor.get("/back").value("token"), {"wrong": [], "stopped": []}
    for turn in range(40):
        for name, code in (("wrong", " ".join(keys.words(b"wrong", turn).words)), ("stopped", stopped)):
            began = time.perf_counter()
            visitor.post("/back", {"token": token, "words": code})
            taken[name].append(time.perf_counter() - began)
    middle = {name: statistics.median(times) for name, times in taken.items()}
    assert 0.75 < middle["wrong"] / middle["stopped"] < 1.33


def test_words_that_were_given_and_never_seen_come_again_with_the_retry(visitor):
    token = visitor.token()
    first = visitor.tells(token=token).code
    assert visitor.tells(token=token).code == first
    assert len(visitor.arrived()) == 1


def test_words_that_are_somebody_elses_already_are_replaced_by_others(visitor, monkeypatch):
    theirs = visitor.tells("first").code
    real = keys.words
    taken = type(real(b"x", 0))(tuple(theirs.split()))
    monkeypatch.setattr(keys, "words", lambda seed, turn: real(seed, turn) if turn else taken)
    token = visitor.token()
    mine = visitor.tells("second", token=token).code
    assert mine and mine != theirs
    assert visitor.tells("second", token=token).code == mine
    assert len(visitor.arrived()) == 2


def test_new_words_pressed_twice_are_the_same_and_the_old_ones_open_nothing(visitor):
    code = visitor.tells().code
    inside = visitor.presses(visitor.enters(code), "show")
    first, second = (visitor.presses(inside, "words").code for _ in range(2))
    assert first == second != code
    assert visitor.enters(code).heading == "These words do not open anything now"
    assert visitor.enters(first).heading == "Is it safe to read now?"


# Session and device


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
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)
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


# Faults


def test_when_the_answer_is_lost_on_its_way_the_retry_brings_it(visitor, monkeypatch):
    real, calls = letterbox.drop, []

    def keeps_and_then_breaks(*given, **named):
        calls.append(real(*given, **named))
        if len(calls) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return calls[-1]

    monkeypatch.setattr(letterbox, "drop", keeps_and_then_breaks)
    monkeypatch.setattr(telling, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    page = visitor.tells()
    assert page.heading == KEPT and page.code and calls == ["stored", "again"]
    assert len(visitor.arrived()) == 1


def broken(*_: object, **__: object) -> None:
    raise OperationalError("could not extend file: No space left on device")


def test_nothing_is_shown_as_kept_before_it_is_kept(visitor, monkeypatch):
    monkeypatch.setattr(letterbox, "drop", broken)
    monkeypatch.setattr(telling, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    page = visitor.tells("he rings me", people="Dez")
    assert page.status == 503 and KEPT not in page.says and page.code == ""
    assert page.value("words") == "he rings me" and page.value("people") == "Dez" and "It is not sent yet" in page.says
    monkeypatch.undo()
    assert visitor.tells("he rings me", people="Dez", token=page.value("token")).heading == KEPT


def test_when_the_mailbox_is_away_what_was_typed_stays(visitor, monkeypatch):
    inside = visitor.presses(visitor.enters(visitor.tells().code), "show")
    monkeypatch.setattr(letterbox, "mailbox_write", broken)
    monkeypatch.setattr(telling, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    page = visitor.presses(inside, "write", text="he is here", what="message")
    assert page.status == 503 and page.value("text") == "he is here" and "no message here" not in page.says


@pytest.mark.parametrize("days", [-60, 60])
def test_an_intake_key_outside_its_time_means_the_help_page_and_never_plain_text(visitor, days):
    token = visitor.token()
    with clocks.at(clocks.now() + dt.timedelta(days=days)):
        keys.forget()
        page = visitor.get("/tell")
        assert page.status == 503 and "We cannot take your message here just now" in page.says and "0800" in page.says
        assert "<textarea" not in page.text
        told = visitor.tells("he rings me", token=visitor.get("/back").value("token"))
    assert told.status == 503 and told.value("words") == "he rings me"
    assert token and visitor.arrived() == []


@pytest.mark.parametrize("harm", ["unsigned", "cut", "empty", "gone"])
def test_an_intake_key_nobody_signed_means_the_help_page(visitor, harm):
    for file in (visitor.secrets / "door").rglob("*.public"):
        if file.parent.name != "intake":
            continue
        whole = file.read_bytes()
        if harm == "gone":
            file.unlink()
            continue
        file.write_bytes({"unsigned": whole[:-1] + bytes([whole[-1] ^ 1]), "cut": whole[:40], "empty": b""}[harm])
    keys.forget()
    assert visitor.get("/tell").status == 503
    assert "999" in visitor.get("/tell").says


def test_while_the_words_cannot_be_checked_telling_goes_on(visitor, monkeypatch):
    code = visitor.tells("first").code

    def busy(*_: object) -> None:
        raise slowly.Busy

    monkeypatch.setattr(slowly.turns, "for_coming_back", busy)
    assert visitor.enters(code).heading == "Please wait a moment"
    assert visitor.tells("second").heading == KEPT


def test_a_fault_in_the_middle_of_a_telling_writes_its_words_nowhere(visitor, monkeypatch, caplog, capsys):
    canary = "kestrel-9020"

    def fails(*_: object, **__: object) -> None:
        held = canary
        raise RuntimeError(held)

    monkeypatch.setattr(telling, "_keep", fails)
    caplog.set_level(logging.DEBUG)
    page = visitor.tells(canary)
    assert page.status == 500 and "not because of you" in page.says and canary not in page.text
    printed = capsys.readouterr()
    assert canary not in caplog.text + printed.out + printed.err
    assert "door.fault kind=RuntimeError at=halcyon/faces/door/telling.py" in caplog.text


def test_when_even_the_error_page_fails_a_page_with_the_numbers_goes_out(visitor, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(visitor.door, "application", fails)
    page = visitor.get("/")
    assert page.status == 500 and "999" in page.says and "0800 1111" in page.says
    assert HEADERS.items() <= page.headers.items()


def test_no_address_of_the_visitor_comes_past_the_gate(visitor, monkeypatch):
    seen: dict[str, object] = {}
    inside = visitor.door.application

    def looks(environ, start):
        seen.update(environ)
        return inside(environ, start)

    monkeypatch.setattr(visitor.door, "application", looks)
    visitor.get("/", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_REAL_IP="203.0.113.9", HTTP_FORWARDED="for=203.0.113.9",
                HTTP_CF_CONNECTING_IP="203.0.113.9", HTTP_COOKIE="a=b", HTTP_REFERER="https://mail.example/")  # fmt: skip
    came = repr({name: value for name, value in seen.items() if not isinstance(value, io.IOBase)})
    assert not re.search(r"203\.0\.113\.9|198\.51\.100\.77|visitor|a=b|mail\.example", came)


def test_the_time_of_the_telling_is_inside_the_envelope_and_its_row_keeps_the_day(visitor):
    moment = dt.datetime(2026, 3, 1, 21, 40, tzinfo=dt.UTC)
    from halcyon.kernel.sealing import folder

    with clocks.at(moment):
        folder.init(visitor.secrets / "march", moment)
    visitor.tells()
    (told,) = visitor.arrived()
    assert abs(told.door_time - clocks.now()) < dt.timedelta(minutes=1)
    fields = {field.name for field in dataclasses.fields(letterbox.Envelope)}
    assert fields == {"id", "bucket", "sealed"}


def test_the_team_answers_and_the_answer_is_read_and_taken_away(visitor):
    code = visitor.tells().code
    (told,) = visitor.arrived()
    assert isinstance(told, Telling) and told.mailbox
    from halcyon.kernel.sealing import seal_reply

    with as_role("worker"):
        sealed = seal_reply("We read this. You did the right thing.", told.mailbox.public_key, mailbox=told.mailbox.id)
        delivering.deliver(told.mailbox.id, uuid.uuid4(), sealed, clocks.today())
    inside = visitor.presses(visitor.enters(code), "show")
    assert "You did the right thing." in inside.says and "Your six words work until" in inside.says
    emptied = visitor.presses(inside, "empty")
    assert "You did the right thing." not in emptied.says and "stays with the team" in emptied.says


@pytest.mark.parametrize("what", ["still_happening", "this_is_wrong", "want_advocate"])
def test_each_button_of_the_mailbox_is_a_telling_of_its_own(visitor, what):
    inside = visitor.presses(visitor.enters(visitor.tells().code), "show")
    visitor.arrived()
    sent = visitor.presses(inside, "write", what=what, text="", safe_now="no", where_now="bus station")
    assert sent.heading == KEPT and len(sent.body) == returning.FILLED_TO
    (told,) = visitor.arrived()
    assert isinstance(told, LaterMessage) and (told.what, told.danger, told.where_now) == (what, True, "bus station")
