"""The six words on a bad day (tiplines.md 6, 12-17): mistyped, wrong, late, pressed twice, poured in by somebody else."""

import re
import sys
import threading
import time
from collections import Counter
from types import FrameType
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from halcyon.faces.door import keys
from halcyon.faces.door.slowly import TRIES_AT_ONCE, WAITING, Turns
from halcyon.kernel.letterbox import door as letterbox
from tests.conftest import as_role
from tests.faces.visitor import at_the_door

pytestmark = pytest.mark.django_db
KEPT = "We have your message"


@pytest.fixture
def visitor(tmp_path):
    with at_the_door(tmp_path / "secrets") as someone:
        yield someone


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
    slipped = [code[0][:-1] + ("q" if code[0][-1] != "q" else "z"), *code[1:]]
    assert visitor.enters(" ".join(slipped)).heading == "Is it safe to read now?"
    twice = visitor.enters(" ".join(["qq" + code[0][2:], *code[1:]]))
    assert twice.heading == "Come back with your six words" and twice.value("words").startswith("qq")
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
    """100 tries a second before this one: 40 of 100 are let in. A machine that manages half of those still lets a page in
    that tries every 1.5 s, within a minute, with 1 - 0.8^40 = 99.99 %."""
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


def test_whoever_comes_when_the_line_is_full_has_the_chance_of_those_in_it():
    """Seen to fail with a line that refuses the last to come, and with one that drops the first."""
    stepped_out = [0] * (WAITING + 1)
    for _ in range(150):
        turns, over = Turns(), threading.Event()
        tried = [turns._stand_in_line(over.wait) for _ in range(TRIES_AT_ONCE)]
        while not all(each.running() for each in tried):
            time.sleep(0.0001)
        line = [turns._stand_in_line(lambda: None) for _ in range(WAITING + 1)]
        over.set()
        gone = [place for place, each in enumerate(line) if each.cancelled()]
        assert len(gone) == 1
        stepped_out[gone[0]] += 1
    assert all(25 <= number <= 80 for number in stepped_out), stepped_out


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


def test_wrong_expired_and_stopped_words_cost_the_same_work(visitor, monkeypatch):
    """The same of our functions as often, the derivation among them, and the same questions to PostgreSQL: no clock is read.

    Seen to fail: with a mailbox that is stopped answered before its words are derived.
    """
    stopped, expired = visitor.tells("a").code, visitor.tells("b").code
    visitor.presses(visitor.enters(stopped), "stop-now")
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("update letterbox.mailbox set expires_on = current_date - 1")
    wrong, token = " ".join(keys.words(b"wrong", 0).words), visitor.get("/back").value("token")

    def work(code: str) -> tuple[Counter[str], list[str]]:
        calls: Counter[str] = Counter()

        def called(frame: FrameType, event: str, _given: object) -> None:
            at = f"{frame.f_code.co_filename} {frame.f_code.co_qualname}"
            if event == "call" and "/halcyon/" in at and "<" not in at:  # not once for each letter of a word
                calls[at] += 1

        with CaptureQueriesContext(connection) as asked:
            sys.setprofile(called)
            try:
                visitor.post("/back", {"token": token, "words": code})
            finally:
                sys.setprofile(None)
        return calls, [re.sub(r"'[^']*'", "?", each["sql"]) for each in asked.captured_queries]

    work(wrong)
    derived = Mock(wraps=keys.derived_each)
    monkeypatch.setattr(keys, "derived_each", derived)
    first = work(wrong)
    for code in (stopped, expired):
        calls, questions = work(code)
        assert (calls - first[0], first[0] - calls, questions) == (Counter(), Counter(), first[1])
    assert derived.call_count == 3 and len(first[1]) > 0


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
