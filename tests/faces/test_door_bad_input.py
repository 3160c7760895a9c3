"""What can be typed or sent on a bad day (tiplines.md 6, 1-10), as the door meets it. Nothing anyone said is lost."""

import json
from urllib.parse import urlencode

import pytest

from halcyon.faces.door import keys, masking
from halcyon.faces.door.gate import BODY_LIMIT, HEADERS
from halcyon.faces.door.questions import FORMS
from halcyon.kernel.letterbox.telling import (
    WORDS_LIMIT,
    Mark,
    NotATelling,
    Said,
    Telling,
    Way,
    from_bytes,
)
from halcyon.kernel.sealing import pad
from tests.faces.visitor import Visitor

pytestmark = pytest.mark.django_db
KEPT = "We have your message"


def words_arrived(visitor: Visitor) -> str:
    (told,) = visitor.arrived()
    return told.words


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


@pytest.mark.parametrize(("size", "chunked"), [(600_000, True), (1_100_000, False), (4_000_000, True)])
def test_far_too_much_comes_back_with_every_word_and_a_sentence_beside_the_box(visitor, size, chunked):
    """Seen to fail: with half a megabyte as the limit a page said that the words were still behind the Back button."""
    words = "He said 'no'. " * (size // 20)
    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""} if chunked else {}
    body = urlencode({"token": visitor.token(), "about": "friend", "words": words, "people": "Dez"}).encode()
    assert 512 * 1024 < len(body) < BODY_LIMIT
    page = visitor.post("/tell", body, **environ)
    assert page.status == 200 and f"{len(words):,}" in page.says and "it is all still here" in page.says
    assert page.value("words") == words and page.value("people") == "Dez" and page.value("about") == "friend"
    assert visitor.arrived() == []


def test_far_too_much_for_the_mailbox_comes_back_with_every_word(visitor):
    """Guards against a limit that only the first telling knows how to answer."""
    code = visitor.tells("first").code
    safe = visitor.enters(code)
    words = "a" * 3_000_000
    page = visitor.presses(safe, "write", text=words)
    assert "it is all still here" in page.says and page.value("text") == words


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 6_000_000])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_gets_a_page_that_says_so(visitor, size, chunked):
    body = b"words=" + b"a" * (size - 6)
    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""} if chunked else {}
    page = visitor.post("/tell", body, **environ)
    assert page.status == 413 and "We did not get it" in page.says and "999" in page.says
    assert "may be empty" in page.says and "still be there" not in page.says
    assert HEADERS.items() <= page.headers.items()


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
    page = visitor.tells("a" * 1_000_000)
    assert page.status == 200 and "1,000,000" in page.says


@pytest.mark.parametrize("path", ["/\0", "/promise\0", "/\0.pdf", "/static/\0", "/tell\0"])
def test_nothing_stands_at_an_address_with_a_nul_in_it(visitor, path):
    """Guards against an address that reaches the database as it came."""
    page = visitor.get(path)
    assert page.status == 404 and "0800" in page.says


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
