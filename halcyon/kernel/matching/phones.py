"""Telephone numbers in any form that people write them, as one E.164 text. Only impossible numbers are refused.

Ofcom's drama numbers (07700 900xxx, 01632 960xxx) are possible but not valid, so possibility is what is asked
(linkage.md 5). A number of fewer than seven digits is nobody's number: an extension, a short code, a slip.
"""

import re
from functools import lru_cache

import phonenumbers

_MOBILE = re.compile(r"(?:\+44|0044|44|)(?:0|)(7\d{9})")
_KEPT = re.compile(r"[^\d+]")
_EXTENSION = re.compile(r"(?:ext|extn|extension|x)\.?\s*\d{1,6}\s*$", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def phone(written: str) -> str:
    """``+447700900123`` for 07700 900123, +44 (0)7700 900123, 0044 7700 ..., 447700...; empty when impossible."""
    bare = _KEPT.sub("", _EXTENSION.sub("", written).replace("(0)", "").replace("O", "0").replace("o", "0"))
    if not 7 <= len(bare) <= 17 or "+" in bare[1:]:
        return ""
    if mobile := _MOBILE.fullmatch(bare):
        return "+44" + mobile[1]
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif bare.startswith("44") and len(bare) == 12:
        bare = "+" + bare
    try:
        parsed = phonenumbers.parse(bare, "GB")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
