"""What a stretch of a test asked of the database, read and wrote there, also inside functions, which no statement shows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.conftest import as_role

COUNTED = """
select schemaname || '.' || relname, seq_tup_read + coalesce(idx_tup_fetch, 0), n_tup_ins, n_tup_upd, n_tup_del
  from pg_stat_xact_user_tables
"""
Rows = dict[str, tuple[int, ...]]


@dataclass(slots=True)
class Traces:
    """``statements`` as they were sent; ``rows`` added, changed and removed, by table; ``read``: how many rows were, by table."""

    statements: list[str] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict, compare=False)


@contextmanager
def traces() -> Iterator[Traces]:
    """Everything between here and the end of the block."""
    found, before = Traces(), _counts()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found.statements.append(re.sub(r"\d+_x\d+", "", sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found
    for table, counts in _counts().items():
        read, *written = (now - then for now, then in zip(counts, before.get(table, (0, 0, 0, 0)), strict=True))
        if any(written):
            found.rows[table] = tuple(written)
        if read:
            found.read[table] = read


def _counts() -> Rows:
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return {table: tuple(counts) for table, *counts in cursor.fetchall()}
