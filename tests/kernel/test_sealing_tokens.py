"""Form tokens: ours or not, in time or not, and never anything in between."""

from __future__ import annotations

import datetime as dt

import pytest

from halcyon.kernel.sealing import tokens
from halcyon.kernel.sealing.tokens import Expired, Forged, Token, token_hash

KEY = b"k" * 32
NOW = dt.datetime(2026, 11, 20, 18, 5, tzinfo=dt.UTC)


def test_a_token_comes_back_with_its_age() -> None:
    text = tokens.issue(KEY, NOW)
    read = tokens.read(KEY, text, NOW + dt.timedelta(minutes=3))
    assert isinstance(read, Token)
    assert read.age == dt.timedelta(minutes=3)
    assert len(read.raw) == 16


def test_every_page_has_a_token_of_its_own() -> None:
    assert len({tokens.issue(KEY, NOW) for _ in range(100)}) == 100


def test_after_two_hours_it_is_expired_not_forged_so_that_the_words_can_be_kept() -> None:
    text = tokens.issue(KEY, NOW)
    fresh = tokens.read(KEY, text, NOW + tokens.MAX_AGE)
    late = tokens.read(KEY, text, NOW + tokens.MAX_AGE + dt.timedelta(seconds=1))
    assert isinstance(fresh, Token)
    assert isinstance(late, Expired)
    assert late.raw == fresh.raw
    assert dt.timedelta(hours=2) == tokens.MAX_AGE


def test_a_clock_a_little_behind_harms_nobody_and_one_far_behind_is_noticed() -> None:
    text = tokens.issue(KEY, NOW)
    assert tokens.read(KEY, text, NOW - dt.timedelta(minutes=4)) == Token(_raw(text), dt.timedelta())
    assert tokens.read(KEY, text, NOW - dt.timedelta(minutes=6)) == Forged()


def test_any_change_makes_it_forged() -> None:
    text = tokens.issue(KEY, NOW)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for place, letter in enumerate(text):
        other = letters[(letters.index(letter) + 32) % 64]
        assert tokens.read(KEY, text[:place] + other + text[place + 1 :], NOW) == Forged()


@pytest.mark.parametrize("text", ["", "=", "x", "é", "😀", "\0", "A" * 54, "A" * 100_000, "../../etc", "' or 1=1 --"])
def test_what_we_did_not_issue_is_forged(text: str) -> None:
    assert tokens.read(KEY, text, NOW) == Forged()


def test_a_token_of_another_key_or_form_is_forged() -> None:
    assert tokens.read(KEY, tokens.issue(b"x" * 32, NOW), NOW) == Forged()
    assert tokens.read(KEY, tokens.issue(KEY, NOW, "coming back"), NOW) == Forged()
    assert isinstance(tokens.read(KEY, tokens.issue(KEY, NOW, "coming back"), NOW, "coming back"), Token)


def test_what_is_stored_of_a_token_makes_no_code() -> None:
    raw = _raw(tokens.issue(KEY, NOW))
    assert len(token_hash(raw)) == 32
    assert raw not in token_hash(raw)
    assert token_hash(raw) == token_hash(raw) != token_hash(raw[::-1])


def test_a_token_never_shows_in_a_repr() -> None:
    read = tokens.read(KEY, tokens.issue(KEY, NOW), NOW)
    assert "raw" not in repr(read)


def _raw(text: str) -> bytes:
    read = tokens.read(KEY, text, NOW)
    assert isinstance(read, Token)
    return read.raw
