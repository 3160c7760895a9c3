"""Lists as no one would wish them: `halcyon matching evaluate` and `halcyon link` answer in a sentence, or simply work."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from halcyon.faces.cli.main import main
from tests.databases import Cluster

HEAD = "record_id,given_name,family_name,date_of_birth,phone\n"
GOOD = HEAD + "A,Ishbel,Pellow,2009-05-06,07700 900142\nB,Ishbel,Pelow,2009-05-06,\n"
TRUTH = "record_id,person\nA,1\nB,1\n"


def odd_parquet(file: Path) -> None:
    """Types as other people's tools write them."""
    columns = {
        "Record ID": pa.array([1, 2]), "Given Name": pa.array(["Ishbel", None]).dictionary_encode(),
        "date_of_birth": pa.array([date(2009, 5, 6), None]), "phone": pa.array([7700900142.0, float("nan")]),
        "handle": pa.array([["a", "b"], []]), "kind": pa.array([True, False]), "email": pa.array([b"a@b.example", b"\xff"]),
    }  # fmt: skip
    pq.write_table(pa.table(columns), file)


def damaged_parquet(file: Path) -> None:
    file.write_bytes(b"PAR1" + bytes(300))


def text(words: str) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(words.encode("utf-8", "surrogateescape"))


WORKS = {
    "only a head": text(HEAD),
    "missing columns": text("family_name\nPellow\nPelow\n"),
    "unknown columns and kinds": text("kind,family_name,shoe size\nvehicle,Pellow,41\nghost,Pelow,\n"),
    "ragged rows, empty lines, a byte order mark": text("\ufeff" + HEAD + "A\n\nB,x,y,z,1,2,3,4\n,,,,\n"),
    "the same id twice and NUL": text(HEAD + "A,\0Ish\0bel,Pellow,,\nA,Ishbel,Pellow,0000-99-99,\n"),
    "control characters": text(HEAD + "A,\x1d\x1e\x1f,\x1fPell\x1eow,\x1f,\x1d\nB,\x1f,\x1e,,\n"),
    "half characters and other scripts": text(HEAD + "A,\udcff\udcfe,Пеллоу,٢٠٠٩-٠٥-٠٦,\nB,👩‍👧,\u202eenoemos,,\n"),
    "a field of 900,000 characters": text(HEAD + f"A,Ishbel,{'x ' * 450_000},2009-05-06,{'0' * 1000}\n"),
    "odd types in Parquet": odd_parquet,
}
REFUSED = {
    "nothing at all": (text(""), "none of the columns"),
    "another table": (text("a,b\n1,2\n"), "none of the columns"),
    "a field of two million characters": (
        text(f"record_id,person,given_name\nA,1,{'x' * 2_000_000}\n"),
        "cannot be read as CSV",
    ),
    "damaged Parquet": (damaged_parquet, "cannot be read"),
}


def evaluates(folder: Path, postgres: Cluster) -> int:
    words = [f"--{name}={folder / name}" for name in ("known", "queries", "truth")]
    url = postgres.server.owner_url("postgres")
    return main(["matching", "evaluate", *words, f"--json={folder / 'out.json'}", f"--database={url}", "--processes=1"])


@pytest.mark.parametrize("name", WORKS)
def test_odd_lists_are_evaluated_and_linked_all_the_same(name: str, postgres: Cluster, tmp_path: Path):
    WORKS[name](tmp_path / "known")
    (tmp_path / "queries").write_text(GOOD)
    (tmp_path / "truth").write_text(TRUTH)
    assert evaluates(tmp_path, postgres) == 0
    assert json.loads((tmp_path / "out.json").read_text())["accuracy"]["queries"] == 2
    WORKS[name](tmp_path / "queries")
    assert evaluates(tmp_path, postgres) == 0
    out = tmp_path / "pairs.parquet"
    words = ["link", str(tmp_path / "known"), f"--out={out}", f"--clusters={tmp_path / 'groups'}", "--processes=1"]
    assert main(words) == 0
    assert pq.read_table(out).column_names == ["record_id_l", "record_id_r", "weight", "explanation"]


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("where", ["known", "queries", "truth"])
def test_what_is_no_list_is_one_sentence_before_anything_is_loaded(
    name: str, where: str, postgres: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Seen to fail: a field over the limit of the csv module ended in a traceback."""
    make, sentence = REFUSED[name]
    for other, words in (("known", GOOD), ("queries", GOOD), ("truth", TRUTH)):
        (tmp_path / other).write_text(words)
    make(tmp_path / where)
    assert evaluates(tmp_path, postgres) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert str(tmp_path / where) in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"format": 1, "fields": []}', "\udcff"])
def test_a_file_that_is_no_model_is_one_sentence(words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text(words)(tmp_path / "model.json")
    (tmp_path / "list").write_text(GOOD)
    out = tmp_path / "pairs.parquet"
    assert main(["link", str(tmp_path / "list"), f"--out={out}", f"--model={tmp_path / 'model.json'}"]) == 1
    assert "model file" in capsys.readouterr().err


def test_a_database_that_does_not_answer_and_a_folder_that_is_not_there_are_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for name, words in (("known", GOOD), ("queries", GOOD), ("truth", TRUTH)):
        (tmp_path / name).write_text(words)
    files = [f"--{name}={tmp_path / name}" for name in ("known", "queries", "truth")]
    nowhere = f"postgres://x@/x?host={tmp_path}"
    assert main(["matching", "evaluate", *files, f"--json={tmp_path / 'out'}", f"--database={nowhere}"]) == 1
    assert "does not answer" in capsys.readouterr().err
    assert main(["matching", "evaluate", *files, f"--json={tmp_path / 'no' / 'out'}"]) == 1
    assert "there is no folder" in capsys.readouterr().err
