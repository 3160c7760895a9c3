"""``halcyon link FILE [FILE2] --out PAIRS.parquet``: a list compared with itself, or with another, into pairs for review.

With ``--agency`` instead of ``--out`` the list goes into the team's review queue (`receiving`). Otherwise it works in blocks
and keeps each when it is done: begun again after a break, it goes on where it stopped. It writes pairs and proposed clusters,
and changes nothing else: somebody reads them.
"""

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from halcyon.faces.cli import receiving, weights
from halcyon.kernel.matching import Model, score
from halcyon.kernel.matching.clustering import cluster
from halcyon.kernel.matching.linking import CAP, Blocks, Listed
from halcyon.kernel.matching.linking import weights as weigh
from halcyon.kernel.matching.populations import Row, check, chunks
from halcyon.kernel.matching.preparing import prepared

PAIRS = pa.schema(
    [("record_id_l", pa.string()), ("record_id_r", pa.string()), ("weight", pa.float64()), ("explanation", pa.string())]
)
EVERY = 100_000  # records read between two lines, where there is no terminal
PART = PAIRS.append(pa.field("left", pa.int64())).append(pa.field("right", pa.int64()))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a list, CSV or Parquet")
    parser.add_argument("file2", type=Path, nargs="?", help="a second list: then only pairs across the two are made")
    parser.add_argument("--out", type=Path, help="where the pairs are written (Parquet)")
    parser.add_argument(
        "--agency", help="who sent the list: it is compared with what the team knows, into the review queue"
    )
    parser.add_argument("--month", help="for which month it came, like 2026-11; without it this month")
    parser.add_argument("--clusters", type=Path, help="where the proposed groups are written (Parquet)")
    parser.add_argument("--model", type=Path, help="a model file; without it the weights in force")
    parser.add_argument(
        "--line", type=float, help="the least weight that is written; without it the model's review line"
    )
    parser.add_argument("--cap", type=int, default=CAP, help="a key that more records share makes no pairs")
    parser.add_argument("--processes", type=int, default=2, help="that read the lists")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Reads, blocks, weighs, writes; then clusters."""
    if args.agency:
        if args.file2 or args.out or args.clusters or args.model:
            raise ValueError(
                "An agency's list goes into the review queue by the weights in force: give --agency and --month alone."
            )
        return receiving.run(args)
    if not args.out:
        raise ValueError("Say where the pairs go (--out), or which agency sent the list (--agency).")
    files = [file for file in (args.file, args.file2) if file]
    for file in files:
        check(file)
    for out in (args.out, args.clusters):
        if out and not out.absolute().parent.is_dir():
            raise ValueError(f"{out} cannot be written: there is no folder {out.absolute().parent}.")
    model = weights.chosen(args.model)
    line = model.review if args.line is None else args.line
    began = time.monotonic()
    listed = _listed(files, args.processes)
    _say(f"{len(listed.records):,} records read in {time.monotonic() - began:.0f} s")
    blocks = Blocks(listed, cap=args.cap)
    parts = _parts_folder(args.out, files, model, line, args.cap)
    for number in range(len(blocks)):
        _write_part(parts / f"{number:06d}.parquet", listed, blocks, number, model, line)
        _progress(number + 1, len(blocks), began)
    pairs = _gather(parts, len(blocks), args.out)
    _say(f"{pairs:,} pairs at {line:+.1f} or more: {args.out}")
    if args.clusters:
        _clusters(parts, len(blocks), listed, files, line, args.clusters)
    shutil.rmtree(parts)
    return 0


def _listed(files: list[Path], processes: int) -> Listed:
    listed = Listed()
    for place, file in enumerate(files):
        listed.add(prepared(_counted(file), processes), last_of_first=len(files) == 2 and place == 0)
    listed.ready()
    return listed


def _counted(file: Path) -> Iterator[list[Row]]:
    """The rows of a list, told of while they are read: a million of them take minutes before the first block."""
    read, told = 0, 0
    for part in chunks(file):
        yield part
        read += len(part)
        if sys.stderr.isatty():
            print(f"\r{file.name}: {read:,} records read", end="", file=sys.stderr, flush=True)
        elif read >= told + EVERY:
            told = read
            _say(f"{file.name}: {read:,} records read")
    if sys.stderr.isatty():
        _say("")


def _parts_folder(out: Path, files: list[Path], model: Model, line: float, cap: int) -> Path:
    """Where finished blocks stand, named by what they were made from: another list or model begins anew."""
    made_from = [[str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns] for file in files]
    said = json.dumps([made_from, model.to_json(), line, cap], sort_keys=True)
    folder = out.with_name(f"{out.name}.parts-{hashlib.sha256(said.encode()).hexdigest()[:12]}")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write_part(file: Path, listed: Listed, blocks: Blocks, number: int, model: Model, line: float) -> None:
    """One block's pairs above the line, explained; written whole or not at all."""
    if file.exists():
        return
    block = blocks.block(number)
    weighed = weigh(listed.levels(block.left, block.right), model)
    kept = np.flatnonzero(weighed >= line)
    left, right = block.left[kept].tolist(), block.right[kept].tolist()
    forms = {record: listed.form(record) for record in {*left, *right}}
    said = [_explanation(score(forms[one], forms[other], model).parts) for one, other in zip(left, right, strict=True)]
    columns = [
        [listed.records[record] for record in left], [listed.records[record] for record in right],
        np.round(weighed[kept], 4), said, left, right,
    ]  # fmt: skip
    unfinished = file.with_suffix(".new")
    pq.write_table(pa.table(dict(zip(PART.names, columns, strict=True)), schema=PART), unfinished)
    unfinished.rename(file)


def _explanation(parts: tuple[tuple[str, str, float], ...]) -> str:
    return "; ".join(f"{words}: {weight:+.1f}" for _, words, weight in parts)


def _gather(parts: Path, count: int, out: Path) -> int:
    """All blocks in one file, a block in memory at a time."""
    pairs, unfinished = 0, out.with_name(f"{out.name}.new")
    with pq.ParquetWriter(unfinished, PAIRS) as writer:
        for table in _tables(parts, count, PAIRS.names):
            writer.write_table(table)
            pairs += table.num_rows
    unfinished.rename(out)
    return pairs


def _tables(parts: Path, count: int, columns: list[str]) -> Iterator[pa.Table]:
    for number in range(count):
        yield pq.read_table(parts / f"{number:06d}.parquet", columns=columns)


def _clusters(parts: Path, count: int, listed: Listed, files: list[Path], line: float, out: Path) -> None:
    tables = list(_tables(parts, count, ["left", "right", "weight"]))
    left, right, weighed = (
        np.concatenate([table[name].to_numpy() for table in tables] or [np.zeros(0)])
        for name in ("left", "right", "weight")
    )
    found = cluster(len(listed.records), left.astype(np.int64), right.astype(np.int64), weighed, line)
    sizes = np.bincount(found.group, minlength=len(listed.records))[found.group]
    first = listed.first or len(listed.records)
    columns = {
        "cluster": pa.array([listed.records[place] for place in found.group.tolist()], pa.string()),
        "record_id": pa.array(listed.records, pa.string()),
        "list": pa.array([files[0].name if place < first else files[-1].name for place in range(len(listed.records))]),
        "size": pa.array(sizes),
    }
    pq.write_table(pa.table(columns), out)
    groups, largest = len(np.unique(found.group[sizes > 1])), int(sizes.max(initial=0))
    _say(f"{groups:,} clusters of two or more, the largest of {largest}; {found.refused:,} pairs joined nothing: {out}")


def _progress(done: int, of: int, began: float) -> None:
    """A bar on a terminal, a line now and then elsewhere."""
    if sys.stderr.isatty():
        full = 30 * done // of
        end = "\n" if done == of else ""
        print(
            f"\r[{'#' * full}{'.' * (30 - full)}] {done}/{of} blocks, {time.monotonic() - began:.0f} s",
            end=end,
            file=sys.stderr,
        )
    elif done == of or done % 10 == 0:
        _say(f"{done} of {of} blocks, {time.monotonic() - began:.0f} s")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
