"""``halcyon matching`` and ``halcyon link`` on files, as somebody at a terminal runs them."""

import json
from pathlib import Path

from benchmarks.population.making import write
from halcyon.faces.cli.main import main
from tests.databases import Cluster


def test_a_population_is_evaluated_as_saves_and_nothing_of_it_stays(postgres: Cluster, tmp_path: Path):
    files, out = write(tmp_path, known=400, queries=40, seed=31, ending="csv"), tmp_path / "figures.json"
    url = postgres.server.owner_url("postgres")
    words = [f"--{name}={file}" for name, file in files.items()]
    assert main(["matching", "evaluate", *words, f"--json={out}", f"--database={url}", "--processes=1"]) == 0
    found = json.loads(out.read_text())
    assert found["known"]["records"] >= 400
    assert found["accuracy"]["queries"] == 40
    assert found["accuracy"]["hit_at_10"] > 0.8
    assert set(found["latency_ms"]) == {"p50", "p95", "p99", "mean", "max"}
    assert "evaluation" not in postgres.server._sql("select nspname from pg_namespace;")


def test_a_missing_file_is_a_sentence(tmp_path: Path, capsys):
    words = [f"--{name}={tmp_path / name}" for name in ("known", "queries", "truth", "json")]
    assert main(["matching", "evaluate", *words]) == 1
    assert "is not there" in capsys.readouterr().err
