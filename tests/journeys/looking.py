"""What must hold of every page that anyone meets on a journey, and the pictures of the tour.

A state of a page is looked at once for each width, with and without scripts: axe finds nothing, nothing runs off the side,
and the Tab key reaches everything that can be used.
"""

import os
import re
from pathlib import Path

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour"
MOST_TABS = 220
PHONE = 320  # pixels
TALL = 1000  # pixels of a telephone's page that a picture shows
_looked_at: set[tuple[str, int, bool]] = set()

# Everything that a person may use on a page, as the Tab key sees it: radio buttons of one name are one stop.
TO_USE = """() => {
  const found = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const can = found.filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && !one.closest("[inert]")
    && one.tabIndex >= 0 && !(one.closest("details:not([open])") && one.tagName !== "SUMMARY"));
  window.__toUse = can;
  window.__reached = new Set();
  return can.length;
}"""
NOTE_WHERE = """() => {
  const here = document.activeElement;
  window.__toUse.forEach((one, place) => {
    if (one === here || one.type === "radio" && here.type === "radio" && one.name === here.name && one.form === here.form)
      window.__reached.add(place);
  });
  return window.__reached.size;
}"""
MISSED = """() => window.__toUse.filter((_, place) => !window.__reached.has(place))
  .map(one => (one.getAttribute("aria-label") || one.textContent || one.name || one.outerHTML).trim().slice(0, 80))"""


def look(page: Page, state: str, *, scripts: bool = True) -> None:
    """Looks at a state of a page, unless it was looked at before."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    if (state, width, scripts) in _looked_at:
        return
    _looked_at.add((state, width, scripts))
    report = _axe(page) if scripts else _axe_of_a_copy(page)
    assert report.violations_count == 0, f"{state}\n{report.generate_report()}"
    reach_everything(page, state)
    fits(page, state)


def fits(page: Page, state: str) -> None:
    """Nothing runs off the side: at the width of this window, and on the smallest telephone."""
    size = page.viewport_size
    assert size
    for width in sorted({size["width"], PHONE}, reverse=True):
        page.set_viewport_size({"width": width, "height": size["height"]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{state}: runs off the side, {wide} pixels of {width}"
    page.set_viewport_size(size)


def _axe(page: Page) -> AxeResults:
    page.wait_for_load_state("load")
    return Axe().run(page)


def _axe_of_a_copy(page: Page) -> AxeResults:
    """axe needs timers, which a page without scripts has not: it reads the same page in a window that has them."""
    assert page.context.browser and page.viewport_size
    window = page.context.browser.new_context(viewport=page.viewport_size)
    copy, drawn = window.new_page(), re.sub(r"<script.*?</script>", "", page.content(), flags=re.S)
    copy.route(page.url, lambda route: route.fulfill(body=drawn, content_type="text/html"))
    copy.goto(page.url)
    report = _axe(copy)
    window.close()
    return report


def reach_everything(page: Page, state: str) -> None:
    """The Tab key alone comes to everything that can be used, and back out of it."""
    number = page.evaluate(TO_USE)
    held = page.evaluate_handle("document.activeElement")
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NOTE_WHERE) == number:
            break
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
