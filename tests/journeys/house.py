"""A whole house for a journey: door, desk and worker as `run.py start` starts them, on a database and at a time of its own.

Mail goes to a real SMTP server on this machine. Questions to the database here are the test's own, as the owner: they find
out where something is or whether a line was written, and never change anything.
"""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller

from halcyon.kernel.clocks import LONDON, is_working_day
from halcyon.running.serving import Child, serving, wait_until_it_answers
from tests.databases import Cluster, FreshDatabase
from tests.postbox import Postbox, free_port

PATIENCE = 60.0  # seconds for something that takes two on a quiet machine


IN_MARCH = """
import django
django.setup()
from django.db import transaction
from halcyon.demo import dots, stage, stories, threads
from halcyon.kernel.clocks import now
cast, calendar = threads.Cast(), stage.Calendar(now())
with transaction.atomic():
    stage.play([stories.Tour(cast, calendar, dots.Dots(cast, calendar)).ellie()], until=now())
"""


def sunday_night() -> dt.datetime:
    """The latest Sunday, 21:40 in London, before a Monday that is worked."""
    day = dt.datetime.now(LONDON).date()
    while day.weekday() != 6 or not is_working_day(day + dt.timedelta(days=1)):
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(21, 40), LONDON)


def monday_morning() -> dt.datetime:
    """The morning after, 08:40: the Lapwing Team has come in."""
    return dt.datetime.combine(sunday_night().date() + dt.timedelta(days=1), dt.time(8, 40), LONDON)


def the_model_county(cluster: Cluster, folder: Path, worker: str) -> FreshDatabase:
    """A database with the pack of Oxfordshire alone: no people, and nobody can sign in yet."""
    fresh = cluster.fresh(folder, worker)
    cluster.server.drop_database(fresh.name)
    cluster.server.create_database(fresh.name, cluster.bare)
    halcyon(fresh, "oxfordshire", "database", "apply", DATABASE_URL=fresh.owner_url)
    return fresh


def halcyon(database: FreshDatabase, partnership: str, *words: str, **around: str) -> str:
    """Runs the command line; returns what it printed."""
    own = {"HALCYON_PARTNERSHIP": partnership, "HALCYON_STATE": str(database.state)}
    command = [sys.executable, "-m", "halcyon.faces.cli.main", *words]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, env=plain | own | around, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class House:
    """Three processes, a database and a mail server. `began` is what their clocks said when they started."""

    def __init__(self, database: FreshDatabase, began: dt.datetime, partnership: str = "demo") -> None:
        self.database, self.began, self.partnership = database, began, partnership
        self.postbox, self.ports = Postbox(), {name: free_port() for name in ("door", "desk", "mail")}
        self._mail = Controller(self.postbox, hostname="127.0.0.1", port=self.ports["mail"])
        self.seats: dict[str, list[Any]] = {}  # the cookies of those who signed in, by their key
        self._children: list[Child] = []

    def address(self, face: str) -> str:
        """Where the door or the desk answers."""
        return f"http://localhost:{self.ports[face]}"

    def open(self) -> None:
        """Starts everything and waits until both faces answer."""
        logs = self.database.state / "logs"
        logs.mkdir()
        self._mail.start()
        self._children = serving(self._environment(), logs, self.ports["door"], self.ports["desk"])
        for child in self._children:
            child.start()
        for child in self._children[:2]:
            wait_until_it_answers(child, self.ports[child.name], 3 * PATIENCE)

    def begins_with_the_demo(self) -> None:
        """The invented people have told their stories, up to the moment at which this house begins."""
        halcyon(self.database, self.partnership, "demo", "load", **self._environment())

    def remembers_march(self) -> None:
        """Ellie told a school nurse in March, as the demo plays it; where the demo was loaded she has told already."""
        if not self.ask("select from contacts_contact where referrer ->> 'name' = 'Bethan Morwood'"):
            around = self._environment() | {"DJANGO_SETTINGS_MODULE": "halcyon.settings.desk"}
            subprocess.run([sys.executable, "-c", IN_MARCH], env=around, check=True)

    def close(self) -> None:
        """Stops everything, all at once."""
        for child in self._children:
            if child.process is not None:
                child.process.terminate()
        for child in self._children:
            child.stop()
        self._mail.stop()

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """A question to the database, as the owner."""
        with psycopg.connect(self.database.owner_url, autocommit=True) as owner:
            return owner.execute(question, values or None).fetchall()  # type: ignore[arg-type]

    def reference_of(self, words: str) -> str:
        """The reference of the contact in which somebody said just this, once the worker has opened it."""
        found = (
            "select r.reference from children_statement s join access_record r on r.id = s.record_id where s.words = %s"
        )
        ((reference,),) = self.wait_for(lambda: self.ask(found, words), f"nobody opened: {words}")
        return str(reference)

    def mails_to(self, address: str, number: int = 1) -> list[EmailMessage]:
        """The mails that were brought to an address, once there are that many."""

        def found() -> list[EmailMessage]:
            return [mail for to, mail, _ in self.postbox.taken if to == [address]]

        self.wait_for(lambda: len(found()) >= number, f"no mail number {number} to {address}")
        return found()

    def wait_for(self, holds: Any, otherwise: str) -> Any:
        """What `holds` gives once it gives something; fails with `otherwise` when it never does."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if given := holds():
                return given
            time.sleep(0.05)
        raise AssertionError(f"{otherwise}\n{self.last_words()}")

    def last_words(self) -> str:
        """What the processes said to whoever keeps the house running."""
        return "\n".join(f"{child.name}: {child.last_words()}" for child in self._children)

    def _environment(self) -> dict[str, str]:
        ahead = self.began - dt.datetime.now(dt.UTC)
        clock = {"HALCYON_CLOCK": str(round(ahead.total_seconds()))} if self.partnership == "demo" else {}
        return os.environ | clock | {
            "HALCYON_PARTNERSHIP": self.partnership,
            "HALCYON_STATE": str(self.database.state),
            "HALCYON_DESK_ADDRESS": self.address("desk") + "/",
            "HALCYON_SMTP_HOST": "127.0.0.1",
            "HALCYON_SMTP_PORT": str(self.ports["mail"]),
        }  # fmt: skip


@contextmanager
def opened(house: House) -> Iterator[House]:
    """A house, open for as long as the block lasts."""
    try:
        house.open()
        yield house
    finally:
        house.close()
