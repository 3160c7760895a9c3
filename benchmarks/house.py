"""A whole house to measure: its own PostgreSQL, door, desk and worker as `run.py start` serves them, on a state of their own.

Commits are timestamped by PostgreSQL here (`track_commit_timestamp`), so that the time from envelope to contact is the
database's own; nothing else differs from what is served.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.machine import Usage, between, busy, used
from halcyon.database.server import Server
from halcyon.kernel.sealing.folder import init
from halcyon.running.installing import collect_static
from halcyon.running.serving import Child, serving, wait_until_it_answers


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@dataclass
class Spent:
    """CPU seconds that were used while something was measured, by process; the machine's whole, and this process's own."""

    processes: dict[str, Usage]
    machine: float
    stolen: float
    clients: float


class House:
    """One state folder with everything that runs on it. `name` is how results call it."""

    def __init__(self, name: str, state: Path) -> None:
        self.name, self.state = name, state
        self.server = Server(state)
        self.ports = {"door": free_port(), "desk": free_port()}
        self.children: dict[str, Child] = {}

    def address(self, face: str) -> str:
        """Host and port of the door or the desk."""
        return f"127.0.0.1:{self.ports[face]}"

    def build(self, *, demo: bool) -> None:
        """Starts PostgreSQL, applies the database, makes the keys; with `demo`, its invented people tell their stories."""
        collect_static()
        self.server.start()
        self.sql("alter system set track_commit_timestamp = on")
        self.server.stop()
        self.server.start()
        (self.state / "logs").mkdir(exist_ok=True)
        init(self.state / "secrets", datetime.now(UTC))
        self.run("halcyon.faces.cli.main", "database", "apply", DATABASE_URL=self.server.owner_url())
        if demo:
            self.run("halcyon.demo", DJANGO_SETTINGS_MODULE="halcyon.settings.desk")

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """One statement as the owner; its rows."""
        with psycopg.connect(self.server.owner_url(), autocommit=True) as owner:
            cursor = owner.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def serving(self, *names: str) -> Iterator[None]:
        """The named processes, started as `run.py start` starts them, and stopped afterwards."""
        planned = serving(self.environment(), self.state / "logs", self.ports["door"], self.ports["desk"])
        self.children = {child.name: child for child in planned if child.name in names}
        try:
            for child in self.children.values():
                child.start()
            for name in ("door", "desk"):
                if name in self.children:
                    wait_until_it_answers(self.children[name], self.ports[name])
            yield
        finally:
            for child in self.children.values():
                child.stop()

    @contextmanager
    def measured(self) -> Iterator[Spent]:
        """What is used while the block runs; the answer is filled in when it ends."""
        roots = {name: child.process.pid for name, child in self.children.items() if child.process}
        roots["postgres"] = int((self.server.cluster / "postmaster.pid").read_text().split()[0])
        before = {name: used(pid) for name, pid in roots.items()}
        whole, own = busy(), sum(os.times()[:4])
        spent = Spent({}, 0.0, 0.0, 0.0)
        yield spent
        after = busy()
        spent.processes = {name: between(before[name], used(pid)) for name, pid in roots.items()}
        spent.machine, spent.stolen = after[0] - whole[0], after[1] - whole[1]
        spent.clients = sum(os.times()[:4]) - own

    def environment(self) -> dict[str, str]:
        """What the processes of this house are told."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {"HALCYON_STATE": str(self.state), "HALCYON_PARTNERSHIP": "demo"}

    def run(self, module: str, *words: str, **env: str) -> str:
        """A module as a process of this house; what it printed. Ends everything where it failed."""
        command, around = [sys.executable, "-m", module, *words], self.environment() | env
        done = subprocess.run(command, env=around, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{module} failed: {(done.stdout + done.stderr).strip()[-800:]}")
        return done.stdout

    def close(self) -> None:
        """Stops PostgreSQL."""
        self.server.stop()


@contextmanager
def houses(*names: str) -> Iterator[list[House]]:
    """Houses in a folder that goes away with them, also when the measuring is told to stop."""
    signal.signal(signal.SIGTERM, _told_to_stop)
    folder = Path(tempfile.mkdtemp(prefix="halcyon-measured-"))
    built = [House(name, folder / str(place)) for place, name in enumerate(names)]
    try:
        yield built
    finally:
        for house in built:
            house.close()
        shutil.rmtree(folder, ignore_errors=True)


def _told_to_stop(*_: object) -> None:
    raise SystemExit("The measuring was told to stop before it was done.")
