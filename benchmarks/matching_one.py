"""One record against many: saves as Halcyon makes them, beside Splink 5 and B-trees with Splink, on the same records in one run.

Ours writes durably and keeps its proposals; the peers only ask. The truth is read after everything was asked.
"""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import machine
from benchmarks.population.making import write
from benchmarks.splink_peer import BehindTrees, Cleaned, Splink, read
from halcyon.database.server import Server
from halcyon.kernel.matching import Model
from halcyon.kernel.matching.evaluating import Answer, figures, milliseconds, people_of
from halcyon.kernel.matching.populations import Row, persons, rows
from halcyon.kernel.matching.scratch import Matched, Saving, load

CLIENTS = 8
COLD = 200  # queries after PostgreSQL began anew and the machine's own memory of its files was let go
Found = Sequence[tuple[int, float]]


def measure(*, known: int, queries: int, asked_of_peers: int, seed: int) -> dict[str, Any]:
    """Everything about one size."""
    folder = Path(tempfile.mkdtemp(prefix="halcyon-matching-"))
    server = Server(folder / "state")
    try:
        files = write(folder, known=known, queries=queries, seed=seed)
        server.start()
        url = server.owner_url()
        built = load(url, files["known"])
        asked = list(rows(files["queries"]))
        print(f"{len(built.records):,} known in {built.seconds:.0f} s", flush=True)
        count = len(built.records)
        cold, warm, many = _thirds(asked)
        result: dict[str, Any] = {
            "known": count,
            "keys": built.keys,
            "build_s": built.seconds,
            "disk_mb": built.bytes_on_disk / 1e6,
        }
        _make_cold(server)
        answers, result["cold"] = _alone(url, cold, count)
        warmed, result["warm"] = _alone(url, warm, count + len(cold))
        result["clients"] = _together(url, many, count + len(cold) + len(warm))
        truth = persons(files["truth"])
        people = people_of([*built.records, *(row["record_id"] for row in (*cold, *warm))], truth)
        result["warm"]["accuracy"] = _accuracy(answers + warmed, people)
        print(
            f"warm {result['warm']['ms']}, clients {result['clients']['ms']}, {result['warm']['accuracy']}", flush=True
        )
        result["peers"] = _peers(server, files, warm[:asked_of_peers], count, truth)
        return result
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _thirds(asked: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Cold, warm, and those for many clients: about as many as for one."""
    cold = min(COLD, len(asked) // 5)
    middle = cold + (len(asked) - cold) // 2
    return asked[:cold], asked[cold:middle], asked[middle:]


def _make_cold(server: Server) -> None:
    """PostgreSQL begins anew, and the machine forgets the files of the cluster."""
    server.stop()
    os.sync()
    for file in server.cluster.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    server.start()


def _saves(url: str, asked: list[Row], first: int) -> tuple[list[Matched], float, float, float]:
    """One client's saves; its begin, end and PostgreSQL's CPU seconds for it."""
    saving = Saving(url, Model.load(), first)
    gc.freeze()
    before, began = saving.backend_cpu(), time.time()
    matched = [saving.save(row) for row in asked]
    spent, ended = saving.backend_cpu() - before, time.time()
    saving.close()
    return matched, began, ended, spent


def _alone(url: str, asked: list[Row], first: int) -> tuple[list[Answer], dict[str, Any]]:
    matched, began, ended, database = _saves(url, asked, first)
    return [Answer(one.mention, one.found) for one in matched], _times(matched, ended - began, database)


def _together(url: str, asked: list[Row], first: int) -> dict[str, Any]:
    """Eight clients that save at the same time, each its own records."""
    shares = [asked[number::CLIENTS] for number in range(CLIENTS)]
    firsts = [first + sum(len(share) for share in shares[:number]) for number in range(CLIENTS)]
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as pool:
        list(pool.map(time.sleep, [0.5] * CLIENTS))  # every process is there before the first save
        found = list(pool.map(_saves, [url] * CLIENTS, shares, firsts))
    matched = [one for part, *_ in found for one in part]
    seconds = max(ended for *_, ended, _ in found) - min(began for _, began, *_ in found)
    return _times(matched, seconds, sum(spent for *_, spent in found)) | {"number": CLIENTS}


def _times(matched: list[Matched], seconds: float, database: float) -> dict[str, Any]:
    count = max(len(matched), 1)
    return {
        "saves": len(matched),
        "ms": milliseconds([one.seconds for one in matched]),
        "cpu_ms": 1000 * (sum(one.cpu for one in matched) + database) / count,
        "per_second": len(matched) / max(seconds, 1e-9),
        "load": machine.load(),
    }


def _accuracy(answers: list[Answer], people: list[str | None]) -> dict[str, Any]:
    found = figures(answers, people)
    names = ("hit_at_1", "hit_at_10", "recall_at_10", "candidate_ceiling", "recall_at_precision_0.99", "queries")
    return {name: found[name] for name in names}


def _peers(
    server: Server, files: dict[str, Path], asked: list[Row], count: int, truth: dict[str, str]
) -> dict[str, Any]:
    """Splink alone, and behind B-trees; asked in turn what was asked of ours."""
    known = read(files["known"])
    wanted = {row["record_id"]: number for number, row in enumerate(asked, start=count)}
    records = [
        one
        for one, row in zip(read(files["queries"]), rows(files["queries"]), strict=True)
        if row["record_id"] in wanted
    ]
    identifiers = [row["record_id"] for row in rows(files["queries"]) if row["record_id"] in wanted]
    for record, identifier in zip(records, identifiers, strict=True):
        record["unique_id"] = wanted[identifier]
    people = people_of(
        [*(row["record_id"] for row in rows(files["known"])), *(row["record_id"] for row in asked)], truth
    )
    began = time.perf_counter()
    splink = Splink(known)
    splink.ready_for_one()
    result: dict[str, Any] = {"splink_training_s": time.perf_counter() - began}
    server.create_database("trees")
    url = server.owner_url("trees")
    trees = BehindTrees(url, known, splink)
    for name, ask, backend in (
        ("Splink 5 predict_between", splink.one, None),
        ("B-trees + Splink compare_records", trees.one, trees.connection),
    ):
        result[name] = _peer(ask, backend, records, people)
        print(f"{name}: {result[name]}", flush=True)
    trees.close()
    return result


def _peer(
    ask: Callable[[Cleaned], Found],
    backend: "psycopg.Connection[Any] | None",
    records: list[Cleaned],
    people: list[str | None],
) -> dict[str, Any]:
    ask(records[0])
    seconds, answers = [], []
    cpu, database = time.process_time(), _backend_cpu(backend)
    for record in records:
        began = time.perf_counter()
        found = ask(record)
        seconds.append(time.perf_counter() - began)
        answers.append(Answer(record["unique_id"], found))
    spent = time.process_time() - cpu + _backend_cpu(backend) - database
    return {
        "asked": len(records), "ms": milliseconds(seconds), "cpu_ms": 1000 * spent / len(records), "load": machine.load(),
        "accuracy": _accuracy(answers, people),
    }  # fmt: skip


def _backend_cpu(connection: "psycopg.Connection[Any] | None") -> float:
    if connection is None:
        return 0.0
    fields = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / machine.TICK
