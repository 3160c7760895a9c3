"""The matcher measured beside its peer: ``python -m benchmarks.matching one|bulk|febrl|all``.

On two cores with nothing else running: ``one --known 1000000 --queries 4400 --ask-peers 60`` takes about 40 minutes (of it 10
for loading, 10 for Splink), ``bulk --records 100000 1000000`` about 45, ``febrl`` 2. Seeds of evaluation and training differ:
the model that comes with Halcyon says in its provenance what it was made from; 7, 77 and 1001 were looked at while it was.
Everything is written to ``matching.json`` beside this file and printed as Markdown.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks import machine, matching_bulk, matching_one
from halcyon.kernel.matching import Model

SEED = 20260603  # of populations that are measured; nothing was ever trained or tuned on them


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching")
    parser.add_argument("what", choices=("one", "bulk", "febrl", "all"))
    parser.add_argument("--known", type=int, nargs="+", default=[20_000], help="records for `one`")
    parser.add_argument(
        "--queries",
        type=int,
        default=1_000,
        help="200 of them cold, the rest halved: one client, eight",
    )
    parser.add_argument("--ask-peers", type=int, default=60, help="queries that the peers are asked")
    parser.add_argument("--records", type=int, nargs="+", default=[20_000], help="records for `bulk`")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", type=Path, default=Path(__file__).with_suffix(".json"))
    args = parser.parse_args()
    found: dict[str, Any] = json.loads(args.json.read_text()) if args.json.exists() else {}
    found |= {
        "machine": machine.about(),
        "model": dict(Model.load().provenance),
        "seed": args.seed,
        "load_before": machine.load(),
    }
    if args.what in ("one", "all"):
        sizes = [
            matching_one.measure(known=known, queries=args.queries, asked_of_peers=args.ask_peers, seed=args.seed)
            for known in args.known
        ]
        found["one"] = sizes
        _keep(args.json, found)
    if args.what in ("febrl", "all"):
        found["febrl"] = matching_bulk.febrl()
        _keep(args.json, found)
    if args.what in ("bulk", "all"):
        found["bulk"] = [matching_bulk.measure(records=records, seed=args.seed + 1) for records in args.records]
    found["load_after"] = machine.load()
    _keep(args.json, found)
    print(markdown(found))


def markdown(found: dict[str, Any]) -> str:
    """The tables of docs/performance.md."""
    lines = [
        f"Load before {found['load_before']}, after {found.get('load_after')}; {found['machine']}; seed {found['seed']}",
        "",
    ]
    if "one" in found:
        lines += _table(
            "known",
            "what",
            "n",
            "p50 ms",
            "p95 ms",
            "max ms",
            "CPU ms",
            "hit@10",
            "recall@10",
            "ceiling",
            "per s",
            "load",
        )
        for size in found["one"]:
            lines += _one(size)
        lines.append("")
    if "febrl" in found or "bulk" in found:
        lines += _table(
            "list",
            "who",
            "pairs",
            "ceiling",
            "P",
            "R",
            "F1",
            "R at P>=.99",
            "CPU s, pairs",
            "CPU s",
            "wall s",
            "memory MB",
        )
        for name, row in found.get("febrl", {}).items():
            lines.append(_bulk(*name.split(", ", 1), row))
        for size in found.get("bulk", []):
            lines += [_bulk(f"{size['records']:,}", name, row) for name, row in size.items() if name != "records"]
    return "\n".join(lines)


def _one(size: dict[str, Any]) -> list[str]:
    known, peers = f"{size['known']:,}", size["peers"]
    parts = [
        ("Halcyon, cold, durable", size["cold"]), ("Halcyon, warm, durable", size["warm"]),
        (f"Halcyon, {size['clients']['number']} clients, durable", size["clients"]),
        *((name, row) for name, row in peers.items() if isinstance(row, dict)),
    ]  # fmt: skip
    lines = []
    for name, row in parts:
        late, accuracy = row["ms"], row.get("accuracy", {})
        shares = [
            f"{accuracy[key]:.3f}" if key in accuracy else ""
            for key in ("hit_at_10", "recall_at_10", "candidate_ceiling")
        ]
        cells = [
            known, name, row.get("saves") or row.get("asked"), f"{late['p50']:.2f}", f"{late['p95']:.2f}", f"{late['max']:.1f}",
            f"{row['cpu_ms']:.2f}", *shares, f"{row['per_second']:.0f}" if "per_second" in row else "", row["load"][0],
        ]  # fmt: skip
        lines.append(_row(*cells))
    return lines


def _bulk(where: str, name: str, row: dict[str, Any]) -> str:
    best = row["best_f1"]
    pairs_cpu = f"{row['pairs_cpu_s']:.1f}" if "pairs_cpu_s" in row else ""
    return _row(
        where, name, f"{row['pairs']:,}", f"{row['ceiling']:.4f}", *(f"{best[part]:.4f}" for part in ("precision", "recall", "f1")),
        f"{row['recall_at_precision_0.99']:.4f}", pairs_cpu, f"{row['cpu_s']:.1f}", f"{row['wall_s']:.1f}",
        f"{row['memory_mb']:.0f}",
    )  # fmt: skip


def _table(*heads: str) -> list[str]:
    return [_row(*heads), _row(*["---"] * len(heads))]


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _keep(file: Path, found: dict[str, Any]) -> None:
    file.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
