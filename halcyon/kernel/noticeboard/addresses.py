"""Where the door answers: fixed addresses, and one for each page that hangs. Pure; the door itself goes by it."""

FIXED = {"front-page": "/", "privacy": "/your-privacy", "exit": "/leaving"}
"""Pages whose address is not their slug."""

ALWAYS = frozenset({"front-page", "promise", "who-can-i-tell", "privacy", "exit"})
"""Pages that are there even when nothing hangs."""

WHY_LATE = "why-late"
"""The part that says why some were not answered in time: it stands below the figures of the promise."""

PARTS = frozenset({"before-telling", "help-page", WHY_LATE})
"""Pages that stand inside another page and have no address."""

ACTS = frozenset({"/tell", "/back", "/leave", "/all-pages"})
"""Addresses of the door's own, which no page can take."""


def address_of(slug: str) -> str:
    """Where a page is found; empty for a page that stands inside another."""
    return "" if slug in PARTS else FIXED.get(slug, f"/{slug}")
