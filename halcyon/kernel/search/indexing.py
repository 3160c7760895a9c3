"""Keeps what is searched beside what is saved: `index`, called inside the saving command, in its transaction.

Saving the same source again replaces its entries. It writes no journal line: the command that saves writes its own,
and PostgreSQL refuses the commit without one.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from halcyon.kernel.search.entries import Entry, pieces
from halcyon.kernel.search.keys import keys_of

if TYPE_CHECKING:
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.access.models import Record

Row = tuple[uuid.UUID, uuid.UUID, uuid.UUID, int, str, str, str, list[str], list[str], datetime, int | None, str, int]

KEEP = """
insert into search_entry (id, record_id, source, piece, sort, kind, words, names, keys, at, agency, detail, kept_by)
values {rows}
on conflict (id) do update set kind = excluded.kind, words = excluded.words, names = excluded.names,
    keys = excluded.keys, at = excluded.at, agency = excluded.agency, detail = excluded.detail,
    kept_by = coalesce(nullif(excluded.kept_by, 0), search_entry.kept_by)
"""
EMPTY = """
update search_entry e set words = '', names = '{}', keys = '{}'
  from unnest(%s::uuid[], %s::integer[]) kept (source, pieces)
 where e.record_id = %s and e.source = kept.source and e.piece >= kept.pieces and (e.words, e.keys) <> ('', '{}')
"""


def index(*, record: "Record", entries: Iterable[Entry], by: "Actor") -> None:
    """Replaces what is searched of each source that is given. Call inside the command that saved it.

    A source with nothing left to say is given with empty words, names and codes.
    """
    given = list(entries)
    if not given:
        return
    kept: dict[uuid.UUID, int] = dict.fromkeys((entry.source for entry in given), 0)
    rows: list[Row] = []
    for entry in given:
        for piece in pieces(entry.words):
            rows.append(_row(record, entry, piece, kept[entry.source], by.principal))
            kept[entry.source] += 1
    with connection.cursor() as cursor:
        values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s, %s, %s, %s)"] * len(rows))
        cursor.execute(KEEP.format(rows=values), [value for row in rows for value in row])
        cursor.execute(EMPTY, [list(kept), list(kept.values()), record.pk])


def _row(record: "Record", entry: Entry, words: str, piece: int, kept_by: int) -> Any:
    names = [name.strip() for name in entry.names if name.strip()]
    codes = [code.strip() for code in entry.codes if code.strip()]
    keys = keys_of(words=words, names=names, codes=codes, reference=record.reference)
    identity = uuid.uuid5(record.pk, f"{entry.source}/{piece}")
    return (
        identity, record.pk, entry.source, piece, record.kind, entry.kind, words, [*names, *codes], keys,
        entry.at, entry.agency, entry.detail, kept_by,
    )  # fmt: skip
