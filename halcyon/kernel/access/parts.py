"""What stands in a record, asked for in one question: a record is many small tables, and its page shows most of them.

Row-level security decides which rows come back, table by table, as for any other question. It only reads.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, Field, Model

from halcyon.kernel.access.models import Record

Row = TypeVar("Row", bound=Model)


class Parts:
    """The rows of some tables that stand in some records, as far as the acting member may see them."""

    def __init__(self, records: Iterable[UUID], *tables: type[Model]) -> None:
        self._rows: dict[type[Model], list[Model]] = {table: [] for table in tables}
        asked = " union all ".join(_rows_of(table, place) for place, table in enumerate(tables))
        keys = list(records)
        with connection.cursor() as cursor:
            cursor.execute(asked, [keys] * len(tables))
            for place, row in cursor.fetchall():
                self._rows[tables[place]].append(_made(tables[place], row))

    def of(self, table: type[Row], *, by: str) -> tuple[Row, ...]:
        """The rows of one table, in the order of one of its columns."""
        return tuple(sorted(self._rows[table], key=attrgetter(by)))  # type: ignore[arg-type]


def _rows_of(table: type[Model], place: int) -> str:
    whose = "id" if table is Record else "record_id"
    return f'select {place}, to_json(part) from "{table._meta.db_table}" part where part.{whose} = any(%s::uuid[])'


def _made(table: type[Model], row: dict[str, Any]) -> Model:
    columns = {str(one.column): one for one in table._meta.concrete_fields}
    return table.from_db(
        None, [one.attname for one in columns.values()], [_read(one, row[name]) for name, one in columns.items()]
    )


def _read(field: "Field[Any, Any]", value: Any) -> Any:
    """A value as it stands in JSON, as the field has it."""
    if isinstance(field, BinaryField) and value is not None:
        return bytes.fromhex(value.removeprefix("\\x"))
    return field.to_python(value)
