"""What a page costs: ``python -m benchmarks.public``. The promise page at the door, beside nginx serving the very same bytes as a
file and beside Wagtail serving an equal page, as it comes and with whole pages kept by Django's cache middleware.

Each server is started anew for each number of clients, so every round begins cold: the first answers of processes that have
shown nothing yet. Then some are thrown away, and the warm ones are counted. Rounds alternate, so that all meet the same machine.
Needs nginx (Debian: nginx-light) and the dependency group `peers`. Prints what it finds and writes benchmarks/public.json.
"""

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import machine, report
from benchmarks.house import House, free_port, houses
from benchmarks.visitor import ask, glance
from halcyon.running.serving import gunicorn, serving

HERE = Path(__file__).parent
PATH = "/promise"
DOOR, FILES, PLAIN_WAGTAIL, KEPT_WAGTAIL = "door", "nginx, a file", "Wagtail", "Wagtail, pages kept"
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit; user {user};
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; gzip_static always; default_type "text/html; charset=utf-8"; types {{ }}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; {headers} }}
}}
"""


@dataclass(frozen=True)
class Served:
    """How one of those beside each other is started, and where its page is."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    port: int
    path: str = PATH

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


def main() -> None:
    """Measures, prints, writes."""
    chosen = _words()
    if not shutil.which("nginx"):
        raise SystemExit("nginx is missing: on Debian `apt-get install --no-install-recommends nginx-light`.")
    found: dict[str, Any] = {"machine": machine.about() | _parts(), "load_before": machine.load(), "path": PATH}
    with houses("public") as (house,):
        house.build(demo=False)
        beside = _all(house)
        found["weight"] = {served.name: _weighed(served) for served in beside}
        rounds: list[dict[str, Any]] = []
        for number in range(chosen.rounds):
            for served in beside:
                for clients, pages in zip((1, chosen.clients), chosen.pages, strict=True):
                    many = pages * (10 if served.name == FILES else 1)  # a tick of the processor's clock is 10 ms
                    rounds += _round(house, served, number, clients, many, chosen.warm)
        found["rounds"], found["summary"] = rounds, summary(rounds)
    found["load_after"] = machine.load()
    chosen.into.write_text(json.dumps(found, indent=1) + "\n")
    report.public(found)


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.public", description=__doc__)
    words.add_argument("--rounds", type=int, default=7)
    words.add_argument("--clients", type=int, default=50, help="beside one alone")
    words.add_argument("--pages", type=int, nargs=2, default=(400, 2000), metavar=("ONE", "MANY"))
    words.add_argument("--warm", type=int, default=200, help="pages before anything warm is counted")
    words.add_argument("--into", type=Path, default=HERE / "public.json")
    return words.parse_args()


def _parts() -> dict[str, str]:
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    return {"wagtail": version("wagtail"), "nginx": said.strip().rpartition("/")[2]}


# Who is measured


def _all(house: House) -> list[Served]:
    """The four, ready to be started. What nginx and Wagtail serve is what the door answered just now."""
    port, logs = free_port(), house.state / "logs"
    planned = next(child for child in serving(house.environment(), logs, port, free_port()) if child.name == "door")
    door = Served(DOOR, planned.command, planned.env, port)
    with _running(door):
        plain, squeezed = (ask(door.address, PATH, squeezed=way) for way in (False, True))
        raw = _as_sent(door)
    page = house.state / "promise.html"
    page.write_text(plain.text, encoding="utf-8")
    assert plain.status == squeezed.status == 200
    return [door, _nginx(house.state / "nginx", raw), *_wagtails(house, page)]


def _as_sent(door: Served) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and the squeezed body of the door's answer, as they came."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=60) as line:
        line.sendall(f"GET {PATH} HTTP/1.0\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        whole = b"".join(iter(lambda: line.recv(65_536), b""))
    heads, _, body = whole.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in heads.decode().split("\r\n")[1:]]
    return [(name, value) for name, value in lines], body


def _nginx(folder: Path, sent: tuple[list[tuple[str, str]], bytes]) -> Served:
    """The door's own bytes, squeezed beforehand, under the door's own headers."""
    its_own = {
        "server",
        "date",
        "connection",
        "content-type",
        "content-length",
        "content-encoding",
        "transfer-encoding",
    }
    headers, body = sent
    (folder / "site").mkdir(parents=True)
    (folder / "site" / "promise.gz").write_bytes(body)
    folder.chmod(0o755)
    said = [(name, value.replace("'", "\\'")) for name, value in headers if name.lower() not in its_own]
    added = "".join(f"add_header {name} '{value}'; " for name, value in said)
    port, user = free_port(), "root" if os.geteuid() == 0 else str(os.getlogin())
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, headers=added, user=user))
    return Served(FILES, ["nginx", "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")], os.environ, port)


def _wagtails(house: House, page: Path) -> list[Served]:
    """Wagtail twice over one database, with the door's gunicorn settings."""
    house.server.create_database("wagtail")
    around = os.environ | {"PEER_DATABASE": house.server.owner_url("wagtail"), "PEER_PAGE": str(page)}
    subprocess.run([sys.executable, "-m", "benchmarks.wagtail_peer"], env=around, check=True)
    found = []
    for name, keeps in ((PLAIN_WAGTAIL, ""), (KEPT_WAGTAIL, "1")):
        port = free_port()
        command = [
            part.replace("halcyon.faces.door.wsgi", "benchmarks.wagtail_peer") for part in gunicorn("door", port, 2, 8)
        ]
        found.append(Served(name, command, around | {"PEER_KEEPS": keeps}, port, PATH + "/"))
    return found


@contextmanager
def _running(served: Served) -> Iterator[int]:
    """Started, until it takes connections: it has been asked for no page yet. Gives its process."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        served.command, env=dict(served.environment), stdin=nothing, stdout=nothing, stderr=nothing
    )
    try:
        _until_it_listens(served, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _until_it_listens(served: Served, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", served.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            time.sleep(0.5)  # both of its processes are there
            return
    raise SystemExit(f"{served.name} does not answer.")


def _weighed(served: Served) -> dict[str, int]:
    """Bytes of the page as transferred and unsqueezed, and its words, which must be the same everywhere."""
    with _running(served):
        squeezed = ask(served.address, served.path, squeezed=True)
    assert squeezed.status == 200, (served.name, squeezed.status)
    main = re.sub(r"<[^>]+>", " ", squeezed.text.partition("<main")[2].partition("</main>")[0])
    return {"page": squeezed.transferred, "heads": squeezed.heads, "unsqueezed": len(squeezed.text.encode()),
            "words": len(main.split())}  # fmt: skip


# Rounds


def _round(house: House, served: Served, number: int, clients: int, pages: int, warm: int) -> list[dict[str, Any]]:
    """One start: its first answers, one for each client; then, after some that are not counted, the warm ones."""
    with _running(served) as pid:
        cold = _counted(house, served, pid, number, "cold", clients, clients)
        _flows(served, clients, warm)
        return [cold, _counted(house, served, pid, number, "warm", clients, pages)]


def _counted(
    house: House, served: Served, pid: int, number: int, state: str, clients: int, pages: int
) -> dict[str, Any]:
    load, before = machine.load(), machine.used(pid)
    with house.measured() as spent:
        answers, seconds = _flows(served, clients, pages)
    own = machine.between(before, machine.used(pid)).whole
    postgres = spent.processes["postgres"].whole
    wrong = [status for status, _, _ in answers if status != 200]
    row = {
        "where": served.name, "state": state, "clients": clients, "round": number, "pages": pages, "wrong": len(wrong),
        "load": load[0], "per_second": pages / seconds, "cpu_ms": 1000 * (own + postgres) / pages,
        "cpu_ms_server": 1000 * own / pages, "cpu_ms_postgres": 1000 * postgres / pages,
        "client_cpu_ms": 1000 * spent.clients / pages, "stolen_s": spent.stolen,
        "others_cores": (spent.machine - spent.clients - own - postgres) / seconds,
        "ms": machine.percentiles([1000 * took for _, _, took in answers]),
    }  # fmt: skip
    print(
        f"round {number} {served.name}, {state}, {clients} clients: {row['per_second']:.0f}/s, CPU {row['cpu_ms']:.2f} ms, "
        f"p50 {row['ms']['p50']:.1f} p95 {row['ms']['p95']:.1f} ms, load {load[0]}, wrong {len(wrong)}",
        flush=True,
    )
    return row


def _flows(served: Served, clients: int, pages: int) -> tuple[list[tuple[int, int, float]], float]:
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as visitors:
        answers = list(visitors.map(lambda _: glance(served.address, served.path), range(pages)))
    return answers, time.perf_counter() - began


# What it comes to


def summary(rounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Median, least and most of the rounds for each server, state and number of clients, and how many times the door's."""
    keys = ("where", "state", "clients")
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rounds:
        found.setdefault(tuple(row[key] for key in keys), {key: row[key] for key in keys})
    for place, part in found.items():
        rows = [row for row in rounds if tuple(row[key] for key in keys) == place]
        for name in ("per_second", "cpu_ms", "cpu_ms_server", "cpu_ms_postgres", "client_cpu_ms", "load"):
            part[name] = machine.spread([row[name] for row in rows])
        for name in ("p50", "p95"):
            part[f"{name}_ms"] = machine.spread([row["ms"][name] for row in rows])
        part["rounds"], part["wrong"] = len(rows), sum(row["wrong"] for row in rows)
        door = [row for row in rounds if tuple(row[key] for key in keys) == (DOOR, *place[1:])]
        for name in ("per_second", "cpu_ms"):  # round by round, for the machine's speed wanders between them
            part[f"{name}_of_the_door"] = machine.spread(
                [row[name] / own[name] for row, own in zip(rows, door, strict=True) if own[name]] or [float("nan")]
            )
    return list(found.values())


if __name__ == "__main__":
    main()
