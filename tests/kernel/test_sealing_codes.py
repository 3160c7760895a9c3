"""The six words: the list a frightened child may read, and what fingers, screens and autocorrect do to it."""

from __future__ import annotations

import string
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

import pytest

from halcyon.faces.door.keys import sentence
from halcyon.kernel.sealing import Code, Unreadable, code_from_token, contains_code, mask_code, read_code
from halcyon.kernel.sealing.typing_slips import slips
from halcyon.kernel.sealing.wordlists import word_list

KEY, TOKEN = b"k" * 32, b"t" * 16
CODE = Code(("mainland", "clarinet", "birch", "settee", "looping", "klaxon"))

NOT_FOR_A_CHILD = frozenset(
    """
        dead death die kill bury grave ghost blood bone body naked nude sex kiss love touch gun knife sword bomb
        fight war hurt pain beer wine drunk drug pill weed smoke god church pray angel hell alone lost leave gone
        hide secret watch follow trap cage lock prison jail chain tied fear scare scream dark night monster snake
        spider wolf father mother uncle aunt daddy boss king queen man woman boy girl wife husband money gift
        prize taxi hotel bed bedroom bath shower black white race slave fat ugly stupid liar lie lies fiction
        imagine nonsense story cuckoo runner line county
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
PREFIXES_NOT_FOR_A_CHILD = {"nig", "fag", "cum", "tit", "sex", "ass", "jew", "pak", "cun", "pis", "wan"}


# The list


def test_the_list_holds_exactly_enough_words_for_62_bits() -> None:
    assert len(word_list()) == len(set(word_list())) == 1296
    assert 1296**6 >= 2**62
    assert word_list() == tuple(sorted(word_list()))


def test_three_letters_tell_every_word_from_every_other() -> None:
    assert len({word[:3] for word in word_list()}) == 1296


def test_every_word_is_short_plain_and_typed_on_any_keyboard() -> None:
    for word in word_list():
        assert 4 <= len(word) <= 11, word
        assert set(word) <= set(string.ascii_lowercase), word


def test_no_word_could_frighten_or_shame_a_child() -> None:
    """Seen to fail with a published list: "body", "cage", "spider", "sword" and "uncle" stood in it."""
    assert not set(word_list()) & NOT_FOR_A_CHILD
    assert not {word[:3] for word in word_list()} & PREFIXES_NOT_FOR_A_CHILD


def test_any_two_words_are_three_slips_apart() -> None:
    """Seen to fail with "paddle" beside "waddle"."""
    near: dict[str, list[str]] = defaultdict(list)
    for word in word_list():
        for shorter in _shorter(word):
            near[shorter].append(word)
    pairs = {pair for words in near.values() for pair in combinations(sorted(words), 2)}
    assert [pair for pair in pairs if _distance(*pair) < 3] == []


def test_one_slip_never_has_two_answers_nor_looks_like_the_beginning_of_another_word() -> None:
    """Seen to fail with "dawn" beside "awning": without its first letter it is the three letters of the other."""
    beginnings = {word[:3]: word for word in word_list()}
    meant: dict[str, str] = {}
    for word in word_list():
        for slip in set(slips(word)):
            assert meant.setdefault(slip, word) == word, slip
            assert beginnings.get(slip, word) == word, slip


# Making


def test_the_same_token_always_shows_the_same_six_words() -> None:
    """A known answer: words already given out must open their mailboxes after every upgrade and every edit of the list."""
    assert code_from_token(KEY, TOKEN).words == ("manuscript", "cotton", "bimonthly", "seventy", "ludo", "koala")
    assert code_from_token(KEY, TOKEN) == code_from_token(KEY, TOKEN)


def test_another_token_key_or_turn_gives_other_words() -> None:
    others = {code_from_token(KEY, TOKEN, turn) for turn in range(5)}
    others |= {code_from_token(b"x" * 32, TOKEN), code_from_token(KEY, b"u" * 16)}
    assert len(others) == 7


def test_every_word_of_the_list_is_used() -> None:
    used = {word for number in range(4_000) for word in code_from_token(KEY, number.to_bytes(16, "big")).words}
    assert used == set(word_list())


def test_the_words_never_show_in_a_log_by_accident() -> None:
    unreadable = read_code("mainland clarrinet birch sette looping klaxonnn")
    for shown in (repr(CODE), f"{[CODE]}", repr(unreadable), getattr(unreadable, "sentence", "")):
        assert not any(word[:5] in shown for word in CODE.words)


# Reading


@pytest.mark.parametrize(
    "typed",
    [
        "mainland clarinet birch settee looping klaxon",
        "Mainland Clarinet Birch Settee Looping Klaxon",
        "MAINLAND, CLARINET, BIRCH, SETTEE, LOOPING, KLAXON.",
        "  mainland\n clarinet\r\n\tbirch\u00a0settee  looping klaxon\n\n",
        "mainland-clarinet-birch-settee-looping-klaxon",
        "1. mainland 2. clarinet 3. birch 4. settee 5. looping 6. klaxon",
        "1mainland2clarinet3birch4settee5looping6klaxon",
        "mainlandclarinetbirchsetteeloopingklaxon",
        "mainland clarinet birchsettee looping klaxon",
        "main land clarinet birch settee loo ping klaxon",
        "mai cla bir set loo kla",
        "Main clari birc sett loop klax",
        "mainland 🐦 clarinet 🐦 birch 🐦 settee 🐦 looping 🐦 klaxon 👍🏽",
        "“mainland” ‘clarinet’ (birch) [settee] *looping* #klaxon!",
        "ｍａｉｎｌａｎｄ ｃｌａｒｉｎｅｔ ｂｉｒｃｈ ｓｅｔｔｅｅ ｌｏｏｐｉｎｇ ｋｌａｘｏｎ",
        "mаinlаnd clаrinеt birсh sеttее lооping klахоn",
        "mainland clárinet bïrch settée looping klaxon",
        "main\u200bland clari\u00adnet birch settee looping\ufeff klaxon\u200e",
        "mainlnad clarient birchh settoe loopinf klaxom",
        "ainland clarinet birch settee looping klaxon",
    ],
)
def test_the_words_are_read_however_they_were_typed(typed: str) -> None:
    assert read_code(typed) == CODE


def test_one_slip_in_every_word_is_put_right() -> None:
    change: list[Callable[[str], str]] = [
        lambda word: word[:2] + word[3:],
        lambda word: word[:2] + "z" + word[2:],
        lambda word: word[:2] + "z" + word[3:],
        lambda word: word[:2] + word[3] + word[2] + word[4:],
    ]
    for number in range(40):
        code = code_from_token(KEY, number.to_bytes(16, "big"))
        for slip in change:
            assert read_code(" ".join(slip(word) for word in code.words)) == code


def test_another_order_is_simply_another_code() -> None:
    turned = Code(CODE.words[::-1])
    assert read_code(str(turned)) == turned != CODE


def test_two_slips_in_a_word_are_asked_about_not_guessed() -> None:
    answer = read_code("mainland clarinet byrhc settee looping klaxon")
    assert isinstance(answer, Unreadable)
    assert answer.unknown == (3,)
    assert sentence(answer) == ("We do not know word 3. Check how it is spelled; the first three letters are enough.")


def test_a_word_that_only_begins_alike_is_suggested_not_taken() -> None:
    answer = read_code("mainland clarinet birthday settee looping klaxon")
    assert isinstance(answer, Unreadable)
    assert [(doubt.place, doubt.typed, doubt.suggestion) for doubt in answer.doubts] == [(3, "birthday", "birch")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type your six words."),
        ("🐦 123 …", "Type your six words."),
        ("mainland", "You typed 1 word. Your code has six."),
        ("mainland clarinet birch settee looping", "You typed 5 words. Your code has six."),
        ("my words are mainland clarinet birch settee looping klaxon", "You typed 9 words. Your code has six."),
        (
            "солнце река дерево птица облако трава",
            "We do not know words 1, 2, 3, 4, 5 and 6. The first three letters are enough.",
        ),
    ],
)
def test_what_is_not_six_words_gets_a_sentence(typed: str, says: str) -> None:
    answer = read_code(typed)
    assert isinstance(answer, Unreadable)
    assert sentence(answer) == says


def test_nothing_pasted_into_the_box_keeps_the_door_busy() -> None:
    began = time.process_time()
    for typed in (
        "a" * 1_000_000,
        "mai " * 250_000,
        "mainlandclarinet" * 60_000,
        "ab\u0301" * 300_000,
        "\x00" * 100_000,
    ):
        assert isinstance(read_code(typed), Unreadable)
    assert time.process_time() - began < 0.5


# A code inside what somebody writes


@pytest.mark.parametrize(
    "pasted",
    [
        "mainland clarinet birch settee looping klaxon",
        "Mainland, clarinet, birch,\nsettee, looping, KLAXON",
        "mainlandclarinetbirchsetteeloopingklaxon",
        "ｍainland clarinet birch settee looping klaxon",
    ],
)
def test_a_code_pasted_into_a_telling_is_found_and_covered(pasted: str) -> None:
    text = f"Hello 👋 my code is {pasted}! Please help."
    assert contains_code(text, CODE)
    masked, found = mask_code(text, CODE)
    assert found
    assert masked == "Hello 👋 my code is [six words, covered]! Please help."
    assert not contains_code(masked, CODE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mainland clarinet birch settee looping",
        "clarinet mainland birch settee looping klaxon",
        "mainland clarinet birch and settee looping klaxon",
        "the mainlands clarinet birch settee looping klaxons",
        str(code_from_token(KEY, b"another token...")),
    ],
)
def test_nobodys_words_are_changed_by_chance(text: str) -> None:
    assert not contains_code(text, CODE)
    assert mask_code(text, CODE) == (text, False)


def test_clarinet_changes_nothing_else() -> None:
    text = f"\u202eabc\u202c {CODE} é\u0301 ﬁ Ⅷ {CODE}\r\n\ufffd"
    masked, found = mask_code(text, CODE)
    assert (masked, found) == (text.replace(str(CODE), "[six words, covered]"), True)


def test_looking_for_a_code_in_the_longest_text_is_quick() -> None:
    began = time.process_time()
    contains_code("mainland " * 15_000, CODE)
    contains_code("mainland clarinet birch settee looping " * 3_000, CODE)
    contains_code("😀" * 20_000, CODE)
    assert time.process_time() - began < 0.5


def _shorter(word: str) -> set[str]:
    found = {word}
    for _ in range(2):
        found |= {one[:place] + one[place + 1 :] for one in found for place in range(len(one))}
    return found


def _distance(one: str, other: str) -> int:
    """How many slips apart two words are."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before = above
    return row[-1]
