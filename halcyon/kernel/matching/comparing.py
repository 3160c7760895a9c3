"""Two canonical forms to one comparison: the level of each field of `levels.FIELDS`, the best over all that each side has.

Symmetric: the same for (a, b) and (b, a). It knows no weights.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from halcyon.kernel.matching import handles, places, plates
from halcyon.kernel.matching.alike import family_level, given_level, same_word
from halcyon.kernel.matching.canonicals import Canonical
from halcyon.kernel.matching.levels import FIELDS, level
from halcyon.kernel.matching.names import Form
from halcyon.kernel.matching.variants import tables

Comparison = tuple[int, ...]
"""For each field of `FIELDS`, in order, the index of the level found: shape (10,)."""

_RANK_GIVEN = dict(
    zip(
        (each.name for each in FIELDS[0].levels),
        (2.0, 7.0, 6.0, 5.0, 5.0, 4.5, 4.0, 4.5, 4.0, 2.5, 1.5, 5.0, 0.5, 0.0),
        strict=True,
    )
)
_RANK_FAMILY = dict(
    zip((each.name for each in FIELDS[1].levels), (2.0, 8.0, 6.0, 4.0, 6.0, 5.0, 5.0, 2.5, 1.5, 4.5, 0.0), strict=True)
)
GIVEN_RANKS, FAMILY_RANKS = tuple(_RANK_GIVEN.values()), tuple(_RANK_FAMILY.values())
SWAP_BELOW = 6.0  # how well two names must agree as they stand for nobody to ask whether they are swapped
_GIVEN_SWAPPED, _FAMILY_SWAPPED = level("given", "swapped"), level("family", "swapped")
_ALIAS, _MAIDEN = level("other_name", "alias"), level("other_name", "maiden")
BORN = {each.name: place for place, each in enumerate(FIELDS[3].levels)}
PHONE = {each.name: place for place, each in enumerate(FIELDS[5].levels)}
PLATE = {each.name: place for place, each in enumerate(FIELDS[6].levels)}
ACCOUNT = {each.name: place for place, each in enumerate(FIELDS[8].levels)}
PLACE = {each.name: place for place, each in enumerate(FIELDS[7].levels)}
GENERATION = 14  # years between two births from which one may be the other's parent
LANDLINES = ("+441", "+442")  # Ofcom's numbering plan: geographic numbers begin 01 and 02
STREETS_ALIKE = 0.92  # Jaro-Winkler
MUCH_OF_A_STREET = 7  # letters
SHORTEST = 3  # letters of a name in which one slip still leaves it the same name, where the other half agrees
MUCH_OF_A_PLATE = 5  # characters read on both sides


def compare(a: Canonical, b: Canonical) -> Comparison:
    """The levels of all fields for two canonical forms."""
    given, family, other = names(a.names, b.names)
    return (
        given,
        family,
        other,
        born_level(a.born, b.born) if a.born and b.born else _age(a, b),
        (1 if a.sex == b.sex else 2) if a.sex and b.sex and a.sex != "X" and b.sex != "X" else 0,
        phones(a.phones, b.phones) if a.phones and b.phones else 0,
        marks(a.plates, b.plates) if a.plates and b.plates else 0,
        addresses(a, b) if (a.postcodes or a.doors) and (b.postcodes or b.doors) else 0,
        accounts(a, b) if (a.handles or a.emails) and (b.handles or b.emails) else 0,
        emails(a.emails, b.emails) if a.emails and b.emails else 0,
    )


def names(mine: tuple[Form, ...], theirs: tuple[Form, ...]) -> tuple[int, int, int]:
    """Levels of given name, family name and of which names were used: of the pair of names that agrees best."""
    if len(mine) == 1 and len(theirs) == 1:
        given, family, _ = two(mine[0], theirs[0])
        return given, family, _other(mine[0].sort, theirs[0].sort)
    best, rank = (0, 0, 0), -1.0
    for one in mine:
        for other in theirs:
            given, family, found = two(one, other)
            which = _other(one.sort, other.sort)
            found -= 0.1 * which
            if found > rank or (found == rank and (given, family, which) < best):  # a tie must not hang on the order
                best, rank = (given, family, which), found
    return best


def two(one: Form, other: Form) -> tuple[int, int, float]:
    given = given_level(one[0], other[0])
    family = family_level(one[1], other[1])
    rank = GIVEN_RANKS[given] + FAMILY_RANKS[family]
    if rank < SWAP_BELOW and (one[0] or one[1]) and (other[0] or other[1]):
        swapped = _swapped(one, other)
        if swapped and (crosswise := GIVEN_RANKS[swapped[0]] + FAMILY_RANKS[swapped[1]]) > rank:
            return *swapped, crosswise
    return given, family, rank


def _swapped(one: Form, other: Form) -> tuple[int, int] | None:
    """Both parts agree crosswise, or the one part that is known does."""
    first = _any_word(one[0], other[1]) if one[0] and other[1] else None
    second = _any_word(other[0], one[1]) if one[1] and other[0] else None
    if (first and second) or (first and _slip(other[0], one[1])) or (second and _slip(one[0], other[1])):
        return _GIVEN_SWAPPED, _FAMILY_SWAPPED
    if (first and second is None) or (second and first is None):
        return 0, _FAMILY_SWAPPED
    return None


def _slip(given: str, family: str) -> bool:
    """Whether the second half of a swapped name is one slip apart: where the first agrees crosswise, that is enough."""
    return min(len(given), len(family)) >= SHORTEST and OSA.distance(given, family, score_cutoff=1) <= 1


def _any_word(given: str, family: str) -> bool:
    if " " not in given and " " not in family:
        return same_word(given, family)
    return any(same_word(word, each) for word in given.split() for each in family.split())


def _other(one: str, other: str) -> int:
    if one == "name" and other == "name":
        return 0
    return _MAIDEN if "maiden" in (one, other) else _ALIAS


@lru_cache(maxsize=1 << 18)
def born_level(one: str, other: str) -> int:
    """The level of field ``born`` for two canonical dates (YYYYMMDD, 0 for unknown digits), both known."""
    whole = one[4:6] != "00" != other[4:6] and one[6:] != "00" != other[6:]
    default = one[4:] == "0101" or other[4:] == "0101"
    if one[:4] == other[:4]:
        return _same_year(one, other, whole=whole, default=default)
    years = abs(int(one[:4]) - int(other[:4]))
    if whole and not (default and one[4:] != other[4:]) and OSA.distance(one, other) == 1 and one[4:] != "0101":
        return BORN["slip"]
    if years >= GENERATION:
        return BORN["generation"]
    return BORN["near"] if years <= 2 else BORN["different"]


def _same_year(one: str, other: str, *, whole: bool, default: bool) -> int:
    if one == other and whole:
        return BORN["same_default"] if default else BORN["same"]
    if not whole and one[4:6] == other[4:6] != "00":
        return BORN["month"]
    if not whole or default:
        return BORN["year"]
    if one[4:6] == other[6:] and one[6:] == other[4:6]:
        return BORN["swapped"]
    if OSA.distance(one, other) == 1 or one[6:] == other[6:]:
        return BORN["slip"]
    return BORN["month"] if one[4:6] == other[4:6] else BORN["other_day"]


def _age(a: Canonical, b: Canonical) -> int:
    mine = a.around or int(a.born[:4] or 0)
    theirs = b.around or int(b.born[:4] or 0)
    if not mine or not theirs:
        return 0
    years = abs(mine - theirs)
    if years <= 1:
        return BORN["age"]
    return BORN["near"] if years <= 3 else BORN["generation"] if years >= GENERATION else BORN["different"]


def phones(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    shared = [number for number in mine if number in theirs]
    if shared:
        return PHONE["landline"] if all(number.startswith(LANDLINES) for number in shared) else PHONE["same"]
    close = any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in mine for other in theirs)
    return PHONE["close"] if close else PHONE["different"]


def marks(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    return min((_two_plates(one, other) for one in mine for other in theirs), key=_PLATE_ORDER.__getitem__)


_PLATE_ORDER = {
    PLATE[name]: place for place, name in enumerate(("same", "folded", "partial", "close", "little", "different"))
}


def _two_plates(one: str, other: str) -> int:
    if one == other and "?" not in one:
        return PLATE["same"]
    mine, theirs = plates.folded(one), plates.folded(other)
    if mine == theirs and "?" not in mine:
        return PLATE["folded"]
    if ("?" in mine + theirs or len(mine) != len(theirs)) and plates.agrees(mine, theirs):
        read = min(len(mine) - mine.count("?"), len(theirs) - theirs.count("?"))
        return PLATE["partial"] if read >= MUCH_OF_A_PLATE else PLATE["little"]
    return PLATE["close"] if OSA.distance(mine, theirs, score_cutoff=1) <= 1 else PLATE["different"]


def addresses(a: Canonical, b: Canonical) -> int:
    code = _postcodes(a.postcodes, b.postcodes) if a.postcodes and b.postcodes else 0
    door = _doors(a.doors, b.doors) if a.doors and b.doors else 0
    if door == PLACE["door"] and code in (0, PLACE["postcode"], PLACE["close"], PLACE["sector"]):
        return door
    if code == PLACE["postcode"]:
        return PLACE["neighbour"] if door else code
    if door == PLACE["door"]:
        return PLACE["street"]
    if code in (PLACE["close"], PLACE["sector"]):
        return code
    return door if door == PLACE["street"] and code in (0, PLACE["outcode"]) else code or door


def _postcodes(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    best = PLACE["different"]
    for one in mine:
        for other in theirs:
            if one == other:
                return PLACE["postcode"] if " " in one else PLACE["outcode"]
            found = _two_postcodes(one, other)
            if _CODE_ORDER[found] < _CODE_ORDER[best]:
                best = found
    return best


_CODE_ORDER = {PLACE[name]: place for place, name in enumerate(("sector", "close", "outcode", "different"))}


def _two_postcodes(one: str, other: str) -> int:
    """The level of two unlike postcodes, whole or in part."""
    if one[0] != other[0] and one[1:] != other[1:]:  # the usual case, without another question
        return PLACE["different"]
    if (near := places.sector(one)) and near == places.sector(other):
        return PLACE["sector"]
    if min(len(one), len(other)) > 5 and OSA.distance(one, other, score_cutoff=1) <= 1:
        return PLACE["close"]
    return PLACE["outcode"] if places.outcode(one) == places.outcode(other) else PLACE["different"]


def _doors(mine: tuple[tuple[str, str], ...], theirs: tuple[tuple[str, str], ...]) -> int:
    best = PLACE["different"]
    for door, street in mine:
        for other_door, other_street in theirs:
            if not street or not other_street:
                alike = door == other_door != ""
            else:
                alike = street == other_street or JaroWinkler.similarity(street, other_street) >= STREETS_ALIKE
                alike = alike or (door == other_door != "" and begin_alike(street, other_street))
            if alike and door == other_door:
                return PLACE["door"]
            if alike:
                best = PLACE["street"]
    return best


def begin_alike(street: str, other: str) -> bool:
    """Whether one street's name is, but for a space or a slip, how the other begins: "stationroad leeds" and "staton road"."""
    mine, theirs = street.replace(" ", ""), other.replace(" ", "")
    size = min(len(mine), len(theirs))
    return size >= MUCH_OF_A_STREET and JaroWinkler.similarity(mine[:size], theirs[:size]) >= STREETS_ALIKE


def accounts(a: Canonical, b: Canonical) -> int:
    if a.handles and b.handles and not set(a.handles).isdisjoint(b.handles):
        return 1
    if not a.handles and not b.handles:
        return 0
    mine = {handles.stem(each) for each in a.handles} | {handles.stem(handles.local_part(each)) for each in a.emails}
    theirs = {handles.stem(each) for each in b.handles} | {handles.stem(handles.local_part(each)) for each in b.emails}
    shared = [each for each in mine & theirs if len(each) >= 4]
    if shared:
        return ACCOUNT["name_stem"] if all(_spells_a_name(each) for each in shared) else ACCOUNT["stem"]
    if any(len(one) >= 5 and JaroWinkler.similarity(one, each) >= 0.93 for one in mine for each in theirs):
        return ACCOUNT["close"]
    return ACCOUNT["different"] if a.handles and b.handles else 0


@lru_cache(maxsize=1 << 15)
def _spells_a_name(stem: str) -> bool:
    """Whether an account's stem begins or ends with a listed given name: helen.roberts58 says no more than "a Helen"."""
    given = tables().given
    return any(stem[:size] in given or stem[-size:] in given for size in range(4, len(stem) + 1))


def emails(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    if not set(mine).isdisjoint(theirs):
        return 1
    locals_ = {handles.local_part(each) for each in mine}
    return 2 if any(handles.local_part(each) in locals_ for each in theirs) else 3
