"""How much a telling costs: ``python -m benchmarks.telling``. Real door, worker and PostgreSQL, beside a plain Django form.

Rounds alternate between a house with nothing stored, one with many contacts and the plain peer, so that all meet the same
machine. Prints what it finds and writes benchmarks/telling.json. It never throws a round away.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import limiter, machine
from benchmarks.filling import fill
from benchmarks.house import House, Spent, free_port, houses
from benchmarks.visitor import WORDS, Flow, ask, tells, tells_with_files, token_of, weigh
from halcyon.kernel.sealing import DoorSecrets, code_from_token, derive
from halcyon.running.serving import gunicorn

HERE = Path(__file__).parent
LATENCY = """
select extract(epoch from pg_xact_commit_timestamp(c.xmin) - pg_xact_commit_timestamp(s.xmin))::float8
  from letterbox.spent s join public.contacts_contact c on c.drop = s.drop_id
 where pg_xact_commit_timestamp(s.xmin) > to_timestamp(%s)
"""
WARM = 12  # flows before anything is counted


def main() -> None:
    """Measures, prints, writes."""
    chosen = _words()
    found: dict[str, Any] = {"machine": machine.about(), "load_before": machine.load(), "words": len(WORDS)}
    empty, full = "nothing stored at first", f"{chosen.stored:,} contacts stored"
    with houses(empty, full) as (first, second):
        for house in (first, second):
            house.build(demo=house is second)
        began = time.monotonic()
        rows = fill(second, chosen.stored, chosen.waiting)
        found["filled"] = {"seconds": round(time.monotonic() - began, 1), "rows": rows}
        print(f"filled in {found['filled']['seconds']} s: {rows}", flush=True)
        found["kdf_ms"] = [_kdf(first)]
        rounds: list[dict[str, Any]] = []
        for number in range(chosen.rounds):
            for house in (first, second):
                rounds += _round(house, number, chosen)
            rounds += _plain_round(first, number, chosen)
            found["kdf_ms"].append(_kdf(first))
        found["rounds"], found["summary"] = rounds, summary(rounds)
        _keep(found, chosen.into)
        found["quiet"] = [_quiet(house, chosen.quiet) for house in (first, second)]
        found["weight"] = _weight(first)
        found["with_files"] = _with_files(first, chosen.tellings[0])
        found["stored_at_the_end"] = {
            house.name: house.sql("select count(*) from contacts_contact")[0][0] for house in (first, second)
        }
        found["not_opened"] = [
            house.sql("select count(*) from letterbox.quarantine")[0][0] for house in (first, second)
        ]
        _keep(found, chosen.into)
        if chosen.pour:
            found["limiter"] = limiter.measure(second, seconds=chosen.pour)
    _keep(found, chosen.into)
    _print(found)


def _keep(found: dict[str, Any], into: Path) -> None:
    """What is known so far, with the load at this moment."""
    found["load_after"] = machine.load()
    into.write_text(json.dumps(found, indent=1) + "\n")


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.telling", description=__doc__)
    words.add_argument("--stored", type=int, default=100_000)
    words.add_argument("--waiting", type=int, default=300, help="of these, contacts that still wait")
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--tellings", type=int, nargs=2, default=(60, 240), metavar=("ONE", "EIGHT"))
    words.add_argument(
        "--quiet", type=int, default=60, help="tellings, one every second or so, for the time to a contact"
    )
    words.add_argument(
        "--pour",
        type=int,
        default=120,
        help="seconds in which children begin to come back while wrong codes pour in; 0: none",
    )
    words.add_argument("--into", type=Path, default=HERE / "telling.json")
    return words.parse_args()


# Rounds


def _round(house: House, number: int, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """One and eight clients at one house."""
    found = []
    with house.serving("door", "worker"):
        _flows(lambda: tells(house.address("door")), 4, WARM)
        _drained(house)
        for clients, tellings in zip((1, 8), chosen.tellings, strict=True):
            since, load = time.time(), machine.load()
            with house.measured() as spent:
                flows, seconds = _flows(lambda: tells(house.address("door")), clients, tellings)
                drained = _drained(house)
            row = _row(house.name, clients, number, flows, seconds, spent, load)
            row["drained_s"] = round(drained, 2)
            row["to_contact_s"] = machine.percentiles([late for (late,) in house.sql(LATENCY, since)])
            found.append(row)
    return found


def _plain_round(house: House, number: int, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    found = []
    with _plain(house) as (address, pid):
        _flows(lambda: _plain_flow(address), 4, WARM)
        for clients, tellings in zip((1, 8), chosen.tellings, strict=True):
            load, before = machine.load(), machine.used(pid)
            with house.measured() as spent:
                flows, seconds = _flows(lambda: _plain_flow(address), clients, tellings)
            spent.processes["door"] = machine.between(before, machine.used(pid))
            found.append(_row("plain Django form", clients, number, flows, seconds, spent, load))
    return found


def _flows(flow: Callable[[], Flow], clients: int, number: int) -> tuple[list[Flow], float]:
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as visitors:
        flows = list(visitors.map(lambda _: flow(), range(number)))
    return flows, time.perf_counter() - began


def _drained(house: House) -> float:
    """Waits until the letterbox is empty; for how long."""
    began = time.monotonic()
    while house.sql("select exists (select from letterbox.drop)")[0][0]:
        time.sleep(0.1)
    return time.monotonic() - began


def _row(
    where: str, clients: int, number: int, flows: list[Flow], seconds: float, spent: Spent, load: list[float]
) -> dict[str, Any]:
    shown = sum(1 for flow in flows if flow.code)
    cpu = {name: 1000 * usage.whole / len(flows) for name, usage in spent.processes.items()}
    logins = {name: 1000 * used / len(flows) for name, used in spent.processes["postgres"].by_login.items()}
    row = {
        "where": where, "clients": clients, "round": number, "tellings": len(flows), "shown": shown, "load": load[0],
        "per_second": len(flows) / seconds, "cpu_ms": cpu, "cpu_ms_all": sum(cpu.values()), "postgres_by_login_ms": logins,
        "client_cpu_ms": 1000 * spent.clients / len(flows), "stolen_s": spent.stolen,
        "others_cores": (spent.machine - spent.clients - sum(u.whole for u in spent.processes.values())) / seconds,
        "whole_ms": machine.percentiles([1000 * flow.whole for flow in flows]),
        "get_ms": machine.percentiles([1000 * flow.get for flow in flows]),
        "post_ms": machine.percentiles([1000 * flow.post for flow in flows]),
    }  # fmt: skip
    print(
        f"round {number} {where}, {clients} clients: {row['per_second']:.1f}/s, CPU {row['cpu_ms_all']:.1f} ms {_short(cpu)}, "
        f"whole p50 {row['whole_ms']['p50']:.0f} p95 {row['whole_ms']['p95']:.0f} ms, load {load[0]}, shown {shown}/{len(flows)}",
        flush=True,
    )
    return row


def _short(cpu: dict[str, float]) -> str:
    return "(" + ", ".join(f"{name} {ms:.1f}" for name, ms in cpu.items()) + ")"


# Apart from rounds


def _kdf(house: House) -> float:
    """CPU milliseconds of one derivation of the six words, in this process, now."""
    secrets = DoorSecrets.load(house.state / "secrets")
    code, times = code_from_token(secrets.code_key, os.urandom(16)), 30
    began = time.process_time()
    for _ in range(times):
        derive(code, secrets.salt, secrets.pepper)
    return 1000 * (time.process_time() - began) / times


def _quiet(house: House, tellings: int) -> dict[str, Any]:
    """One telling a second or so: from the envelope's commit to the contact's, and what an idle worker costs beside it."""
    with house.serving("door", "worker"):
        _flows(lambda: tells(house.address("door")), 1, WARM)
        _drained(house)
        since, load = time.time(), machine.load()
        for number in range(tellings):
            tells(house.address("door"))
            time.sleep(0.7 + 0.37 * (number % 4))
        _drained(house)
        latency = machine.percentiles([late for (late,) in house.sql(LATENCY, since)])
        with house.measured() as idle:
            time.sleep(20)
    cpu = {name: 1000 * usage.whole / 20 for name, usage in idle.processes.items()}
    print(f"quiet, {house.name}: envelope to contact {latency}, idle CPU ms/s {cpu}", flush=True)
    return {
        "where": house.name,
        "tellings": tellings,
        "to_contact_s": latency,
        "idle_cpu_ms_per_s": cpu,
        "load": load[0],
    }


def _weight(house: House) -> dict[str, Any]:
    with house.serving("door"):
        return {path: weigh(house.address("door"), path) for path in ("/", "/tell?about=me", "/back")}


def _with_files(house: House, tellings: int) -> dict[str, Any]:
    """The flow as a browser does it: the files of both pages too, asked for one after another."""
    with house.serving("door", "worker"):
        tells_with_files(house.address("door"))
        _drained(house)
        load = machine.load()
        with house.measured() as spent:
            found = [tells_with_files(house.address("door")) for _ in range(tellings)]
            _drained(house)
    return {
        "tellings": tellings, "load": load[0], "whole_ms": machine.percentiles([1000 * flow.whole for flow, _, _ in found]),
        "bytes": found[0][1], "requests": found[0][2],
        "cpu_ms": {name: 1000 * usage.whole / tellings for name, usage in spent.processes.items()},
    }  # fmt: skip


# The plain peer


@contextmanager
def _plain(house: House) -> Iterator[tuple[str, int]]:
    """The plain form on the same PostgreSQL, in a database of its own, with the door's gunicorn settings."""
    if "plain" not in house.server.databases():
        house.server.create_database("plain")
    environment = os.environ | {"PLAIN_DATABASE": house.server.owner_url("plain")}
    if not house.state.joinpath("plain").exists():
        subprocess.run([sys.executable, "-m", "benchmarks.plain"], env=environment, check=True)
        house.state.joinpath("plain").touch()
    port = free_port()
    command = [word.replace("halcyon.faces.door.wsgi", "benchmarks.plain") for word in gunicorn("door", port, 2, 8)]
    with open(house.state / "logs" / "plain.log", "ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        address = f"127.0.0.1:{port}"
        _until_it_answers(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def _until_it_answers(address: str) -> None:
    for _ in range(300):
        try:
            if ask(address, "/tell").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The plain form does not answer.")


def _plain_flow(address: str) -> Flow:
    form = ask(address, "/tell")
    kept = ask(address, "/tell", {"csrfmiddlewaretoken": token_of(form.text), "words": WORDS}, cookie=form.cookie)
    return Flow(form.seconds, kept.seconds, "shown" if "Number " in kept.text else "", kept.status)


# What it comes to


def summary(rounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Median, least and most of the rounds, for each place and number of clients."""
    found = []
    for where, clients in dict.fromkeys((row["where"], row["clients"]) for row in rounds):
        rows = [row for row in rounds if (row["where"], row["clients"]) == (where, clients)]
        parts = {
            "per_second": lambda row: row["per_second"], "cpu_ms_all": lambda row: row["cpu_ms_all"],
            "p50_ms": lambda row: row["whole_ms"]["p50"], "p95_ms": lambda row: row["whole_ms"]["p95"],
        }  # fmt: skip
        parts |= {f"cpu_ms_{name}": lambda row, name=name: row["cpu_ms"][name] for name in rows[0]["cpu_ms"]}
        if "to_contact_s" in rows[0]:
            parts["to_contact_p50_s"] = lambda row: row["to_contact_s"]["p50"]
            parts["to_contact_p95_s"] = lambda row: row["to_contact_s"]["p95"]
        found.append(
            {
                "where": where,
                "clients": clients,
                "rounds": len(rows),
                "load": machine.spread([row["load"] for row in rows]),
            }
            | {name: machine.spread([part(row) for row in rows]) for name, part in parts.items()}
        )
    return found


def _print(found: dict[str, Any]) -> None:
    print(f"\nload before {found['load_before']}, after {found['load_after']}; {found['machine']}")
    print(f"KDF, CPU ms each: {[round(ms, 1) for ms in found['kdf_ms']]}")
    for row in found["summary"]:
        told = {
            name: [round(value, 2) for value in part.values()] for name, part in row.items() if isinstance(part, dict)
        }
        print(f"{row['where']}, {row['clients']} clients: {told}")
    for name in ("weight", "with_files", "quiet", "limiter"):
        print(name, json.dumps(found.get(name)))


if __name__ == "__main__":
    main()
