"""How old a reader must be for a text: Flesch-Kincaid grade plus five years, British hyphenation for the syllables.

A rough measure: it counts, and cannot tell whether a text is kind or true.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_NOT_PROSE = re.compile(r"\]\([^)]*\)|[*_`>#\[]|https?://\S+")
_LIST_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)


def reading_age(markdown: str) -> float:
    """The reading age of a Markdown text in years. Headings and list items are sentences; numerals do not count."""
    sentences = [words for sentence in _sentences(markdown) if (words := _WORD.findall(sentence))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    per_sentence, per_word = len(words) / len(sentences), sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5


def _sentences(markdown: str) -> list[str]:
    plain = _NOT_PROSE.sub(" ", _LIST_ITEM.sub("\n\n", markdown))
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n|(?<=\n)(?=#)", plain)]
    return [sentence for paragraph in paragraphs for sentence in re.split(r"(?<=[.!?:])\s+", paragraph)]


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")  # read when first asked for: it takes a sixth of a second


@cache
def syllables(word: str) -> int:
    """Syllables of a word: hyphenation points or groups of vowels, whichever finds more.

    Hyphenation alone leaves short words whole ("over" would be one), which would flatter every text.
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    spoken = re.sub(r"(?<=[^aeiouy])es?$|(?<=[^aeioutdy])ed$", "", plain) if not plain.endswith("le") else plain
    groups = len(re.findall(r"[aeiouy]+", spoken))
    return max(1, groups, *(len(_hyphens().positions(part)) + 1 for part in re.split(r"['’-]", word.lower())))
