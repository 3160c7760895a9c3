"""Writes a population: ``python -m benchmarks.population --known 100000 --queries 2000 --seed 7 --out FOLDER``.

known, queries (each with at least one partner among the known, but for one in ten) and truth, each in its own file.
"""

import argparse
from pathlib import Path

from benchmarks.population.making import write

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.population")
    parser.add_argument("--known", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--format", choices=("csv", "parquet"), default="parquet")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    files = write(args.out, known=args.known, queries=args.queries, seed=args.seed, ending=args.format)
    print(*files.values(), sep="\n")
