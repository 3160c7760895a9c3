"""The matcher's interface: an identity goes in, comparable forms, keys, scores and spots come out."""

import subprocess
import sys

from halcyon.kernel.matching import Canonical, Identity, Kind, Model, Name, canonical, exact_keys, keys, score, spot

BETTY = Identity(
    names=(Name("Betty", "O'Brien"),), born="03/04/2007", phones=("07700 900123",), postcodes=("le1 4dy",), sex="F"
)
ELIZABETH = Identity(names=(Name(whole="OBRIEN, Elizabeth"),), born="2007-04-03", phones=("+44 (0)7700 900123",))


def test_an_identity_survives_its_json():
    full = Identity(
        kind=Kind.VEHICLE,
        names=(Name("A", "B", sort="alias"), Name(whole="C")),
        born="1.1.07",
        age="15",
        vehicles=("AB12",),
    )
    assert Identity.from_json(full.to_json()) == full
    assert Identity().to_json() == {"kind": "person"}


def test_a_canonical_form_survives_its_bytes():
    form = canonical(BETTY)
    assert Canonical.from_bytes(form.to_bytes()) == form


def test_the_same_girl_under_a_pet_name_is_proposed_with_reasons_that_add_up():
    found = score(canonical(BETTY), canonical(ELIZABETH), Model.load())
    assert found.weight > Model.load().review
    assert abs(sum(part.weight for part in found.parts) - found.weight) < 1e-9
    assert "Given name a short or pet form of the other" in [part.words for part in found.parts]


def test_a_telephone_is_one_key_however_it_is_written():
    assert exact_keys(canonical(BETTY)) == exact_keys(canonical(ELIZABETH)) <= keys(canonical(BETTY))


def test_keys_are_the_same_in_every_process():
    code = (
        "from halcyon.kernel.matching import *;"
        "print(sorted(keys(canonical(Identity(names=(Name('Betty', 'Smith'),), born='2007-04-03', phones=('07700900123',))))))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_free_text_offers_what_it_names():
    found = spot("Betty Obrien rang 07700 900123 from AB12 ???", names=["Betty O'Brien"])
    assert [(each.kind, each.value) for each in found] == [
        ("person", "Betty O'Brien"), ("phone", "+447700900123"), ("vehicle", "AB12???")
    ]  # fmt: skip
