"""What axe finds on a page: the barriers that a machine can see.

Only what is wrong is brought back from the browser: everything that is well, node by node, costs more than the search itself.
Contrast costs more than all other rules together: a process looks for it wherever something stands that it has not yet seen
inside these very parts, with this class and these attributes, at this width.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

FIND = """contrast => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: contrast}}})
  .then(found => found.violations)"""
KINDS = """() => {
  const of = one => `${one.tagName}.${one.getAttribute("class") || ""}.${one.getAttributeNames().sort()}.${one.type || ""}`;
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches + " " + matchMedia("(forced-colors: active)").matches;
  const chain = one => one === document.documentElement ? `${innerWidth} ${scheme}` : `${chain(one.parentElement)} ${of(one)}`;
  return [...new Set([...document.querySelectorAll("body *")].map(chain))];
}"""
_seen: set[str] = set()


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """Each rule of axe that this page breaks, and the places that break it. axe needs timers: a page without scripts has none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    kinds = set(page.evaluate(KINDS))
    found: list[dict[str, Any]] = page.evaluate(FIND, not kinds <= _seen)
    _seen.update(kinds)
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
