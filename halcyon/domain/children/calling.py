"""Keys under which a child is found: each word of a name, its beginning, its sound; a number whole. Pure; none is unique."""

import unicodedata

LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
SOUNDS = {
    letter: sound
    for sound, letters in {"1": "bfpv", "2": "cgjkqsxz", "3": "dt", "4": "l", "5": "mn", "6": "r"}.items()
    for letter in letters
}
BEGINNING = 4
MOST_WORDS = 8
SHORTEST_NUMBER = 4


def keys(*names: str) -> frozenset[str]:
    """Every key of the given names. A key says which sort it is, so that a sound never meets a word."""
    return frozenset(key for name in names for word in words(name) for key in _of(word))


def numbers(*written: str) -> frozenset[str]:
    """The key of each number by which an agency knows a child, however it is spaced; of what is no number, none."""
    plain = ("".join(sign for sign in one if sign.isalnum()).upper()[:30] for one in written)
    return frozenset(
        f"#{number}" for number in plain if len(number) >= SHORTEST_NUMBER and any(sign.isdigit() for sign in number)
    )


def words(name: str) -> list[str]:
    """The words of a name, without accents, marks and capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    letters = "".join(" " if sign in "-‐–'’.,/()\"“”" else sign for sign in plain if not unicodedata.combining(sign))
    return [word[:30] for word in letters.split() if any(sign.isalnum() for sign in word)][:MOST_WORDS]


def _of(word: str) -> set[str]:
    found = {f"={word}"}
    if len(word) >= BEGINNING:
        found.add(f"^{word[:BEGINNING]}")
    if word[0] in SOUNDS or word[0] in "aeiouyhw":
        found.add(f"~{_sound(word)}")
    return found


def _sound(word: str) -> str:
    """The first letter and the sounds of the consonants after it, without what stands twice (after Russell's Soundex)."""
    found, last = word[0], SOUNDS.get(word[0], "")
    for letter in word[1:]:
        sound = SOUNDS.get(letter, "")
        if sound and sound != last:
            found += sound
        if letter not in "hw":
            last = sound
    return (found + "000")[:4]
