"""What axe finds on a page: the barriers that a machine can see.

Only what is wrong is brought back from the browser: everything that is well, node by node, costs more than the search itself.
Contrast costs more than all other rules together: a process looks for it in whatever it has not yet seen inside these very
parts, with this class and these attributes, at this width.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

KINDS = """() => {
  const of = one => `${one.tagName}.${one.getAttribute("class") || ""}.${one.getAttributeNames().sort()}`
    + `.${one.type || ""}.${one.getAttribute("style") || ""}`;
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches + " " + matchMedia("(forced-colors: active)").matches;
  const chain = one => one === document.documentElement ? `${innerWidth} ${scheme}` : `${chain(one.parentElement)} ${of(one)}`;
  window.__kinds = new Map();
  for (const one of document.querySelectorAll("body, body *")) {
    const kind = chain(one);
    window.__kinds.set(kind, [...window.__kinds.get(kind) || [], one]);
  }
  return [...window.__kinds.keys()];
}"""
FIND = """async fresh => {
  const kinds = [...window.__kinds.values()];
  const strange = new Set(fresh.flatMap(place => kinds[place]));
  const parts = [...strange].filter(one => !strange.has(one.parentElement));
  const found = await axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}});
  if (!parts.length) return found.violations;
  const contrast = await axe.run({include: parts}, {resultTypes: ["violations"], runOnly: ["color-contrast"]});
  return [...found.violations, ...contrast.violations];
}"""
_seen: set[str] = set()


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """Each rule of axe that this page breaks, and the places that break it. axe needs timers: a page without scripts has none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    kinds: list[str] = page.evaluate(KINDS)
    strange = [place for place, kind in enumerate(kinds) if kind not in _seen]
    found: list[dict[str, Any]] = page.evaluate(FIND, strange)
    if not found:
        _seen.update(kinds)
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
