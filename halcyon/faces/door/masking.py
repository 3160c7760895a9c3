"""Takes somebody's six words out of what they told: only they should have them.

A row of six words from the list is taken out only when it really opens a mailbox, so that no other word anyone told is ever
changed. Whether it does is asked under the same limit as everywhere else, so this cannot be used to guess.
"""

from __future__ import annotations

import re

from django.db import Error as DatabaseAway

from halcyon.faces.door import keys
from halcyon.faces.door.slowly import Busy, turns
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import door as letterbox
from halcyon.kernel.sealing.pasted_codes import MASK

MOST_TRIED = 4
_WORD = re.compile(r"[A-Za-z]+")
_BETWEEN = re.compile(r"[\s,.;:/_-]{1,4}")


def masked(text: str) -> tuple[str, bool]:
    """The text without the six words that open a mailbox, and whether they were in it."""
    for start, end in _rows(text)[:MOST_TRIED]:
        if _opens(text[start:end]):
            return text[:start] + MASK + text[end:], True
    return text, False


def _rows(text: str) -> list[tuple[int, int]]:
    """Where six words of the list stand in a row, with nothing but separators between them."""
    rows: list[tuple[int, int]] = []
    row: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        joined = not row or _BETWEEN.fullmatch(text, row[-1].end(), word.start())
        row = ([*row[-5:], word] if joined else [word]) if keys.is_a_word(word.group()) else []
        if len(row) == 6:
            rows.append((row[0].start(), row[-1].end()))
    return rows


def _opens(row: str) -> bool:
    try:
        code = keys.read_words(row)
        secrets = turns.for_coming_back(letterbox.attempt, lambda: keys.derived_each(code))
        return any(letterbox.mailbox_read(each.locator, day=clocks.today()) is not None for each in secrets)
    except (keys.NotSixWords, Busy, DatabaseAway):
        return False
