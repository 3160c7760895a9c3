"""The same form, the same six words and their change, at the same instant (tiplines.md 6, 16): committed for real, in threads."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from halcyon.kernel.letterbox import opening
from tests.databases import FreshDatabase
from tests.faces.visitor import Answer, Visitor, a_door
from tests.together import at_once, connected, held_until

KEPT, OPEN, NOTHING, WAIT = (
    "We have your message", "Is it safe to read now?", "These words do not open anything now", "Please wait a moment",
)  # fmt: skip
SEVERAL = 4


@pytest.fixture
def visitor(fresh_database: FreshDatabase, django_db_blocker: Any) -> Iterator[Visitor]:
    secrets = fresh_database.state / "of-this-door"
    with django_db_blocker.unblock(), connected(fresh_database, "door"), a_door(secrets) as someone:
        yield someone


@pytest.fixture
def waiting(fresh_database: FreshDatabase, visitor: Visitor) -> Any:
    """How many envelopes wait."""

    def count() -> int:
        with connected(fresh_database, "worker"):
            return opening.pressure().waiting

    return count


def gets_in(visitor: Visitor, code: str) -> Answer:
    """Enters the words, and again while the machine is too busy to try them, as the waiting page does."""
    return next(page for page in iter(lambda: visitor.enters(code), None) if page.heading != WAIT)


def test_one_press_that_arrives_several_times_at_once_is_one_telling_with_one_set_of_words(
    fresh_database, visitor, waiting
):
    token = visitor.token()
    pages = at_once(fresh_database, *[partial(visitor.tells, token=token)] * SEVERAL, login="door")
    assert {page.heading for page in pages} == {KEPT}
    assert len({page.code for page in pages}) == 1 and pages[0].code
    assert waiting() == 1


def test_the_same_words_entered_several_times_at_once_open_for_each_and_shut_nobody_out(fresh_database, visitor):
    code = visitor.tells().code
    pages = at_once(fresh_database, *[partial(visitor.enters, code)] * SEVERAL, login="door")
    met = Counter(page.heading for page in pages)
    assert met[OPEN] >= 1 and met[OPEN] + met[WAIT] == SEVERAL
    assert all(page.value("words") == code for page in pages if page.heading == WAIT)
    assert gets_in(visitor, code).heading == OPEN


def test_new_words_pressed_several_times_at_once_are_one_set(fresh_database, visitor):
    code = visitor.tells().code
    inside = visitor.presses(gets_in(visitor, code), "show")
    pages = at_once(fresh_database, *[partial(visitor.presses, inside, "words")] * SEVERAL, login="door")
    (new,) = {page.code for page in pages}
    assert new and new != code
    assert gets_in(visitor, code).heading == NOTHING
    assert gets_in(visitor, new).heading == OPEN


def test_when_two_pages_ask_for_new_words_at_once_one_set_works_and_only_that_one_was_shown(fresh_database, visitor):
    """Seen to fail with the row read without holding it: every page showed words, and only the last ones worked."""
    code = visitor.tells().code
    tabs = [visitor.presses(gets_in(visitor, code), "show") for _ in range(SEVERAL)]
    with held_until(fresh_database, SEVERAL, "select from letterbox.mailbox for update"):
        pages = at_once(fresh_database, *[partial(visitor.presses, tab, "words") for tab in tabs], login="door")
    (new,) = [page.code for page in pages if page.code]
    assert Counter(page.heading for page in pages) == {"Your new six words": 1, NOTHING: SEVERAL - 1}
    assert gets_in(visitor, code).heading == NOTHING
    assert gets_in(visitor, new).heading == OPEN


def test_what_is_written_while_the_words_change_is_kept_or_stays_on_the_page(fresh_database, visitor, waiting):
    code = visitor.tells().code
    before = waiting()
    tabs = [visitor.presses(gets_in(visitor, code), "show") for _ in range(SEVERAL)]
    writes = [partial(visitor.presses, tab, "write", text="he is here", what="message") for tab in tabs]
    rotated, *written = at_once(fresh_database, partial(visitor.presses, tabs[0], "words"), *writes, login="door")
    kept = [page for page in written if page.heading == KEPT]
    assert waiting() == before + len(kept)
    assert all(page.value("text") == "he is here" for page in written if page.heading != KEPT)
    assert gets_in(visitor, rotated.code).heading == OPEN
