"""What axe finds on a page: the barriers that a machine can see.

Only what is wrong is brought back from the browser: everything that is well, node by node, costs more than the search itself.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

FIND = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """Each rule of axe that this page breaks, and the places that break it. axe needs timers: a page without scripts has none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(FIND)
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
