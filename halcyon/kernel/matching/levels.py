"""The fields that two records are compared on and the levels at which they may agree, with the words a member reads.

A comparison is one small tuple: for each field of `FIELDS`, in order, the index of the level found. The model puts a weight on each
level; nothing else about two people enters the sum. Level 0 is always "not known on one side" and always weighs nothing.
"""

from typing import Final, NamedTuple


class Level(NamedTuple):
    """``name`` stands in the model file; ``words`` on the screen."""

    name: str
    words: str


class Field(NamedTuple):
    """One compared field, its title on the screen and its levels, level 0 first."""

    name: str
    title: str
    levels: tuple[Level, ...]

    def place(self, level: str) -> int:
        """The index of a level by its name; raises KeyError with both names."""
        for place, each in enumerate(self.levels):
            if each.name == level:
                return place
        raise KeyError(f"{self.name} has no level {level}")


def _field(name: str, title: str, *levels: tuple[str, str]) -> Field:
    return Field(name, title, (Level("missing", "not known on one side"), *(Level(*level) for level in levels)))


FIELDS: Final = (
    _field(
        "given", "Given name",
        ("same_rare", "the same, and a rare one"),
        ("same", "the same after folding"),
        ("same_common", "the same, but a very common one"),
        ("spelling", "two spellings of one name"),
        ("nickname", "a short or pet form of the other"),
        ("translation", "the same name in another language"),
        ("one_of", "one has further given names"),
        ("close", "one slip apart"),
        ("alike", "sounds or looks alike"),
        ("initial", "only an initial, and it agrees"),
        ("swapped", "the same, with given and family name swapped"),
        ("unlike", "unlike, but one of them may be a pet or street name"),
        ("different", "different: two names"),
    ),
    _field(
        "family", "Family name",
        ("same_rare", "the same, and a rare one"),
        ("same", "the same after folding"),
        ("same_common", "the same, but a very common one"),
        ("spelling", "two spellings of one name"),
        ("part", "one half of a double name is the same"),
        ("close", "one slip apart"),
        ("alike", "sounds or looks alike"),
        ("initial", "only an initial, and it agrees"),
        ("swapped", "the same, with given and family name swapped"),
        ("different", "different"),
    ),
    _field(
        "other_name", "Which of the names",
        ("alias", "found through an alias or a pet name"),
        ("maiden", "found through an earlier family name"),
    ),
    _field(
        "born", "Date of birth",
        ("same", "the same"),
        ("same_default", "both 1 January of the same year, as given when nobody knows"),
        ("swapped", "the same with day and month swapped"),
        ("slip", "one digit apart"),
        ("month", "the same month and year, another day"),
        ("year", "the same year; day and month unknown on one side"),
        ("other_day", "the same year, another day"),
        ("age", "the age fits"),
        ("near", "one or two years apart"),
        ("different", "different"),
        ("generation", "more than 13 years apart"),
    ),
    _field("sex", "Sex", ("same", "the same"), ("different", "different")),
    _field(
        "phone", "Telephone",
        ("same", "the same number"),
        ("landline", "the same landline, which a whole household shares"),
        ("shared", "the same number, but many people are known by it"),
        ("close", "one digit apart"),
        ("different", "different numbers"),
    ),
    _field(
        "vehicle", "Vehicle",
        ("same", "the same plate"),
        ("folded", "the same plate, read O as 0, I as 1, S as 5, B as 8 or Z as 2"),
        ("partial", "the part of the plate that was seen agrees (five or more characters)"),
        ("little", "the part of the plate that was seen agrees (four or fewer characters)"),
        ("close", "one character apart"),
        ("shared", "the same plate, but many people are known by it"),
        ("different", "different plates"),
    ),
    _field(
        "place", "Address",
        ("door", "the same door"),
        ("postcode", "the same postcode"),
        ("neighbour", "the same postcode, another door"),
        ("street", "the same street name"),
        ("close", "the postcode one slip apart"),
        ("sector", "the same few streets (postcode sector)"),
        ("outcode", "the same district (first half of the postcode)"),
        ("shared", "the same door, but many people are known there (a hostel, a home, a block)"),
        ("different", "elsewhere"),
    ),
    _field(
        "account", "Account name",
        ("same", "the same"),
        ("stem", "the same without its decoration"),
        ("name_stem", "the same without its decoration, but it spells a common name"),
        ("close", "nearly the same"),
        ("different", "different"),
    ),
    _field(
        "email", "E-mail",
        ("same", "the same address"),
        ("local", "the same before the @"),
        ("different", "different"),
    ),
)  # fmt: skip

BY_NAME: Final = {field.name: place for place, field in enumerate(FIELDS)}


def level(field: str, name: str) -> int:
    """The index of a level, by the names of its field and itself."""
    return FIELDS[BY_NAME[field]].place(name)
