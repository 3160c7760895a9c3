"""Databases for tests: one cluster a run, one template a version, a quick copy for whoever needs one."""

import fcntl
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from halcyon.database.server import Server
from halcyon.database.version import CODE, digest
from halcyon.kernel.partnership.pack import PARTNERSHIPS
from halcyon.kernel.sealing.folder import init
from halcyon.settings.base import STATE, database

LOGINS = ("door", "desk", "worker")
# Nobody pulls the plug on this cluster, and it is made anew when it is gone: whoever tests that has a server of their own
# (kernel/test_server, drills). Its databases live for minutes and are copied whole: nothing is gained by looking after them.
ONLY_FOR_TESTS = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "max_wal_size": "4GB", "checkpoint_timeout": "1h", "autovacuum": "off", "jit": "off",
}  # fmt: skip
START = (
    "import json, sys; from pathlib import Path; from halcyon.database.server import Server;"
    "Server(Path(sys.argv[1]), json.loads(sys.argv[2])).start()"
)
BARE = (
    "import os; from halcyon.database.apply import apply; from halcyon.settings.base import SECRETS;"
    "apply(os.environ['DATABASE_URL'], SECRETS)"
)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class FreshDatabase:
    """A database with its own HALCYON_STATE: the processes started on it find their logins and secrets there."""

    name: str
    state: Path
    server: Server

    def url(self, role: str) -> str:
        """The address with which one of the three processes signs in."""
        return (self.state / "secrets" / f"{role}.database").read_text().strip()

    @property
    def owner_url(self) -> str:
        return self.server.owner_url(self.name)


def version() -> str:
    """The version of the template: of the database, of the packs, and of what makes pages of them."""
    places = (PARTNERSHIPS, CODE / "domain" / "publishing", CODE / "kernel" / "noticeboard")
    files = sorted(file for place in places for file in place.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return sha256(b"".join((digest().encode(), *(file.read_bytes() for file in files)))).hexdigest()


class Cluster:
    """The PostgreSQL of the tests and the template applied to it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.bare, self.template = f"halcyon_bare_{digest()[:16]}", f"halcyon_template_{version()[:16]}"
        self.secrets = STATE / "template" / "secrets"

    def ensure_template(self) -> None:
        """Applies the database of this version once, then the demo's pack; an unfinished attempt is made again."""
        if self.template in self.server.databases():
            return
        for secrets in (self.secrets, STATE / "secrets"):
            init(secrets, datetime.now(UTC), since=datetime(2025, 4, 1, tzinfo=UTC))
        self._make(self.bare, "", ["-c", BARE])
        self._make(self.template, self.bare, ["-m", "halcyon.faces.cli.main", "database", "apply"])

    def _make(self, name: str, of: str, how: list[str]) -> None:
        unfinished = f"{name}_new"
        for former in (unfinished, name):
            self.server.drop_database(former)
        self.server.create_database(unfinished, *([of] if of else []))
        environment = os.environ | {
            "DATABASE_URL": self.server.owner_url(unfinished), "HALCYON_STATE": str(self.secrets.parent),
            "DJANGO_SETTINGS_MODULE": "halcyon.settings.owner",
        }  # fmt: skip
        subprocess.run([sys.executable, *how], env=environment, check=True)
        with psycopg.connect(self.server.owner_url("postgres"), autocommit=True) as owner:
            owner.execute(f'alter database "{unfinished}" rename to "{name}"')

    def copy(self, name: str) -> str:
        """A copy of the template under a name, in place of an earlier one."""
        self.server.drop_database(name)
        self.server.create_database(name, self.template)
        return name

    def drop(self, name: str) -> None:
        self.server.drop_database(name)

    def entry(self, name: str) -> dict[str, object]:
        """Django's entry for the owner's login on a copy: tests set the role they are about."""
        return database(self.server.owner_url(name)) | {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True}

    def fresh(self, folder: Path, worker: str) -> FreshDatabase:
        """A copy with a state folder of its own."""
        name = self.copy(f"fresh_{worker}_{os.getpid()}_{next(_numbers)}")
        secrets = folder / "state" / "secrets"
        shutil.copytree(self.secrets, secrets)
        for role in LOGINS:
            file = secrets / f"{role}.database"
            there = file.read_text().strip()
            file.write_text(there.replace(urlsplit(there).path, f"/{name}", 1))
        return FreshDatabase(name, folder / "state", self.server)


@contextmanager
def shared_cluster() -> Iterator[Cluster]:
    """Starts the cluster unless another worker has; the last worker to leave stops it.

    It is nobody's child: the worker that came first may be gone while others still need it.
    """
    STATE.mkdir(parents=True, exist_ok=True)
    with open(STATE / "lock", "w") as lock, open(STATE / "users", "w") as users:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        begin = [START, str(STATE), json.dumps(ONLY_FOR_TESTS)]
        subprocess.run([sys.executable, "-W", "ignore::ResourceWarning", "-c", *begin], check=True)
        server = Server(STATE)
        cluster = Cluster(server)
        cluster.ensure_template()
        fcntl.flock(lock, fcntl.LOCK_UN)
        try:
            yield cluster
        finally:
            fcntl.flock(lock, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()
