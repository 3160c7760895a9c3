"""The practice county: its invented people tell and are heard through the commands, once, whatever day it is."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from halcyon.demo import stage
from halcyon.domain.board import queries as board
from halcyon.domain.children.models import Statement
from halcyon.domain.contacts import queries
from halcyon.domain.contacts.models import Agreement, Contact, Decision, Told
from halcyon.domain.promise.queries import recompute
from halcyon.domain.promise.rules import Duty
from halcyon.domain.sharing import queries as sharing
from halcyon.domain.sharing.commands import tell_owners
from halcyon.domain.subjects import queries as subjects
from halcyon.domain.subjects.models import Work
from halcyon.kernel import clocks
from halcyon.kernel.access.acting import acting
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.letterbox import door
from halcyon.kernel.sealing import Code, DoorSecrets, derive, open_reply, read_code, unwrap_private
from halcyon.running import serving
from tests import people
from tests.conftest import as_role
from tests.databases import Cluster
from tests.postbox import free_port

EVENING = datetime(2026, 5, 4, 20, 59, tzinfo=UTC)  # of a bank holiday: nobody but the out-of-hours worker is in
LOAD = [sys.executable, "-m", "halcyon.faces.cli.main", "demo", "load"]


@dataclass
class County:
    """The practice county after its demo was loaded, as `run.py start` loads it, on the evening of a bank holiday."""

    state: Path
    said: str

    def load(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return load_as_a_process(self.state, **environment)


def load_as_a_process(state: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    since = str(round((EVENING - datetime.now(UTC)).total_seconds()))
    own = {"HALCYON_STATE": str(state), "HALCYON_PARTNERSHIP": "demo", "HALCYON_CLOCK": since}
    around = os.environ | own | environment
    return subprocess.run(LOAD, env=around, text=True, capture_output=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def county(
    postgres: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[County]:  # fmt: skip
    """Loaded once for this module, with the desk's real login; nothing of it is changed by the tests."""
    fresh = postgres.fresh(tmp_path_factory.mktemp("county"), worker_id)
    done = load_as_a_process(fresh.state)
    assert done.returncode == 0, done.stderr
    former = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(postgres.entry(fresh.name))
    with django_db_blocker.unblock():
        yield County(fresh.state, done.stdout)
        connection.close()
    connection.settings_dict.update(former)
    postgres.drop(fresh.name)


@contextmanager
def reading(key: str) -> Iterator[None]:
    """Look as a member does: the desk's role, and their principals."""
    with clocks.at(EVENING + timedelta(minutes=1)), transaction.atomic(), as_role("desk"), acting(people.member(key)):
        yield


def test_it_is_loaded_once(county: County) -> None:
    assert "Six words to come back with, as Maya: " in county.said
    again = county.load()
    assert again.returncode == 0
    assert again.stdout == "Something was told here before, so nothing was added.\n"


def test_real_people_never_get_invented_ones_beside_them(county: County) -> None:
    refused = county.load(HALCYON_PARTNERSHIP="oxfordshire", HALCYON_CLOCK="")
    assert refused.returncode == 1
    assert refused.stderr == (
        "Only the demo partnership has invented people to play: HALCYON_PARTNERSHIP is another one.\n"
    )


def test_every_contact_is_in_one_place_and_everything_owed_adds_up(county: County) -> None:
    for key in ("alun", "helen"):
        with reading(key):
            assert board.measures(weeks=6, by=people.member("alun")).balances
            records = list(Record.objects.values_list("pk", flat=True))
            assert 40 <= len(Contact.objects.all()) <= 60
            assert [record for record in records if recompute(record)] == []


def test_the_promise_was_not_always_kept_and_it_shows(county: County) -> None:
    with reading("alun"):
        whole = board.measures(weeks=6, by=people.member("alun")).whole
    for measure in ("decided", "in_time", "overdue", "acknowledged_late", "told_back_late", "not_possible", "waived"):
        assert whole[measure], measure


def test_something_late_something_fresh_and_something_proposed_wait_today(county: County) -> None:
    with reading("alun"):
        lines = queries.waiting(by=people.member("alun"))
        proposed = Decision.objects.filter(state="proposed").count()
    assert any(line.late for line in lines)
    assert any(line.contact.read_by is None and not line.late for line in lines)
    assert proposed == 1


def test_mayas_words_open_her_mailbox_at_the_door(county: County) -> None:
    code = read_code(county.said.rpartition(": ")[2])
    assert isinstance(code, Code)
    held = DoorSecrets.load(county.state / "secrets")
    secret = derive(code, held.salt, held.pepper)
    with transaction.atomic(), as_role("door"):
        box = door.mailbox_read(secret.locator, day=EVENING.date())
    assert box is not None
    private = unwrap_private(box.wrapped_private, secret.wrap_key, mailbox=box.id)
    shown = [open_reply(sealed, private, mailbox=box.id) for sealed in box.sealed]
    with reading("priya"):
        maya = Contact.objects.get(mailbox=box.id)
        written = list(
            Told.objects.filter(record=maya.record, how="words").order_by("-at").values_list("words", flat=True)
        )
    assert written[-1] == "We read this. You did the right thing. Is it safe to write?"
    assert shown == written[: len(shown)]
    assert len(shown) >= 2


def test_two_agencies_agreed_in_march_the_nurse_was_told_and_november_opened_it_again(county: County) -> None:
    with reading("sam"):
        contact = next(
            c for c in Contact.objects.select_related("record") if c.referrer.get("name") == "Bethan Morwood"
        )
        seen = queries.contact(contact.record.reference, by=people.member("sam"))
        agreed = {agreement.by for agreement in Agreement.objects.filter(record=contact.record)}
    assert contact.received_at.month == 3
    assert contact.ended_at is None  # the same telephone stands in Maya's words
    assert [owed.duty for owed in seen.owed] == [Duty.DECIDE]
    assert agreed == {people.member("alun").principal, people.member("ruth").principal}
    assert {told.to for told in seen.told} == {"teller", "child"}


def test_what_only_the_strategic_lead_may_know_is_nowhere_for_the_team(county: County) -> None:
    with reading("sam"):
        for_sam = set(Contact.objects.values_list("pk", flat=True))
    with reading("helen"):
        hidden = Contact.objects.exclude(pk__in=for_sam).select_related("record")
        assert [contact.record.lock for contact in hidden] == ["silent", "silent"]


def test_what_the_tour_connects_is_connected_as_soon_as_it_is_loaded(county: County) -> None:
    """Only who looked waits for the worker's next round; what is closed shows on no panel, and its owner learns of it."""
    with reading("sam"):
        sam = people.member("sam")
        (mayas,) = Statement.objects.filter(words__startswith="A man called Dez gives me").values_list(
            "record", flat=True
        )
        found = subjects.matches(Record.objects.get(pk=mayas), by=sam)
        named = {one.other.written for one in (*found.above, *found.answered)}
        assert {one.name for one in found.asks} == {"Jo Hartnoll"}
        assert not Work.objects.filter(state="failed").exists()
        assert "place" in {one.mention.kind for one in subjects.concerns(by=sam)}
    assert named == {"07700 900142"}
    assert found.failed == ""
    with reading("imran"):
        as_loaded = transaction.savepoint()  # the other tests read the county as it was loaded
        with as_role("worker"):
            tell_owners(by=Actor.system("notifying"))
        looked = sharing.asks(by=people.member("imran")).of_me
        transaction.savepoint_rollback(as_loaded)
    assert people.member("priya").principal in {one.who for one in looked if one.look}


def test_on_the_evening_of_a_bank_holiday_nobody_has_told_or_ended_anything_in_the_future(county: County) -> None:
    with reading("alun"):
        now = clocks.now()
        contacts = list(Contact.objects.all())
    assert len(contacts) > 35
    assert not [c for c in contacts if c.received_at > now or (c.ended_at or now) > now]


def test_acts_are_played_in_order_of_time_and_only_once_their_time_has_come() -> None:
    said: list[str] = []

    def story(name: str, *hours: int) -> stage.Story:
        for hour in hours:
            yield datetime(2026, 3, 2, hour, tzinfo=UTC)
            said.append(f"{name} {clocks.now():%H}")

    stage.play([story("a", 8, 11, 14), story("b", 9, 10)], until=datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert said == ["a 08", "b 09", "b 10", "a 11"]


def test_the_practice_post_takes_a_mail_and_keeps_it(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "halcyon.demo.post", "--port", str(port), "--folder", str(tmp_path / "post")]
    with subprocess.Popen(command) as post:
        try:
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "halcyon@localhost", "sam@council.example", "Something waits"
            mail.set_content("Something waits for you at the desk.")
            with _when_it_listens(port) as server:
                server.send_message(mail)
        finally:
            post.terminate()
    assert post.returncode == 0
    (kept,) = (tmp_path / "post").glob("*.eml")
    assert kept.read_text().startswith("X-Delivered-To: sam@council.example")
    assert "Something waits for you at the desk." in kept.read_text()


def test_the_worker_sends_to_the_practice_post_unless_it_is_told_of_another(tmp_path: Path) -> None:
    practice = {child.name: child for child in serving.serving({"HALCYON_PARTNERSHIP": "demo"}, tmp_path, 1, 2)}
    assert practice["worker"].env["HALCYON_SMTP_PORT"] == practice["post"].command[-1]
    assert practice["worker"].env["HALCYON_DESK_ADDRESS"] == "http://localhost:2/"
    other = {"HALCYON_PARTNERSHIP": "demo", "HALCYON_SMTP_HOST": "mail.example"}
    for env in (other, {"HALCYON_PARTNERSHIP": "oxfordshire"}):
        assert "post" not in {child.name for child in serving.serving(env, tmp_path, 1, 2)}


def _when_it_listens(port: int) -> smtplib.SMTP:
    deadline = time.monotonic() + 30
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=10)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
