"""Turns names and codes, as written, into the lexemes under which they are found. Pure; the same on both sides.

n:  a name, and each name it is known to be a form of      s:  how a name sounds
c:  a telephone, plate, postcode or number, and its ends   e:  an e-mail address or a handle, and their parts
r:  the reference of the record                            x:  any of these, whole: what "exactly this" means
"""

import re
import unicodedata
from collections.abc import Iterable

from halcyon.kernel.matching.handles import email, handle, local_part, stem
from halcyon.kernel.matching.phones import phone
from halcyon.kernel.matching.spotting import spot
from halcyon.kernel.search.names import fold, forms, is_listed, sound

LONGEST_NAME = 40  # characters: longer runs of letters are no one's name
LONGEST_CODE = 60
SHORTEST_END = 4  # characters of a telephone or a plate that are enough to look for it
WINDOW, OVERLAP = 1_000, 40  # characters read for codes at a time, so that a long text costs its length and no more
_STOP = """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it
its itself they them their theirs themselves what which who whom this that these those am is are was were be been
being have has had having do does did doing a an the and but if or because as until while of at by for with about
against between into through during before after above below to from up down in out on off over under again further
then once here there when where why how all any both each few more most other some such no nor not only own same so
than too very s t can will just don should now"""
STOP_WORDS = frozenset(_STOP.split())
"""Words that PostgreSQL's English leaves out (its english.stop)."""
LOOKALIKES = str.maketrans("oilszb", "011528")  # as a plate is misread; the same on both sides, so that nothing is lost
_REFERENCE = re.compile(r"\b(?:[A-Z]-?)?([2-9A-HJKMNP-Z]{4})-([2-9A-HJKMNP-Z]{4})\b", re.IGNORECASE)
_OPERATOR = re.compile(r"[\s'\\:*&|!<>()\x00-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’\-](?=\w))*")


def codes_in(text: str) -> list[str]:
    """Everything in free text that is written like a telephone, plate, postcode, e-mail address or handle."""
    found: set[str] = set()
    for start in range(0, max(1, len(text)), WINDOW):
        for spotted in spot(text[max(0, start - OVERLAP) : start + WINDOW]):
            found.add("@" + spotted.value if spotted.kind == "account" else spotted.written)
    return sorted(found)


def words_of(name: str) -> list[str]:
    """The words of a name as written, hyphens and apostrophes inside."""
    return _WORD.findall(name)


def name_keys(name: str) -> set[str]:
    """Every lexeme under which one name is found."""
    found: set[str] = set()
    folded = []
    for word in words_of(name[:400]):
        parts = {word, *re.split(r"[-’']", word)} if re.search(r"[-’']", word) else {word}
        for part in filter(None, parts):
            found |= {f"n:{form}" for form in forms(part)} | {f"s:{sound(part)}"}
        folded.append(fold(word))
    if len(folded) > 1:
        found.add(whole_name(folded))
    return {key for key in found if len(key) > 2}


def whole_name(words: Iterable[str]) -> str:
    """The lexeme of a whole name, whichever way round it is written."""
    return "x:" + "+".join(sorted(fold(word) for word in words))


def spoken_keys(text: str) -> set[str]:
    """Names in free text: words written with a capital, and any word that is a form of another name."""
    found: set[str] = set()
    for word in set(words_of(text)):
        if len(word) > LONGEST_NAME or (word.casefold() in STOP_WORDS and not is_listed(word)):
            continue
        known = forms(word)
        if word[0].isupper() and len(word) >= 2:
            found |= {f"n:{form}" for form in known} | {f"s:{sound(word)}"}
        elif len(known) > 1:
            found |= {f"n:{form}" for form in known}
    return {key for key in found if len(key) > 2}


def code_keys(code: str) -> set[str]:
    """Every lexeme under which one code is found: whole, and from each place inside it."""
    written = code.strip()
    if address := email(written):
        local, _, host = fold(written).rpartition("@")
        parts = {address, fold(written), host, local_part(address), plain(local)}
        return {f"e:{part}" for part in parts if part} | {f"x:{address}"}
    if written.startswith("@") and (account := handle(written)):
        return {f"e:{part}" for part in (account, plain(account), stem(account)) if part} | {f"x:@{account}"}
    whole = code_of(written)
    if not whole or len(whole) > LONGEST_CODE:
        return set()
    return {f"c:{whole[start:]}" for start in range(max(1, len(whole) - 2))} | {f"x:{whole}"}


def code_of(code: str) -> str:
    """A code without its spaces and marks: the national form of a telephone, look-alikes folded, unread signs left out."""
    if telephone := phone(code):
        return telephone.replace("+44", "0").removeprefix("+")
    return plain(code).translate(LOOKALIKES)


def exact_code(code: str) -> str:
    """The lexeme of a whole code."""
    written = code.strip()
    if address := email(written):
        return f"x:{address}"
    if written.startswith("@") and (account := handle(written)):
        return f"x:@{account}"
    return f"x:{code_of(written)}"


def plain(text: str) -> str:
    """Letters and digits alone, folded."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def reference_keys(reference: str) -> set[str]:
    """The lexemes of a record's reference."""
    found = plain(reference)
    return {f"r:{found}", f"x:r:{found}"} if found else set()


def reference_in(text: str) -> str:
    """The reference that a text is, with or without the letter before it; empty when it is none."""
    found = _REFERENCE.fullmatch(text.strip())
    return plain("".join(found.groups())) if found else ""


def folded_letters(text: str) -> str:
    """Words with letters that carry marks, written without them, so that they are found either way."""
    return " ".join({fold(word) for word in words_of(text) if not word.isascii() and len(word) <= LONGEST_NAME})


def keys_of(*, words: str, names: Iterable[str], codes: Iterable[str], reference: str) -> list[str]:
    """Every lexeme of one entry, in order. Never one that PostgreSQL would read as more than a word."""
    found = reference_keys(reference) | spoken_keys(words) | set(folded_letters(words).split())
    for name in names:
        found |= name_keys(name)
    for code in (*codes, *codes_in(words)):
        found |= code_keys(code)
    return sorted(key for key in found if safe(key))


def safe(key: str) -> bool:
    """Whether a lexeme may stand in a query as it is."""
    if len(key) > 120 or _OPERATOR.search(key, 4 if key.startswith("x:r:") else 2):
        return False
    return key.isascii() or all(unicodedata.category(letter)[0] in "LNMPS" for letter in key)
