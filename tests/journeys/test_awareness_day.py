"""A communications officer publishes awareness day in Polish: a native reviewer confirms it, a second person approves it."""

from playwright.sync_api import expect

from tests.journeys.cast import Cast
from tests.journeys.characters import Teller
from tests.journeys.house import House

TITLE = "Dzień świadomości, 18 marca"
BODY = """18 marca wszyscy mówimy głośno: żaden dorosły nie może wykorzystywać dziecka.

::: dates
- **18 marca** Ręce nadziei: rynek w Otterwick, od 10 do 15.
- **18 marca, godzina 18** Zapytaj nas o wszystko: szkoła Three Becks.
:::

[Komu mogę powiedzieć?](/who-can-i-tell)
"""


def test_awareness_day_is_published_in_polish_by_two_people(on_monday_morning: House, cast: Cast) -> None:
    """Seen to fail: with a door that shows no page in Polish."""
    bea = cast.member("bea", on_monday_morning)
    bea.follows("What the public reads")
    bea.follows("Awareness day, 18 March")
    bea.follows("Translate into Polish")
    bea.answers("Title", TITLE)
    bea.answers("In one or two sentences", "Raz w roku mówimy o tym głośno.")
    bea.answers("Text", BODY)
    bea.presses("Keep as a draft")
    bea.sees("Draft: needs a native reviewer.")
    bea.answers("Who has read it, and what are they?", "Zofia Wilk, interpreter")
    bea.presses("They confirm this translation")
    bea.presses("Submit for a second person")
    bea.sees("You wrote this. Somebody else with the same right reads it and approves it.")

    helen = cast.member("helen", on_monday_morning)
    helen.follows("What the public reads")
    helen.follows(TITLE)
    helen.sees("You are the second person")
    helen.looks("publishing, Polish, to approve")
    helen.presses("Approve")

    visitor = cast.teller(on_monday_morning, scripts=False)
    visitor.arrives()
    visitor.follows("Awareness day, 18 March")
    visitor.follows("Polski")
    on_monday_morning.wait_for(lambda: _shows(visitor, TITLE), "the door never showed it")
    visitor.sees("Ręce nadziei")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "pl")
    visitor.looks("awareness day, Polish")


def _shows(visitor: Teller, title: str) -> bool:
    """Whether the page, asked for anew, has this heading: the worker hangs and the door reads every few seconds."""
    visitor.page.reload()
    return bool(visitor.page.get_by_role("heading", name=title).count())
