"""How two written names compare, word by word: the level of the given names and of the family names.

The order of the questions is the order of trust: the same letters, the reviewed tables, one slip of the keyboard, the sound. Two
*listed* names that the tables do not join are never "one slip apart": Jane is not a slip of Joan, nor Mahmood of Mohammed.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from halcyon.kernel.matching import tokens
from halcyon.kernel.matching.levels import level
from halcyon.kernel.matching.sounds import sound
from halcyon.kernel.matching.tokens import Token
from halcyon.kernel.matching.variants import How, pair, tables

SAME, SPELLING, NICKNAME, TRANSLATION, CLOSE, ALIKE, INITIAL, UNLIKE, DIFFERENT = range(9)
"""How two words compare, the closest first."""

CLOSE_FROM, ALIKE_FROM, SOUNDS_FROM = (
    0.93,
    0.86,
    0.6,
)  # Jaro-Winkler; below ALIKE_FROM only the sound can join two words
COMMON, KNOWN = 250, 0  # carriers in 100,000 people from which a name is very common; any listed count makes it known
SHORTEST_SLIP = 5  # letters; one slip in a shorter word is another word

_GIVEN = tuple(
    level("given", name)
    for name in ("same", "spelling", "nickname", "translation", "close", "alike", "initial", "unlike", "different")
)
_FAMILY = tuple(
    level("family", name)
    for name in ("same", "spelling", "spelling", "spelling", "close", "alike", "initial", "different", "different")
)
_GIVEN_RARITY = tuple(level("given", name) for name in ("same_rare", "same", "same_common"))
_FAMILY_RARITY = tuple(level("family", name) for name in ("same_rare", "same", "same_common"))
_ONE_OF, _PART = level("given", "one_of"), level("family", "part")
_FILLERS = frozenset({"mohammed", "muhammad", "mohammad", "muhammed", "mohamed", "md", "mohd", "maria", "mary"})
"""Given names so often put before another that sharing one beside two different others says nothing."""
_JOINED = {
    (How.SPELLING, How.SPELLING): SPELLING,
    (How.SPELLING, How.NICKNAME): NICKNAME,
    (How.NICKNAME, How.SPELLING): NICKNAME,
    (How.NICKNAME, How.NICKNAME): NICKNAME,
    (How.SPELLING, How.TRANSLATION): TRANSLATION,
    (How.TRANSLATION, How.SPELLING): TRANSLATION,
}
"""How two forms of one name relate; two translations of it, or a pet form and a translation, are two names (Jack, Ivan)."""


@lru_cache(maxsize=1 << 18)
def given_level(one: str, other: str) -> int:
    """The level of field ``given`` for two canonical given names."""
    if not one or not other:
        return 0
    if one == other:
        return _GIVEN[INITIAL] if len(one) == 1 else _GIVEN_RARITY[_rarity(one, tables().common_given)]
    mine, theirs = one.split(), other.split()
    if len(mine) == 1 and len(theirs) == 1:
        return _GIVEN[_words(tokens.given(one), tokens.given(other))]
    return _several(mine, theirs)


@lru_cache(maxsize=1 << 18)
def family_level(one: str, other: str) -> int:
    """The level of field ``family`` for two canonical family names."""
    if not one or not other:
        return 0
    if one == other:
        return _FAMILY[INITIAL] if len(one) == 1 else _FAMILY_RARITY[_rarity(one, tables().common_family)]
    mine, theirs = one.split(), other.split()
    if len(mine) == 1 and len(theirs) == 1:
        return _FAMILY[_words(tokens.family(one), tokens.family(other))]
    if one.replace(" ", "") == other.replace(" ", ""):
        return _FAMILY[SPELLING]
    best = min(_words(tokens.family(a), tokens.family(b)) for a in mine for b in theirs)
    if best <= CLOSE:
        return _FAMILY[SPELLING] if sorted(mine) == sorted(theirs) else _PART
    return _FAMILY[best]


def _several(mine: list[str], theirs: list[str]) -> int:
    """Given names where at least one side has more than one word."""
    if "".join(mine) == "".join(theirs) or sorted(mine) == sorted(theirs):
        return _GIVEN[SPELLING]
    few, many = (mine, theirs) if (len(mine), mine) <= (len(theirs), theirs) else (theirs, mine)
    found = [min(_words(tokens.given(word), tokens.given(each)) for each in many) for word in few]
    if max(found) <= CLOSE:
        return _GIVEN[max(found)] if len(few) == len(many) and max(found) else _ONE_OF
    if max(found) <= INITIAL and min(found) <= CLOSE:  # "Mary J" and "Mary Jane"
        return _ONE_OF
    kept = [place for place, word in zip(found, few, strict=True) if word not in _FILLERS]
    best = min(kept, default=DIFFERENT)
    first = _words(tokens.given(mine[0]), tokens.given(theirs[0]))
    if best <= NICKNAME and first == best:
        return _GIVEN[ALIKE]
    return _GIVEN[best] if best in (INITIAL, ALIKE) else _GIVEN[DIFFERENT]


def same_word(one: str, other: str) -> bool:
    """Whether a given name's word and a family name's word are one name: what a swapped order is known by."""
    if one == other:
        return True
    return JaroWinkler.similarity(one, other) > ALIKE_FROM and not set(tokens.given_codes(one)).isdisjoint(
        tokens.family_codes(other)
    )


def _words(one: Token, other: Token) -> int:
    mine, theirs = one.text, other.text
    if mine == theirs:
        return SAME if len(mine) > 1 else INITIAL
    if len(mine) == 1 or len(theirs) == 1:
        return INITIAL if mine[0] == theirs[0] else DIFFERENT
    if one.names and other.names and (joined := _joined(one, other)) < DIFFERENT:
        return DIFFERENT if pair(mine, theirs) in tables().apart else joined
    return _unlisted(one, other)


def _joined(one: Token, other: Token) -> int:
    """How the tables join two words, the closest way."""
    best = DIFFERENT
    for name, how in one.names.items():
        if (found := other.names.get(name)) is not None:
            best = min(best, _JOINED.get((how, found), DIFFERENT))
    return best


def _unlisted(one: Token, other: Token) -> int:
    """Two words that the tables do not join."""
    mine, theirs = one.text, other.text
    both_listed = one.listed and other.listed
    alike = JaroWinkler.similarity(mine, theirs)
    slip = min(len(mine), len(theirs)) >= SHORTEST_SLIP and OSA.distance(mine, theirs, score_cutoff=1) <= 1
    if slip or alike >= CLOSE_FROM:
        found = ALIKE if both_listed else CLOSE
    elif both_listed:
        return DIFFERENT
    elif alike >= ALIKE_FROM or (alike > SOUNDS_FROM and len(heard := sound(mine)) > 1 and heard == sound(theirs)):
        found = ALIKE
    else:
        return DIFFERENT if known(one) and known(other) else UNLIKE
    return DIFFERENT if _apart(mine, theirs) else found


def known(word: Token) -> bool:
    """Whether a word is a name or pet form that the tables hold, or sounds and looks like one: Kirstopher."""
    return bool(word.names) or not tokens.given_codes(word.text)[0].startswith("~")


def _apart(mine: str, theirs: str) -> bool:
    """Whether the tables keep apart what the two words are filed under: Muhamadd and Mahmoud."""
    return any(
        pair(one, other) in tables().apart
        for one in (mine, *tokens.given_codes(mine))
        for other in (theirs, *tokens.given_codes(theirs))
    )


def _rarity(name: str, common: dict[str, int]) -> int:
    """0 rare, 1 known, 2 very common: by the rarest of the words."""
    carriers = min(common.get(word, -1) for word in name.split())
    return 2 if carriers >= COMMON else 1 if carriers >= KNOWN else 0
