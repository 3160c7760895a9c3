"""Prints tables of docs/performance.md from telling.json, desk.json and public.json: ``python -m benchmarks.report``.

It rounds, no more. And, for two benchmarks, whether the time of an answer tells one sort from another.
"""

import itertools
import json
import math
import statistics
import sys
from pathlib import Path
from typing import Any

import numpy

HERE = Path(__file__).parent


def main() -> None:
    """Both tables, from the files beside this one or from those that are named."""
    telling, desk = (
        (Path(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (HERE / "telling.json", HERE / "desk.json")
    )
    if telling.exists():
        _telling(json.loads(telling.read_text()))
    if desk.exists():
        _desk(json.loads(desk.read_text()))
    if len(sys.argv) < 2 and (pages := HERE / "public.json").exists():
        public(json.loads(pages.read_text()))


def told_apart(what: str, taken: dict[str, list[float]], **beside: dict[str, object]) -> None:
    """Two tables: the seconds of each sort of answer (``what``), and whether two sorts can be told apart by them.

    ``beside``: further columns of the first, a word for each sort.
    """
    _row(what, "samples", "median ms", "middle half ms", "p95 ms", *beside)
    _rule(5 + len(beside))
    for name, times in taken.items():
        low, middle, high = (1e3 * cut for cut in statistics.quantiles(times, n=4))
        late = 1e3 * statistics.quantiles(times, n=20)[-1]
        more = (column[name] for column in beside.values())
        _row(name, len(times), f"{middle:.2f}", f"{low:.2f}-{high:.2f}", f"{late:.2f}", *more)
    print()
    _row("pair", "slower of two, chance", "z", "p (two-sided)")
    _rule(4)
    for one, other in itertools.combinations(taken, 2):
        chance, z, p = _ranks(taken[one], taken[other])
        _row(f"{other} against {one}", f"{chance:.3f}", f"{z:+.2f}", f"{p:.3f}")


def _telling(found: dict[str, Any]) -> None:
    _head(found)
    kdf = sorted(found["kdf_ms"])
    print(f"KDF, CPU ms of one derivation: median {kdf[len(kdf) // 2]:.1f} ({kdf[0]:.1f}-{kdf[-1]:.1f})\n")
    _row(
        "where",
        "clients",
        "tellings/s",
        "CPU ms, all",
        "door",
        "worker",
        "PostgreSQL",
        "whole p50 ms",
        "whole p95 ms",
        "load",
    )
    _rule(10)
    for row in found["summary"]:
        parts = (
            "per_second",
            "cpu_ms_all",
            "cpu_ms_door",
            "cpu_ms_worker",
            "cpu_ms_postgres",
            "p50_ms",
            "p95_ms",
            "load",
        )
        _row(row["where"], row["clients"], *(_spread(row.get(part)) for part in parts))
    print("\nEnvelope to contact, seconds (PostgreSQL's own commit times)\n")
    _row("where", "clients", "p50", "p95", "load")
    _rule(5)
    for quiet in found["quiet"]:
        late = quiet["to_contact_s"]
        _row(quiet["where"], "one now and then", f"{late['p50']:.2f}", f"{late['p95']:.2f}", quiet["load"])
    for row in found["summary"]:
        if "to_contact_p50_s" in row:
            late = (_spread(row[part], 2) for part in ("to_contact_p50_s", "to_contact_p95_s"))
            _row(row["where"], row["clients"], *late, _spread(row["load"]))
    logins = [row["postgres_by_login_ms"] for row in found["rounds"] if row["postgres_by_login_ms"]]
    means = {
        name: sum(one.get(name, 0.0) for one in logins) / len(logins) for name in ("halcyon_door", "halcyon_worker")
    }
    print(f"\nPostgreSQL's CPU by login, ms a telling, mean of rounds: {means}")
    print(f"idle: {[quiet['idle_cpu_ms_per_s'] for quiet in found['quiet']]}")
    print(f"shown: {sum(row['shown'] for row in found['rounds'])} of {sum(row['tellings'] for row in found['rounds'])}")
    print(f"not opened: {found['not_opened']}; stored at the end: {found['stored_at_the_end']}")
    print(f"weight: {json.dumps(found['weight'])}\nwith files: {json.dumps(found['with_files'])}\n")
    for name, one in found.get("limiter", {}).items():
        print(f"limiter, {name}: {json.dumps(one)}")


def _desk(found: dict[str, Any]) -> None:
    _head(found)
    _row("stored", "page", "clients", "p50 ms", "p95 ms", "CPU ms, desk", "PostgreSQL", "queries", "SQL ms", "load")
    _rule(10)
    for size in found["sizes"]:
        for page in size["pages"]:
            name = {"triage, unchanged lines": "triage lines"}.get(page["page"], page["page"])
            asked = size["profile"].get(name, {})
            _row(
                size["where"], page["page"], page["clients"], f"{page['ms']['p50']:.0f}", f"{page['ms']['p95']:.0f}",
                f"{page['cpu_ms']['desk']:.0f}", f"{page['cpu_ms']['postgres']:.0f}", asked.get("queries", ""),
                asked.get("sql_ms", ""), page["load"],
            )  # fmt: skip
    for size in found["sizes"]:
        for name, asked in size["profile"].items():
            print(f"\n{size['where']}: {name}: {asked['statements']} statements, slowest {asked['slowest_ms'][:3]}")
        for name, plan in size["plans"].items():
            print(f"\n{size['where']}: {name}\n{plan}")


def public(found: dict[str, Any]) -> None:
    """The table of the public side: the promise page at the door and beside it."""
    _head(found)
    _row("where", "state", "clients", "pages/s", "of the door's", "CPU ms a page", "of the door's", "of it PostgreSQL",
         "p50 ms", "p95 ms", "client's CPU ms", "load")  # fmt: skip
    _rule(12)
    for row in found["summary"]:
        _row(
            row["where"], row["state"], row["clients"], _spread(row["per_second"], 0), _spread(row["per_second_of_the_door"], 2),
            _spread(row["cpu_ms"], 2), _spread(row["cpu_ms_of_the_door"], 2), f"{row['cpu_ms_postgres']['median']:.2f}",
            _spread(row["p50_ms"]), _spread(row["p95_ms"]), f"{row['client_cpu_ms']['median']:.2f}", _spread(row["load"]),
        )  # fmt: skip
    print(
        f"\nnot answered with 200: {sum(row['wrong'] for row in found['summary'])}; weight: {json.dumps(found['weight'])}"
    )


def _ranks(one: list[float], other: list[float]) -> tuple[float, float, float]:
    """Mann and Whitney's test: the chance that one of ``other`` took longer than one of ``one``; z; p by the normal curve."""
    both = numpy.array(one + other)
    _, place, ties = numpy.unique(both, return_inverse=True, return_counts=True)
    middle = numpy.cumsum(ties) - (ties - 1) / 2
    n, m = len(one), len(other)
    above = float(middle[place[n:]].sum()) - m * (m + 1) / 2
    whole = n + m
    spread = math.sqrt(n * m / 12 * (whole + 1 - float((ties**3 - ties).sum()) / (whole * (whole - 1))))
    z = (above - n * m / 2) / spread if spread else 0.0
    return above / (n * m), z, math.erfc(abs(z) / math.sqrt(2))


def _head(found: dict[str, Any]) -> None:
    print(f"\nload before {found['load_before']}, after {found['load_after']}; {found['machine']}\n")


def _spread(part: dict[str, float] | None, digits: int = 1) -> str:
    if part is None:
        return ""
    return f"{part['median']:.{digits}f} ({part['least']:.{digits}f}-{part['most']:.{digits}f})"


def _row(*cells: object) -> None:
    print(f"| {' | '.join(str(cell) for cell in cells)} |")


def _rule(columns: int) -> None:
    _row(*["---"] * columns)


if __name__ == "__main__":
    main()
