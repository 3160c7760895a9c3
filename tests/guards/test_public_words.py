"""The words that a child reads: plain, true to the policy, free of blame, without a number that nobody has checked.

Each guard says in its docstring how it was seen to fail once, on purpose.
"""

from __future__ import annotations

import ast
import html
import re
from functools import cache
from pathlib import Path

import pytest

from halcyon.kernel.clocks import today
from halcyon.kernel.language import reading_age
from halcyon.kernel.partnership.language import check
from halcyon.kernel.partnership.pack import PARTNERSHIPS, Page, load

NAMES = ("demo", "oxfordshire")
HALCYON = PARTNERSHIPS.parent / "halcyon"
DOOR = HALCYON / "faces" / "door"
WRITTEN = [(name, page) for name in NAMES for page in load(name).all_pages]
EVERY_PAGE = [pytest.param(page, id=f"{name}/{page.slug}") for name, page in WRITTEN if page.lang == "en"]
EVERY_LANGUAGE = [pytest.param(page, id=f"{name}/{page.lang}/{page.slug}") for name, page in WRITTEN]
TEMPLATES = sorted(HALCYON.rglob("templates/**/*.html")) + sorted(HALCYON.rglob("templates/**/*.txt"))
CODE = sorted(HALCYON.rglob("*.py"))
RULES = load("demo").language

TELEPHONE = re.compile(r"(?<![\w./-])(?:\+44|0)(?:[  ()-]?\d){8,10}(?![\w-])")
DRAMA = re.compile(r"07700900\d{3}|01632960\d{3}")
NATIONAL = {re.sub(r"\D", "", line.number) for line in load("demo").national_lines.lines}
NEVER_SAID = re.compile(
    r"\b(victims?|perpetrators?|disclos(e|ure)s?|allegations?|promiscuous|ticket|case number|closed|your fault that)\b",
    re.IGNORECASE,
)


def shown(template: Path) -> str:
    """The words of a template as a reader meets them: texts of translate tags, labels and plain text; no tags."""
    text = template.read_text(encoding="utf-8")
    text = re.sub(
        r"{#.*?#}|{% *comment.*?endcomment *%}|<style.*?</style>|<script.*?</script>|<svg.*?</svg>",
        " ",
        text,
        flags=re.DOTALL,
    )
    text = re.sub(r"{% *(?:translate|trans) +(['\"])(.*?)\1.*?%}", r"\2", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{{.*?}}", " it ", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:p|h\d|li|div|button|label|legend|option|title|summary|td|th|dt|dd)\b[^>]*>", "\n\n", text)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


@cache
def written(file: Path) -> str:
    """The strings of a Python file that a screen could show: no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    blocks = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, blocks) and node.body and isinstance(node.body[0], ast.Expr)
    }
    strings = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in told
    ]
    return "\n\n".join(strings)


def prose(body: str) -> str:
    """A page's words without the marks of its blocks and the addresses of its links."""
    return re.sub(r"^:{3,}.*$", "", body, flags=re.MULTILINE)


def telephones(text: str) -> set[str]:
    return {re.sub(r"\D", "", number) for number in TELEPHONE.findall(html.unescape(text))}


# Plain


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_can_be_read_at_eleven_what_comes_before_telling_at_ten_and_adults_pages_at_thirteen(
    page: Page,
) -> None:
    """Seen to fail when the privacy page said "Information is retained pursuant to obligations" throughout."""
    limit = 10 if page.slug == "before-telling" else 13 if page.reader == "adult" else 11
    assert reading_age(prose(page.body)) <= limit
    assert len(page.lead.split()) < 8 or reading_age(page.lead) <= limit


@pytest.mark.parametrize("phrase", load("demo").phrases(), ids=lambda phrase: phrase.key)
def test_every_phrase_that_can_be_sent_is_short_and_plain(phrase: object) -> None:
    """Seen to fail when a phrase was "Please be advised that your communication has been received"."""
    text = getattr(phrase, "text", "")
    assert reading_age(text) <= 11
    assert len(text.split()) <= 25


@pytest.mark.parametrize("template", sorted(DOOR.rglob("*.html")), ids=lambda file: file.name)
def test_every_screen_of_the_door_can_be_read_at_eleven(template: Path) -> None:
    """Seen to fail when the front page's first line became a sentence of forty words."""
    text = shown(template)
    if len(text.split()) >= 40:  # fewer words say nothing about a text
        assert reading_age(text) <= 11


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("The cat sat on the mat. It was fat.", (0, 6)),
        ("If you tell someone, we will listen to you, find out what is going on and do something about it.", (10, 14)),
        (
            "Notwithstanding the aforementioned provisions, information is retained pursuant to statutory obligations "
            "concerning the administration of safeguarding responsibilities.",
            (20, 60),
        ),
    ],
)
def test_the_reading_age_tells_plain_from_heavy(text: str, age: tuple[int, int]) -> None:
    """Seen to fail: with every word counted as one syllable."""
    assert age[0] <= reading_age(text) <= age[1]


# Free of blame


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_no_page_blames_or_labels(page: Page) -> None:
    """Seen to fail when the promise asked "Are you a victim?" and when it spoke of "risky choices"."""
    assert check(page.body, RULES) == []
    assert not NEVER_SAID.search(page.body)


def test_no_screen_blames_or_labels() -> None:
    """Seen to fail when a heading of the mailbox read "Lifestyle choices"."""
    found = {template: check(shown(template), RULES) for template in TEMPLATES}
    assert {template: remarks for template, remarks in found.items() if remarks} == {}


def test_no_text_in_the_code_blames_or_labels() -> None:
    """Seen to fail when an outcome was called "Child disengaged"."""
    found = {file: [remark.words for remark in check(written(file), RULES)] for file in CODE}
    assert {file: words for file, words in found.items() if words} == {}


def test_no_phrase_that_can_be_sent_blames_labels_or_asks_for_more_than_safety() -> None:
    """Seen to fail when a phrase asked "What did he do to you?"."""
    for phrase in load("demo").phrases():
        assert check(phrase.text, RULES) == []
        assert not NEVER_SAID.search(phrase.text)
        questions = [part for part in re.split(r"(?<=[.?!])\s+", phrase.text) if part.endswith("?")]
        for question in questions:
            assert re.search(r"\b(safe|safer|reach you|trust)\b", question), question
    assert 8 <= len(load("demo").phrases()) <= 14


# No number that nobody has checked


@pytest.mark.parametrize("page", EVERY_LANGUAGE)
def test_no_page_offers_a_number_but_the_national_lines(page: Page) -> None:
    """Seen to fail when the promise page of the model county printed 01865 309196."""
    assert telephones(page.body) <= NATIONAL


def test_pages_and_phrases_take_their_numbers_from_the_one_list() -> None:
    """Seen to fail when the exit page wrote 999 itself instead of naming the line."""
    files = [
        file
        for name in NAMES
        for kind in ("pages/*/*.md", "phrases/*.toml")
        for file in (PARTNERSHIPS / name).glob(kind)
    ]
    assert len(files) > 10
    for file in files:
        for line in load("demo").national_lines.lines:
            assert not re.search(rf"(?<!\d){line.number}(?!\d)", file.read_text(encoding="utf-8")), (
                file.name,
                line.number,
            )


def test_no_screen_carries_a_number_but_the_national_lines() -> None:
    """Seen to fail when the contact page's template held the team's invented number."""
    files = TEMPLATES + sorted(HALCYON.rglob("static/**/*.js"))
    found = {file: telephones(file.read_text(encoding="utf-8")) - NATIONAL for file in files}
    assert {file: numbers for file, numbers in found.items() if numbers} == {}


def test_the_code_carries_no_number_but_national_lines_and_the_demo_only_drama_numbers() -> None:
    """Seen to fail when a module named 01865 309196."""
    for file in CODE:
        for number in telephones(written(file)) - NATIONAL:
            assert "demo" in file.parts, (file, number)
            assert DRAMA.fullmatch(number), (file, number)


@pytest.mark.parametrize("name", NAMES)
def test_no_local_number_is_live(name: str) -> None:
    """Seen to fail when the demo's contact point was marked checked."""
    assert load(name).contact_point.live_number(today()) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_practice_site_says_that_no_one_reads_it_and_who_does(name: str) -> None:
    """Seen to fail when the model county's practice sentence was taken out."""
    practice = load(name).practice
    assert practice is not None
    assert "No one reads what you write here. If you need help: 999, or Childline 0800 1111." in practice


# True to the policy, and whole


NEEDED = {
    "promise": (
        "listen | find out | do something | tell you | believe you | not in trouble | not your fault | "
        "cannot promise | break our promise | outside the team | advocate | Complain | Brackenshire Police | "
        "March 2026 | March 2027 | a friend | grooming | exploitation | gone to prison | 0800 1111"
    ),
    "who-can-i-tell": (
        "999 | 55 | 101 | 0800 1111 | family | teacher | school nurse | social worker | police officer | "
        "friend | someone you trust | Please do not send us pictures | Report Remove | Tell us anyway"
    ),
    "privacy": (
        "Who holds it | Why the law lets us | Who we share it with | How long | Your rights | ask to see | "
        "put it right | Information Commissioner | we cannot find you unless you tell us where you are | "
        "data protection officer"
    ),
    "told-me": (
        "Listen | Thank you for telling me | I believe you | not your fault | Ask very little | own words | "
        "Never promise to keep it secret | Tell us today | 999 | {contact_point} | Do not face the person"
    ),
    "as-a-child": ("never too late | without your name | 101 | 999 | time limit | We ask what you want"),
    "a-story": (
        "Before you read | Kay is made up | 0800 1111 | thought he loved me | It is not your fault | "
        "You are not alone. There is always hope. | Find one safe person"
    ),
    "awareness-day": ("18 March | zero tolerance | under 18 | believed | A stranger | complacency | schools | pledge"),
    "for-professionals": (
        "What to do now | Refer | Language guide | disrupt | Training | national campaign | Not sure"
    ),
    "promise-easy": ("listen | find out | do something | tell you | not your fault | 999 | 0800 1111 | advocate"),
    "exit": ("What it does | What it does not do | history | Shift | private | watches your phone | 999 | 0800 1111"),
    "before-telling": (
        "999 | 55 | 0800 1111 | {readers} | may have to | stays private | cannot stay private | "
        "skip any question | We cannot find you unless you tell us | not sure | six words"
    ),
    "help-page": ("999 | 55 | 101 | 0800 1111 | not yours | someone you trust"),
    "front-page": ("999 | 55 | 0800 1111 | do not need to be sure | not in trouble"),
}


@pytest.mark.parametrize(("slug", "needed"), NEEDED.items())
def test_each_page_says_what_it_owes_its_reader(slug: str, needed: str) -> None:
    """Seen to fail when the promise lost its part about breaking it."""
    page = load("demo").pages()[slug]
    body = f"{page.lead} {page.body}".replace("**", "").replace("\n", " ").lower()
    assert [words for words in needed.split(" | ") if words.lower() not in body] == []


def test_the_pages_promise_what_the_policy_says() -> None:
    """Seen to fail when the policy's twelve hours became ten and the page still said twelve."""
    pack = load("demo")
    policy, pages = pack.policies[-1].sections, pack.pages()
    hours = str(policy["promise"]["acknowledge_never_more"]).removesuffix(" clock hours")
    assert f"never waits more than {hours} hours" in pages["before-telling"].body
    assert policy["promise"]["acknowledge"] in pages["before-telling"].body
    assert policy["promise"]["acknowledge_danger"] in pages["before-telling"].body
    assert f"work for {policy['mailbox']['code_lives_days']} days" in pages["privacy"].body
    assert f"would be {policy['retention']['contact']['years']}" in pages["privacy"].body
    assert f"{policy['retention']['source']['years']} years after" in pages["privacy"].body


def test_the_long_promise_says_what_the_policy_says() -> None:
    """Seen to fail when the policy's 24 hours became 48 and the page still said 24."""
    policy = load("demo").policies[-1].sections["promise"]
    body = load("demo").pages()["promise-long"].body
    assert f"same {policy['acknowledge'].removeprefix('same ')}" in body
    assert f"never waits more than {policy['acknowledge_never_more'].removesuffix(' clock hours')} hours" in body
    assert f"Within {policy['decide']}, for each child" in body
    assert f"Within {policy['tell_back_teller']} of the decision" in body
    assert f"together within {policy['act']['B'].removesuffix(' clock hours')} hours" in body
    assert f"at most {policy['act']['C']}" in body
    assert f"within {policy['act']['D']}" in body


@pytest.mark.parametrize("slug", ["signs", "signs-you", "signs-friend", "signs-parent", "signs-work", "signs-night"])
def test_every_list_of_signs_ends_with_the_three_sentences_in_its_own_voice(slug: str) -> None:
    """Seen to fail when the driver's page had its last words in an ordinary card."""
    page = load("demo").pages()[slug]
    *_, last = re.findall(r"^::: last\n(.*?)^:::", page.body, re.MULTILINE | re.DOTALL)
    assert page.body.rstrip().endswith(":::")
    assert re.search(r"\b[Oo]ne (sign|thing)\b.* proves nothing", last)
    assert re.search(
        r"([Nn]o sign (at all )?does not mean|see no sign, it does not mean|nothing here fits, it does not mean)", last
    )
    assert re.search(r"tell us anyway", last, re.IGNORECASE)


def test_what_is_not_done_comes_first_and_is_counted() -> None:
    """Seen to fail with the kept points of a report on top, and with one point more than the sentence says."""
    body = load("demo").pages()["learning"].body
    reports = [re.findall(r"^::: (missed|late|begun|kept) ", part, re.MULTILINE) for part in body.split("\n## ")]
    order = ["missed", "late", "begun", "kept"]
    assert all(states == sorted(states, key=order.index) for states in reports)
    found = [state for states in reports for state in states]
    says = re.search(
        r"Of (\d+) .*?\*\*(\d+) was missed\*\*, \*\*(\d+) are late\*\*, \*\*(\d+) are begun\*\* and \*\*(\d+)", body
    )
    assert says is not None
    assert list(map(int, says.groups())) == [len(found), *(found.count(state) for state in order)]


@pytest.mark.parametrize("slug", ["a-story", "learning", "news", "awareness-day"])
def test_what_is_invented_says_so(slug: str) -> None:
    """Seen to fail when the review of the practice county did not say that it is made up."""
    page = load("demo").pages()[slug]
    assert "made up" in page.body + page.lead


def test_the_content_note_comes_before_the_story_and_the_story_has_help_beside_it() -> None:
    """Seen to fail with a note that does not say how to reach Childline."""
    body = load("demo").pages()["a-story"].body
    assert body.startswith("::: note\n**Before you read.**")
    assert body.index("0800 1111") < body.index("I was 13")


def test_the_model_county_does_not_pretend_that_someone_reads() -> None:
    """Seen to fail while the model county shared the practice county's page about who reads when."""
    pages = load("oxfordshire").pages()
    for slug in ("promise", "front-page", "before-telling", "who-can-i-tell", "a-story", "learning", "awareness-day",
                 "news", "promise-long", "reach-us"):  # fmt: skip
        assert re.search(r"no one reads", pages[slug].body, re.IGNORECASE), slug
    for page in pages.values():
        assert "Brackenshire" not in page.body + page.lead, page.slug
        assert "we ring someone" not in page.body.lower()
    assert "March 2015" in pages["promise"].body
    assert "January 2016" in pages["promise"].body
    assert "No one has checked them since" in pages["promise"].body


@pytest.mark.parametrize("page", EVERY_LANGUAGE)
def test_every_page_says_when_it_was_reviewed_and_will_be_again(page: Page) -> None:
    """Seen to fail when a page's next review lay before its last."""
    assert page.reviewed < page.next_review
    assert page.title


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_no_page_calls_a_watched_machine_safe(page: Page) -> None:
    """Schools, libraries and families may read along. Seen to fail: "One at school or in a library" that no one checks."""
    assert not re.search(r"cannot see what you (wrote|write|type)", page.body)
    assert not re.search(r"can be good|so can one at school", page.body, re.IGNORECASE)
    if re.search(r"\bwifi\b", page.body):
        assert "can see what you type or read, even on this page" in page.body
        assert "phone or computer that nobody checks" in page.body


@pytest.mark.parametrize("name", NAMES)
def test_who_was_let_down_reads_how_to_complain_and_to_whom(name: str) -> None:
    """Seen to fail: "you can complain to any of the services", and no way to do it."""
    page = next(page for page in load(name).all_pages if page.slug == "promise")
    for said in (
        "*This is wrong*",
        "Local Government and Social Care Ombudsman",
        "Childline",
        "write for you",
        "advocate",
    ):
        assert said in page.body
    assert "\n{contact_point}" in page.body
