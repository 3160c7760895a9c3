"""Signing in to the desk: a second factor outside the practice county, one click inside it, a line for every try."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from halcyon.kernel import clocks
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Account
from halcyon.kernel.partnership.commands import add_member, leave
from halcyon.kernel.partnership.models import Member, Partnership
from tests import people
from tests.conftest import as_role
from tests.faces.sitting import Seats, Sitting, desk, lines_written, read  # noqa: F401

pytestmark = pytest.mark.django_db
PASSWORD = "seven kingfishers over the weir"


@pytest.fixture
def newcomer(desk: Seats) -> Member:
    """Someone with a password and no second factor yet, as outside the practice county."""
    return add_member(
        name="Tess Orbeck", email="tess.orbeck@council.brackenshire.example", post="Social worker", agency="council",
        team="lapwing", roles=["social_worker"], password=PASSWORD, by=Actor.system("installing"),
    )  # fmt: skip


def with_password(sitting: Sitting, member: Member, password: str = PASSWORD) -> Any:
    return sitting.post("/sign-in/account", {"login": member.email, "password": password})


# The practice county


def test_one_press_signs_in_as_someone_invented_and_is_a_line_of_the_journal(desk: Seats) -> None:
    sitting = desk()
    with lines_written() as lines:
        sitting.post("/sign-in-as", {"key": "sam"})
    assert lines == [("sign-in", "access.signed-in-as", people.member("sam").principal)]
    assert "Sam Whitterick" in read(sitting.get("/"))


def test_the_list_names_people_in_the_order_of_the_tour_with_post_agency_and_role(desk: Seats) -> None:
    page = read(desk().get("/sign-in-as"))
    places = [
        page.index(member.name) for member in map(_member, ("priya", "sam", "jo", "ruth", "alun", "helen", "chair"))
    ]
    assert places == sorted(places)
    sam = _member("sam")
    assert f"{sam.post}, {sam.agency.short}" in page
    assert "Role: social worker" in page


def test_whoever_is_not_signed_in_is_led_to_the_list_and_then_to_what_they_asked_for(desk: Seats) -> None:
    sitting = desk()
    first = sitting.get("/leaders/")
    assert first.url == "/sign-in?next=/leaders/"
    assert sitting.get(first.url).url == "/sign-in-as?next=%2Fleaders%2F"
    assert sitting.post("/sign-in-as", {"key": "chair", "next": "/leaders/"}).url == "/leaders/"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_nowhere_but_to_the_desk(desk: Seats, elsewhere: str) -> None:
    assert desk().post("/sign-in-as", {"key": "sam", "next": elsewhere}).url == "/"


def test_signing_in_as_does_not_exist_in_a_real_partnership(desk: Seats, settings: Any) -> None:
    """Seen to fail once by asking the database row alone."""
    settings.PARTNERSHIP = "oxfordshire"
    sitting = desk()
    assert sitting.get("/sign-in-as").status_code == 404
    assert sitting.post("/sign-in-as", {"key": "sam"}).status_code == 404
    assert sitting.get("/sign-in").url == "/sign-in/account"


def test_signing_in_as_does_not_exist_when_the_database_says_it_is_not_practice(
    desk: Seats,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seen to fail once by asking the pack alone."""
    monkeypatch.setattr(Partnership.objects, "first", lambda: Partnership(demo=False), raising=False)
    assert desk().get("/sign-in-as").status_code == 404


def test_a_sitting_from_practice_opens_nothing_once_a_real_partnership_is_served(
    desk: Seats,
    settings: Any,
) -> None:
    sitting = desk("sam")
    settings.PARTNERSHIP = "oxfordshire"
    assert sitting.get("/").url == "/sign-in/second"


def test_only_people_whom_the_pack_invented_can_be_signed_in_as(desk: Seats, newcomer: Member) -> None:
    assert desk().post("/sign-in-as", {"key": "nobody"}).status_code == 404
    assert desk().post("/sign-in-as", {"key": ""}).status_code == 404


# The end of a sitting


def test_a_leaver_is_out_at_their_next_request(desk: Seats) -> None:
    sitting = desk("sam")
    assert sitting.get("/").status_code == 200
    leave(email=_member("sam").email, by=Actor.system("administering"))
    assert sitting.get("/").url == "/sign-in/closed"
    assert sitting.get("/").url == "/sign-in?next=/"


def test_a_closed_account_is_out_at_its_next_request(desk: Seats) -> None:
    sitting = desk("sam")
    with as_role("owner"):
        Account.objects.filter(member__key="sam").update(is_active=False)
    assert sitting.get("/").url == "/sign-in?next=/"


def test_a_sitting_ends_after_eight_hours_whatever_was_done_in_between(desk: Seats) -> None:
    began = clocks.now()
    sitting = desk("sam")
    with clocks.at(began + timedelta(hours=7, minutes=59)):
        assert sitting.get("/").status_code == 200
    with clocks.at(began + timedelta(hours=8, minutes=1)):
        assert sitting.get("/").url == "/sign-in?next=/"


def test_signing_out_ends_it(desk: Seats) -> None:
    sitting = desk("sam")
    sitting.post("/sign-out")
    assert sitting.get("/").url == "/sign-in?next=/"


# Outside the practice county


def test_a_password_alone_opens_nothing_and_leads_to_the_second_factor(
    desk: Seats,
    newcomer: Member,
    settings: Any,
) -> None:
    settings.PARTNERSHIP = "oxfordshire"
    sitting = desk()
    with lines_written() as lines:
        assert with_password(sitting, newcomer).status_code == 302
    assert ("sign-in", "access.signed-in", newcomer.principal_id) in lines
    for address in ("/", "/triage/lines", "/leaders/"):
        assert sitting.get(address).url == "/sign-in/second"
    assert "Nothing at the desk opens until you have one" in read(sitting.get("/sign-in/second"))


def test_an_authenticator_app_is_set_up_used_and_asked_for_at_every_sign_in(
    desk: Seats,
    newcomer: Member,
    settings: Any,
) -> None:
    settings.PARTNERSHIP = "oxfordshire"
    with time_machine.travel("2026-11-23 09:00:00+00:00", tick=False) as clock:
        sitting = desk()
        with_password(sitting, newcomer)
        secret = set_up(sitting)
        assert sitting.get("/").url == "/sign-in/again/code?next=%2F"
        clock.shift(40)
        assert sitting.post("/sign-in/again/code?next=/", {"code": code(secret), "next": "/"}).url == "/"
        assert "Tess Orbeck" in read(sitting.get("/"))
        clock.shift(40)
        again = desk()
        assert with_password(again, newcomer).url == "/sign-in/code"
        assert again.get("/").url == "/sign-in?next=/"
        assert again.post("/sign-in/code", {"code": code(secret)}).url == "/"
        assert "Tess Orbeck" in read(again.get("/"))


def test_a_wrong_code_is_a_line_of_the_journal(desk: Seats, newcomer: Member, settings: Any) -> None:
    settings.PARTNERSHIP = "oxfordshire"
    sitting = desk()
    with_password(sitting, newcomer)
    set_up(sitting)
    other = desk()
    with_password(other, newcomer)
    with lines_written() as lines:
        assert "Incorrect code" in read(other.post("/sign-in/code", {"code": "000000"}))
    assert lines == [("sign-in", "access.sign-in-failed", newcomer.principal_id)]


def test_the_seed_of_an_authenticator_is_sealed_before_it_is_kept(
    desk: Seats,
    newcomer: Member,
    settings: Any,
) -> None:
    settings.PARTNERSHIP = "oxfordshire"
    sitting = desk()
    with_password(sitting, newcomer)
    secret = set_up(sitting)
    with as_role("owner"):
        kept = [str(row.data) for row in Authenticator.objects.filter(user=newcomer.account)]
    assert kept
    assert not any(secret in data for data in kept)


def test_failed_tries_are_lines_under_the_account_that_was_tried_or_under_nobody(
    desk: Seats,
    newcomer: Member,
) -> None:
    with lines_written() as lines:
        assert "not correct" in read(with_password(desk(), newcomer, "wrong"))
        desk().post("/sign-in/account", {"login": "who@example.org", "password": "wrong"})
    assert lines == [
        ("sign-in", "access.sign-in-failed", newcomer.principal_id),
        ("sign-in", "access.sign-in-failed", 0),
    ]


def test_after_five_wrong_tries_even_the_right_password_waits(desk: Seats, newcomer: Member) -> None:
    for _ in range(5):
        with_password(desk(), newcomer, "wrong")
    page = with_password(desk(), newcomer)
    assert page.status_code == 200
    assert "Too many failed" in read(page)


def test_someone_without_a_member_is_not_signed_in(desk: Seats, newcomer: Member) -> None:
    leave(email=newcomer.email, by=Actor.system("administering"))
    sitting = desk()
    assert with_password(sitting, newcomer).url == "/sign-in/closed"
    assert sitting.get("/").url == "/sign-in?next=/"


@pytest.mark.parametrize("address", ["/sign-in/signup", "/accounts/signup/", "/accounts/password/reset/", "/admin/"])
def test_nobody_signs_up_and_nothing_is_reset_by_mail(desk: Seats, address: str) -> None:
    assert desk().get(address).status_code == 404


@pytest.mark.parametrize("address", [
    "/sign-in/account", "/sign-in/second", "/sign-in/second/app/on", "/sign-in/second/keys", "/sign-in/second/keys/add",
    "/sign-in/second/codes/new", "/sign-in/again", "/sign-in/password", "/sign-out",
])  # fmt: skip
def test_every_page_of_signing_in_wears_the_desk_s_frame(
    desk: Seats,
    newcomer: Member,
    settings: Any,
    address: str,
) -> None:
    settings.PARTNERSHIP = "oxfordshire"
    sitting = desk()
    if address != "/sign-in/account":
        with_password(sitting, newcomer)
        sitting.post("/sign-in/again", {"password": PASSWORD})
    answer = sitting.get(address)
    assert answer.status_code == 200
    assert b'<body class="look-desk"' in answer.content
    assert b"sign up" not in answer.content.lower()


# Every answer


@pytest.mark.parametrize("address", ["/", "/sign-in-as", "/nothing-here", "/healthz", "/sign-in/account"])
def test_no_answer_is_kept_and_every_one_has_the_strict_policy(desk: Seats, address: str) -> None:
    answer = desk("sam").get(address)
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_fault_answers_with_a_sentence_and_logs_the_place_without_a_value(
    desk: Seats,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sitting = desk("chair")
    sitting.client.raise_request_exception = False

    def breaks(**_: object) -> None:
        raise ValueError("Maya, 07700 900142")

    monkeypatch.setattr("halcyon.faces.desk.leaders.views.measures", breaks)
    answer = sitting.get("/leaders/")
    logged = " ".join(record.getMessage() for record in caplog.records if record.name == "halcyon.desk")
    assert answer.status_code == 500
    assert "could not be read" in read(answer)
    assert answer["Cache-Control"] == "no-store"
    assert "desk-fault ValueError" in logged
    assert "Maya" not in logged + read(answer)


def _member(key: str) -> Member:
    return Member.objects.select_related("agency").get(key=key)


def set_up(sitting: Sitting) -> str:
    """Turns on an authenticator app, as its page asks; returns the seed it showed."""
    sitting.post("/sign-in/again", {"password": PASSWORD})
    page = sitting.get("/sign-in/second/app/on")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert sitting.post("/sign-in/second/app/on", {"code": code(secret)}).status_code == 302
    return str(secret)


def code(secret: str) -> str:
    """What the app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))))
