"""Postcodes as "AA9 9AA" with their sector and outcode, and addresses as a door and a street.

No gazetteer is used (the national ones are licensed): two addresses are compared by number, flat and street name.
"""

import re
from functools import lru_cache

from halcyon.kernel.matching.folding import words

_WHOLE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_SECTOR = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d)")
_ELSEWHERE = re.compile(r"[A-Z]{0,2}\d{3,6}[A-Z]{0,2}")  # other countries' codes: compared whole, never in parts
_DIGIT = str.maketrans("OISZB", "01528")
_NUMBER = re.compile(r"\d+[a-z]?")
_SHORT = {
    "rd": "road", "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive",
    "cl": "close", "clo": "close", "ct": "court", "crt": "court", "cres": "crescent", "cr": "crescent", "gdns": "gardens",
    "gdn": "garden", "pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace", "pk": "park", "wy": "way",
    "gr": "grove", "grv": "grove", "hse": "house", "ho": "house", "bldg": "building", "apt": "flat", "apartment": "flat",
    "fl": "flat", "flt": "flat", "unit": "flat", "room": "flat", "rm": "flat", "mt": "mount", "nth": "north", "sth": "south",
}  # fmt: skip
_STREET_WORDS = (
    "road street avenue lane drive close court crescent gardens garden place square terrace park way grove hill "
    "row mews walk view rise green mount croft fold house building buildings wharf quay parade broadway heath "
    "bank end"
)
_STREETS = frozenset(_STREET_WORDS.split())


@lru_cache(maxsize=1 << 15)
def postcode(written: str) -> str:
    """``AA9 9AA``; an outcode (``AA9``) or a sector (``AA9 9``) where no more is known; another country's code bare.

    Empty when it is none of these.
    """
    bare = "".join(letter for letter in written.upper() if letter.isascii() and letter.isalnum())
    if match := _WHOLE.fullmatch(bare):
        return f"{match[1]} {match[2]}"
    if len(bare) in (5, 6, 7):
        inward = bare[-3].translate(_DIGIT) + bare[-2:]  # the letter O for nought, I for one
        outward = bare[:-3]
        outward = outward if _OUTCODE.fullmatch(outward) else outward[:1] + outward[1:].translate(_DIGIT)
        if match := _WHOLE.fullmatch(outward + inward):
            return f"{match[1]} {match[2]}"
    if _OUTCODE.fullmatch(bare) and " " not in written.strip():
        return bare
    if match := _SECTOR.fullmatch(written.upper().strip()):
        return f"{match[1]} {match[2]}"
    if _OUTCODE.fullmatch(bare):
        return bare
    return bare if _ELSEWHERE.fullmatch(bare) else ""


def outcode(code: str) -> str:
    """``AA9`` of ``AA9 9AA``."""
    return code.partition(" ")[0]


def sector(code: str) -> str:
    """``AA9 9`` of ``AA9 9AA``; empty when only the outcode is known."""
    outward, _, inward = code.partition(" ")
    return f"{outward} {inward[0]}" if inward else ""


@lru_cache(maxsize=1 << 15)
def address(written: str) -> tuple[str, str]:
    """``(door, street)``: "Flat 3, 12 Station Rd, Leeds" -> ``("12/3", "station road")``; either may be empty.

    The door is the house number, then a flat's after a slash. A house with a name only has the name as its street.
    """
    found = [_SHORT.get(word, word) for word in words(written)]
    flat = ""
    numbers: list[str] = []
    street: list[str] = []
    place = 0
    while place < len(found):
        word = found[place]
        if word == "flat" and place + 1 < len(found) and len(found[place + 1]) <= 4 and not flat:
            flat, place = found[place + 1], place + 2
            continue
        if _NUMBER.fullmatch(word):
            if street:
                break
            numbers.append(word)
        else:
            street.append(word)
            if word in _STREETS and len(street) > 1:
                break
        place += 1
    if not flat and len(numbers) > 1:
        flat, numbers = numbers[0], numbers[1:]
    if street[:1] == ["saint"]:
        street[0] = "street"
    door = "/".join(part for part in (numbers[0] if numbers else "", flat) if part)
    return door, " ".join(street[:3])


def in_address(written: str) -> str:
    """The postcode that stands at the end of an address, normalised; empty when there is none."""
    parts = written.replace(",", " ").split()
    for size in (2, 1):
        bare = "".join(parts[-size:]).upper()
        if len(parts) > size and _WHOLE.fullmatch(bare):
            return postcode(bare)
    return ""
