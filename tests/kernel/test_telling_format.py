"""The one format of a telling: whatever was said comes out as it went in, and nothing else is taken for it."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from halcyon.kernel.letterbox.telling import (
    ANSWER_LIMIT,
    WORDS_LIMIT,
    Channel,
    IdentityOf,
    Later,
    LaterMessage,
    MailboxKey,
    NotATelling,
    Reach,
    ReachBy,
    Said,
    Teller,
    Telling,
    Way,
    earlier,
    from_bytes,
    to_bytes,
)
from halcyon.kernel.sealing import TooLong, pad, visible

SUNDAY = dt.datetime(2026, 3, 1, 21, 40, tzinfo=dt.UTC)
anything = st.text(st.characters(codec=None), max_size=200).map(visible)


def a_telling(**said: object) -> Telling:
    return Telling.model_validate({"channel": Channel.WEB, "about": Way.ME, "door_time": SUNDAY} | said)


@given(words=anything, people=anything, check_word=anything, name=anything)
def test_every_character_that_was_sealed_comes_out_again(words, people, check_word, name):
    told = a_telling(
        words=words, people=people, reach=Reach(by=ReachBy.CALL, check_word=check_word), teller=Teller(name=name)
    )
    assert from_bytes(to_bytes(told)) == told


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("way", list(Way))
def test_web_telephone_and_in_person_fill_in_the_same_format(channel, way):
    told = a_telling(channel=channel, about=way, mailbox=MailboxKey(id=uuid.uuid4(), public_key=bytes(range(256)) * 4))
    assert from_bytes(to_bytes(told)) == told


def test_a_later_message_comes_out_as_one():
    told = LaterMessage(mailbox=uuid.uuid4(), what=Later.STILL_HAPPENING, words="friday", door_time=SUNDAY)
    assert from_bytes(to_bytes(told)) == told


@pytest.mark.parametrize("words", ["", "ok", "😀" * 20_000, "x" * 20_000])
def test_length_tells_only_which_of_four_sizes(words):
    assert len(to_bytes(a_telling(words=words))) in (4096, 16384, 65536, 131072)


def test_what_fits_no_size_is_refused_and_never_cut():
    answers = dict.fromkeys(
        ("people", "phones", "cars", "places", "wanted", "child", "adult_conduct"), "😀" * ANSWER_LIMIT
    )
    with pytest.raises(TooLong):
        to_bytes(a_telling(words="😀" * WORDS_LIMIT, **answers))


@pytest.mark.parametrize("raw", [b"", b"{}", b"null", b"[]", b'{"kind":"telling"}', b"\xff\xfe", b"not json"])
def test_anything_else_is_not_taken_for_a_telling_and_the_error_does_not_repeat_it(raw):
    with pytest.raises(NotATelling) as wrong:
        from_bytes(pad(raw))
    assert "not json" not in str(wrong.value)
    with pytest.raises(NotATelling):
        from_bytes(raw)


def test_an_error_of_the_format_never_repeats_what_was_said():
    with pytest.raises(ValidationError) as wrong:
        a_telling(words="kestrel" * 9_000)
    assert "kestrel" not in str(wrong.value)


@pytest.mark.parametrize(
    ("said", "danger"), [(Said.NO, True), (Said.NOT_SURE, True), (Said.YES, False), (Said.NOT_SAID, False)]
)
def test_not_sure_counts_as_danger(said, danger):
    assert a_telling(safe_now=said).danger is danger


@pytest.mark.parametrize(
    ("way", "whose"),
    [
        (Way.ME, IdentityOf.CHILD),
        (Way.WORK, IdentityOf.PROFESSIONAL),
        (Way.FRIEND, IdentityOf.SOURCE),
        (Way.SAW, IdentityOf.SOURCE),
    ],
)
def test_whose_name_it_is_follows_from_the_way_in(way, whose):
    assert a_telling(about=way).identity_of is whose


@pytest.mark.parametrize(
    "said", [{"words": "?"}, {"starters": ("It is about pictures or messages",)}, {"safe_now": Said.NOT_SURE},
             {"where_now": "bus station"}, {"teller": Teller(name="Ellie")}, {"cars": "AB12"}]
)  # fmt: skip
def test_one_word_in_any_box_says_something(said):
    assert a_telling(**said).says_something
    assert not a_telling().says_something
    assert not a_telling(words=" \n", friend_knows=Said.NO).says_something


def test_a_time_without_a_zone_is_no_time():
    with pytest.raises(ValidationError):
        a_telling(door_time=dt.datetime(2026, 3, 1, 21, 40))


def test_the_clocks_run_from_the_doors_time_and_never_from_the_future():
    assert earlier(SUNDAY, SUNDAY + dt.timedelta(minutes=3)) == SUNDAY
    assert earlier(SUNDAY + dt.timedelta(days=1), SUNDAY) == SUNDAY


def test_what_the_adult_did_is_asked_before_anything_about_the_child():
    order = Telling.QUESTIONS
    assert order[0] == "words"
    assert order.index("adult_conduct") < order.index("child") < order.index("people")
    assert set(order) <= set(Telling.model_fields)
