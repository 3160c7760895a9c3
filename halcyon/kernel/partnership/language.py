"""Finds words in a note that put the harm on the child, and says why and what to write instead (domain.md 3.6).

Pure. It only remarks: it never changes a text, never blocks a save, and never looks inside a quotation. A child's own
words are not to be given to it at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from halcyon.kernel.partnership.contents import LanguageRules

# A quotation stays within its paragraph. The bounds keep a text full of stray marks from being read over and over.
_SAME_PARAGRAPH = r"(?:(?!\n[ \t]*\n)[^{closing}])"
_QUOTED = re.compile(
    "|".join(
        (
            r"^[ \t]*>[^\n]*$",  # a quoted line
            r"\"" + _SAME_PARAGRAPH.format(closing='"') + r"{0,4000}\"",
            "“" + _SAME_PARAGRAPH.format(closing="”") + "{0,4000}”",
            "«" + _SAME_PARAGRAPH.format(closing="»") + "{0,4000}»",
            # Single marks are apostrophes too: one opens after a space and closes before something that is no letter.
            r"(?<!\w)‘(?:(?!\n[ \t]*\n).){0,4000}?’(?!\w)",
            r"(?<!\w)'(?=\S)(?:(?!\n[ \t]*\n).){0,4000}?(?<=\S)'(?!\w)",
        )
    ),
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Characters `start` up to `end` of a text: the words there, why not to write them, and what to write instead."""

    start: int
    end: int
    words: str
    why: str
    alternatives: tuple[str, ...]
    rule: str


def check(text: str, rules: LanguageRules) -> list[Remark]:
    """Remarks on `text` by place. Quotations are left alone; where hits overlap, the longest one speaks."""
    quoted = [quotation.span() for quotation in _QUOTED.finditer(text)]
    hits = [hit for hit in _hits(text, rules) if not any(a < hit.end and hit.start < b for a, b in quoted)]
    spoken: list[Remark] = []
    for hit in sorted(hits, key=lambda each: (each.start - each.end, each.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in spoken):
            spoken.append(hit)
    return sorted(spoken, key=lambda each: each.start)


def _hits(text: str, rules: LanguageRules) -> Iterator[Remark]:
    plain = text.replace("’", "'")  # same length, so that places stay true
    for rule in rules.rules:
        for pattern in rule.patterns:
            for hit in pattern.finditer(plain):
                yield Remark(*hit.span(), text[slice(*hit.span())], rule.why, rule.alternatives, rule.key)
