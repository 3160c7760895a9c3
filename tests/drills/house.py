"""A whole house for a drill: its own PostgreSQL, door and worker as real processes, each of which can be killed with -9."""

import fcntl
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from halcyon.database.server import Server
from halcyon.kernel.sealing.folder import init
from halcyon.running.serving import gunicorn
from halcyon.settings.base import STATE
from tests.databases import version

VICTIMS = ("door", "process of the door", "worker", "postgres")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def _empty_house() -> Server:
    """A stopped server of this version in which nobody has told anything: made once, copied by each house."""
    kept = STATE / f"house_{version()[:16]}"
    with open(STATE / "house.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "whole").exists():
            for former in STATE.glob("house_*"):
                for folder in ((former / "postgres").resolve(), former):
                    shutil.rmtree(folder, ignore_errors=True)
            house = House(kept)
            house.apply()
            house.server.stop()
            (kept / "whole").touch()
    return Server(kept)


class House:
    """PostgreSQL, door and worker on a state folder of their own."""

    def __init__(self, state: Path) -> None:
        self.state, self.port = state, free_port()
        self.server = Server(state)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = dict.fromkeys(VICTIMS, 0)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def build(self) -> None:
        """A cluster of its own with the database applied, keys of its own; then it starts everything."""
        self._begin_as(_empty_house())
        init(self.state / "secrets", datetime.now(UTC))
        self.server.start()
        self.start("door")
        self.start("worker")
        self.wait_for_the_door()

    def apply(self) -> None:
        """Makes a cluster and applies the database to it."""
        self.server.start()
        apply = [sys.executable, "-m", "halcyon.faces.cli.main", "database", "apply"]
        subprocess.run(apply, env=self._environment("owner") | {"DATABASE_URL": self.server.owner_url()}, check=True)

    def _begin_as(self, other: Server) -> None:
        """Copies the files of a server that is stopped; the logins lead to this one."""
        secrets = self.state / "secrets"
        secrets.mkdir(mode=0o700, parents=True)
        self.server.ensure_home()
        subprocess.run(["cp", "-a", other.cluster, self.server.cluster], check=True)
        for login in ("owner.password", "door.database", "desk.database", "worker.database"):
            text = (other.state / "secrets" / login).read_text()
            file = secrets / login
            file.touch(mode=0o600)
            file.write_text(text.replace(quote(str(other.socket), safe=""), quote(str(self.server.socket), safe="")))

    def start(self, name: str) -> None:
        """Starts door or worker."""
        commands = {
            "door": gunicorn("door", self.port, workers=2, threads=4),
            "worker": [sys.executable, "-m", "halcyon.faces.worker"],
        }
        with open(self.state / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                commands[name], env=self._environment(name), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """Kills one of VICTIMS with -9, and starts it again; the door itself makes a new process for one that is gone."""
        self.kills[name] += 1
        if name == "process of the door":
            while not self._one_dies():
                assert self.processes[name.rpartition(" ")[2]].poll() is None, "the door is gone"
                time.sleep(0.05)  # it is making new ones just now
            return
        if name == "postgres":
            self.server.kill()
            self.server.start()
            return
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()
        self.start(name)

    def _one_dies(self) -> bool:
        """Kills one process of the door; False when the one that was chosen had already gone."""
        asked = ["pgrep", "-P", str(self.processes["door"].pid)]
        serving = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        with suppress(ProcessLookupError):
            if serving:
                os.kill(int(random.choice(serving)), signal.SIGKILL)
                return True
        return False

    def wait_for_the_door(self, seconds: float = 180.0) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.state / "door.log").read_text(errors="replace")[-2000:])

    def close(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.server.stop()

    def _environment(self, name: str) -> dict[str, str]:
        return os.environ | {
            "HALCYON_STATE": str(self.state), "HALCYON_PARTNERSHIP": "demo",
            "DJANGO_SETTINGS_MODULE": f"halcyon.settings.{name}",
        }  # fmt: skip
