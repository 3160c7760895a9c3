"""Lists come as agencies hold them: columns missing, values dirty, and nothing of it stops a list from being read."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halcyon.kernel.matching import Identity, Name, canonical, keys
from halcyon.kernel.matching.populations import COLUMNS, chunks, identity, persons, rows

HEADER = ",".join(COLUMNS)


def csv_file(folder: Path, text: str, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    return file


def test_a_row_becomes_an_identity_as_it_was_written(tmp_path: Path):
    file = csv_file(
        tmp_path,
        f"{HEADER}\nR1,police,Małgorzata,NOWAK,Gosia,1987-02-30,female,07700 900123,ab12 cde,OX1 1AA,"
        '"1, High St",@gosia,g@x.example\n',
    )
    [row] = rows(file)
    assert row["record_id"] == "R1"
    assert identity(row) == Identity(
        names=(Name(given="Małgorzata", family="NOWAK"), Name(whole="Gosia", sort="alias")),
        born="1987-02-30", sex="F", phones=("07700 900123",), vehicles=("ab12 cde",), postcodes=("OX1 1AA",),
        addresses=("1, High St",), handles=("@gosia",), emails=("g@x.example",), agency="police",
    )  # fmt: skip


def test_columns_may_be_missing_in_another_order_or_unknown(tmp_path: Path):
    file = csv_file(tmp_path, "\ufeffFamily Name,favourite_colour,RECORD_ID\nNowak,blue,7\nKhan,red,\n")
    first, second = rows(file)
    assert (first["record_id"], first["family_name"], first["phone"]) == ("7", "Nowak", "")
    assert second["record_id"] == "row 2"


def test_short_rows_long_rows_and_broken_bytes_are_read(tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"record_id,given_name,family_name\nA\nB,x,y,z,z\n\nC,\xff\xfe\x00,Nowak\n")
    found = [identity(row) for row in rows(file)]
    assert [len(one.names) for one in found] == [0, 1, 1]


def test_several_values_in_one_cell_are_several(tmp_path: Path):
    file = csv_file(tmp_path, "record_id,phone,handle\nA,07700 900123 / 07700900124; unknown,@one; @two\n")
    [row] = rows(file)
    assert identity(row).phones == ("07700 900123", "07700900124")
    assert identity(row).handles == ("@one", "@two")


def test_parquet_is_read_whatever_types_its_columns_have(tmp_path: Path):
    file = tmp_path / "list"
    columns = {"record_id": [1, 2], "date_of_birth": [date(1990, 1, 2), None], "phone": [7700900123.0, float("nan")]}
    pq.write_table(pa.table(columns), file)
    first, second = rows(file)
    assert (first["record_id"], first["date_of_birth"], first["phone"]) == ("1", "1990-01-02", "7700900123")
    assert (second["date_of_birth"], second["phone"]) == ("", "")


def test_a_list_is_read_in_pieces(tmp_path: Path):
    file = csv_file(tmp_path, "record_id,given_name\n" + "".join(f"{number},x\n" for number in range(25)))
    assert [len(part) for part in chunks(file, 10)] == [10, 10, 5]


def test_a_file_that_is_no_population_says_so_in_a_sentence(tmp_path: Path):
    with pytest.raises(ValueError, match="none of the columns"):
        list(rows(csv_file(tmp_path, "a,b\n1,2\n")))


def test_the_truth_has_two_columns_and_an_empty_one_says_so(tmp_path: Path):
    assert persons(csv_file(tmp_path, "record_id,person\nA,P1\nB,\n")) == {"A": "P1"}
    with pytest.raises(ValueError, match="names no person"):
        persons(csv_file(tmp_path, "record_id,person\n"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_no_value_however_dirty_stops_a_record_from_being_compared(cells: list[str]):
    form = canonical(identity(dict(zip(COLUMNS, cells, strict=True))))
    assert all(-(2**63) <= key < 2**63 for key in keys(form))
