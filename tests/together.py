"""Several at the same moment: each in a thread, each with a connection of its own, committing for real."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections

from halcyon.settings.base import database
from tests.databases import FreshDatabase


@contextmanager
def connected(fresh: FreshDatabase, login: str = "") -> Iterator[None]:
    """This thread's connection leads to that database, as its owner or with a login of its own; it is closed at the end."""
    former = connections["default"]
    entry = {**former.settings_dict, **database(fresh.url(login) if login else fresh.owner_url)}
    entry["OPTIONS"] = {"options": "-c synchronous_commit=off"}  # committed for all who ask; nobody pulls the plug here
    connections["default"] = type(former)(entry, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = former


def at_once(fresh: FreshDatabase, *acts: Callable[[], Any], login: str = "") -> list[Any]:
    """What each act answers, or raises, when all begin at the same moment."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        with connected(fresh, login):
            start.wait()
            try:
                answers[number] = act()
            except Exception as fault:
                answers[number] = fault

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@contextmanager
def held_until(fresh: FreshDatabase, several: int, lock: str) -> Iterator[None]:
    """Holds what `lock` locks until so many wait for a lock; then they all go on, each from the same point."""
    with psycopg.connect(fresh.owner_url) as holder, psycopg.connect(fresh.owner_url, autocommit=True) as looker:
        holder.execute(lock)

        def lets_go() -> None:
            waiting = (
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            )
            patience = time.monotonic() + 30
            while looker.execute(waiting).fetchone() != (several,) and time.monotonic() < patience:
                time.sleep(0.01)
            holder.rollback()

        thread = threading.Thread(target=lets_go)
        thread.start()
        yield
        thread.join()
