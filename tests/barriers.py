"""What axe finds on a page: the barriers that a machine can see.

Only what is wrong is brought back from the browser: everything that is well, node by node, costs more than the search itself.
Contrast costs more than all other rules together: a process looks for it in every text whose colour, size and weight it has
not yet seen before what is drawn behind it. Where a part is moved out of its place, the part, its class and the width count too.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

KINDS = """() => {
  const MOST = 3;  // of a kind on one page
  const clear = "rgba(0, 0, 0, 0)";
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches + " " + matchMedia("(forced-colors: active)").matches;
  const behind = new Map();
  const around = one => {
    if (!one) return scheme;
    if (behind.has(one)) return behind.get(one);
    const style = getComputedStyle(one);
    const drawn = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
    const plain = drawn.join() === [clear, "none", "1", "none", "normal"].join();
    const moved = style.position !== "static" || style.transform !== "none" || style.marginTop.startsWith("-");
    const here = moved ? [one.tagName, one.getAttribute("class"), style.position, innerWidth] : [];
    const whole = around(one.parentElement) + (plain && !moved ? "" : " < " + [...plain ? [] : drawn, ...here]);
    behind.set(one, whole);
    return whole;
  };
  window.__kinds = new Map();
  for (const one of document.querySelectorAll("body, body *")) {
    const says = one.matches("input, select, textarea, button")
      || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!says || !one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    const kind = [around(one), style.color, style.fontSize, style.fontWeight, style.textShadow, one.disabled].join(" | ");
    const held = window.__kinds.get(kind) || [];
    if (held.length < MOST) window.__kinds.set(kind, [...held, one]);
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
