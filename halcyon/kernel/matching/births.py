"""Dates of birth as they are written down: whole, partial, swapped, impossible, the first of January, or an age only."""

import re
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_PARTS = re.compile(r"\d+|[a-z]+")
_TIME = re.compile(r"[t ]\d\d:\d\d.*$")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
PIVOT = 30  # "04" is 2004 and "67" is 1967: nobody over 99 and nobody unborn is looked for


@lru_cache(maxsize=1 << 15)
def born(written: str) -> str:
    """``YYYYMMDD`` with ``0`` for each unknown digit (``20070000``); empty when not even a year can be read.

    Day before month as in Britain, unless the year comes first. A day or month that cannot be (31 February, month 14)
    is kept if it reads as day and month the other way round, otherwise kept as written: clerks repeat each other's slips.
    """
    text = _ORDINAL.sub("", _TIME.sub("", written.strip().lower()))
    if not text:
        return ""
    parts = _PARTS.findall(text)
    month = next((_MONTHS[part] for part in parts if part in _MONTHS), 0)
    numbers = [part for part in parts if part.isdigit() and part.isascii()]
    if month:
        return _with_named_month(numbers, month)
    if len(numbers) == 1:
        return _run_together(numbers[0])
    if len(numbers) == 2:
        first, second = numbers
        return (
            _written(first, second, "0")
            if len(first) == 4
            else _written(second, first, "0")
            if len(second) == 4
            else ""
        )
    if len(numbers) >= 3:
        first, second, third = numbers[:3]
        return _written(first, second, third) if len(first) == 4 else _written(third, second, first)
    return ""


def _with_named_month(numbers: list[str], month: int) -> str:
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _written(numbers[0], str(month), "0") if len(numbers[0]) in (2, 4) else ""
    first, second = numbers[:2]
    return _written(first, str(month), second) if len(first) == 4 else _written(second, str(month), first)


def _run_together(digits: str) -> str:
    if len(digits) == 4:
        return _written(digits, "0", "0")
    if len(digits) == 8:
        if digits[:2] in ("19", "20") and digits[4:6] <= "12":
            return _written(digits[:4], digits[4:6], digits[6:])
        return _written(digits[4:], digits[2:4], digits[:2])
    return _written(digits[4:], digits[2:4], digits[:2]) if len(digits) == 6 else ""


def _written(year: str, month: str, day: str) -> str:
    if len(year) == 2:
        year = ("20" if int(year) < PIVOT else "19") + year
    if len(year) != 4 or len(month) > 2 or len(day) > 2 or not "1890" <= year <= "2099":
        return ""
    if int(month) > 12 and 0 < int(day) <= 12:
        month, day = day, month
    return f"{year}{int(month):02d}{int(day):02d}"


@lru_cache(maxsize=1 << 10)
def age(written: str) -> int:
    """Years, from "15", "15 yrs", "about 15", "15-16" (the lower); -1 when there is none."""
    found = re.search(r"\d{1,3}", written)
    years = int(found[0]) if found else -1
    return years if years <= 120 else -1
