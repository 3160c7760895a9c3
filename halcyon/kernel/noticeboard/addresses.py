"""Where the door answers: fixed addresses, and one for each page that hangs. Pure; a guard compares it with the door itself."""

FIXED = {
    "front-page": "/",
    "promise": "/promise",
    "who-can-i-tell": "/who-can-i-tell",
    "privacy": "/your-privacy",
    "exit": "/leaving",
}
"""Pages with an address of their own, by their slug."""

PARTS = frozenset({"before-telling", "help-page"})
"""Pages that stand inside another page and have no address."""

ACTS = frozenset({"/tell", "/back", "/leave"})
"""Addresses where something is done, which no page can take."""


def address_of(slug: str) -> str:
    """Where a page is found; empty for a page that stands inside another."""
    return "" if slug in PARTS else FIXED.get(slug, f"/{slug}")
