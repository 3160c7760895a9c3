"""What people write about telephones, plates, places, births and accounts, made comparable."""

import pytest

from halcyon.kernel.matching import births, handles, phones, places, plates

MOBILE = "+447700900123"


@pytest.mark.parametrize(
    "written",
    ["07700 900123", "07700900123", "+44 (0)7700 900123", "0044 7700 900 123", "447700900123", "7700 900123", "+44 7700-900-123",
     "07700 900123 ext 4", "O7700 9OO123"],
)  # fmt: skip
def test_a_mobile_is_one_number_in_every_form(written: str):
    assert phones.phone(written) == MOBILE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01632 960123", "+441632960123"),
        ("+48 601 234 567", "+48601234567"),
        ("12", ""),
        ("not known", ""),
        ("0" * 40, ""),
    ],
)
def test_numbers_of_invented_people_and_of_other_countries_are_kept_and_impossible_ones_are_not(
    written: str, read: str
):
    assert phones.phone(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("ab12 cde", "AB12CDE"), ("AB12-CDE", "AB12CDE"), ("AB12 ???", "AB12???"), ("ab12...", "AB12???"), ("A123 BCD", "A123BCD"),
     ("FORD FIESTA", ""), ("blue", ""), ("??", ""), ("ABC 1", "ABC1")],
)  # fmt: skip
def test_a_plate_is_read_whole_or_in_part(written: str, read: str):
    assert plates.plate(written) == read


def test_a_plate_misread_by_look_alikes_is_the_same_plate_folded():
    assert plates.folded("AB12 OIS".replace(" ", "")) == plates.folded("A812015")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("AB12???", "AB12CDE", True), ("???12CDE", "AB12CDE", True), ("??12CDF", "AB12CDE", False),
     ("AB1?CDE", "AB12CDE", True), ("AB12", "AB12CDE", True),
     ("CDE", "AB12CDE", True), ("AB13???", "AB12CDE", False)],
)  # fmt: skip
def test_a_half_seen_plate_agrees_where_both_were_read(one: str, other: str, agree: bool):
    assert plates.agrees(plates.folded(one), plates.folded(other)) is agree


@pytest.mark.parametrize(
    ("written", "read"),
    [("le14dy", "LE1 4DY"), ("LE1 4DY", "LE1 4DY"), ("sw1a1aa", "SW1A 1AA"), ("LE1", "LE1"), ("LE1 4", "LE1 4"),
     ("LEI 4DY", "LE1 4DY"),
     ("OX1 1AA", "OX1 1AA"), ("2600", "2600"), ("80-336", "80336"), ("nowhere", ""), ("", "")],
)  # fmt: skip
def test_a_postcode_is_written_one_way(written: str, read: str):
    assert places.postcode(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Flat 3, 12 Station Rd, Leeds", ("12/3", "station road")),
        ("12 Station Road", ("12", "station road")),
        ("Rose Cottage, Church Lane", ("", "rose cottage church")),
        ("", ("", "")),
    ],
)
def test_an_address_is_a_door_and_a_street(written: str, read: tuple[str, str]):
    assert places.address(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("2007-04-03", "20070403"), ("3/4/2007", "20070403"), ("03.04.07", "20070403"), ("3rd April 2007", "20070403"),
     ("April 2007", "20070400"), ("2007", "20070000"), ("31/02/2007", "20070231"), ("04/14/2007", "20070414"),
     ("20070403", "20070403"), ("2007-04-03T00:00:00", "20070403"), ("about 15", ""), ("unknown", ""), ("0000-00-00", "")],
)  # fmt: skip
def test_a_date_of_birth_is_read_in_every_form_and_impossible_ones_are_kept(written: str, read: str):
    assert births.born(written) == read


@pytest.mark.parametrize(
    ("written", "read"), [("15", 15), ("about 15 yrs", 15), ("14-15", 14), ("young", -1), ("900", -1)]
)
def test_an_age_is_a_number_of_years(written: str, read: int):
    assert births.age(written) == read


@pytest.mark.parametrize(
    "written", ["@xX_JayKing_04Xx", "jayking04", "jay_king.2004", "snap: JayKing", "https://www.instagram.com/jayking/"]
)
def test_an_account_keeps_its_stem_under_any_decoration(written: str):
    assert handles.stem(handles.handle(written)) == "jayking"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Jay.King+spam@GMAIL.com", "jayking@gmail.com"),
        ("mailto:jay@post.example", "jay@post.example"),
        ("no at", ""),
        ("a@b", ""),
    ],
)
def test_an_address_of_mail_is_read_without_its_tag(written: str, read: str):
    assert handles.email(written) == read
