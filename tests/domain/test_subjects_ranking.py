"""Which candidates are weighed, and what many people's telephones say: the same for a save, for evaluating and for measuring."""

from uuid import UUID

import pytest
from django.db import connection

from halcyon.domain.subjects import matcher
from halcyon.domain.subjects.matcher import Candidate
from halcyon.kernel.matching import Model, canonical, exact_keys
from halcyon.kernel.matching.ranking import ranking
from tests.conftest import as_role
from tests.domain.subjected import PHONE, a_person, found, names, told

HITS = {"ids": [1, 2, 3, 3, 4, 5, 6], "holders": [9, 2, 150, 150, 201, 201, 201], "exact": [0, 0, 0, 0, 0, 1, 1]}


def _best(function: str, most: int) -> list[tuple[int, bool]]:
    given = [HITS["ids"], HITS["holders"], list(map(bool, HITS["exact"]))]
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(ranking("pg_temp"))
        cursor.execute(f"select id, crowded from {function}(%s::int[], %s::bigint[], %s, 200, %s)", [*given, most])
        return sorted(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("function", ["matching.best", "pg_temp.best"])
def test_a_seldom_key_says_more_than_a_common_one_and_an_everyday_one_nothing(function: str):
    """The product and the scratch database alike. Seen to fail: ranked by how many keys are shared, or with 4 let in."""
    everybodys = [(5, True), (6, True)]
    assert _best(function, 1) == [(3, False), *everybodys]
    assert _best(function, 2) == [(2, False), (3, False), *everybodys]
    assert _best(function, 9) == [(1, False), (2, False), (3, False), *everybodys]


@pytest.mark.django_db
def test_the_same_telephone_is_told_however_much_else_speaks_against():
    """Seen to fail: with only the floor asked."""
    old, new = told(), told()
    names("ruth", old, a_person("Amber", "One", born="1961-02-03", sex="F", phones=(PHONE,)))
    names("sam", new, a_person("Boris", "Two", born="2010-11-12", sex="M", phones=(PHONE,)))
    shown = found("sam", new)
    (person,) = [one for one in (*shown.above, *shown.others) if one.mine.kind == "person"]
    assert person.weight < Model.load().floor
    assert not person.above


def test_a_telephone_that_many_share_is_weighed_as_everybodys_and_no_other_field_is():
    """Seen to fail: with every shared field called everybody's because one is."""
    mine = canonical(a_person("Amber", "One", phones=(PHONE,), vehicles=("AB12 CDE",)))
    theirs = canonical(a_person("Amber", "One", phones=(PHONE,), vehicles=("AB12 CDE",)))
    phone = min(exact_keys(mine), key=lambda key: key & 15)
    parts = {}
    for crowded in (frozenset[int](), frozenset({phone})):
        candidate = Candidate(UUID(int=1), UUID(int=2), theirs.to_bytes(), crowded)
        (told_of,) = matcher.propose(mine.to_bytes(), [candidate], Model.load())
        parts[bool(crowded)] = {part["field"]: part["words"] for part in told_of.parts}
    assert "many people" in parts[True]["phone"]
    assert "many people" not in parts[False]["phone"]
    assert parts[True]["vehicle"] == parts[False]["vehicle"]
