"""What the machine was and did: its cores, load and versions, and the CPU time of a process with all its children.

Reads /proc, so it works on Linux alone. It must never round or correct what it finds.
"""

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
PARTS = ("django", "gunicorn", "psycopg", "cryptography")


@dataclass(frozen=True)
class Usage:
    """CPU seconds of one process tree, and of PostgreSQL's live backends by the login that they serve."""

    whole: float
    by_login: dict[str, float]


def about() -> dict[str, Any]:
    """The machine and the versions of what was measured."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "processor": model, "cores": os.cpu_count(), "memory_gb": round(_memory() / 1e9, 1),
        "kernel": platform.release(), "python": platform.python_version(),
        **{part: version(part) for part in PARTS}, "commit": commit.stdout.strip(),
        "at": time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
    }  # fmt: skip


def load() -> list[float]:
    """The load averages of 1, 5 and 15 minutes."""
    return [round(part, 2) for part in os.getloadavg()]


def busy() -> tuple[float, float]:
    """CPU seconds of the whole machine so far: everything that ran, and what the hypervisor took."""
    fields = [int(field) / TICK for field in _lines("/proc/stat")[0].split()[1:]]
    user, nice, system, _idle, _wait, irq, soft, steal = fields[:8]
    return user + nice + system + irq + soft, steal


def used(root: int) -> Usage:
    """What a process and everything below it have used so far, with children that have ended."""
    whole, by_login = 0.0, {}
    for pid in _tree(root):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            title = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
        except OSError:
            continue  # it ended just now; its parent counts it from here on
        seconds = sum(int(field) for field in stat[11:15]) / TICK
        whole += seconds
        if "halcyon_" in title and title.startswith("postgres:"):
            login = title.split()[1]
            by_login[login] = by_login.get(login, 0.0) + seconds
    return Usage(whole, by_login)


def between(before: Usage, after: Usage) -> Usage:
    """What was used from one reading to the next."""
    return Usage(
        after.whole - before.whole,
        {login: seconds - before.by_login.get(login, 0.0) for login, seconds in after.by_login.items()},
    )


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and the longest, in the unit given."""
    if not values:
        return {"p50": float("nan"), "p95": float("nan"), "most": float("nan")}
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"p50": statistics.median(ordered), "p95": p95, "most": ordered[-1]}


def spread(values: Sequence[float]) -> dict[str, float]:
    """The median of repeated rounds with the least and the most of them."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def rounded(parts: dict[str, float]) -> dict[str, float]:
    """For printing alone."""
    return {name: round(value, 1) for name, value in parts.items()}


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _lines(file: str) -> list[str]:
    return Path(file).read_text().splitlines()
