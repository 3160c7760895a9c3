"""The list the words of a code are taken from, read once. `words/NOTICE` says where they come from and what they passed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

SIZE = 1296


@lru_cache(maxsize=1)
def word_list() -> tuple[str, ...]:
    """The 1,296 words, in the order of the file. Their order is part of every code: it may never change."""
    text = (files(__package__) / "words" / "en.txt").read_text("utf-8")
    listed = tuple(text.split())
    if len(listed) != SIZE:
        raise RuntimeError(f"words/en.txt holds {len(listed)} words; codes need exactly {SIZE}.")
    return listed


@lru_cache(maxsize=1)
def prefixes() -> Mapping[str, str]:
    """Each word by its first three letters, which no other word shares."""
    return MappingProxyType({word[:3]: word for word in word_list()})
