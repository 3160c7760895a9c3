"""Whatever anybody writes comes out of the envelope as it went in; whatever anybody types is read, or asked about."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halcyon.faces.door.keys import sentence
from halcyon.kernel.sealing import (
    Code,
    SealError,
    TooLong,
    Unreadable,
    mask_code,
    new_mailbox_keys,
    open_envelope,
    open_reply,
    pad,
    read_code,
    seal,
    seal_reply,
    tokens,
    unpad,
    visible,
)
from halcyon.kernel.sealing.keys import PrivateKey, PublicKey
from halcyon.kernel.sealing.suites import SuiteId, new_pair
from halcyon.kernel.sealing.wordlists import word_list

START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
ODD = st.sampled_from(
    [
        "\0",
        "\ud800",
        "\udfff",
        "\u202e",
        "\u200f",
        "\u200d",
        "👩\u200d👩\u200d👧",
        "é",
        "e\u0301",
        "\ufeff",
        "\r\n",
        "😀",
        "\uffff",
    ]
)
TEXT = st.lists(st.one_of(st.characters(codec=None), ODD), max_size=200).map("".join)
LONG = st.builds(lambda piece, times: (piece * times)[:20_000], TEXT.filter(bool), st.integers(1, 20_000))
CODES = st.builds(Code, st.tuples(*[st.sampled_from(word_list())] * 6))

PAIR = new_pair()
CURVE = new_pair(SuiteId.CURVE)
MAILBOX_KEYS, MAILBOX = new_mailbox_keys(), uuid4()


class Ring:
    """The two keys of these tests."""

    def find(self, key_id: bytes) -> PrivateKey | None:
        return {
            b"hybrid..": PrivateKey(b"hybrid..", PAIR.private),
            b"curve...": PrivateKey(b"curve...", CURVE.private),
        }.get(key_id)


KEYS = st.sampled_from(
    [
        PublicKey(b"hybrid..", START, START, PAIR.public),
        PublicKey(b"curve...", START, START, CURVE.public),
    ]
)


@given(st.one_of(TEXT, LONG), KEYS)
@settings(deadline=None, max_examples=150)
def test_words_come_out_of_an_envelope_as_they_went_in(words: str, key: PublicKey) -> None:
    """Seen to fail: with the blanks at the end of a text taken off as it was opened."""
    plain, drop = visible(words).encode(), uuid4()
    envelope = seal(pad(plain), key, drop_id=drop, channel="web")
    assert unpad(open_envelope(envelope, Ring(), drop_id=drop, channel="web")) == plain


@given(TEXT)
def test_making_visible_changes_only_what_cannot_be_kept(words: str) -> None:
    """Seen to fail: with the second half of the surrogates left as they were."""
    seen = visible(words)
    assert len(seen) == len(words)
    assert visible(seen) == seen
    for before, after in zip(words, seen, strict=True):
        assert after == ("\ufffd" if before == "\0" or "\ud800" <= before <= "\udfff" else before)
    seen.encode()


@given(st.binary(max_size=5_000), KEYS, st.data())
@settings(deadline=None, max_examples=100)
def test_no_damage_to_an_envelope_goes_unnoticed(plain: bytes, key: PublicKey, data: st.DataObject) -> None:
    """Seen to fail: with the version of an envelope not looked at."""
    drop = uuid4()
    envelope = bytearray(seal(pad(plain), key, drop_id=drop, channel="web"))
    place = data.draw(st.integers(0, len(envelope) - 1))
    match data.draw(st.sampled_from(["flip", "cut", "swap", "add"])):
        case "flip":
            envelope[place] ^= 1 << data.draw(st.integers(0, 7))
        case "cut":
            del envelope[place:]
        case "swap":
            other = seal(pad(plain), key, drop_id=uuid4(), channel="web")
            envelope[min(place, len(envelope) - 16) :] = other[min(place, len(envelope) - 16) :]
        case "add":
            envelope.insert(place, 0)
    with pytest.raises(SealError):
        open_envelope(bytes(envelope), Ring(), drop_id=drop, channel="web")


@given(st.binary(max_size=3_000))
def test_bytes_that_are_no_envelope_are_never_opened(junk: bytes) -> None:
    """Seen to fail: with no shortest length, two bytes were a fault instead of a refusal."""
    with pytest.raises(SealError):
        open_envelope(junk, Ring(), drop_id=uuid4(), channel="web")


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.just("😀")), max_size=5_000))
@settings(deadline=None, max_examples=50)
def test_a_message_of_the_team_comes_out_as_it_was_written_or_is_too_long(words: str) -> None:
    """Seen to fail: with the blanks around a message taken off as it was opened."""
    try:
        sealed = seal_reply(words, MAILBOX_KEYS.public, mailbox=MAILBOX)
    except TooLong:
        assert len(words.encode()) > 16_380
        return
    assert open_reply(sealed, MAILBOX_KEYS.private, mailbox=MAILBOX) == words


@given(st.one_of(TEXT, st.lists(st.sampled_from(word_list()), max_size=9).map(" ".join)))
def test_anything_typed_as_a_code_is_read_or_asked_about(typed: str) -> None:
    """Seen to fail: with no sentence for whoever typed no letter."""
    answer = read_code(typed)
    assert isinstance(answer, Code | Unreadable)
    if isinstance(answer, Unreadable):
        assert sentence(answer).endswith((".", "!"))
    else:
        assert set(answer.words) <= set(word_list())


@given(
    CODES,
    st.sampled_from([" ", ", ", "\n", "-", " 🐦 ", "\u00a0", "... ", " 1 "]),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_every_code_reads_back(code: Code, between: str, case: object) -> None:
    """Seen to fail: with capital letters kept as they were typed."""
    assert callable(case)
    assert read_code(case(between.join(code.words))) == code
    assert read_code(between.join(word[:3] for word in code.words)) == code


@given(CODES)
def test_every_code_reads_back_without_spaces(code: Code) -> None:
    """Seen to fail: with at most two words read out of one run of letters."""
    assert read_code("".join(code.words)) == code


@given(CODES, st.data())
def test_one_slip_in_each_word_reads_back_or_is_asked_about_but_never_opens_another_box(
    code: Code, data: st.DataObject
) -> None:
    """Seen to fail: with whatever begins with the first three letters of a word taken for it."""
    typed = []
    for word in code.words:
        place, letter = data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("aeiostnxz"))
        slips = [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
        ]
        typed.append(data.draw(st.sampled_from(slips)))
    answer = read_code(" ".join(typed))
    assert answer == code or isinstance(answer, Unreadable)


@given(CODES, TEXT, TEXT)
def test_covering_a_code_leaves_everything_around_it(code: Code, before: str, after: str) -> None:
    """Seen to fail: with the character after a covered code lost."""
    text = f"{before} . {code} . {after}"
    masked, found = mask_code(text, code)
    assert found
    assert masked == text.replace(str(code), "[six words, covered]")


@given(st.text(max_size=80))
def test_no_text_is_a_token_of_ours(text: str) -> None:
    """Seen to fail: with letters outside ASCII a fault instead of a refusal."""
    assert tokens.read(b"k" * 32, text, START) == tokens.Forged()
