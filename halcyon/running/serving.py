"""Serves one partnership on this machine: PostgreSQL, door, desk and worker, until Ctrl-C.

Uses the standard library alone. It starts and stops processes; it must never know what they do, and the processes that
it starts are never told the owner's address of the database.
"""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from halcyon.database.server import Server, ServerFailed
from halcyon.running.installing import collect_static, prepare
from halcyon.running.steps import HERE, PYTHON, VAR, Failed, run, say

READY_SECONDS = 60.0
STOP_SECONDS = 10.0
STOPPED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
REFUSING = "halcyon.faces.refusing.Refusing"  # gunicorn's threads, with our page for what it refuses by itself
MANY_ENDS, IN_SECONDS = 5, 60.0  # a process that ends so often will not come back by itself


@dataclass
class Child:
    """One process that serves; when it ends by itself it is started again, unless it keeps ending."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    log: Path
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=MANY_ENDS))
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches this program first, which stops all in order."""
        nothing = subprocess.DEVNULL
        with open(self.log, "ab") as log, _not_between():
            self.process = subprocess.Popen(
                self.command, cwd=HERE, env=self.env, stdin=nothing, stdout=log, stderr=log, start_new_session=True
            )

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def start_again(self) -> None:
        self.ends.append(time.monotonic())
        if len(self.ends) == MANY_ENDS and self.ends[-1] - self.ends[0] < IN_SECONDS:
            raise Failed(f"The {self.name} ended {MANY_ENDS} times within a minute: {self.last_words()}")
        say(f"The {self.name} ended and is started again (its log: {self.log})")
        self.start()

    def stop(self) -> None:
        if self.process is None or self.ended():
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1].strip() if lines else "its log is empty."


def start(partnership: str, door_port: int, desk_port: int) -> int:
    """Install, bring up to date and serve one partnership until Ctrl-C or SIGTERM; returns the exit code."""
    packs = sorted(pack.parent.name for pack in HERE.glob("partnerships/*/partnership.toml"))
    if partnership not in packs:
        raise Failed(f"There is no partnership {partnership!r}: there are {' and '.join(packs)}.")
    check_port(door_port, "door")
    check_port(desk_port, "desk")
    prepare()
    state = Path(os.environ.get("HALCYON_STATE", VAR / partnership)).absolute()
    logs = state / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "HALCYON_PARTNERSHIP": partnership, "HALCYON_STATE": str(state)}
    given = env.pop("DATABASE_URL", "")
    server = None if given else Server(state)
    children = serving(env, logs, door_port, desk_port)
    with stopping_in_order(children, server):
        with ThreadPoolExecutor() as beside:
            styles = beside.submit(collect_static)
            owner_url = given if server is None else started(server)
            bring_up_to_date(env, owner_url, state)
            styles.result()
        for child in children:
            child.start()
        wait_until_it_answers(children[0], door_port)
        wait_until_it_answers(children[1], desk_port)
        greet(state, partnership, door_port, desk_port)
        watch(children, server)
    return 0


def check_port(port: int, face: str) -> None:
    """Ask before anything slow whether a port is free; raises Failed when it is not."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise Failed(f"Port {port} is taken: stop what runs there, or choose another by --{face}-port.") from None


def serving(env: Mapping[str, str], logs: Path, door_port: int, desk_port: int) -> list[Child]:
    """The three processes, in the order in which they are started and stopped, and the practice site's mail server."""
    plans = {
        "door": gunicorn("door", door_port, workers=2, threads=8),
        "desk": gunicorn("desk", desk_port, workers=2, threads=4),
        "worker": [PYTHON, "-m", "halcyon.faces.worker"],
    }
    post = practice_post(env, logs.parent / "post") if env["HALCYON_PARTNERSHIP"] == "demo" else []
    env = {"HALCYON_DESK_ADDRESS": f"http://localhost:{desk_port}/", **env}  # as notices say it
    env = {**env, "HALCYON_SMTP_HOST": "127.0.0.1", "HALCYON_SMTP_PORT": post[-1]} if post else env
    served = [
        Child(name, command, {**env, "DJANGO_SETTINGS_MODULE": f"halcyon.settings.{name}"}, logs / f"{name}.log")
        for name, command in plans.items()
    ]
    return [*served, Child("post", post, env, logs / "post.log")] if post else served


def practice_post(env: Mapping[str, str], folder: Path) -> list[str]:
    """The command of a mail server on a free port, which comes last; none where the worker was told of another."""
    if "HALCYON_SMTP_PORT" in env or "HALCYON_SMTP_HOST" in env:
        return []
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    return [PYTHON, "-m", "halcyon.demo.post", "--folder", str(folder), "--port", str(port)]


def gunicorn(face: str, port: int, workers: int, threads: int) -> list[str]:
    """How a face is served. No access log is kept, and no warning: both would hold addresses."""
    serve = [PYTHON, "-m", "gunicorn", f"halcyon.faces.{face}.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    size = ["--worker-class", REFUSING, "--workers", str(workers), "--threads", str(threads), "--preload"]
    quiet = ["--no-control-socket", "--log-level", "critical", "--graceful-timeout", str(int(STOP_SECONDS) - 2)]
    in_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # its sign of life, not a disk's
    return [*serve, *size, *quiet, *in_memory]


@contextmanager
def stopping_in_order(children: list[Child], server: Server | None) -> Iterator[None]:
    """Whatever ends the block, Ctrl-C too, stops the children in their order and then PostgreSQL."""
    before = {number: signal.signal(number, _interrupt) for number in STOPPED_BY}
    try:
        yield
    except KeyboardInterrupt:
        print(flush=True)
    except ServerFailed as failure:
        raise Failed(str(failure)) from failure
    finally:
        for number in STOPPED_BY:  # an impatient second Ctrl-C must leave nothing running
            signal.signal(number, signal.SIG_IGN)
        say("Stopping")
        for child in children:
            child.stop()
        if server is not None:
            server.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


_holding = _held_back = False


def _interrupt(*_: object) -> None:
    global _held_back
    _held_back = _holding
    if not _holding:
        raise KeyboardInterrupt


@contextmanager
def _not_between() -> Iterator[None]:
    """Ctrl-C waits until the block is over: a child that was made and not yet noted would never be stopped."""
    global _holding
    _holding = True
    try:
        yield
    finally:
        _holding = False
    if _held_back:
        raise KeyboardInterrupt


def started(server: Server) -> str:
    """Start the private PostgreSQL and return the owner's address."""
    server.start()
    say("PostgreSQL answers")
    return server.owner_url()


def bring_up_to_date(env: Mapping[str, str], owner_url: str, state: Path) -> None:
    """The database in step with the code, keys made, the demo loaded once."""
    halcyon = [PYTHON, "-m", "halcyon.faces.cli.main"]
    run([*halcyon, "database", "apply"], "Applying the database", {**env, "DATABASE_URL": owner_url})
    say("The database is in step with the code")
    run([*halcyon, "keys", "init"], "Making keys", env)
    if env["HALCYON_PARTNERSHIP"] == "demo" and not demo_note(state).exists():
        told = run([PYTHON, "-m", "halcyon.demo"], "Loading the demo", env)
        demo_note(state).write_text(told.strip().rpartition("\n")[2])
        say("The demo's invented people have told their stories")


def demo_note(state: Path) -> Path:
    """Where the demo's last line is kept: the invented child's words to come back with, shown at every start."""
    return state / "demo.txt"


def wait_until_it_answers(child: Child, port: int, seconds: float = READY_SECONDS) -> None:
    """Wait for the first answer that says all is well; raises Failed with the child's last words when none comes."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.ended():
            raise Failed(f"The {child.name} cannot start: {child.last_words()}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise Failed(f"The {child.name} does not say that all is well: {child.last_words()}")


def watch(children: list[Child], server: Server | None) -> None:
    """Start again whatever ends by itself, until Ctrl-C."""
    while True:
        time.sleep(0.2)
        if server is not None and not server.alive():
            say("PostgreSQL ended and is started again")
            server.start()
        for child in children:
            if child.ended():
                child.start_again()


def greet(state: Path, partnership: str, door_port: int, desk_port: int) -> None:
    """Say where everything is, how to sign in, and that this is a practice site."""
    say("Halcyon is running; Ctrl-C stops everything.")
    print(f"\n  To tell someone:  http://localhost:{door_port}/\n  The desk:         http://localhost:{desk_port}/\n")
    if partnership == "demo":
        print("  To sign in, open the desk's address and choose who to be.")
        print(f"  {demo_note(state).read_text()}")
        print(f"  Mails that ring someone (never what it is about) are kept in {state / 'post'}")
        print("  This is a practice site: everyone in it is invented, and no one reads what is written here.")
    else:
        print("  The desk is empty and nobody can sign in to it yet.")
        print("  This is a practice site until a team has taken it on: no one reads what is written here.")
    print("  If you need help: 999, or Childline 0800 1111.\n", flush=True)
