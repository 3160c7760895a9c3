"""What agrees for another reason than being one person: twins, brothers and sisters, namesakes, hostels, numbers passed on."""

import dataclasses
import json
from datetime import date

import pytest

from halcyon.kernel.matching import Identity, Kind, Model, Name, Score, UnreadableModel, canonical, score
from halcyon.kernel.matching.levels import FIELDS

CHILD = Identity(
    names=(Name("Jayden", "Quartey"),), born="2010-05-17", sex="M", phones=("07700 900123",), postcodes=("AV1 2CD",),
    addresses=("12 Mill Road",),
)  # fmt: skip
MODEL = Model.load()


def compared(**changed: object) -> Score:
    return score(canonical(CHILD), canonical(dataclasses.replace(CHILD, **changed)), MODEL)  # type: ignore[arg-type]


def named(given: str, family: str = "Quartey") -> tuple[Name, ...]:
    return (Name(given, family),)


def words(found: Score) -> str:
    return " ".join(part.words for part in found.guards)


def test_the_same_child_is_far_above_the_review_line():
    assert compared().weight > MODEL.review + 8


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ({"names": named("Oliver")}, "twins"),
        ({"names": named("Oliver"), "phones": ()}, "twins"),
        ({"names": named("Olivia"), "sex": "F"}, "twins"),
        ({"names": named("Mohammed"), "born": "2012-11-02"}, "brothers and sisters"),
        ({"born": "1984-02-09"}, "generation apart"),
        ({"names": named("Oliver", "Hoxha"), "born": "1984-02-09", "postcodes": (), "addresses": ()}, "passed on"),
        ({"names": named("Oliver", "Hoxha"), "born": "", "postcodes": (), "addresses": ()}, "passed on"),
    ],
)
def test_two_people_who_share_much_weigh_less_than_one_and_the_reason_stands_there(
    changed: dict[str, object], guard: str
):
    found = compared(**changed)
    assert guard in words(found)
    assert found.weight < compared().weight - 8
    assert found.against


@pytest.mark.parametrize(
    "changed",
    [
        {"names": named("Oliver"), "phones": (), "postcodes": (), "addresses": ()},
        {"names": named("Mohammed"), "born": "2012-11-02"},
        {"born": "1984-02-09", "phones": ("07700 900456",)},
        {"names": named("Oliver", "Hoxha"), "born": "1984-02-09", "postcodes": (), "addresses": ()},
    ],
)
def test_two_people_do_not_interrupt(changed: dict[str, object]):
    assert compared(**changed).weight < MODEL.review


def test_a_hostels_door_and_telephone_carry_no_match_alone():
    other = dataclasses.replace(CHILD, names=named("Oliver", "Hoxha"), born="", sex="")
    alone = score(canonical(CHILD), canonical(other), MODEL, shared=("phone", "place"))
    assert alone.weight <= 0
    assert "many people" in " ".join(part.words for part in alone.parts)


@pytest.mark.parametrize(
    "changed",
    [
        {"born": "2010-05-18"},
        {"born": "17/05/2010", "phones": ("+44 7700 900123",), "addresses": ()},
        {"names": (Name("Quartey", "Jayden"),)},
        {"names": named("Jay", "Quartey-Smith")},
        {"phones": (), "addresses": (), "postcodes": ("AV12CD",)},
        {"phones": (), "addresses": (), "postcodes": (), "born": "2010-05-17"},
    ],
)
def test_one_child_written_down_otherwise_interrupts(changed: dict[str, object]):
    assert compared(**changed).weight >= MODEL.review


def test_strangers_who_share_a_telephone_weigh_little_and_the_telephone_is_still_told():
    found = compared(names=named("Oliver", "Hoxha"), born="1984-02-09", postcodes=(), addresses=())
    assert found.shares == ("phone",)
    assert compared(phones=()).shares == ()


def test_a_landline_is_a_households_and_says_less_than_a_mobile():
    mobile = compared(names=(), born="").weight
    home = dataclasses.replace(CHILD, phones=("01632 960123",))
    landline = score(canonical(home), canonical(dataclasses.replace(home, names=(), born="")), MODEL).weight
    assert landline < mobile


def test_the_parts_add_up_and_are_read_aloud():
    found = compared(names=named("Oliver"), born="17/05/2010")
    assert sum(part.weight for part in found.parts) == pytest.approx(found.weight)
    assert all(part.words and part.sentence.endswith(f"{part.weight:+.1f}") for part in found.parts)


def test_a_thing_and_who_uses_it_are_connected_and_not_the_same():
    phone = Identity(kind=Kind.PHONE, phones=("07700 900123",))
    found = score(canonical(CHILD), canonical(phone), MODEL)
    assert found.kind == "mixed" and "connected, not the same" in found.parts[0].words
    assert score(canonical(phone), canonical(phone), MODEL).weight >= MODEL.review


def test_a_partial_plate_is_proposed_to_the_car_it_may_be():
    seen, car = (canonical(Identity(kind=Kind.VEHICLE, vehicles=(mark,))) for mark in ("AB12 ???", "AB12 CDE"))
    assert score(seen, car, MODEL).weight > MODEL.floor


def test_an_age_fits_a_date_of_birth_when_the_day_it_was_said_is_known():
    said = canonical(Identity(names=named("Jayden"), age="about 15"), on=date(2025, 9, 1))
    born = next(place for place, each in enumerate(FIELDS) if each.name == "born")
    assert FIELDS[born].levels[score(said, canonical(CHILD), MODEL).found[born]].name == "age"


def test_the_model_is_its_file_and_says_where_its_weights_come_from():
    plain = MODEL.to_json()
    assert Model.from_json(json.loads(json.dumps(plain))) == MODEL
    assert {"trained_by", "trained_on", "trained_at"} <= MODEL.provenance.keys()
    assert MODEL.floor < MODEL.review


@pytest.mark.parametrize("damage", [{"format": 2}, {"fields": {}}, {"start": {}}, {"guards": [{"name": "x"}]}])
def test_a_model_that_does_not_say_what_is_needed_is_refused_with_a_sentence(damage: dict[str, object]):
    with pytest.raises(UnreadableModel, match="model file"):
        Model.from_json({**MODEL.to_json(), **damage})
