"""A partnership is described by its pack alone, and a pack that cannot be read says so in one sentence."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import ValidationError

from halcyon.kernel.access.roles import Role
from halcyon.kernel.clocks import LONDON, Limit, Unit, today
from halcyon.kernel.partnership.pack import PARTNERSHIPS, LimitWords, PackFault, Place, PolicySection, load
from halcyon.kernel.partnership.rota_rules import Gap, chain, gaps, readers, shifts

NAMES = ("demo", "oxfordshire")


def london(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=LONDON)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A copy of all packs, for tests that break one."""
    return Path(shutil.copytree(PARTNERSHIPS, tmp_path / "partnerships"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


class Promise(PolicySection):
    section: ClassVar[str] = "promise"
    office_closes: dt.time
    acknowledge_danger: LimitWords
    at_once: LimitWords
    acknowledge: LimitWords
    acknowledge_never_more: LimitWords
    decide: LimitWords
    tell_back_teller: LimitWords
    tell_back_child: LimitWords
    act: dict[str, LimitWords]


class Rung(PolicySection):
    section: ClassVar[str] = "escalation"
    version: dt.date = dt.date.min
    place: str
    after: LimitWords


class Escalation(PolicySection):
    section: ClassVar[str] = "escalation"
    look_again: LimitWords
    gaps_ahead: LimitWords
    bigger: LimitWords
    danger: tuple[Rung, ...]
    danger_again: LimitWords
    overdue: tuple[Rung, ...]
    overdue_again: LimitWords


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_is_read_whole_and_cannot_be_changed(name: str) -> None:
    pack = load(name)
    assert pack.key == name
    assert pack.national_lines.number("emergency") == "999"
    assert {"promise", "who-can-i-tell", "privacy", "exit", "before-telling", "help-page", "front-page"} <= set(
        pack.pages("en")
    )
    with pytest.raises(ValidationError):
        pack.county = "elsewhere"  # type: ignore[misc]


def test_the_practice_county_has_someone_in_every_role() -> None:
    held = {role for person in load("demo").people for role in person.roles}
    assert held == {role.value for role in Role}


def test_the_practice_county_has_managers_in_two_agencies_so_that_no_agency_decides_alone() -> None:
    managers = {person.agency for person in load("demo").people if "team_manager" in person.roles}
    assert len(managers) >= 2


def test_everyone_in_the_practice_county_has_an_invented_number_and_address() -> None:
    pack = load("demo")
    for holder in (*pack.people, *pack.rota.desks):
        assert re.fullmatch(r"07700 900\d{3}|01632 960\d{3}", holder.telephone), holder.telephone
        assert holder.email.endswith(".example"), holder.email
    numbers = [holder.telephone for holder in (*pack.people, *pack.rota.desks)]
    assert len(set(numbers)) == len(numbers)
    assert "07700 900142" not in numbers  # Dez rings from it in the tour


def test_the_model_county_has_no_people_no_rota_and_no_number_to_call() -> None:
    pack = load("oxfordshire")
    assert pack.people == ()
    assert pack.rota.turns == ()
    assert pack.contact_point.live_number(today()) is None
    assert {pack.contact_point.status, *(number.status for number in pack.other_numbers)} == {"not checked"}
    assert not pack.demo


def test_an_invented_number_is_not_offered_to_be_called_either() -> None:
    assert load("demo").contact_point.live_number(today()) is None


def test_a_number_becomes_live_only_with_the_day_on_which_all_of_it_was_checked(packs: Path) -> None:
    file = packs / "oxfordshire" / "partnership.toml"
    change(file, 'status = "not checked"', 'status = "checked"')
    with pytest.raises(PackFault, match="last_checked"):
        load("oxfordshire", packs)
    text = file.read_text(encoding="utf-8")
    when = ', last_checked = 2026-01-05, checked_by = "Gwen Abara" }'
    text = re.sub(r"(= \{ is = .*?) \}$", lambda fact: fact[1] + when, text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
    checked = load("oxfordshire", Path(shutil.copytree(packs, packs / "again"))).contact_point
    assert checked.live_number(dt.date(2026, 1, 5)) == "01865 309196"
    assert checked.live_number(dt.date(2026, 4, 6)) is None


@pytest.mark.parametrize(("field", "wrong"), [("team", '"nobody"'), ("agencies", '["police", "nobody"]')])
def test_a_contact_point_names_a_team_and_agencies_that_there_are(packs: Path, field: str, wrong: str) -> None:
    file = packs / "demo" / "partnership.toml"
    text = re.sub(rf"^{field} = {{ is = .* }}$", f"{field} = {{ is = {wrong} }}", file.read_text(), flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PackFault, match="contact_point, field '.*': there is no 'nobody'"):
        load("demo", packs)


# Policy versions


def test_the_policy_in_force_is_the_one_of_that_london_day() -> None:
    pack = load("demo")
    before, after = pack.policy(Promise, london(2025, 12, 31, 23, 59)), pack.policy(Promise, london(2026, 1, 1))
    assert (before.version, after.version) == (dt.date(2025, 4, 1), dt.date(2026, 1, 1))
    assert before.acknowledge_never_more == Limit(Unit.CLOCK_HOURS, 24)
    assert after.acknowledge_never_more == Limit(Unit.CLOCK_HOURS, 12)


def test_a_version_begins_at_midnight_in_london_and_not_in_greenwich() -> None:
    summer_midnight = dt.datetime(2025, 3, 31, 23, 0, tzinfo=dt.UTC)  # 1 April 2025, 0:00 in London
    assert load("demo").policy_version(summer_midnight).in_force_from == dt.date(2025, 4, 1)
    with pytest.raises(PackFault, match="no policy in force on 2025-03-31"):
        load("demo").policy_version(summer_midnight - dt.timedelta(seconds=1))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("at", [london(2025, 6, 1), london(2026, 6, 1)])
def test_every_limit_of_the_policy_can_be_read(name: str, at: dt.datetime) -> None:
    pack = load(name)
    promise, escalation = pack.policy(Promise, at), pack.policy(Escalation, at)
    assert promise.acknowledge_danger == Limit(Unit.AT_ONCE)
    assert promise.acknowledge == Limit(Unit.SAME_WORKING_DAY)
    assert promise.decide == Limit(Unit.WORKING_DAYS, 1)
    assert promise.office_closes == dt.time(17)
    assert sorted(promise.act) == list("ABCDEFGHIJ")
    assert (promise.act["B"], promise.act["C"]) == (Limit(Unit.CLOCK_HOURS, 24), Limit(Unit.WORKING_DAYS, 45))
    assert {rung.place for rung in escalation.danger} <= set(Place)


def test_danger_unread_rings_the_second_after_five_minutes_and_the_night_team_after_ten() -> None:
    rungs = {rung.place: str(rung.after) for rung in load("demo").policy(Escalation, london(2026, 6, 1)).danger}
    assert (rungs["first"], rungs["second"], rungs["out_of_hours"]) == ("at once", "5 minutes", "10 minutes")


def test_a_policy_section_with_a_wrong_field_names_file_and_field(packs: Path) -> None:
    change(packs / "demo" / "policy" / "2026-01-01.toml", 'decide = "1 working day"', 'decide = "soonish"')
    with pytest.raises(PackFault, match=r"demo/policy/2026-01-01\.toml \[promise\], field 'decide'.*soonish"):
        load("demo", packs).policy(Promise, london(2026, 6, 1))


def test_a_section_that_no_policy_has_is_named() -> None:
    class Tides(PolicySection):
        section: ClassVar[str] = "tides"

    with pytest.raises(PackFault, match=r"has no section \[tides\]"):
        load("demo").policy(Tides, london(2026, 6, 1))


# The rota


def on(at: dt.datetime) -> dict[str, str]:
    return {shift.place.value: shift.key for shift in chain(load("demo"), at)}


def test_on_sunday_night_priya_is_rung_first_and_kofi_second() -> None:
    at = london(2026, 11, 22, 21, 40)
    assert list(on(at)) == [place.value for place in Place]
    assert on(at) == {
        "first": "priya",
        "second": "kofi",
        "out_of_hours": "night-desk",
        "control_room": "control-room",
        "manager": "manager-on-call",
        "strategic": "helen",
    }


def test_on_monday_morning_the_team_takes_over_to_the_minute() -> None:
    assert on(london(2026, 11, 23, 8, 29, 59))["first"] == "priya"
    assert on(london(2026, 11, 23, 8, 30))["first"] == "sam"
    assert on(london(2026, 11, 23, 17, 29, 59))["manager"] == "alun"
    assert on(london(2026, 11, 23, 17, 30))["manager"] == "manager-on-call"


def test_on_a_bank_holiday_the_night_team_stays() -> None:
    assert on(london(2026, 12, 25, 11))["first"] == "priya"
    assert on(london(2026, 4, 6, 11))["first"] == "priya"  # Easter Monday


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_minute_of_a_year_has_exactly_one_first_whatever_the_clocks_do(year: int) -> None:
    start, end = london(year, 1, 1), london(year + 1, 1, 1)
    firsts = [shift for shift in shifts(load("demo"), start, end) if shift.place == Place.FIRST]
    for one, two in pairwise(firsts):
        assert one.ends_at == two.starts_at
    assert firsts[0].starts_at <= start
    assert firsts[-1].ends_at >= end


def test_the_same_shift_is_planned_alike_from_wherever_one_looks() -> None:
    at = london(2026, 12, 26, 12)
    narrow = {shift for shift in shifts(load("demo"), at, at + dt.timedelta(minutes=1)) if not shift.desk}
    wide = set(shifts(load("demo"), at - dt.timedelta(days=30), at + dt.timedelta(days=30)))
    assert narrow <= wide


def test_where_no_one_stands_in_there_is_a_gap_and_it_is_known_ahead() -> None:
    found = gaps(load("demo"), london(2026, 11, 16), london(2026, 11, 23))
    assert found == [
        Gap(
            Place.SECOND,
            london(2026, 11, 21, 19).astimezone(dt.UTC),
            london(2026, 11, 21, 23).astimezone(dt.UTC),
        )
    ]
    assert "second" not in on(london(2026, 11, 21, 20))
    assert on(london(2026, 11, 21, 23))["second"] == "kofi"


def test_an_empty_rota_is_one_long_gap() -> None:
    start, end = london(2026, 11, 16), london(2026, 11, 23)
    assert gaps(load("oxfordshire"), start, end) == [Gap(Place.FIRST, start, end)]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (
            london(2026, 11, 22, 21, 40),
            "Priya's team reads messages tonight. Sam's team reads them from 8:30am tomorrow.",
        ),
        (london(2026, 11, 23, 0, 30), "Priya's team reads messages tonight. Sam's team reads them from 8:30am today."),
        (london(2026, 11, 23, 9), "Sam's team reads messages today. Priya's team reads them from 5:30pm today."),
        (
            london(2026, 11, 20, 18, 5),
            "Priya's team reads messages tonight. Sam's team reads them from 8:30am on Monday.",
        ),
        (
            london(2026, 12, 24, 18),
            "Priya's team reads messages tonight. Sam's team reads them from 8:30am on Tuesday.",
        ),
    ],
)
def test_the_public_page_says_by_first_name_who_reads_now_and_who_next(at: dt.datetime, words: str) -> None:
    assert readers(load("demo"), at).sentence == words


def test_the_words_about_readers_say_until_when_they_are_true() -> None:
    at = london(2026, 11, 22, 21, 40)
    for _ in range(20):
        now = readers(load("demo"), at)
        assert at < now.true_until
        assert readers(load("demo"), now.true_until - dt.timedelta(seconds=1)).sentence == now.sentence
        assert readers(load("demo"), now.true_until).sentence != now.sentence
        at = now.true_until


def test_where_no_one_is_on_the_rota_the_public_page_does_not_pretend() -> None:
    now = readers(load("oxfordshire"), london(2026, 11, 22))
    assert not now.anyone
    assert "do not wait" in now.sentence


# Packs that cannot be read


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "people.toml",
            'email = "sam.whitterick@council.brackenshire.example"',
            'email = "sam"',
            r"people\.toml, field 'person\.3\.email'",
        ),
        ("people.toml", 'post = "Duty social worker"', 'job = "x"', r"people\.toml, field 'person\.3\.post'"),
        (
            "people.toml",
            'agency = "schools"',
            'agency = "circus"',
            r"person owen, field 'agency': there is no 'circus'",
        ),
        ("people.toml", 'key = "kofi"', 'key = "priya"', r"person 'priya' stands there twice"),
        (
            "rota.toml",
            'person = "nia"',
            'person = "nobody"',
            r"rota\.toml, turn second, field 'person': there is no 'nobody'",
        ),
        ("rota.toml", 'outside = "team"', 'outside = "tide"', r"hours outside, field 'outside': there is no 'tide'"),
        ("rota.toml", 'place = "first"', 'place = "zeroth"', r"rota\.toml, field 'turn\.1\.place'"),
        ("rota.toml", 'person = "sam"', 'person = "sam"\ndesk = "night-desk"', r"held by a person or by a desk"),
        ("rota.toml", "always = true", "always = false", r"hours\.always': give days"),
        ("agencies.toml", 'kind = "police"', 'kind = "polic"', r"agencies\.toml, field 'agency\.2\.kind'"),
        ("partnership.toml", "county =", "country =", r"partnership\.toml, field 'county': field required"),
        (
            "partnership.toml",
            'key = "lapwing"',
            'key = "wren"',
            r"partnership\.toml, team, field 'key': there is no 'wren'",
        ),
        ("language.toml", r"'\bplugging\b'", r"'\bplugging('", r"language\.toml, field 'rule\.10\.patterns\.2'"),
        ("pages/en/exit.md", "+++\n", "", r"exit\.md must begin with its title"),
        ("pages/en/exit.md", "title =", "heading =", r"exit\.md, field 'heading'"),
        ("pages/en/exit.md", "{emergency}", "{emergencey}", r"exit\.md has \{emergencey\}, which stands for nothing"),
        ("phrases/en.toml", 'use = "safety"', 'use = "other"', r"phrases/en\.toml, field 'phrase\.5\.use'"),
        ("people.toml", "[[person]]", "[[person]", r"people\.toml is not TOML"),
    ],
)
def test_a_pack_with_a_fault_says_in_one_sentence_where(packs: Path, file: str, old: str, new: str, says: str) -> None:
    change(packs / "demo" / file, old, new)
    with pytest.raises(PackFault, match=says) as fault:
        load("demo", packs)
    assert "\n" not in str(fault.value)
    assert str(fault.value).startswith("partnerships/demo/")


def test_a_policy_file_is_named_by_its_day(packs: Path) -> None:
    (packs / "demo" / "policy" / "2026-01-01.toml").rename(packs / "demo" / "policy" / "newyear.toml")
    with pytest.raises(PackFault, match=r"newyear\.toml must be named by the day it begins"):
        load("demo", packs)


def test_a_pack_without_a_policy_is_no_pack(packs: Path) -> None:
    shutil.rmtree(packs / "demo" / "policy")
    with pytest.raises(PackFault, match="field 'policies'"):
        load("demo", packs)


@pytest.mark.parametrize("name", ["nowhere", "../demo", "Demo", ""])
def test_a_partnership_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(PackFault, match=f"There is no partnership '{re.escape(name)}'"):
        load(name)


def test_a_shared_page_speaks_of_the_county_that_shows_it() -> None:
    assert "Kingfisher" in load("oxfordshire").pages()["promise"].body
    assert load("oxfordshire").pages()["exit"].body == load("demo").pages()["exit"].body
    assert "Brackenshire" not in "".join(page.body for page in load("oxfordshire").all_pages)


def test_reading_a_pack_needs_neither_django_nor_a_database() -> None:
    """Seen to fail when the pack's module imported django.conf."""
    script = (
        "import sys; from halcyon.kernel.partnership import language, pack, rota_rules; pack.load('demo'); "
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')])"
    )
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PARTNERSHIPS.parent)
    assert (asked.stdout.strip(), asked.stderr) == ("[]", "")
