"""The list of invented people, in the order in which the tour meets them."""

from dataclasses import dataclass

from halcyon.kernel.partnership.models import Member

TOUR = {
    "priya": "Reads what comes in at night and says so",
    "sam": "Reads, decides and tells back on working days",
    "jo": "Knows the plate, the phone and the hotel",
    "ruth": "Brought Ellie's worry in March, sees children at school",
    "alun": "Agrees to decisions that one person may not make alone",
    "helen": "Answers what is raised to the top",
    "chair": "Sees in numbers whether the promise was kept",
    "grace": "Looks after who looked",
}


@dataclass(frozen=True)
class Person:
    """One line of the list."""

    key: str
    name: str
    post: str
    agency: str
    roles: str
    part: str


@dataclass(frozen=True, init=False)
class SignInAsPage:
    """Those of the tour first, each with their part; then everyone else by name."""

    tour: tuple[Person, ...]
    others: tuple[Person, ...]
    onward: str

    def __init__(self, members: list[Member], onward: str) -> None:
        people = {member.key: _person(member) for member in members if member.key}
        met = [people[key] for key in TOUR if key in people]
        object.__setattr__(self, "tour", tuple(met))
        object.__setattr__(self, "others", tuple(person for key, person in people.items() if key not in TOUR))
        object.__setattr__(self, "onward", onward)


def _person(member: Member) -> Person:
    roles = ", ".join(sorted(role.value.replace("_", " ") for role in member.held_roles))
    return Person(member.key, member.name, member.post, member.agency.short, roles, TOUR.get(member.key, ""))
