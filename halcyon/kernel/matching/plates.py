"""Vehicle registration marks, whole and half-seen, with look-alike characters folded.

Styles (DVLA): current AA00AAA (1st letter never I, Q or Z), prefix A000AAA, suffix AAA000A, dateless and Northern Irish
up to four digits with up to three letters. A witness may have seen "AB12 ???": an unread character is ``?``.
"""

import re
from functools import lru_cache

_FOLDED = str.maketrans("OISBZQ", "015820")
_UNSEEN = str.maketrans(dict.fromkeys("*_-.…#", "?"))
_KEPT = re.compile(r"[^A-Z0-9?]")
_STYLES = re.compile(
    r"[A-PR-Y][A-Z]\d\d[A-Z]{3}|[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z]|\d{1,4}[A-Z]{1,3}|[A-Z]{1,3}\d{1,4}"
)


@lru_cache(maxsize=1 << 14)
def plate(written: str) -> str:
    """Capitals and digits only, unread characters as ``?``; empty unless 2 to 8 long with 3 read ones (2 if whole)."""
    text = written.upper().strip()
    if "?" in text or "*" in text or "_" in text or "…" in text or "..." in text or "--" in text or "##" in text:
        text = text.translate(_UNSEEN)
    found = _KEPT.sub("", text)
    read = len(found) - found.count("?")
    if found.isalpha() and len(found) > 3:  # a make or a colour, written in the wrong box
        return ""
    if not 2 <= len(found) <= 8 or (not any(letter.isdigit() for letter in found) and "?" not in found):
        return ""
    return found if read >= (3 if "?" in found else 2) else ""


@lru_cache(maxsize=1 << 16)
def folded(mark: str) -> str:
    """A mark with O0 I1 S5 B8 Z2 Q0 written alike, as a camera and a frightened witness read them."""
    return mark.translate(_FOLDED)


def is_whole(mark: str) -> bool:
    """Whether every character was read and together they make a mark that could have been issued."""
    return "?" not in mark and _STYLES.fullmatch(mark) is not None


def head(mark: str) -> str:
    """The folded first four characters of a current-style mark, when all were read (``AB12``); else empty."""
    start = folded(mark[:4])
    return start if len(start) == 4 and "?" not in start and len(mark) >= 4 else ""


def tail(mark: str) -> str:
    """The folded last three characters, when all were read and something stands before them; else empty."""
    end = folded(mark[-3:])
    return end if len(mark) >= 5 and "?" not in end else ""


def agrees(mark: str, other: str) -> bool:
    """Whether two folded marks agree wherever both were read. A short piece may stand at either end of the longer one."""
    short, long = (mark, other) if len(mark) <= len(other) else (other, mark)
    if len(short) == len(long):
        return _fits(short, long)
    short = short.strip("?")
    return len(short) >= 3 and (_fits(short, long[: len(short)]) or _fits(short, long[-len(short) :]))


def _fits(mark: str, other: str) -> bool:
    return all(mine == theirs or mine == "?" or theirs == "?" for mine, theirs in zip(mark, other, strict=True))
