"""Reads population files: lists of records as agencies hold them, CSV or Parquet, dirty as they come.

A value is never refused and a column may be missing; what is unknown is ignored. The truth of an evaluation is read by
`persons` alone and must never reach the matcher.
"""

import csv
import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from halcyon.kernel.matching.identities import Identity, Name

COLUMNS = (
    "record_id", "agency", "given_name", "family_name", "alias", "date_of_birth", "sex",
    "phone", "vehicle", "postcode", "address", "handle", "email",
)  # fmt: skip
LONGEST = 1_000_000  # characters of one cell
CHUNK = 10_000  # rows read at once
SEVERAL = re.compile(r"[;|\n]|,(?!\d{3}\b)")  # several values in one cell
SEVERAL_NUMBERS = re.compile(r"[;|,\n]| / | or | and ", re.IGNORECASE)
NOTHING = {"", "nan", "none", "null", "n/a", "na", "unknown", "not known", "-", "?"}
SEXES = {"f": "F", "female": "F", "m": "M", "male": "M", "x": "X", "other": "X", "non-binary": "X", "nonbinary": "X"}

Row = dict[str, str]


def rows(file: Path) -> Iterator[Row]:
    """Every row with the known columns as text, empty where there is nothing. Raises ValueError when it cannot be read."""
    yield from _read(file, COLUMNS)


def chunks(file: Path, size: int = CHUNK) -> Iterator[list[Row]]:
    """The same rows, so many at a time."""
    read = rows(file)
    while found := list(islice(read, size)):
        yield found


def identity(row: Row) -> Identity:
    """What one row says about a person, as written."""
    names = []
    given, family = (_said(row.get(part, "")) for part in ("given_name", "family_name"))
    if given or family:
        names.append(Name(given=given, family=family))
    names += [Name(whole=alias, sort="alias") for alias in _several(row.get("alias", ""), SEVERAL)]
    address = _said(row.get("address", ""))
    return Identity(
        names=tuple(names),
        born=_said(row.get("date_of_birth", "")),
        sex=SEXES.get(row.get("sex", "").strip().lower(), ""),
        phones=_several(row.get("phone", ""), SEVERAL_NUMBERS),
        vehicles=_several(row.get("vehicle", ""), SEVERAL_NUMBERS),
        postcodes=_several(row.get("postcode", ""), SEVERAL),
        addresses=(address,) if address else (),
        handles=_several(row.get("handle", ""), SEVERAL),
        emails=_several(row.get("email", ""), SEVERAL),
        agency=row.get("agency", "").strip(),
    )


def judgements(file: Path) -> list[Row]:
    """The team's answers about pairs: record_id_l, record_id_r, answer (same, not_same or unsure)."""
    columns = ("record_id_l", "record_id_r", "answer")
    found = list(_read(file, columns))
    if not found or not all(found[0][column] for column in columns):
        raise ValueError(f"{file} holds no judgements: its columns must be {', '.join(columns)}.")
    return found


def persons(truth: Path) -> dict[str, str]:
    """Who each record is about, by record_id. For the evaluator alone, after matching."""
    found = {}
    for row in _read(truth, ("record_id", "person")):
        if row["person"]:
            found[row["record_id"]] = row["person"]
    if not found:
        raise ValueError(f"{truth} names no person: its columns must be record_id and person.")
    return found


def check(file: Path, columns: tuple[str, ...] = COLUMNS) -> None:
    """Raises ValueError with a sentence where a file is not there, or its beginning cannot be read as such a list."""
    if not file.is_file():
        raise ValueError(f"{file} is not there.")
    next(_read(file, columns), None)


# Within


def _read(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Every row; whatever goes wrong in reading is one sentence."""
    try:
        yield from _parquet(file, columns) if _is_parquet(file) else _csv(file, columns)
    except csv.Error as failure:
        raise ValueError(
            f"{file} cannot be read as CSV: {failure}. One cell may have {LONGEST:,} characters."
        ) from failure
    except (pa.ArrowException, OSError) as failure:
        raise ValueError(
            f"{file} cannot be read: {str(failure).splitlines()[0] if str(failure) else 'it is damaged'}."
        ) from failure


def _is_parquet(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"PAR1"


def _csv(file: Path, columns: tuple[str, ...] = COLUMNS) -> Iterator[Row]:
    csv.field_size_limit(LONGEST)
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        reader = csv.reader(opened)
        header = _heads(next(reader, []))
        places = _places(file, header, columns)
        for number, cells in enumerate(reader, start=1):
            if not cells:
                continue
            row = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
            yield _numbered(row, columns, number)


def _parquet(file: Path, columns: tuple[str, ...] = COLUMNS) -> Iterator[Row]:
    with pq.ParquetFile(file) as opened:
        names = opened.schema_arrow.names
        places = _places(file, _heads(names), columns)
        wanted = [names[place] for place in places.values()]
        number = 0
        for batch in opened.iter_batches(CHUNK, columns=wanted):
            cells = batch.to_pydict()
            parts = [[_text(value) for value in cells[name]] for name in wanted]
            for values in zip(*parts, strict=True):
                number += 1
                yield _numbered(dict(zip(places, values, strict=True)), columns, number)


def _heads(found: list[str]) -> list[str]:
    return [head.strip().lower().replace(" ", "_") for head in found]


def _places(file: Path, header: list[str], columns: tuple[str, ...]) -> dict[str, int]:
    places = {name: header.index(name) for name in columns if name in header}
    if not set(places) - {"record_id", "agency"}:
        raise ValueError(f"{file} has none of the columns of a population file: {', '.join(columns)}.")
    return places


def _numbered(row: Row, columns: tuple[str, ...], number: int) -> Row:
    """Every column is there; a record without an id gets its row's number."""
    full = {name: row.get(name, "") for name in columns}
    if "record_id" in full:
        full["record_id"] = full["record_id"].replace("\0", "").strip() or f"row {number}"
    return full


def _text(value: Any) -> str:
    """Whatever type Parquet gave it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(part) for part in value)
    return str(value)


def _said(cell: str) -> str:
    """A cell without the words that stand for nothing."""
    written = cell.replace("\0", "").strip()
    return "" if written.lower() in NOTHING else written


def _several(cell: str, between: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for part in between.split(cell) if (said := _said(part)))) if cell else ()
