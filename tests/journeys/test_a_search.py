"""A nurse looks for what she half remembers, with the keyboard alone: found, not there, closed to her, and when it fails."""

import psycopg
import pytest
from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.house import House

TOLD = "A man in a silver van waits at the bus station. The plate starts LM19 and he says his name is Mo."
ANOTHER = "He took my friend to the boat yard in his blue car."
OTHER_NAME = (
    "alter function search.{} (tsquery[], tsquery[], text[], integer, timestamptz, timestamptz, integer, integer) "
    'rename to "{}"'
)


def as_owner(house: House, statement: str) -> None:
    with psycopg.connect(house.database.owner_url, autocommit=True) as owner:
        owner.execute(statement)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_nurse_finds_with_the_keyboard_alone_and_is_told_what_was_searched(
    on_monday_morning: House, cast: Cast, scripts: bool
) -> None:
    friend = cast.friend(on_monday_morning)
    friend.tells({"What do you want to tell us?": TOLD if scripts else ANOTHER})
    on_monday_morning.reference_of(TOLD if scripts else ANOTHER)

    ruth = cast.member("ruth", on_monday_morning)
    ruth.follows("Search")
    ruth.looks("search, empty")
    box = ruth.page.get_by_label("What are you looking for?")
    box.focus()
    ruth.page.keyboard.type("Muhammad LM19" if scripts else '"boat yard"')
    ruth.page.keyboard.press("Enter")
    ruth.sees_heading("1 record")
    marks = ruth.texts(ruth.page.locator("mark"))
    assert ({"LM19"} if scripts else {"boat", "yard"}) <= set(marks), marks
    ruth.sees("Who told us is kept apart and is never searched.")
    ruth.looks("search, results")

    box.fill("zyzzyva")
    ruth.page.keyboard.press("Enter")
    ruth.sees_heading("Nothing that you may see holds this")
    ruth.looks("search, nothing")

    box.fill("-van")
    ruth.page.keyboard.press("Enter")
    ruth.sees("There is a problem")
    ruth.looks("search, error")


def test_what_is_closed_to_her_says_whom_to_ask(on_monday_morning: House, cast: Cast) -> None:
    teacher = cast.teacher(on_monday_morning)
    words = "A pupil was driven home by someone she does not know."
    teacher.tells({"What do you want to tell us?": words}, way="I work with children")
    reference = on_monday_morning.reference_of(words)
    helen = "(select principal_id from partnership_member where key = 'helen')"
    as_owner(
        on_monday_morning,
        "with line as (insert into journal.line (kind, event, actor_kind, actor) "
        "values ('change', 'access.restricted', 'system', 0)) "
        f"update access_record set lock = 'ask', owner = {helen} where reference = '{reference}'",
    )
    ruth = cast.member("ruth", on_monday_morning)
    ruth.follows("Search")
    ruth.page.get_by_label("What are you looking for?").fill(reference)
    ruth.page.keyboard.press("Enter")
    ruth.sees("A record exists that you may not open", "Ask Helen Marchbanks")
    ruth.does_not_see("driven home")
    ruth.looks("search, asks")


def test_a_search_that_fails_says_so(on_monday_morning: House, cast: Cast) -> None:
    ruth = cast.member("ruth", on_monday_morning)
    ruth.follows("Search")
    as_owner(on_monday_morning, OTHER_NAME.format("find", "was"))
    try:
        ruth.page.get_by_label("What are you looking for?").fill("van")
        ruth.page.keyboard.press("Enter")
        ruth.sees_heading("The search could not be done")
        ruth.does_not_see("Nothing that you may see")
        expect(ruth.page.get_by_label("What are you looking for?")).to_have_value("van")
        ruth.looks("search, failed")
    finally:
        as_owner(on_monday_morning, OTHER_NAME.format("was", "find"))
    cast.complaints.clear()  # the browser notes a page that answers 503
