"""Kill -9 of door, a process of it, worker or PostgreSQL at random moments while people tell: every code has its contact.

Two hundred kills and as many tellings at least run with the tests.
``HALCYON_DRILL=1000 .venv/bin/pytest tests/drills`` is the long drill, by hand: a thousand kills.
"""

import itertools
import os
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.drills.house import House
from tests.drills.teller import Shown, tells

KILLS = int(os.environ.get("HALCYON_DRILL", "200"))
TELLINGS = 200  # at least, however slow the machine
TELLERS = 4
LATEST = 0.3  # seconds after somebody began to tell: every kill meets a telling under way
OFTEN = ("process of the door", "postgres") * 10 + ("door", "worker")  # what comes back in a moment dies more often
PATIENCE = 120.0 + 10 * KILLS  # seconds


@pytest.fixture
def house(tmp_path: Path):
    built = House(tmp_path / "state")
    try:
        built.build()
        yield built
    finally:
        built.close()


def test_every_code_shown_has_its_contact_and_none_has_two(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Seen to fail: with the spent token deleted when its envelope is opened, retried tellings became two contacts."""
    asked, begun, numbers = threading.Semaphore(0), threading.Semaphore(0), itertools.count()
    over, deadline = threading.Event(), time.monotonic() + PATIENCE

    def goes_on_telling(_seat: int) -> list[Shown | None]:
        told = []
        for number in numbers:
            while not (asked.acquire(timeout=0.2) or over.is_set()):
                pass
            if time.monotonic() > deadline or (over.is_set() and number >= TELLINGS):
                break
            begun.release()
            told.append(tells(house.address, f"I want to tell someone, number {number:05d}.", deadline))
        return told

    with ThreadPoolExecutor(TELLERS + 1) as people:
        killer = people.submit(_kills, house, asked, begun, over)
        answers = list(itertools.chain.from_iterable(people.map(goes_on_telling, range(TELLERS))))
        killer.result()
    shown = [answer for answer in answers if answer]
    assert len(shown) == len(answers), "someone never got an answer"
    kept = _kept(house, time.monotonic() + PATIENCE)
    lost = [one.told for one in shown if kept[one.told] == 0]
    twice = [told for told, times in kept.items() if times > 1]
    codes = [one.code for one in shown if one.code]
    assert (lost, twice) == ([], [])
    assert len(set(codes)) == len(codes)
    assert sum(house.kills.values()) == KILLS and all(house.kills.values()), house.kills
    assert len(shown) >= TELLINGS
    with capsys.disabled():
        sys.stdout.write(f"\n{KILLS} kills {house.kills}: {len(shown)} tellings, none lost, none kept twice\n")


def _kills(house: House, asked: threading.Semaphore, begun: threading.Semaphore, over: threading.Event) -> None:
    """Each in turn, in no order, and each while somebody tells who was asked to; whatever happens, the telling ends with it."""
    chance = random.Random(20261122)
    try:
        for victim in chance.sample(OFTEN * -(-KILLS // len(OFTEN)), KILLS):
            asked.release()
            assert begun.acquire(timeout=PATIENCE), "nobody tells"
            time.sleep(chance.uniform(0, LATEST))
            house.kill(victim)
            house.wait_for_the_door()
    finally:
        over.set()


def _kept(house: House, deadline: float) -> Counter[str]:
    """How many contacts hold each telling, once the letterbox is empty."""
    with psycopg.connect(house.server.owner_url(), autocommit=True) as owner:
        while time.monotonic() < deadline:
            waiting = owner.execute("select count(*) from letterbox.drop").fetchone()
            if waiting == (0,):
                break
            time.sleep(0.2)
        assert waiting == (0,), "the worker has not opened everything"
        assert owner.execute("select count(*) from letterbox.quarantine").fetchone() == (0,)
        rows = owner.execute("select words from children_statement where question = 'words'").fetchall()
        return Counter(words for (words,) in rows)
