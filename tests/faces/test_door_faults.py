"""When something breaks (tiplines.md 6, 27-40): an answer lost, a disk full, a key expired, a fault in the middle."""

import dataclasses
import datetime as dt
import io
import logging
import re
import uuid

import pytest
from django.db import OperationalError, connection

from halcyon.faces.door import keys, paper, slowly, telling
from halcyon.faces.door.gate import HEADERS
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import delivering, opening
from halcyon.kernel.letterbox import door as letterbox
from halcyon.kernel.letterbox.telling import (
    LaterMessage,
    Telling,
)
from tests.conftest import as_role
from tests.faces.visitor import at_the_door

pytestmark = pytest.mark.django_db
KEPT = "We have your message"


@pytest.fixture
def visitor(tmp_path):
    with at_the_door(tmp_path / "secrets") as someone:
        yield someone


def test_when_the_answer_is_lost_on_its_way_the_retry_brings_it(visitor, monkeypatch):
    real, calls = letterbox.drop, []

    def keeps_and_then_breaks(*given, **named):
        calls.append(real(*given, **named))
        if len(calls) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return calls[-1]

    monkeypatch.setattr(letterbox, "drop", keeps_and_then_breaks)
    monkeypatch.setattr(telling, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    page = visitor.tells()
    assert page.heading == KEPT and page.code and calls == ["stored", "again"]
    assert len(visitor.arrived()) == 1


def broken(*_: object, **__: object) -> None:
    raise OperationalError("could not extend file: No space left on device")


def test_nothing_is_shown_as_kept_before_it_is_kept(visitor, monkeypatch):
    monkeypatch.setattr(letterbox, "drop", broken)
    monkeypatch.setattr(telling, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    page = visitor.tells("he rings me", people="Dez")
    assert page.status == 503 and KEPT not in page.says and page.code == ""
    assert HEADERS.items() <= page.headers.items()
    assert page.value("words") == "he rings me" and page.value("people") == "Dez" and "It is not sent yet" in page.says
    monkeypatch.undo()
    assert visitor.tells("he rings me", people="Dez", token=page.value("token")).heading == KEPT


def test_when_the_mailbox_is_away_what_was_typed_stays(visitor, monkeypatch):
    inside = visitor.presses(visitor.enters(visitor.tells().code), "show")
    monkeypatch.setattr(letterbox, "mailbox_write", broken)
    monkeypatch.setattr(telling, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    page = visitor.presses(inside, "write", text="he is here", what="message")
    assert page.status == 503 and page.value("text") == "he is here" and "no message here" not in page.says


def test_a_full_letterbox_says_so_keeps_every_word_on_the_page_and_takes_the_same_form_once_it_is_emptied(visitor):
    """Days without a worker, or a flood (tiplines.md 30). Seen to fail without the room: everything went in."""
    inside = visitor.presses(visitor.enters(visitor.tells("first").code), "show")
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("update letterbox.room set most_waiting_bytes = 4096")
    page = visitor.tells("he rings me", people="Dez")
    assert page.status == 503 and KEPT not in page.says and page.code == "" and "0800 1111" in page.says
    assert page.value("words") == "he rings me" and page.value("people") == "Dez" and "It is not sent yet" in page.says
    later = visitor.presses(inside, "write", text="he is here", what="message")
    assert later.status == 503 and later.value("text") == "he is here" and "It is not sent yet" in later.says
    assert visitor.tells("first").status == 503
    with as_role("worker"):
        assert opening.pressure().fullness >= 100
        assert len(visitor.arrived()) == 1
        assert opening.pressure().fullness == 0
    assert visitor.tells("he rings me", people="Dez", token=page.value("token")).heading == KEPT
    assert visitor.presses(later, "write", text="he is here", what="message").status == 503
    assert len(visitor.arrived()) == 1
    assert visitor.presses(later, "write", text="he is here", what="message").heading == KEPT


@pytest.mark.parametrize("days", [-60, 60])
def test_an_intake_key_outside_its_time_means_the_help_page_and_never_plain_text(visitor, days):
    token = visitor.token()
    with clocks.at(clocks.now() + dt.timedelta(days=days)):
        keys.forget()
        page = visitor.get("/tell")
        assert page.status == 503 and "We cannot take your message here just now" in page.says and "0800" in page.says
        assert "<textarea" not in page.text
        told = visitor.tells("he rings me", token=visitor.get("/back").value("token"))
    assert told.status == 503 and told.value("words") == "he rings me"
    assert token and visitor.arrived() == []


@pytest.mark.parametrize("harm", ["unsigned", "cut", "empty", "gone"])
def test_an_intake_key_nobody_signed_means_the_help_page(visitor, harm):
    for file in (visitor.secrets / "door").rglob("*.public"):
        if file.parent.name != "intake":
            continue
        whole = file.read_bytes()
        if harm == "gone":
            file.unlink()
            continue
        file.write_bytes({"unsigned": whole[:-1] + bytes([whole[-1] ^ 1]), "cut": whole[:40], "empty": b""}[harm])
    keys.forget()
    assert visitor.get("/tell").status == 503
    assert "999" in visitor.get("/tell").says


def test_while_the_words_cannot_be_checked_telling_goes_on(visitor, monkeypatch):
    code = visitor.tells("first").code

    def busy(*_: object) -> None:
        raise slowly.Busy

    monkeypatch.setattr(slowly.turns, "for_coming_back", busy)
    assert visitor.enters(code).heading == "Please wait a moment"
    assert visitor.tells("second").heading == KEPT


def test_a_fault_in_the_middle_of_a_telling_writes_its_words_nowhere(visitor, monkeypatch, caplog, capsys):
    canary = "kestrel-9020"

    def fails(*_: object, **__: object) -> None:
        held = canary
        raise RuntimeError(held)

    monkeypatch.setattr(telling, "_keep", fails)
    caplog.set_level(logging.DEBUG)
    page = visitor.tells(canary)
    assert page.status == 500 and "not because of you" in page.says and canary not in page.text
    printed = capsys.readouterr()
    assert canary not in caplog.text + printed.out + printed.err
    assert "door.fault kind=RuntimeError at=halcyon/faces/door/telling.py" in caplog.text


def test_a_log_that_cannot_be_written_prints_nothing_of_what_was_told(visitor, monkeypatch, capsys):
    """Seen to fail: Python printed the fault, its words and all, beside the log that it could not write."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("kestrel-9021")

    broken = io.StringIO()
    broken.close()
    handler, log = logging.StreamHandler(broken), logging.getLogger("halcyon.door")
    monkeypatch.setattr(telling, "_keep", fails)
    log.addHandler(handler)
    try:
        visitor.tells("kestrel-9021")
    finally:
        log.removeHandler(handler)
    assert "kestrel-9021" not in capsys.readouterr().err


def test_when_even_the_error_page_fails_a_page_with_the_numbers_goes_out(visitor, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(visitor.door, "application", fails)
    page = visitor.get("/")
    assert page.status == 500 and "999" in page.says and "0800 1111" in page.says
    assert HEADERS.items() <= page.headers.items()


def test_no_address_of_the_visitor_comes_past_the_gate(visitor, monkeypatch):
    seen: dict[str, object] = {}
    inside = visitor.door.application

    def looks(environ, start):
        seen.update(environ)
        return inside(environ, start)

    monkeypatch.setattr(visitor.door, "application", looks)
    visitor.get("/", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_REAL_IP="203.0.113.9", HTTP_FORWARDED="for=203.0.113.9",
                HTTP_CF_CONNECTING_IP="203.0.113.9", HTTP_COOKIE="a=b", HTTP_REFERER="https://mail.example/")  # fmt: skip
    came = repr({name: value for name, value in seen.items() if not isinstance(value, io.IOBase)})
    assert not re.search(r"203\.0\.113\.9|198\.51\.100\.77|visitor|a=b|mail\.example", came)


def test_the_time_of_the_telling_is_inside_the_envelope_and_its_row_keeps_the_day(visitor):
    moment = dt.datetime(2026, 3, 1, 21, 40, tzinfo=dt.UTC)
    from halcyon.kernel.sealing import folder

    with clocks.at(moment):
        folder.init(visitor.secrets / "march", moment)
    visitor.tells()
    (told,) = visitor.arrived()
    assert abs(told.door_time - clocks.now()) < dt.timedelta(minutes=1)
    fields = {field.name for field in dataclasses.fields(letterbox.Envelope)}
    assert fields == {"id", "bucket", "sealed"}


def test_the_team_answers_and_the_answer_is_read_and_taken_away(visitor):
    code = visitor.tells().code
    (told,) = visitor.arrived()
    assert isinstance(told, Telling) and told.mailbox
    from halcyon.kernel.sealing import seal_reply

    with as_role("worker"):
        sealed = seal_reply("We read this. You did the right thing.", told.mailbox.public_key, mailbox=told.mailbox.id)
        delivering.deliver(told.mailbox.id, uuid.uuid4(), sealed, clocks.today())
    inside = visitor.presses(visitor.enters(code), "show")
    assert "You did the right thing." in inside.says and "Your six words work until" in inside.says
    asked = visitor.presses(inside, "empty")
    assert asked.heading == "Take these messages away?" and len(asked.body) == paper.FILLED_TO
    assert "You did the right thing." in visitor.presses(asked, "show").says, "asking takes nothing away"
    emptied = visitor.presses(asked, "empty-now")
    assert "You did the right thing." not in emptied.says and "stays with the team" in emptied.says


@pytest.mark.parametrize("what", ["still_happening", "this_is_wrong", "want_advocate"])
def test_each_button_of_the_mailbox_is_a_telling_of_its_own(visitor, what):
    inside = visitor.presses(visitor.enters(visitor.tells().code), "show")
    visitor.arrived()
    sent = visitor.presses(inside, "write", what=what, text="", safe_now="no", where_now="bus station")
    assert sent.heading == KEPT and len(sent.body) == paper.FILLED_TO
    (told,) = visitor.arrived()
    assert isinstance(told, LaterMessage) and (told.what, told.danger, told.where_now) == (what, True, "bus station")
