"""How a name sounds, roughly: a skeleton of consonants for names from everywhere that Britain's children come from.

Soundex and Metaphone know English spelling only and merge Jane with John. This skeleton keeps the first letter's class and
the consonants, and writes alike what clerks hear alike: Chaudhry / Choudhury, Hussain / Husain / Hossein, Smyth / Smith,
Macdonald / McDonald, Kowalska / Kowalski. It proposes candidates; it never decides.
"""

import re
from functools import lru_cache

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(?:mac|mc)(?=[^aeiou]..)", "mk"),
        (r"^mac(?=.{5})", "mk"),
        (r"^kn|^gn|^pn", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"^x", "s"),
        (r"(?:sk|ck|dzk)a$", "ski"),
        (r"(ov|ev)a$", r"\1"),
        (r"tch|cz|tsch", "ch"),
        (r"sch|sz|sh", "s"),
        (r"ph", "f"),
        (r"ought|aught", "ot"),
        (r"ight", "it"),
        (r"eigh|leigh", "i"),
        (r"gh(?=[aeiou])", "g"),
        (r"gh", ""),
        (r"ch", "c"),
        (r"c(?=[eiy])", "s"),
        (r"ck|q|kh|c(?=[^h])|c$", "k"),
        (r"dj|dge|dg", "j"),
        (r"([bdtgjz])h", r"\1"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"w(?=[^aeiou])|w$", "u"),
        (r"mb$", "m"),
        (r"ff", "f"),
    )
)
_VOWELS = frozenset("aeiouyh")


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """The skeleton of one folded word, at most 7 letters; empty for an empty word. Other scripts are kept whole."""
    if not word.isascii():
        return word[:7]
    heard = word
    for pattern, replacement in _STEPS:
        heard = pattern.sub(replacement, heard)
    if not heard:
        return word[:7]
    first = "a" if heard[0] in "aeiou" else heard[0]
    kept = [first]
    for letter in heard[1:]:
        if letter not in _VOWELS and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)[:7]
