"""``halcyon matching`` and ``halcyon link`` on files, as somebody at a terminal runs them."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from benchmarks.population.making import write
from halcyon.faces.cli import link
from halcyon.faces.cli.main import main
from halcyon.kernel.matching import Model
from halcyon.kernel.matching.linking import Listed
from halcyon.kernel.matching.populations import persons, rows
from tests.databases import Cluster


@pytest.fixture
def empty(postgres: Cluster, worker_id: str) -> Iterator[str]:
    """The address of a database with nothing in it, which nobody else uses."""
    name = f"evaluated_{worker_id}"
    postgres.server.drop_database(name)
    postgres.server.create_database(name)
    yield postgres.server.owner_url(name)
    postgres.server.drop_database(name)


def test_a_population_is_evaluated_as_saves_and_nothing_of_it_stays(empty: str, tmp_path: Path):
    files, out = write(tmp_path, known=400, queries=40, seed=31, ending="csv"), tmp_path / "figures.json"
    words = [f"--{name}={file}" for name, file in files.items()]
    assert main(["matching", "evaluate", *words, f"--json={out}", f"--database={empty}", "--processes=1"]) == 0
    found = json.loads(out.read_text())
    assert found["known"]["records"] >= 400
    assert found["accuracy"]["queries"] == 40
    assert found["accuracy"]["hit_at_10"] > 0.8
    assert set(found["latency_ms"]) == {"p50", "p95", "p99", "mean", "max"}
    with psycopg.connect(empty) as owner:
        assert owner.execute("select nspname from pg_namespace where nspname like 'evaluation%'").fetchall() == []


def test_a_missing_file_is_a_sentence(tmp_path: Path, capsys):
    words = [f"--{name}={tmp_path / name}" for name in ("known", "queries", "truth", "json")]
    assert main(["matching", "evaluate", *words]) == 1
    assert "is not there" in capsys.readouterr().err


def test_a_list_is_linked_with_itself_into_explained_pairs_and_clusters(tmp_path: Path):
    files = write(tmp_path, known=600, queries=10, seed=32, ending="csv")
    out, groups = tmp_path / "pairs.parquet", tmp_path / "clusters.parquet"
    assert main(["link", str(files["known"]), f"--out={out}", f"--clusters={groups}", "--processes=1"]) == 0
    pairs, people = pq.read_table(out).to_pylist(), persons(files["truth"])
    right = [people[pair["record_id_l"]] == people[pair["record_id_r"]] for pair in pairs]
    assert len(pairs) > 100
    assert sum(right) / len(right) > 0.8
    assert all(pair["weight"] >= Model.load().review and "Given name" in pair["explanation"] for pair in pairs[:20])
    clusters = pq.read_table(groups)
    assert sorted(clusters["record_id"].to_pylist()) == sorted(row["record_id"] for row in rows(files["known"]))
    assert not list(tmp_path.glob("*.parts-*"))


def test_linking_goes_on_where_it_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Guards, too, against minutes of silence while a long list is read. Seen to fail: with the chunks not counted."""
    monkeypatch.setattr(link, "EVERY", 200)
    files, out = write(tmp_path, known=300, queries=5, seed=33, ending="csv"), tmp_path / "pairs.parquet"
    monkeypatch.setattr(link, "_gather", broken)
    assert main(["link", str(files["known"]), f"--out={out}", "--processes=1"]) == 1
    assert "known.csv: 3" in (told := capsys.readouterr().err) and "records read\n" in told
    monkeypatch.undo()
    monkeypatch.setattr(Listed, "levels", broken)
    assert main(["link", str(files["known"]), f"--out={out}", "--processes=1"]) == 0
    assert pq.read_table(out).num_rows > 20


def test_two_lists_are_linked_across(tmp_path: Path):
    files, out = write(tmp_path, known=400, queries=100, seed=34, ending="csv"), tmp_path / "pairs.parquet"
    assert main(["link", str(files["queries"]), str(files["known"]), f"--out={out}", "--processes=1"]) == 0
    asked = {row["record_id"] for row in rows(files["queries"])}
    pairs = pq.read_table(out).to_pylist()
    assert pairs
    assert all(pair["record_id_l"] in asked and pair["record_id_r"] not in asked for pair in pairs)


def broken(*_: object) -> None:
    raise OSError("The disk is full.")


def test_training_writes_a_new_file_with_its_provenance_and_switches_nothing_on(tmp_path: Path, capsys):
    files, out = write(tmp_path, known=800, queries=10, seed=35, ending="csv"), tmp_path / "model.json"
    people = persons(files["truth"])
    known = [row["record_id"] for row in rows(files["known"])]
    answers = tmp_path / "judgements.csv"
    lines = [f"{a},{b},{'same' if people[a] == people[b] else 'not_same'}" for a, b in pairwise(sorted(known))]
    answers.write_text("record_id_l,record_id_r,answer\n" + "\n".join(lines))
    before = Model.load().to_json()
    words = ["matching", "train", str(files["known"]), f"--judgements={answers}", f"--out={out}", "--processes=1"]
    assert main(words) == 0
    learned = Model.load(out)
    assert "800 records" in learned.provenance["trained_on"] or "judgements" in learned.provenance["trained_on"]
    assert learned.to_json() != before == Model.load().to_json()
    assert main(words) == 1
    assert "never written over" in capsys.readouterr().err
