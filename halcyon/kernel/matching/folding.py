"""Letters to plain lower-case ASCII, so that the same name typed on two keyboards reads the same.

NFKD alone does not fold ł, ø, đ, ı or ß (they do not decompose), so they are mapped by hand first (linkage.md 5).
Greek and Cyrillic letters are spelled in Latin ones; every other script is kept as it stands.
"""

import unicodedata
from functools import lru_cache

_BY_HAND = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th",
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "İ": "i", "ħ": "h", "Ħ": "h", "ŋ": "ng",
        "ə": "a", "Ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ơ": "o", "ư": "u", "Ơ": "o", "Ư": "u",
        "'": "'", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "ˈ": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "­": "",
    }
)  # fmt: skip
_CYRILLIC_AS = (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i e g u dj c lj nj dz gj kj dz j"
)
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђћљњџѓќѕј",
        _CYRILLIC_AS.split(),
        strict=True,
    )
)
_GREEK_AS = "a v g d e z i th i k l m n x o p r s t y f ch ps o s"
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", _GREEK_AS.split(), strict=True))
_LETTERS = str.maketrans({key: value.replace("_", "") for key, value in {**_CYRILLIC, **_GREEK}.items()})


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower-case, unaccented, one space between words, no control characters. Folding twice changes nothing."""
    if text.isascii():
        plain = text.lower()
    else:
        mapped = unicodedata.normalize("NFKC", text).translate(_BY_HAND).lower().translate(_LETTERS)
        decomposed = unicodedata.normalize("NFKD", mapped)
        bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
        plain = bare.translate(_BY_HAND).translate(_LETTERS).lower()
    if not plain.isprintable():
        plain = "".join([letter if letter.isprintable() else " " for letter in plain])
    return " ".join(plain.split())


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: letters and digits, apostrophes dropped (o'brien is obrien), all else a break."""
    plain = fold(text).replace("'", "")
    if not plain.isalnum():
        plain = "".join([letter if letter.isalnum() else " " for letter in plain])
    return tuple(plain.split())
