"""The model as Splink's settings: Splink loads them, finds the pairs of our keys, and weighs each as we do."""

import json

import pytest

from benchmarks.population.making import split
from benchmarks.population.records import COLUMNS
from halcyon.kernel.matching import Model, canonical, score, splink
from halcyon.kernel.matching.levels import FIELDS
from halcyon.kernel.matching.linking import Blocks, Listed
from halcyon.kernel.matching.populations import identity
from halcyon.kernel.matching.preparing import prepare


def test_the_settings_are_plain_and_hold_every_weight_and_every_guard_that_adds_one():
    model = Model.load()
    said = json.loads(json.dumps(splink.settings(model)))
    names = [comparison["output_column_name"] for comparison in said["comparisons"]]
    assert names[: len(FIELDS)] == [field.name for field in FIELDS]
    assert len(names) == len(FIELDS) + sum(guard.cap is None for guard in model.guards)
    given = said["comparisons"][0]["comparison_levels"]
    assert given[0]["is_null_level"]
    assert [2 ** model.weights[0][n] for n in range(1, len(given))] == pytest.approx(
        [level["m_probability"] / level["u_probability"] for level in given[1:]]
    )


def test_splink_loads_them_and_finds_the_same_pairs_with_the_same_weights():
    """Guards against: settings without the guards, with which every pair of twins weighs more."""
    pytest.importorskip("splink", reason="the group `peers` is not installed")
    import duckdb
    import pyarrow as pa
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    model, (known, _, _) = Model.load(), split(120, 1, 20261122)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in known]
    forms = {row["record_id"]: canonical(identity(row)) for row in rows}
    connection = duckdb.connect(":memory:")
    connection.create_function(splink.FUNCTION, splink.level, ["INTEGER", "VARCHAR", "VARCHAR"], "INTEGER")
    table = pa.Table.from_pylist([splink.row(record, form) for record, form in forms.items()])
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table, table_name="known"), splink.settings(model))
    found = linker.inference.predict()
    theirs = {
        frozenset(pair[:2]): pair[2]
        for pair in connection.execute(
            f"select unique_id_l, unique_id_r, match_weight from {found.physical_name}"
        ).fetchall()
    }
    ours = {
        frozenset((rows[a]["record_id"], rows[b]["record_id"]))
        for block in Blocks(_listed(rows))
        for a, b in zip(block.left.tolist(), block.right.tolist(), strict=True)
    }
    assert theirs.keys() == ours
    assert len(ours) > 40
    for pair, weight in theirs.items():
        one, other = (forms[record] for record in pair)
        assert weight == pytest.approx(score(one, other, model).weight, abs=1e-6)


def _listed(rows: list[dict[str, str]]) -> Listed:
    listed = Listed()
    listed.add([prepare(rows)])
    listed.ready()
    return listed
