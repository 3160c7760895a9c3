"""Makes a teller's text fit to be kept without changing anything a person could see.

It replaces what no database can hold; it must never trim, normalise, correct or reorder words: they are somebody's own.
"""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` with each NUL and each lone surrogate as U+FFFD, before it is sealed. Everything else stays as it came."""
    return _UNKEEPABLE.sub(REPLACEMENT, text)
