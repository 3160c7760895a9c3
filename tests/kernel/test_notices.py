"""A notice is taken by a real mail server, tried again until it is, and says that something waits, never what."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction

from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.refusals import Refused
from halcyon.kernel.clocks import at
from halcyon.kernel.notices import queries
from halcyon.kernel.notices.commands import queue
from halcyon.kernel.notices.models import Notice, NoticeKind
from halcyon.kernel.notices.sending import Round, send_due, wait_after
from halcyon.kernel.notices.wording import wording
from tests.conftest import as_role
from tests.postbox import Postbox, free_port, mail_server

pytestmark = pytest.mark.django_db

NOTIFYING = Actor.system("notifying")
START = dt.datetime(2026, 11, 22, 21, 40, tzinfo=dt.UTC)
PRIYA = "priya.nandakumar@council.brackenshire.example"
KOFI = "kofi.larbi@council.brackenshire.example"


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    """A real SMTP server on this machine, and Django's real SMTP backend pointed at it."""
    with mail_server(settings) as box:
        yield box


def waits(to: str = PRIYA, kind: NoticeKind = NoticeKind.DANGER, when: dt.datetime = START) -> Notice:
    """A notice is queued, as a command queues it."""
    with at(when), transaction.atomic(), acting(NOTIFYING):
        return queue(to=to, kind=kind, recipient=7, by=NOTIFYING)


def sends(when: dt.datetime = START) -> Round:
    with at(when):
        return send_due(by=NOTIFYING)


def test_a_notice_reaches_the_mail_server_once(postbox: Postbox) -> None:
    notice = waits()
    assert sends() == Round(sent=1, failed=0)
    assert sends(START + dt.timedelta(hours=1)) == Round(sent=0, failed=0)
    ((to, mail, _),) = postbox.taken
    assert to == [PRIYA]
    assert (mail["Subject"], mail["From"]) == ("Something waits for you now", "halcyon@localhost")
    assert mail["Auto-Submitted"] == "auto-generated"
    notice.refresh_from_db()
    assert (notice.sent_at, notice.attempts) == (START, 1)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_mail_says_that_something_waits_and_where_to_sign_in_and_nothing_else(
    postbox: Postbox, kind: NoticeKind
) -> None:
    """Every word a mail may have stands here. Seen to fail with the kind of the notice added to its subject."""
    notice = waits(kind=kind)
    sends()
    ((_, mail, raw),) = postbox.taken
    urgent = kind in (NoticeKind.DANGER, NoticeKind.QUARANTINE)
    assert mail["Subject"] == ("Something waits for you now" if urgent else "Something waits for you")
    assert mail.get_content().splitlines() == [
        f"Something waits for you at the desk{', and it should be read now' if urgent else ''}.",
        "",
        "Sign in to see what waits: http://localhost:8001/",
        "",
        "This message never says what it is about. Please do not answer it.",
    ]
    assert str(notice.pk).encode() not in raw
    assert b"rota" not in raw


def test_the_words_of_a_mail_come_from_nowhere_else() -> None:
    assert {wording(kind.value, "desk").subject for kind in NoticeKind} == {
        "Something waits for you", "Something waits for you now",
    }  # fmt: skip


def test_a_server_that_is_down_delays_and_loses_nothing(settings: LazySettings, postbox: Postbox) -> None:
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    notice = waits()
    assert sends() == Round(sent=0, failed=1)
    notice.refresh_from_db()
    assert (notice.sent_at, notice.attempts, notice.last_error) == (None, 1, "unreachable")
    assert notice.send_after == START + dt.timedelta(seconds=15)
    assert sends(START + dt.timedelta(seconds=14)) == Round(sent=0, failed=0)
    stuck = queries.undelivered()
    assert (stuck.number, stuck.oldest, stuck.most_attempts) == (1, START, 1)
    settings.EMAIL_PORT = there
    assert sends(START + dt.timedelta(seconds=15)) == Round(sent=1, failed=0)
    assert queries.undelivered().number == 0
    assert len(postbox.taken) == 1


@pytest.mark.parametrize(
    ("answer", "code"), [("451 later canary-answer", "server-451"), ("554 no canary-answer", "server-554")]
)
def test_what_the_server_did_not_take_was_not_sent(postbox: Postbox, answer: str, code: str) -> None:
    """The server's own words are not kept: they may repeat an address."""
    notice = waits()
    postbox.answer = answer
    assert sends() == Round(sent=0, failed=1)
    notice.refresh_from_db()
    assert (notice.sent_at, notice.last_error) == (None, code)
    postbox.answer = "250 taken"
    assert sends(START + dt.timedelta(minutes=5)) == Round(sent=1, failed=0)


def test_one_address_that_is_refused_does_not_hold_back_the_next(postbox: Postbox) -> None:
    refused, good = waits(PRIYA), waits(KOFI)
    postbox.refuses = {PRIYA}
    assert sends() == Round(sent=1, failed=1)
    refused.refresh_from_db()
    good.refresh_from_db()
    assert (refused.last_error, refused.sent_at) == ("recipient-550", None)
    assert good.sent_at == START


def test_an_address_no_mail_can_carry_does_not_hold_back_the_next(postbox: Postbox) -> None:
    broken, _ = waits("priya@example.org\nBcc: all@example.org"), waits(KOFI)
    assert sends() == Round(sent=1, failed=1)
    broken.refresh_from_db()
    assert broken.last_error == "unwritable"
    assert [to for to, _, _ in postbox.taken] == [[KOFI]]


def test_it_is_tried_less_and_less_often_and_never_given_up() -> None:
    urgent = [wait_after(attempts, urgent=True).total_seconds() for attempts in (1, 2, 3, 4, 5, 500)]
    patient = [wait_after(attempts, urgent=False).total_seconds() for attempts in (1, 2, 3, 7, 8, 500)]
    assert urgent == [15, 30, 60, 120, 120, 120]
    assert patient == [15, 30, 60, 900, 900, 900]


def test_several_that_say_the_same_to_the_same_person_go_out_as_one(postbox: Postbox) -> None:
    several = [waits() for _ in range(5)]
    waits(kind=NoticeKind.OVERDUE)
    waits(KOFI)
    assert sends() == Round(sent=3, failed=0)
    assert sorted(to[0] for to, _, _ in postbox.taken) == sorted([PRIYA, PRIYA, KOFI])
    for notice in several:
        notice.refresh_from_db()
        assert notice.sent_at == START


def test_a_notice_that_may_wait_waits(postbox: Postbox) -> None:
    with at(START), transaction.atomic(), acting(NOTIFYING):
        queue(to=PRIYA, kind=NoticeKind.OVERDUE, send_after=START + dt.timedelta(hours=8), by=NOTIFYING)
    assert sends() == Round(sent=0, failed=0)
    assert sends(START + dt.timedelta(hours=8)) == Round(sent=1, failed=0)


def test_what_is_rolled_back_tells_nobody(postbox: Postbox) -> None:
    def begins_and_fails() -> None:
        with at(START), transaction.atomic(), acting(NOTIFYING):
            queue(to=PRIYA, kind=NoticeKind.DANGER, by=NOTIFYING)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        begins_and_fails()
    assert sends() == Round(sent=0, failed=0)


def test_one_notice_a_kind_is_known_for_the_london_day() -> None:
    waits(kind=NoticeKind.ROTA_GAP, when=dt.datetime(2026, 7, 15, 22, 59, tzinfo=dt.UTC))
    assert queries.told_today(NoticeKind.ROTA_GAP, dt.datetime(2026, 7, 15, 22, 59, 30, tzinfo=dt.UTC))
    assert not queries.told_today(NoticeKind.ROTA_GAP, dt.datetime(2026, 7, 15, 23, 1, tzinfo=dt.UTC))
    assert not queries.told_today(NoticeKind.OVERDUE, dt.datetime(2026, 7, 15, 22, 59, 30, tzinfo=dt.UTC))


def test_only_the_worker_sends() -> None:
    member = Actor.member(principal=7, name="Sam", roles=frozenset(), agency=1, team=1)
    with pytest.raises(Refused):
        send_due(by=member)


def test_the_desk_queues_and_cannot_see_who_was_told() -> None:
    """Seen to fail with `select` granted to the desk: it showed who had been told of a contact closed to the team."""
    with transaction.atomic(), as_role("desk"), acting(NOTIFYING):
        queue(to=PRIYA, kind=NoticeKind.HANDED_OVER, by=NOTIFYING)
    for hidden in ("kind", "to_address", "recipient"):
        with pytest.raises(DatabaseError, match="denied"), transaction.atomic(), as_role("desk"):
            list(Notice.objects.values_list(hidden))
