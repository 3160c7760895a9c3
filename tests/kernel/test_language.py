"""Notes are checked for words that put the harm on the child; no text is changed, and quotations are left alone."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halcyon.kernel.partnership.language import check
from halcyon.kernel.partnership.pack import load

RULES = load("demo").language

HITS: dict[str, tuple[str, ...]] = {
    "putting-themselves-at-risk": (
        "She puts herself at risk.",
        "He is placing himself in danger",
        "keeps putting themselves at significant risk",
        "Putting\nherself in vulnerable situations",
        "exposing himself to harm",
    ),
    "sexual-activity-with": ("sexual activity with a male", "has been sexually active since 12", "consensual sex"),
    "contacting-adults": ("has been contacting adults online", "messaging older men", "meeting up with unknown males"),
    "involved-in-exploitation": (
        "is involved in CSE",
        "engaging in child sexual exploitation",
        "involved in county lines",
    ),
    "relationship-with-exploiter": (
        "associating with known adults",
        "is in a relationship with a man of 30",
        "her older boyfriend",
        "collected by her boyfriend",
    ),
    "lifestyle-choice": ("a lifestyle choice", "makes risky choices", "poor decisions", "risk-taking behaviour"),
    "not-engaging": (
        "has disengaged",
        "a hard to reach family",
        "refuses to engage",
        "failed to engage with us",
        "is not engaging",
        "won’t engage, won’t co-operate: refuses to cooperate",
    ),
    "exchange": ("in exchange for drugs", "sells herself", "lifts in return for sex"),
    "gang-member": ("a gang member", "gang-affiliated", "joined a gang", "a drug runner"),
    "harmful-labels-criminal": ("used as a money mule", "plugging"),
    "prostitution": ("child prostitute", "prostituting", "promiscuous"),
    "wilful": ("a wilful girl", "streetwise", "a difficult child", "She is very challenging"),
    "historical-abuse": ("historical abuse", "historic sexual abuse"),
    "abuse-material": ("child pornography", "child porn"),
    "sending-pictures": ("sending explicit pictures", "sent him some naked photos", "sent nudes", "sexting"),
    "child-perpetrator": ("the child perpetrator", "a young offender", "he was the perpetrator"),
    "alleged-story": ("She claims she was taken there", "alleged that he had hit her", "changed her story"),
    "self-blame-drink": ("got herself drunk", "made himself vulnerable", "dressed provocatively"),
}

NEAR_MISSES = (
    "The place puts the child at risk.",
    "He puts her at risk, and she knows it.",
    "Adults have been contacting the child.",
    "There is concern about sexual activity in the park.",
    "The social worker is involved in the plan.",
    "The Association of Directors met.",
    "Mum and her partner came to the meeting.",
    "The concerns associated with the hotel are listed.",
    "The drug dealer, an adult of 40, was arrested.",
    "He was in a Young Offender Institution in 2011.",
    "The police did not attend until nine.",
    "The child chose to speak to Ruth.",
    "A decision was made on Monday, and it was a poor match of plates.",
    "We engaged an interpreter.",
    "Our approach has not yet reached the child.",
    "The school attended. The police did attend.",
    "in return for the form",
    "The card was exchanged for a new one.",
    "The criminal group uses the child.",
    "The mule track by the river.",
    "The plug was pulled.",
    "A wilfully blind landlord of the hotel.",
    "It is difficult to reach the hotel by bus.",
    "The history of the place.",
    "non-recent abuse",
    "child sexual abuse material",
    "An adult obtained images of the child.",
    "We sent the pictures of the car to the police.",
    "The perpetrator, an adult, drives a van.",
    "He claims expenses.",
    "The child was given alcohol by an adult.",
)

QUOTED = (
    'Mum said "she puts herself at risk" and wept.',
    "Mum said “she puts herself at risk” and wept.",
    "Mum said ‘she puts herself at risk’ and wept.",
    "Mum said 'she puts herself at risk' and wept.",
    "Mum said “she puts herself\nat risk” and wept.",
    "> she puts herself at risk\nSo the school wrote.",
    "The school wrote:\n  > a wilful girl, promiscuous\n  > and streetwise",
    "« a lifestyle choice » says the note of 2009",
)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in HITS.items() for text in texts])
def test_each_rule_is_heard(rule: str, text: str) -> None:
    remarks = check(text, RULES)
    assert rule in [remark.rule for remark in remarks]
    for remark in remarks:
        assert text[remark.start : remark.end] == remark.words
        assert remark.why
        assert remark.alternatives


def test_every_rule_of_the_list_has_an_example_here() -> None:
    assert set(HITS) == {rule.key for rule in RULES.rules}


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_are_left_alone(text: str) -> None:
    assert check(text, RULES) == []


@pytest.mark.parametrize("text", QUOTED)
def test_what_someone_else_said_or_wrote_is_left_alone(text: str) -> None:
    assert check(text, RULES) == []


@pytest.mark.parametrize(
    "text",
    [
        'He said "no". She puts herself at risk. He said "yes".',
        "The girls' mother didn't know that she puts herself at risk; it's Sam's view.",
        'An open " mark, and she puts herself at risk.\n\nA new paragraph with another " mark.',
        "She > puts herself at risk",
        "‘Hello’ and she puts herself at risk ‘goodbye’",
    ],
)
def test_apostrophes_and_stray_marks_hide_nothing(text: str) -> None:
    assert "putting-themselves-at-risk" in [remark.rule for remark in check(text, RULES)]


def test_places_stay_true_after_curly_apostrophes_and_emoji() -> None:
    text = "It’s 🙂 late. She won’t go; a lifestyle choice."
    assert [remark.words for remark in check(text, RULES)] == ["lifestyle choice"]


def test_where_rules_overlap_the_longest_words_speak_once() -> None:
    remarks = check(
        "She has been sending explicit pictures to her older boyfriend, putting herself at serious risk.", RULES
    )
    assert [remark.words for remark in remarks] == [
        "sending explicit pictures",
        "her older boyfriend",
        "putting herself at serious risk",
    ]


def test_no_alternative_and_no_reason_breaks_a_rule_itself() -> None:
    for rule in RULES.rules:
        for words in rule.alternatives:
            assert check(words, RULES) == [], (rule.key, words)


def test_the_list_says_its_version_and_where_it_comes_from() -> None:
    assert RULES.version.year >= 2026
    assert "Appropriate Language" in RULES.source
    assert all(rule.source for rule in RULES.rules)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_whatever_is_written_the_check_answers_in_order_and_within_the_text(text: str) -> None:
    remarks = check(text, RULES)
    assert [remark.words for remark in remarks] == [text[remark.start : remark.end] for remark in remarks]
    assert all(one.end <= two.start for one, two in pairwise(remarks))


def test_a_very_long_note_is_checked_in_good_time() -> None:
    """Patterns with nested repeats can take for ever; 20,000 characters of near misses must not."""
    began = process_time()
    check("she was sent some of the sending of her 'own photos > \"put \n" * 340, RULES)
    assert process_time() - began < 3
