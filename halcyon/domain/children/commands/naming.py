"""Lets a child be matched and searched by what is known of them now: called by each save, in its transaction.

Nothing is merged by it: the matcher proposes, members judge. Ethnicity is never part of what is compared.
"""

from halcyon.domain.children import searching
from halcyon.domain.children.commands import facts
from halcyon.domain.children.models import Child, Fact
from halcyon.domain.children.rules import UNNAMED_CHILD, WITH_WORDS, FactKind
from halcyon.domain.subjects.commands import mention
from halcyon.domain.subjects.models import Mention
from halcyon.kernel import search
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.matching import Identity, Name

SELF = "self"
COMPARED = frozenset(
    {
        FactKind.KNOWN_AS,
        FactKind.OTHER_NAME,
        FactKind.BORN,
        FactKind.AGE,
        FactKind.SEX,
        FactKind.PHONE,
        FactKind.ACCOUNT,
    }
)
SORTS = {"alias": "alias", "nickname": "nickname", "former": "maiden", "written": "alias"}


def make_known(child: Child, by: Actor, *, standing: list[Fact] | None = None) -> Mention | None:
    """Mentions the child in their own record and keeps what is searched of them. None where they have no name yet."""
    known = standing if standing is not None else facts.stand(child)
    make_searchable(child, known, by)
    identity = identity_of(known)
    if not identity.names:
        return None
    return mention(record=child.record, identity=identity, written=identity.names[0].whole, sort=SELF, by=by)


def make_searchable(child: Child, known: list[Fact], by: Actor) -> None:
    """Keeps what is searched of a child, as it stands now."""
    search.index(record=child.record, entries=[searching.of_facts(child, known, agency=by.agency)], by=by)


def make_detail_searchable(child: Child, fact: Fact, by: Actor) -> None:
    """Keeps what is searched of a fact that only some duties read; what it replaces is found no more."""
    search.index(record=child.record, entries=searching.of_detail(fact, agency=by.agency), by=by)


def identity_of(known: list[Fact]) -> Identity:
    """What of a child is compared: names, birth, age, sex, their own telephone and account, where they are known."""
    said = {fact.kind: fact.value for fact in known if fact.answer in WITH_WORDS}
    names = [Name(whole=said[FactKind.KNOWN_AS])] if said.get(FactKind.KNOWN_AS, UNNAMED_CHILD) != UNNAMED_CHILD else []
    names += [
        Name(whole=fact.value, sort=SORTS.get(fact.sort, "alias")) for fact in known if fact.kind == FactKind.OTHER_NAME
    ]
    return Identity(
        names=tuple(names),
        born=said.get(FactKind.BORN, ""),
        age=said.get(FactKind.AGE, ""),
        sex=said.get(FactKind.SEX, ""),
        phones=tuple(fact.value for fact in known if fact.kind == FactKind.PHONE),
        handles=tuple(fact.value for fact in known if fact.kind == FactKind.ACCOUNT),
    )
