"""What holds for every text whatever: the matcher never raises, never contradicts itself, and means the same everywhere."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from halcyon.kernel.matching import (
    Canonical,
    Identity,
    Kind,
    Model,
    Name,
    canonical,
    exact_keys,
    keys,
    score,
    sort_of,
    spot,
)
from halcyon.kernel.matching.canonicals import written
from halcyon.kernel.matching.folding import fold
from halcyon.kernel.matching.keying import EXACT, explained

ANY = st.text(max_size=24)
LIKELY = st.sampled_from(
    ["Mohammed", "Małgorzata", "O'Brien", "ap Rhys", "Smith-Jones née Khan", "Jay \"JJ\" King",
     "2007-04-03", "1/1/2007", "04/2007", "31/02/07",
     "07700 900123", "+44 (0)7700 900456", "AB12 CDE", "AB12 ???", "LE1 4DY",
     "LE1", "Flat 3, 12 Mill Rd", "@xx_jay.k_04", "jay@post.example",
     "", " ", "F", "15", "İIıß", "\x1f\x1e", "Ωμέγα", "नमस्ते", "محمد", "李"]
)  # fmt: skip
TEXT = st.one_of(LIKELY, ANY)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NAME = st.builds(
    Name, given=TEXT, family=TEXT, whole=TEXT, sort=st.sampled_from(["name", "alias", "maiden", "nickname"])
)
IDENTITY = st.builds(
    Identity,
    kind=st.sampled_from(list(Kind)),
    names=st.lists(NAME, max_size=3).map(tuple),
    born=TEXT, age=TEXT, sex=TEXT, phones=TEXTS, vehicles=TEXTS, postcodes=TEXTS, addresses=TEXTS, handles=TEXTS, emails=TEXTS,
)  # fmt: skip
MODEL = Model.load()
MANY = settings(max_examples=150, deadline=None)


@MANY
@given(IDENTITY)
def test_a_canonical_form_survives_bytes_and_json_and_has_its_keys(identity: Identity):
    form = canonical(identity, on=date(2026, 1, 1))
    assert Canonical.from_bytes(form.to_bytes()) == form
    assert canonical(Identity.from_json(identity.to_json()), on=date(2026, 1, 1)) == form
    found = keys(form)
    assert exact_keys(form) <= found == frozenset(explained(form)) == keys(Canonical.from_bytes(form.to_bytes()))
    assert all(-(2**63) <= key < 2**63 for key in found)
    assert {key for key in found if sort_of(key) in EXACT} == exact_keys(form)


@MANY
@given(IDENTITY)
def test_what_is_canonical_stays_as_it_is(identity: Identity):
    once = canonical(identity)
    again = canonical(written(once))
    assert (again.phones, again.plates, again.postcodes, again.handles, again.emails, again.born, again.sex) == (
        once.phones, once.plates, once.postcodes, once.handles, once.emails, once.born, once.sex
    )  # fmt: skip


@MANY
@given(IDENTITY, IDENTITY)
def test_a_score_is_the_same_from_both_sides_and_the_sum_of_its_parts(one: Identity, other: Identity):
    mine, theirs = canonical(one), canonical(other)
    found, turned = score(mine, theirs, MODEL), score(theirs, mine, MODEL)
    assert found.found == turned.found
    assert found.weight == turned.weight
    assert abs(sum(part.weight for part in found.parts) - found.weight) < 1e-6
    assert [part.words for part in found.parts] == [part.words for part in turned.parts]


@MANY
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@MANY
@given(st.lists(TEXT, max_size=8).map(" ".join), TEXTS)
def test_what_is_spotted_stands_in_the_text_and_nothing_overlaps(text: str, names: tuple[str, ...]):
    found = spot(text, names)
    assert all(text[each.start : each.end] == each.written and each.value for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
