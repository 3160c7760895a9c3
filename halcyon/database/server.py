"""A private PostgreSQL for one machine: made once, started as a child of ours, reached through a Unix socket alone.

Uses the standard library alone, and PostgreSQL's own programs (`binaries`). Every role, the owner too, signs in with
a secret of its own; nothing listens on the network. It must never know a table.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from halcyon.database.binaries import Account, ServerFailed, programs_for, server_account, version_of

__all__ = ["DATABASE", "OWNER", "Server", "ServerFailed"]

OWNER = "halcyon_owner"
DATABASE = "halcyon"
PORT = 5432  # no port is opened: PostgreSQL names the socket file after it
LONGEST_SOCKET = 107  # bytes; the kernel's limit for the path of a Unix socket
LEAST_FREE = 300_000_000  # bytes; below this a full disk would end in the middle of a telling
START_SECONDS = 60.0
STOP_SECONDS = 60.0  # a slow disk may take its time over the last checkpoint
AUTHENTICATION = (
    "# Written at every start. Sockets only, and each role with its own secret.\nlocal all all scram-sha-256\n"
)

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "recovery_init_sync_method": "syncfs",
    "max_prepared_transactions": "0",  # a forgotten one would hold back the sealing of the journal for ever
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # A failed statement would carry a child's words into the log: these three keep them out.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}


class Server:
    """The private PostgreSQL whose cluster, secret and log stand below `state`; `settings` are further ones, for tests."""

    def __init__(self, state: Path, settings: Mapping[str, str] | None = None) -> None:
        self.state = Path(os.path.abspath(state))
        self._settings = SETTINGS | dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._account: Account | None = None
        self._programs: Path | None = None

    # Where things stand

    @property
    def account(self) -> Account:
        """The operating-system account that the server runs as."""
        if self._account is None:
            self._account = server_account()
        return self._account

    @property
    def home(self) -> Path:
        """The server's own folder. `state/postgres` links to it where the account cannot reach into `state`."""
        return (self.state / "postgres").resolve()

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        if self._programs is None:
            self._programs = programs_for(self.account, self.home)
        return self._programs

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket: in the server's home, or a short one of ours where that path is too long."""
        beside = self.home / "socket"
        if _socket_fits(beside):
            return beside
        inode = self.home.stat()
        short = Path(tempfile.gettempdir()) / f"halcyon-{inode.st_dev:x}-{inode.st_ino:x}"
        if _socket_fits(short):
            return short
        raise ServerFailed(f"The path {short} is too long for a Unix socket: set TMPDIR to a shorter folder.")

    @property
    def log(self) -> Path:
        return self.state / "logs" / "postgres.log"

    def owner_url(self, database: str = DATABASE) -> str:
        """Where the owner of the database signs in; its secret is for `halcyon database apply` and tests alone."""
        return f"postgresql://{OWNER}:{self._password()}@/{database}?host={quote(str(self.socket), safe='')}"

    # Making, starting, stopping

    def ensure(self) -> None:
        """Make the cluster unless it is there; what an interrupted attempt left behind is made again."""
        self.state.mkdir(parents=True, exist_ok=True)
        self.ensure_home()
        free = shutil.disk_usage(self.home).free
        if free < LEAST_FREE:
            raise ServerFailed(
                f"Only {free // 1_000_000} MB are free at {self.home}: {LEAST_FREE // 1_000_000} are needed."
            )
        made = self.cluster / "PG_VERSION"
        if not made.exists():
            self._make_cluster()
        wanted, found = made.read_text().strip(), version_of(self.programs)
        if wanted != str(found):
            raise ServerFailed(f"{self.cluster} was made by PostgreSQL {wanted} and the programs here are {found}.")

    def start(self) -> None:
        """Start the server and wait until it answers. One that already runs on this cluster is taken over."""
        self.ensure()
        if self._running_pid() is None:
            self.account.make_folder(self.socket)
            (self.cluster / "pg_hba.conf").write_text(AUTHENTICATION)
            self._launch()
        self._wait_until_ready()
        if DATABASE not in self.databases():
            self.create_database(DATABASE)

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, everything committed is on disk."""
        pid = self._running_pid()
        if pid is None:
            return
        for signalled, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS)):
            os.kill(pid, signalled)
            if self._wait_until_gone(seconds):
                return
        raise ServerFailed(f"PostgreSQL (process {pid}) does not stop: {self._last_log_line()}")

    def kill(self) -> None:
        """End the server as a power cut would (kill -9); `start` brings back whatever was committed. For drills."""
        pid = self._running_pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            self._wait_until_gone(STOP_SECONDS)

    def alive(self) -> bool:
        """Whether the server runs and takes connections."""
        pid, lines = self._running_pid(), self._pid_lines()
        return pid is not None and lines[:1] == [str(pid)] and lines[7:8] == ["ready"]

    # Databases

    def databases(self) -> set[str]:
        """The names of the databases there are."""
        return set(self._sql("select datname from pg_database;").split())

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, empty or as a copy of `template`.

        PostgreSQL copies no rights that stand on the database itself, and lets everyone into a new one: here those of
        the template are copied, and nobody else may enter.
        """
        source = _checked(template or "template1")
        self._sql(
            f"""create database {_checked(name)} template {source};
            revoke all on database {name} from public;
            select format('grant %s on database {name} to %I', privilege_type, rolname)
              from pg_database, aclexplode(datacl) as rights join pg_roles on pg_roles.oid = grantee
             where datname = '{source}' and grantee <> datdba \\gexec"""
        )

    def drop_database(self, name: str) -> None:
        """Remove a database if it is there, with whoever is connected to it."""
        self._sql(f"drop database if exists {_checked(name)} with (force);")

    def _sql(self, statements: str) -> str:
        command = [str(self.programs / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-f", "-"]
        signing_in = {"PGHOST": str(self.socket), "PGUSER": OWNER, "PGPASSWORD": self._password()}
        answer = subprocess.run(
            command,
            input=statements,
            env=signing_in | _clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            lines = answer.stderr.strip().splitlines() or ["no reason was given"]
            raise ServerFailed(f"PostgreSQL refused: {lines[0].removeprefix('psql:<stdin>:')}.")
        return answer.stdout

    # Within

    def ensure_home(self) -> None:
        """Make the server's folder below `state`, or elsewhere with a link when its account cannot enter."""
        home = self.state / "postgres"
        if home.is_symlink() and not home.exists():
            raise ServerFailed(
                f"{home} points to {os.readlink(home)}, which is gone: remove {self.state} to begin anew."
            )
        if home.is_symlink() or home.exists() or self.account.reaches(self.state):
            self.account.make_folder(self.home)
            return
        elsewhere = Path("/var/lib/halcyon")
        elsewhere.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not self.account.reaches(elsewhere):
            raise ServerFailed(f"User {self.account.name} can reach neither {self.state} nor {elsewhere}.")
        own = elsewhere / f"{self.state.name}-{secrets.token_hex(4)}"
        self.account.make_folder(own)
        home.symlink_to(own)

    def _make_cluster(self) -> None:
        """Run initdb in a folder beside the place of the cluster and rename it only when it is whole."""
        unfinished, password = self.home / "cluster.new", self.home / "password.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password.unlink(missing_ok=True)
        with open(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self._password())
        if not self.account.is_ours:
            os.chown(password, self.account.uid, self.account.gid)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        signing_in = ["--auth=scram-sha-256", f"--username={OWNER}", f"--pwfile={password}"]
        answer = subprocess.run(
            [self.programs / "initdb", f"--pgdata={unfinished}", *locale, *signing_in, "--no-instructions"],
            env=_clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            **self.account.becoming(),
        )
        password.unlink()
        if answer.returncode != 0:
            lines = [line for line in answer.stderr.splitlines() if "error" in line] or ["it gave no reason"]
            raise ServerFailed(f"PostgreSQL's files could not be made in {self.home}: {lines[0]}.")
        unfinished.rename(self.cluster)

    def _launch(self) -> None:
        """Start `postgres` as a child in a session of its own: Ctrl-C reaches us first, and we stop it in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        settings = self._settings | {"unix_socket_directories": f'"{self.socket}"', "unix_socket_permissions": "0700"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        environment = _clean_environment()
        if stale := self._pid_lines():
            # Nobody runs under this number on our cluster now. PostgreSQL passes over a grandparent's number in the
            # lock file and goes on to make sure by itself that no old backend is left.
            environment["PG_GRANDPARENT_PID"] = stale[0]
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.cluster, *options],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.account.becoming(),
            )

    def _wait_until_ready(self) -> None:
        """Wait for the server; launch it again when it left because a killed one's backends were still there."""
        deadline = time.monotonic() + START_SECONDS
        while not self.alive():
            ended = self._process is not None and self._process.poll() is not None
            if time.monotonic() > deadline or (ended and "still in use" not in self._log_text()):
                raise ServerFailed(f"PostgreSQL cannot start: {self._last_log_line()} (the whole log: {self.log})")
            time.sleep(0.02)
            if ended:
                self._launch()

    def _wait_until_gone(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self._running_pid() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def _running_pid(self) -> int | None:
        """The process that runs on our cluster, our own child or left by an earlier run; None when there is none.

        A number alone proves nothing: it may be a zombie's, or another program's after a restart of the machine.
        """
        if self._process is not None:
            return self._process.pid if self._process.poll() is None else None
        lines = self._pid_lines()
        if not lines or not lines[0].isdigit():
            return None
        pid = int(lines[0])
        try:
            if not Path("/proc/self").exists():
                os.kill(pid, 0)
                return pid
            ours = Path(f"/proc/{pid}/cwd").samefile(self.cluster)
            zombie = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
            return pid if ours and not zombie else None
        except OSError:
            return None

    def _pid_lines(self) -> list[str]:
        """The lines of PostgreSQL's own lock file: process, folder, ..., state as the eighth."""
        try:
            return [line.strip() for line in (self.cluster / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _password(self) -> str:
        """The owner's secret, made at the first question and kept in a file for the user who runs Halcyon alone."""
        place = self.state / "secrets" / "owner.password"
        if not place.exists():
            if self.cluster.exists():
                raise ServerFailed(f"{place} is gone and {self.cluster} cannot be opened without it: bring it back.")
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(24))
        return place.read_text()

    def _log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _last_log_line(self) -> str:
        """The last line that says what went wrong, without its time and process."""
        lines = self._log_text().strip().splitlines() or ["its log is empty"]
        worst = [line for line in lines if re.search(r"\b(FATAL|PANIC|error):", line)] or lines
        return re.sub(r"^\S+ \S+ \S+ \[\d+\] ", "", worst[-1])


def _socket_fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET


def _checked(name: str) -> str:
    """A database name that needs no quoting; anything else is a mistake of the caller."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise ValueError(f"not a database name: {name!r}")
    return name


def _clean_environment() -> dict[str, str]:
    """Only what PostgreSQL's programs need: a locale that is not installed here, say, must not stop them."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
