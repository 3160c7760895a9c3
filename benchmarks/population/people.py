"""Who lives where: households with what they share, twins, fathers and sons of one name, hostels; and what people change.

Everything is invented from one seed: the same seed and size give the same people. Real numbers and plates may occur by
chance, so what is written here never leaves the machine that measures.
"""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.population.names import CULTURES, STREET_KINDS, STREET_NAMES, STREETS, TOWNS, Culture, Family

TODAY = date(2026, 6, 1)
LETTERS, PLATE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ", "ABCDEFGHJKLMNOPRSTUVWXY"
AREAS = ("AV", "CB", "DM", "FC", "HB", "KH", "MF", "NM", "OB", "WH")


@dataclass(frozen=True)
class Address:
    number: str
    street: str
    kind: str
    town: str
    postcode: str


@dataclass
class Person:
    """One person as they are; every list goes from the earliest to the latest."""

    person: str
    culture: Culture
    sex: str
    given: Family
    family: Family
    born: date
    addresses: list[Address]
    maiden: Family | None = None
    second: Family | None = None
    phones: list[str] = field(default_factory=list)
    vehicles: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    alias: str = ""


class County:
    """Makes households until there are enough people."""

    def __init__(self, seed: int, people: int) -> None:
        self.chance = random.Random(seed)
        self.postcodes = [self._postcode() for _ in range(max(40, people // 35))]
        self.streets = [(self._street(), postcode) for postcode in self.postcodes]
        self.made = 0
        self.shares = [culture.share for culture in CULTURES]

    def household(self) -> list[Person]:
        """People under one roof: usually a family, now and then a hostel whose telephone all share."""
        chance = self.chance
        if chance.random() < 0.0008:
            return self._hostel()
        culture = chance.choices(CULTURES, self.shares)[0]
        family, home, old = self.surname(culture), self.address(), self.address()
        landline, car = self.landline(), self.plate()
        shared_phone, shared_car = chance.random() < 0.45, chance.random() < 0.5
        members = self._adults(culture, family) + self._children(culture, family)
        moved = chance.random() < 0.3
        for person in members:
            person.addresses = [old, home] if moved else [home]
            self._own_things(person)
            if shared_phone:
                person.phones.insert(0, landline)
            if shared_car and (TODAY - person.born).days > 17 * 365:
                person.vehicles.append(car)
        return members

    # Who

    def person(self, culture: Culture, family: Family, sex: str, born: date, given: Family | None = None) -> Person:
        chance = self.chance
        self.made += 1
        name = given or self.given(culture, sex)
        person = Person(f"P{self.made:08d}", culture, sex, name, family, born, [])
        if chance.random() < 0.05:
            person.alias = chance.choice(STREET_NAMES)
        if chance.random() < 0.03:
            person.second = self.surname(culture)
        return person

    def given(self, culture: Culture, sex: str) -> Family:
        names = culture.girls if sex == "F" else culture.boys
        return names[min(int(self.chance.expovariate(2.2) * len(names) * 0.55), len(names) - 1)]

    def surname(self, culture: Culture) -> Family:
        chance = self.chance
        if culture.rare and chance.random() < 0.45:
            return chance.choice(culture.rare)
        names = culture.surnames
        return names[min(int(chance.expovariate(2.0) * len(names) * 0.6), len(names) - 1)]

    def _adults(self, culture: Culture, family: Family) -> list[Person]:
        chance, adults = self.chance, []
        if chance.random() < 0.85:
            mother = self.person(culture, family, "F", self._born(24, 58))
            if chance.random() < 0.35:
                mother.maiden = self.surname(culture)
            adults.append(mother)
        if not adults or chance.random() < 0.6:
            adults.append(self.person(culture, family, "M", self._born(24, 60)))
        return adults

    def _children(self, culture: Culture, family: Family) -> list[Person]:
        chance, children = self.chance, []
        father = None
        for _ in range(chance.choices((0, 1, 2, 3, 4, 5), (28, 26, 26, 12, 5, 3))[0]):
            sex = "F" if chance.random() < 0.52 else "M"
            namesake = sex == "M" and father is None and chance.random() < 0.05
            given = father = self.given(culture, "M") if namesake else None
            child = self.person(culture, family, sex, self._born(4, 19), given)
            children.append(child)
            if namesake:
                children.append(self.person(culture, family, "M", self._born(30, 55), given))
            if chance.random() < 0.02:
                twin = sex if chance.random() < 0.7 else ("M" if sex == "F" else "F")
                children.append(self.person(culture, family, twin, child.born))
        return children

    def _hostel(self) -> list[Person]:
        chance, home, phone, people = self.chance, self.address(), self.landline(), []
        for _ in range(chance.randint(12, 60)):
            culture = chance.choices(CULTURES, self.shares)[0]
            sex = chance.choice("FM")
            person = self.person(culture, self.surname(culture), sex, self._born(15, 26))
            person.addresses = [self.address(), home]
            self._own_things(person)
            person.phones.append(phone)
            people.append(person)
        return people

    def _born(self, youngest: int, oldest: int) -> date:
        return TODAY - timedelta(days=self.chance.randint(youngest * 365, oldest * 365 + 364))

    # What they have

    def _own_things(self, person: Person) -> None:
        chance, age = self.chance, (TODAY - person.born).days // 365
        if age >= 9:
            person.phones = [self.mobile() for _ in range(chance.choices((1, 2, 3), (55, 30, 15))[0])]
        if age >= 17 and chance.random() < 0.5:
            person.vehicles = [self.plate() for _ in range(chance.choices((1, 2), (70, 30))[0])]
        if 11 <= age <= 40 and chance.random() < 0.6:
            person.handles = [self.handle(person) for _ in range(chance.choices((1, 2), (70, 30))[0])]
        if age >= 13 and chance.random() < 0.6:
            person.emails = [self.email(person)]

    def mobile(self) -> str:
        return f"07{self.chance.randint(300_000_000, 999_999_999)}"

    def landline(self) -> str:
        return f"01{self.chance.randint(200_000_000, 999_999_999)}"

    def plate(self) -> str:
        chance = self.chance
        if chance.random() < 0.1:
            return f"{chance.choice(LETTERS)}{chance.randint(1, 999)}{''.join(chance.choices(LETTERS, k=3))}"
        year = chance.choice((0, 50)) + chance.randint(2, 25)
        return f"{''.join(chance.choices(PLATE_LETTERS, k=2))}{year:02d}{''.join(chance.choices(LETTERS, k=3))}"

    def handle(self, person: Person) -> str:
        chance = self.chance
        word = plain(chance.choice((*person.given.short, person.given.spellings[0])))
        family, year = plain(person.family.spellings[0])[:4], str(person.born.year % 100)
        tail = chance.choice((family, "x", "xx", "uk", "official", "_ox", str(chance.randint(1, 9999))))
        return f"{word}{chance.choice(('', '.', '_'))}{tail}{chance.choice(('', year, str(chance.randint(1, 999))))}"

    def email(self, person: Person) -> str:
        chance = self.chance
        stem = f"{plain(person.given.spellings[0])}{chance.choice(('.', '', '_'))}{plain(person.family.spellings[0])}"
        tail = chance.choice(("", str(chance.randint(1, 99)), str(person.born.year)))
        return f"{stem}{tail}@{chance.choice(('mail', 'post', 'inbox'))}.example"

    def address(self) -> Address:
        chance = self.chance
        (street, kind, town), postcode = chance.choice(self.streets)
        number = str(chance.randint(1, 120))
        if chance.random() < 0.15:
            number = f"Flat {chance.randint(1, 30)}, {number}"
        return Address(number, street, kind, town, postcode)

    def _street(self) -> tuple[str, str, str]:
        return self.chance.choice(STREETS), self.chance.choice(STREET_KINDS), self.chance.choice(TOWNS)

    def _postcode(self) -> str:
        chance = self.chance
        inward = f"{chance.randint(1, 9)}{chance.choice(LETTERS)}{chance.choice(LETTERS)}"
        return f"{chance.choice(AREAS)}{chance.randint(1, 39)} {inward}"


def plain(word: str) -> str:
    """Lower case letters and figures without accents, for handles and addresses."""
    folded = unicodedata.normalize("NFKD", word.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in folded.lower() if letter.isascii() and letter.isalnum())
