"""Finds a person's own code inside what they write, so that it can be covered before anyone else reads it.

Only all six words of one given code, whole and in order, count: nobody's words are changed by chance.
"""

from __future__ import annotations

import re
import unicodedata

from halcyon.kernel.sealing.codes import Code

MASK = "[six words, covered]"

_BETWEEN = r"[\W\d_]{0,12}"


def contains_code(text: str, code: Code) -> bool:
    """Whether `text` holds all six words of `code` in order, however they are separated or capitalised."""
    return _pattern(code).search(_folded(text)) is not None


def mask_code(text: str, code: Code) -> tuple[str, bool]:
    """`text` with each appearance of `code` covered, and whether there was one. All else stays byte for byte."""
    covered, end, found = [], 0, False
    for hit in _pattern(code).finditer(_folded(text)):
        covered += [text[end : hit.start()], MASK]
        end, found = hit.end(), True
    return "".join([*covered, text[end:]]), found


def _pattern(code: Code) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W\d_])" + _BETWEEN.join(code.words) + r"(?![^\W\d_])", re.IGNORECASE)


def _folded(text: str) -> str:
    """`text` with full-width letters made plain, character for character, so that places stay the same."""
    if text.isascii():
        return text
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)
