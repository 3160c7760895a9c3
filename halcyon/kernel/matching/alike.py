"""How two written names compare, word by word: the level of the given names and of the family names.

The order of the questions is the order of trust: the same letters, the reviewed tables, one slip of the keyboard, the sound. Two
*listed* names that the tables do not join are never "one slip apart": Jane is not a slip of Joan, nor Mahmood of Mohammed.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from halcyon.kernel.matching import tokens
from halcyon.kernel.matching.levels import level
from halcyon.kernel.matching.tokens import Token
from halcyon.kernel.matching.variants import How, pair, tables

SAME, SPELLING, NICKNAME, TRANSLATION, CLOSE, ALIKE, INITIAL, UNLIKE, DIFFERENT = range(9)
"""How two words compare, the closest first."""

CLOSE_FROM, ALIKE_FROM = 0.93, 0.86  # Jaro-Winkler of two words; below ALIKE_FROM only the sound can join them
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
    few, many = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
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


@lru_cache(maxsize=1 << 18)
def same_word(one: str, other: str) -> bool:
    """Whether two words are one name, each read as given or as family name: what a swapped order is known by."""
    return one == other or bool(
        (set(tokens.given(one).codes) & set(tokens.family(other).codes))
        and JaroWinkler.similarity(one, other) > ALIKE_FROM
    )


def _words(one: Token, other: Token) -> int:
    mine, theirs = one.text, other.text
    if mine == theirs:
        return SAME if len(mine) > 1 else INITIAL
    if len(mine) == 1 or len(theirs) == 1:
        return INITIAL if mine[0] == theirs[0] else DIFFERENT
    if pair(mine, theirs) in tables().apart:
        return DIFFERENT
    shared = one.names.keys() & other.names.keys()
    joined = min((_JOINED.get((one.names[name], other.names[name]), DIFFERENT) for name in shared), default=DIFFERENT)
    return joined if joined < DIFFERENT else _unlisted(one, other)


def _unlisted(one: Token, other: Token) -> int:
    mine, theirs = one.text, other.text
    both_listed = _is_name(one) and _is_name(other)
    if any(pair(a, b) in tables().apart for a in (mine, *one.codes) for b in (theirs, *other.codes)):
        return DIFFERENT
    alike = JaroWinkler.similarity(mine, theirs)
    slip = min(len(mine), len(theirs)) >= SHORTEST_SLIP and OSA.distance(mine, theirs, score_cutoff=1) <= 1
    if slip or alike >= CLOSE_FROM:
        return ALIKE if both_listed else CLOSE
    if both_listed:
        return DIFFERENT
    if alike >= ALIKE_FROM or (one.sound == other.sound and len(one.sound) > 1 and alike > 0.6):
        return ALIKE
    return UNLIKE


def _is_name(token: Token) -> bool:
    """Whether the word is a name the tables know in its own right, not merely a pet form."""
    return any(how == How.SPELLING for how in token.names.values())


def _rarity(name: str, common: dict[str, int]) -> int:
    """0 rare, 1 known, 2 very common: by the rarest of the words."""
    carriers = min(common.get(word, -1) for word in name.split())
    return 2 if carriers >= COMMON else 1 if carriers >= KNOWN else 0
