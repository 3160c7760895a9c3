"""``halcyon matching evaluate``: how well, and how fast, a population would be matched. ``train``: a new model file.

Evaluating needs nothing but this project: it starts a PostgreSQL of its own and throws it away. Training writes a file and
switches nothing on: a member with the right does that.
"""

import argparse
import gc
import hashlib
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
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from halcyon.database.server import Server
from halcyon.kernel.matching import Model
from halcyon.kernel.matching.evaluating import Answer, figures, milliseconds, people_of, worst
from halcyon.kernel.matching.linking import Blocks, Listed
from halcyon.kernel.matching.populations import chunks, judgements, persons, rows
from halcyon.kernel.matching.preparing import prepared
from halcyon.kernel.matching.scratch import Built, Matched, Saving, load
from halcyon.kernel.matching.training import candidate_patterns, judged_levels, learn, mend


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
    train = acts.add_parser("train", help="learn a new model file from a list; nothing uses it by itself")
    train.add_argument("file", type=Path, help="a list, CSV or Parquet")
    train.add_argument("--judgements", type=Path, help="record_id_l, record_id_r, answer (same, not_same, unsure)")
    train.add_argument("--only-judgements", action="store_true", help="leave out the learning without answers")
    train.add_argument("--out", type=Path, required=True, help="where the new model file is written")
    train.add_argument("--model", type=Path, help="the model to begin with; without it the one that comes with Halcyon")
    train.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="that read the list")
    train.set_defaults(run=_train)


def _evaluate(args: argparse.Namespace) -> int:
    for file in (args.known, args.queries, args.truth):
        if not file.is_file():
            raise ValueError(f"{file} is not there.")
    model = Model.load(args.model) if args.model else Model.load()
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


def _train(args: argparse.Namespace) -> int:
    if args.out.exists():
        raise ValueError(f"{args.out} is there already: a model that may be in use is never written over.")
    start = Model.load(args.model) if args.model else Model.load()
    listed = Listed()
    listed.add(prepared(chunks(args.file), args.processes))
    listed.ready()
    said = [f"{len(listed.records):,} records of {args.file.name}"]
    model = start
    if not args.only_judgements:
        model, report = learn(candidate_patterns(listed, Blocks(listed)), model)
        said.append("{pairs:,} pairs that share a key, {rounds} rounds, {share_same:.1%} the same".format(**report))
    if args.judgements:
        levels, same = judged_levels(listed, judgements(args.judgements))
        model = mend(levels, same, model)
        said.append(f"{len(same):,} judgements, {int(same.sum()):,} of them same")
    elif args.only_judgements:
        raise ValueError("Without answers and without the learning that needs none, there is nothing to learn from.")
    model = replace(model, provenance=_provenance(start, said))
    args.out.write_text(json.dumps(model.to_json(), indent=2, ensure_ascii=False) + "\n")
    _say(f"{'; '.join(said)}: {args.out}. Nothing uses it until a member with the right has switched it on.")
    return 0


def _provenance(start: Model, said: list[str]) -> dict[str, str]:
    """What the file says about where its weights come from: counts, never a value of a record."""
    before = json.dumps(start.to_json(), sort_keys=True).encode()
    return {
        "trained_by": "halcyon matching train",
        "trained_on": "; ".join(said),
        "trained_at": time.strftime("%Y-%m-%d", time.gmtime()),
        "started_from": hashlib.sha256(before).hexdigest()[:16],
        "notes": "log2 odds; positive speaks for one person",
    }


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
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"create schema {name}")
        try:
            yield make_conninfo(url, options=f"-c search_path={name}")
        finally:
            owner.execute(f"drop schema {name} cascade")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
