"""What must hold of every page that anyone meets on a journey, and the pictures of the tour.

A state of a page is looked at once a run for each width, with and without scripts: axe finds nothing, nothing runs off the side,
and the Tab key reaches everything that can be used.
"""

import os
import re
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Locator, Page

from tests.barriers import barriers

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour"
MOST_TABS = 220
PHONE = 320  # pixels
TALL = 1000  # pixels of a telephone's page that a picture shows
_readers: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()  # the window of a browser in which copies are read
_looked_at: set[tuple[str, int, bool]] = set()

# Everything that a person may use on a page, as the Tab key sees it: radio buttons of one name are one stop. Where scripts
# run, the page itself notes where the focus comes; gives the number of places, of stops, and whether it notes them.
TO_USE = """(listens) => {
  const found = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const can = found.filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && !one.closest("[inert]")
    && one.tabIndex >= 0);
  window.__toUse = can;
  window.__reached = new Set();
  const together = (one, other) => one === other
    || one.type === "radio" && other.type === "radio" && one.name === other.name && one.form === other.form;
  window.__noteWhere = here => {
    can.forEach((one, place) => { if (together(one, here)) window.__reached.add(place); });
    return window.__reached.size;
  };
  if (listens) document.addEventListener("focusin", event => window.__noteWhere(event.target), true);
  return [can.length, can.filter((one, place) => can.findIndex(other => together(one, other)) === place).length];
}"""
PAINT = "clipped => { document.documentElement.style.clipPath = clipped; }"
NOTE_WHERE = "() => window.__noteWhere(document.activeElement)"
MISSED = """() => window.__toUse.filter((_, place) => !window.__reached.has(place))
  .map(one => (one.getAttribute("aria-label") || one.textContent || one.name || one.outerHTML).trim().slice(0, 80))"""


def look(page: Page, state: str, *, scripts: bool = True) -> None:
    """Looks at a state of a page, unless it was looked at before. Either way it is there whole when this returns."""
    page.wait_for_load_state("load")
    width = page.viewport_size["width"] if page.viewport_size else 0
    if (state, width, scripts) in _looked_at:
        return
    _looked_at.add((state, width, scripts))
    found = barriers(page) if scripts else _barriers_of_a_copy(page)
    assert found == [], state
    page.evaluate(PAINT, "inset(100%)")  # meanwhile nothing is painted, which costs more than the walk
    reach_everything(page, state, scripts=scripts)
    fits(page, state)
    page.evaluate(PAINT, "")


def fits(page: Page, state: str) -> None:
    """Nothing runs off the side: at the width of this window, and on the smallest telephone."""
    size = page.viewport_size
    assert size
    for width in dict.fromkeys((size["width"], PHONE)):
        if width != size["width"]:
            page.set_viewport_size({"width": width, "height": size["height"]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{state}: runs off the side, {wide} pixels of {width}"
    if size["width"] != PHONE:
        page.set_viewport_size(size)


def _barriers_of_a_copy(page: Page) -> list[tuple[str, list[str]]]:
    """axe needs timers, which a page without scripts has not: it reads the same page in a window that has them."""
    browser, size = page.context.browser, page.viewport_size
    assert browser and size
    copy = _readers.get(browser) or _readers.setdefault(browser, browser.new_page())
    drawn = re.sub(r"<script.*?</script>", "", page.content(), flags=re.S)
    address = page.url.partition("#")[0]  # what follows is never asked for: the server would answer in our place
    copy.set_viewport_size(size)
    copy.route(lambda asked: asked == address, lambda route: route.fulfill(body=drawn, content_type="text/html"))
    copy.goto(address)
    assert copy.url == address and copy.locator("h1").all_inner_texts() == page.locator("h1").all_inner_texts()
    found = barriers(copy)
    copy.unroute_all()
    return found


def reach_everything(page: Page, state: str, *, scripts: bool = True) -> None:
    """The Tab key alone, held down, comes to everything that can be used, and back out of it.

    A page that notes by itself where the focus comes is asked after as many presses as it has stops; one without scripts
    is asked after each.
    """
    number, stops = page.evaluate(TO_USE, scripts)
    held = page.evaluate_handle("document.activeElement")
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    for pressed in range(1, MOST_TABS + 1):
        page.keyboard.down("Tab")
        if (pressed >= stops or not scripts) and page.evaluate(NOTE_WHERE) == number:
            break
    page.keyboard.up("Tab")
    missed = page.evaluate(MISSED)
    assert missed == [], f"{state}: the Tab key does not reach {missed}"
    held.evaluate("one => one === document.body ? document.activeElement.blur() : one.focus({preventScroll: true})")


def pictures_are_taken() -> bool:
    """Whether this run takes the pictures of the tour anew."""
    return os.environ.get("HALCYON_TOUR") == "1"


def picture(page: Page, name: str) -> None:
    """A picture for the tour of the README, when they are to be taken anew (HALCYON_TOUR=1)."""
    if not pictures_are_taken():
        return
    TOUR.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    assert size
    if size["width"] == PHONE:
        page.set_viewport_size({"width": PHONE, "height": TALL})
    page.evaluate("() => window.scrollTo(0, 0)")
    page.screenshot(path=TOUR / f"{name}.png", animations="disabled", caret="hide")
    page.set_viewport_size(size)


def picture_of(part: Locator, name: str) -> None:
    """A picture of one part of a page, for the tour."""
    if pictures_are_taken():
        TOUR.mkdir(parents=True, exist_ok=True)
        part.screenshot(path=TOUR / f"{name}.png", animations="disabled", caret="hide")
