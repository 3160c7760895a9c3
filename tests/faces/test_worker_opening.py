"""Opening as the worker does it: one envelope that cannot be kept, whatever the reason, never holds back the others."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.conf import settings

from halcyon.domain.contacts import commands
from halcyon.domain.contacts.models import Contact
from halcyon.faces.worker.opening import open_waiting
from halcyon.kernel import clocks
from halcyon.kernel.letterbox import door, opening
from halcyon.kernel.letterbox.telling import Telling, to_bytes
from halcyon.kernel.notices.models import Notice
from halcyon.kernel.sealing import DoorSecrets, WorkerSecrets, new_mailbox_keys
from halcyon.kernel.sealing.envelopes import seal
from tests import people
from tests.conftest import as_role

pytestmark = pytest.mark.django_db


def dropped(telling: Telling) -> uuid.UUID:
    """Puts a telling into the letterbox as the door does; the id of its envelope."""
    drop, padded = uuid.uuid4(), to_bytes(telling)
    key = DoorSecrets.load(settings.SECRETS).intake.current(clocks.now())
    assert key is not None
    sealed = door.Envelope(drop, len(padded), seal(padded, key, drop_id=drop, channel="web"))
    box = door.NewMailbox(uuid.uuid4(), uuid.uuid4().bytes * 2, b"w" * 124, new_mailbox_keys().public)
    with as_role("door"):
        door.drop(uuid.uuid4().bytes * 2, sealed, box, now=clocks.now(), day=clocks.today())
    return drop


def opened() -> None:
    open_waiting(WorkerSecrets.load(settings.SECRETS), people.OPENING)


def test_every_envelope_becomes_its_contact() -> None:
    drops = {dropped(people.a_telling()) for _ in range(3)}
    opened()
    assert set(Contact.objects.values_list("drop", flat=True)) == drops
    assert opening.pressure() == opening.Pressure(0, 0, 0.0)


def test_a_time_that_no_calendar_holds_goes_to_quarantine_and_the_others_are_opened() -> None:
    ahead = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))  # earlier than the first moment there is in UTC
    dropped(people.a_telling(door_time=ahead))
    whole = dropped(people.a_telling())
    opened()
    assert list(Contact.objects.values_list("drop", flat=True)) == [whole]
    assert opening.pressure().quarantined == 1
    assert Notice.objects.filter(kind="quarantine").exists()


def test_a_time_before_there_was_a_policy_goes_to_quarantine_and_the_others_are_opened() -> None:
    dropped(people.a_telling(door_time=datetime(1999, 12, 31, tzinfo=UTC)))
    whole = dropped(people.a_telling())
    opened()
    assert list(Contact.objects.values_list("drop", flat=True)) == [whole]
    assert opening.pressure().quarantined == 1


def test_while_the_database_is_away_nothing_is_put_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def away(**_: Any) -> None:
        raise OperationalError("away")

    dropped(people.a_telling())
    monkeypatch.setattr(commands, "receive", away)
    with pytest.raises(OperationalError):
        opened()
