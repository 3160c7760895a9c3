"""``halcyon matching evaluate``: how well, and how fast, a population would be matched. ``train`` stands in `training`.

Evaluating needs nothing but this project: it starts a PostgreSQL of its own and throws it away.
"""

import argparse
import gc
import json
import os
import platform
import resource
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from halcyon.database.server import Server
from halcyon.faces.cli import training
from halcyon.kernel.matching import Model
from halcyon.kernel.matching.evaluating import Answer, figures, milliseconds, people_of, worst
from halcyon.kernel.matching.populations import check, persons, rows
from halcyon.kernel.matching.scratch import Built, Matched, Saving, load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    evaluate = acts.add_parser("evaluate", help="match queries against known records and compare with the truth")
    for name, about in (
        ("known", "the records that are known, CSV or Parquet"),
        ("queries", "the records to save and match, one after the other"),
        ("truth", "record_id and person; read only when all is matched"),
        ("json", "where the figures are written"),
    ):
        evaluate.add_argument(f"--{name}", type=Path, required=True, help=about)
    evaluate.add_argument("--model", type=Path, help="a model file; without it the one that comes with Halcyon")
    evaluate.add_argument("--database", help="an address of PostgreSQL to work in, in a schema that is removed again")
    evaluate.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="that read KNOWN")
    evaluate.set_defaults(run=_evaluate)
    training.add_arguments(
        acts.add_parser(
            "train", help="learn new weights from a list or from what the team knows; nothing uses them by itself"
        )
    )


def _evaluate(args: argparse.Namespace) -> int:
    check(args.known)
    check(args.queries)
    check(args.truth, ("record_id", "person"))  # that it is one: who is who is read when all is matched
    if not args.json.absolute().parent.is_dir():
        raise ValueError(f"{args.json} cannot be written: there is no folder {args.json.absolute().parent}.")
    model = _model(args.model)
    with _scratch(args.database) as url:
        _say(f"Loading {args.known}")
        built = load(url, args.known, processes=args.processes)
        _say(
            f"{len(built.records):,} records and {built.keys:,} keys in {built.seconds:.0f} s; matching {args.queries}"
        )
        matched, spent = _match(url, args.queries, model, len(built.records))
    result = _result(model, built, matched, spent, args.truth)
    args.json.write_text(json.dumps(result, indent=1) + "\n")
    _say(_summary(result))
    return 0


def _model(file: Path | None) -> Model:
    if file is not None and not file.is_file():
        raise ValueError(f"{file} is not there.")
    return Model.load(file)


def _match(url: str, queries: Path, model: Model, first: int) -> tuple[list[Matched], dict[str, float]]:
    """Every query saved in turn by one client; and the CPU seconds that PostgreSQL spent on them."""
    saving = Saving(url, model, first)
    try:
        asked = list(rows(queries))
        gc.freeze()  # what is loaded stays: no collection walks through it while a query is timed
        before, began = saving.backend_cpu(), time.perf_counter()
        matched = [saving.save(row) for row in asked]
        return matched, {"database_cpu": saving.backend_cpu() - before, "seconds": time.perf_counter() - began}
    finally:
        saving.close()


def _result(model: Model, built: Built, matched: list[Matched], spent: dict[str, float], truth: Path) -> dict[str, Any]:
    """The figures as they are written; here, and only here, the truth is read."""
    records = [*built.records, *(one.record for one in matched)]
    people = people_of(records, persons(truth))
    answers = [Answer(one.mention, one.found) for one in matched]
    count = max(len(matched), 1)
    return {
        "at": time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": list(os.getloadavg())},
        "model": {"provenance": dict(model.provenance), "review": model.review},
        "known": {
            "records": len(built.records),
            "keys": built.keys,
            "build_seconds": built.seconds,
            "of_it_reading_and_copying_seconds": built.canonical_seconds,
            "megabytes_on_disk": built.bytes_on_disk / 1e6,
        },
        "accuracy": figures(answers, people),
        "latency_ms": milliseconds([one.seconds for one in matched]),
        "cpu_ms_per_query": {
            "matcher": 1000 * sum(one.cpu for one in matched) / count,
            "database": 1000 * spent["database_cpu"] / count,
        },
        "queries_per_second": len(matched) / max(spent["seconds"], 1e-9),
        "memory_megabytes": {
            "this_process_at_most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
            "one_of_its_helpers_at_most": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3,
        },
        "misses": worst(answers, people, records),
    }


def _summary(result: dict[str, Any]) -> str:
    found, late = result["accuracy"], result["latency_ms"]
    names = ("hit_at_1", "hit_at_10", "recall_at_10", "candidate_ceiling", "recall_at_precision_0.99")
    parts = [f"{name} {found[name]:.3f}" for name in names if found[name] is not None]
    return f"{', '.join(parts)}; ms p50 {late.get('p50', 0):.2f}, p95 {late.get('p95', 0):.2f}, max {late.get('max', 0):.1f}"


@contextmanager
def _scratch(database: str | None) -> Iterator[str]:
    """An empty schema, in the database given or in a private PostgreSQL that goes away; as a connection's address."""
    if database:
        with _schema(database) as url:
            yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="halcyon-evaluate-"))
    server = Server(folder)
    try:
        server.start()
        with _schema(server.owner_url()) as url:
            yield url
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _schema(url: str) -> Iterator[str]:
    name = f"evaluation_{secrets.token_hex(6)}"
    try:
        owner = psycopg.connect(url, autocommit=True)
    except psycopg.Error as failure:
        raise ValueError(f"The database does not answer: {str(failure).splitlines()[0]}.") from failure
    with owner:
        owner.execute(f"create schema {name}")
        try:
            yield make_conninfo(url, options=f"-c search_path={name}")
        finally:
            owner.execute(f"drop schema {name} cascade")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
