"""How agencies write people down: variants, short names, typing errors, old numbers, guessed dates, empty boxes."""

import random
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from benchmarks.population.names import AGENCIES, SHORT_KINDS, Family
from benchmarks.population.people import Address, Person, plain

COLUMNS = (
    "record_id", "agency", "given_name", "family_name", "alias", "date_of_birth", "sex",
    "phone", "vehicle", "postcode", "address", "handle", "email",
)  # fmt: skip
BESIDE = {
    near[0]: near[1:]
    for near in [
        "qwa",
        "wqes",
        "ewrd",
        "retf",
        "trfyg",
        "ytuhg",
        "uyij",
        "iuok",
        "oipl",
        "pol",
        "aqwsz",
        "sawdx",
        "dsefc",
        "fdrgv",
        "gfthb",
        "hgyjn",
        "jhukm",
        "kjil",
        "lkop",
        "zxas",
        "xzsdc",
        "cxdfv",
        "vcfgb",
        "bvghn",
        "nbhjm",
        "mnjk",
    ]
}
T = TypeVar("T")
CONFUSED = str.maketrans("OIZSB015", "01258OIS")


class Clerk:
    """Writes records of people, each with the slips that its writer makes."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def record(self, person: Person, record_id: str) -> tuple[str, ...]:
        """One row in the order of `COLUMNS`."""
        chance = self.chance
        given, family = self.given(person), self.family(person)
        if chance.random() < 0.02:
            given, family = family, given
        home = self.earlier(person.addresses)
        shown = home is not None and chance.random() < 0.85
        row = (
            record_id, chance.choice(AGENCIES), self.cased(given), self.cased(family), self.alias(person), self.born(person.born),
            person.sex if chance.random() < 0.9 else "", self.phone(person), self.vehicle(person),
            self.postcode(home) if home and shown else "", self.address(home) if home and shown and chance.random() < 0.75 else "",
            self.handle(person), self.email(person),
        )  # fmt: skip
        return row

    # Names

    def given(self, person: Person) -> str:
        chance, family = self.chance, person.given
        draw = chance.random()
        if draw < 0.03:
            return ""
        if draw < 0.05:
            return family.spellings[0][0]
        name = self.spelt(family)
        if family.short and draw < 0.22:
            name = chance.choice(family.short)
        return self.slipped(name, 0.05)

    def family(self, person: Person) -> str:
        chance, family = self.chance, person.family
        draw = chance.random()
        if draw < 0.04:
            return ""
        if person.maiden and draw < 0.35:
            family = person.maiden
        name = self.spelt(family)
        if person.sex == "F":
            for ending, feminine in person.culture.feminine:
                if name.endswith(ending) and chance.random() < 0.8:
                    name = name.removesuffix(ending) + feminine
        if person.second:
            other, draw = self.spelt(person.second), chance.random()
            name = (
                f"{name}-{other}"
                if draw < 0.45
                else f"{name} {other}"
                if draw < 0.6
                else name
                if draw < 0.85
                else other
            )
        return self.slipped(name, 0.05)

    def alias(self, person: Person) -> str:
        chance = self.chance
        if person.alias and chance.random() < 0.5:
            return person.alias
        if person.given.short and chance.random() < 0.06:
            return chance.choice(person.given.short)
        return ""

    def spelt(self, family: Family) -> str:
        chance, spellings = self.chance, family.spellings
        name = spellings[0] if len(spellings) == 1 or chance.random() < 0.7 else chance.choice(spellings[1:])
        if not name.isascii() and chance.random() < 0.5:
            name = "".join(
                plain(letter).upper() if letter.isupper() else plain(letter) if letter.isalpha() else letter
                for letter in name
            )
        return name

    def cased(self, name: str) -> str:
        draw = self.chance.random()
        return name.upper() if draw < 0.12 else name.lower() if draw < 0.17 else f" {name} " if draw < 0.18 else name

    def slipped(self, word: str, often: float) -> str:
        """A typing error now and then: a neighbouring key, a letter left out, twice, or in the wrong order."""
        chance = self.chance
        if len(word) < 3 or chance.random() >= often:
            return word
        place, sort = chance.randrange(1, len(word)), chance.random()
        letter = word[place]
        if sort < 0.3:
            return word[:place] + chance.choice(BESIDE.get(letter.lower(), "x")) + word[place + 1 :]
        if sort < 0.55:
            return word[:place] + word[place + 1 :]
        if sort < 0.75:
            return word[:place] + letter + word[place:]
        return word[: place - 1] + letter + word[place - 1] + word[place + 1 :]

    # Everything else

    def born(self, born: date) -> str:
        chance = self.chance
        draw = chance.random()
        if draw < 0.10:
            return ""
        if draw < 0.13 and born.day <= 12:
            return f"{born.year}-{born.day:02d}-{born.month:02d}"
        if draw < 0.17:
            return f"{born.year + chance.choice((0, 0, 0, -1, 1))}-01-01"
        if draw < 0.19:
            return f"{born.year}"
        if draw < 0.20:
            return f"{born.year}-{born.month:02d}"
        if draw < 0.205:
            return f"{born.year}-02-{chance.choice((30, 31))}"
        if draw < 0.235:
            return f"{born.year + chance.choice((-1, 1, 10, -10))}-{born.month:02d}-{born.day:02d}"
        if draw < 0.265:
            return f"{born.year}-{born.month:02d}-{chance.randint(1, 28):02d}"
        if draw < 0.29:
            return f"{born.day:02d}/{born.month:02d}/{born.year}"
        return born.isoformat()

    def phone(self, person: Person) -> str:
        chance, number = self.chance, self.earlier(person.phones)
        if not number or chance.random() < 0.35:
            return ""
        if chance.random() < 0.02:
            place = chance.randrange(3, len(number))
            number = number[:place] + str(chance.randint(0, 9)) + number[place + 1 :]
        draw = chance.random()
        if draw < 0.5:
            return number
        if draw < 0.75:
            return f"{number[:5]} {number[5:]}"
        if draw < 0.85:
            return f"+44 {number[1:5]} {number[5:]}"
        return (
            f"+44(0){number[1:]}"
            if draw < 0.9
            else f"0044{number[1:]}"
            if draw < 0.95
            else f"{number[:5]}-{number[5:8]}-{number[8:]}"
        )

    def vehicle(self, person: Person) -> str:
        chance, plate = self.chance, self.earlier(person.vehicles)
        if not plate or chance.random() < 0.5:
            return ""
        draw = chance.random()
        if draw < 0.05:
            return plate.translate(CONFUSED)
        if draw < 0.09:
            return f"{plate[:4]} ???"
        if draw < 0.12:
            return self.slipped(plate, 1.0).upper()
        return plate if draw < 0.4 else plate.lower() if draw < 0.5 else f"{plate[:-3]} {plate[-3:]}"

    def postcode(self, home: Address) -> str:
        chance, draw = self.chance, self.chance.random()
        code = self.slipped(home.postcode, 0.02)
        if draw < 0.03:
            return home.postcode.split()[0]
        return (
            code.replace(" ", "")
            if draw < 0.25
            else code.lower()
            if draw < 0.35
            else code.replace("0", "O")
            if chance.random() < 0.01
            else code
        )

    def address(self, home: Address) -> str:
        chance = self.chance
        kind = SHORT_KINDS.get(home.kind, home.kind) if chance.random() < 0.25 else home.kind
        number = (
            home.number.replace("Flat ", chance.choice(("Flat ", "Flat ", "Fl ", "Apt ")))
            if "Flat" in home.number
            else home.number
        )
        words = f"{number} {self.slipped(home.street, 0.04)} {kind}"
        return f"{words}, {home.town}" if chance.random() < 0.6 else words

    def handle(self, person: Person) -> str:
        chance, handle = self.chance, self.earlier(person.handles)
        if not handle or chance.random() < 0.6:
            return ""
        draw = chance.random()
        return (
            f"@{handle}"
            if draw < 0.3
            else f"snap: {handle}"
            if draw < 0.4
            else f"{handle.upper()}"
            if draw < 0.45
            else f"xX{handle}Xx"
            if draw < 0.48
            else handle
        )

    def email(self, person: Person) -> str:
        if not person.emails or self.chance.random() < 0.6:
            return ""
        return self.slipped(person.emails[-1], 0.03)

    def earlier(self, things: Sequence[T]) -> T | None:
        """What holds now, or sometimes what held before."""
        if not things:
            return None
        return things[-1] if self.chance.random() < 0.7 else self.chance.choice(things)
