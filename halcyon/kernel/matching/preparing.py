"""Makes many records comparable at once, in processes of their own: canonical forms as bytes, and keys as numbers.

A few chunks ahead of whoever reads them, in their order; the whole list is never in memory here.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

from halcyon.kernel.matching.canonicals import canonical
from halcyon.kernel.matching.keying import keys
from halcyon.kernel.matching.populations import Row, identity

WAITING = 4  # chunks that are made ahead


@dataclass(frozen=True)
class Prepared:
    """Some records made comparable: their ids, canonical forms as bytes, all their keys and how many each has."""

    records: list[str]
    canonicals: list[bytes]
    keys: "np.ndarray[Any, np.dtype[np.int64]]"
    counts: "np.ndarray[Any, np.dtype[np.int64]]"


def prepare(rows: list[Row]) -> Prepared:
    """One chunk; runs in a process of its own."""
    records: list[str] = []
    forms: list[bytes] = []
    all_keys: list[int] = []
    counts: list[int] = []
    for row in rows:
        form = canonical(identity(row))
        own = keys(form)
        records.append(row["record_id"])
        forms.append(form.to_bytes())
        all_keys += own
        counts.append(len(own))
    return Prepared(records, forms, np.array(all_keys, np.int64), np.array(counts, np.int64))


def prepared(parts: Iterable[list[Row]], processes: int) -> Iterator[Prepared]:
    """The chunks in their order, a few of them ahead; the whole list is never in memory."""
    if processes <= 1:
        yield from map(prepare, parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Prepared]] = deque()
        for part in parts:
            waiting.append(pool.submit(prepare, part))
            if len(waiting) >= WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
