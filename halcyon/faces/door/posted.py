"""Reads what a form posted, from bytes in memory, so that nothing anyone typed is ever refused for its characters.

Django's own form parsing is not used: it refuses NUL, strips spaces and may spool to a file. Bytes that are not UTF-8 become
visible signs, and so do NUL and lone surrogates; everything else stays as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from halcyon.kernel.sealing import visible

MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of one form. `replaced` tells that bytes were not UTF-8 and stand as signs now."""

    fields: dict[str, list[str]]
    replaced: bool = False

    def text(self, name: str) -> str:
        """What was typed under a name; when it came twice, both, so that nothing is lost."""
        return "\n".join(self.fields.get(name, ()))

    def one(self, name: str) -> str:
        """A plain value under a name (a choice, a token); the last when it came twice."""
        return self.fields.get(name, [""])[-1]

    def all(self, name: str) -> list[str]:
        return self.fields.get(name, [])


def read(body: bytes) -> Posted:
    """The fields of a urlencoded body. Never raises: whatever the bytes, something readable comes out."""
    fields: dict[str, list[str]] = {}
    replaced = False
    for pair in body.split(b"&", MOST_FIELDS)[:MOST_FIELDS]:
        name, _, value = pair.partition(b"=")
        key, odd_key = _text(name)
        text, odd = _text(value)
        replaced = replaced or odd or odd_key
        fields.setdefault(key, []).append(text)
    return Posted(fields, replaced)


def _text(raw: bytes) -> tuple[str, bool]:
    plain = unquote_to_bytes(raw.replace(b"+", b" "))
    try:
        text, odd = plain.decode(), False
    except UnicodeDecodeError:
        text, odd = plain.decode(errors="replace"), True
    return visible(text.replace("\r\n", "\n")), odd
