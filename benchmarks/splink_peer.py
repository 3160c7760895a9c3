"""The matcher's peer: Splink 5 on DuckDB, in bulk, one record against all, and behind B-trees as hmpps-person-match does it.

It is given our own cleaned values (telephone, plate, postcode with its space, date), so that it never loses by dirt. Its
model is trained as its documentation says, without answers, on the known records alone; for one record against many its
term frequencies are those of the known records. DuckDB: `fetchall` always, an unfinished result blocks Splink's next call.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI
from splink.internals.realtime import compare_records

from halcyon.kernel.matching import canonical
from halcyon.kernel.matching.folding import fold
from halcyon.kernel.matching.populations import Row, identity, rows

logging.getLogger("splink").setLevel(logging.ERROR)
COLUMNS = ("unique_id", "given", "family", "dob", "sex", "phone", "vehicle", "postcode", "handle", "email")
RULES = (
    ("given", "family"), ("given", "dob"), ("family", "dob"), ("dob", "postcode"), ("family", "postcode"), ("given", "postcode"),
    ("phone",), ("vehicle",), ("handle",), ("email",),
)  # fmt: skip
TRAINING = (("family", "dob"), ("given", "family"), ("phone",))
FREQUENCIES = ("given", "family", "postcode", "email")
PAIRS = 1e6  # that training looks at: without it a million records take minutes, for the same model

Cleaned = dict[str, Any]


def cleaned(row: Row, number: int) -> Cleaned:
    """One record with our own cleaned values; None where there is nothing."""
    form = canonical(identity(row))
    born = (
        f"{form.born[:4]}-{form.born[4:6]}-{form.born[6:]}"
        if form.born and "00" not in (form.born[4:6], form.born[6:])
        else None
    )
    first = {name: next(iter(values), None) for name, values in (
        ("phone", form.phones), ("vehicle", form.plates), ("postcode", form.postcodes), ("handle", form.handles),
        ("email", form.emails),
    )}  # fmt: skip
    names = {"given": fold(row["given_name"]).strip() or None, "family": fold(row["family_name"]).strip() or None}
    return {"unique_id": number, **names, "dob": born, "sex": form.sex or None, **first}


def read(file: Path, first: int = 0) -> list[Cleaned]:
    return [cleaned(row, number) for number, row in enumerate(rows(file), start=first)]


def table(records: Sequence[Cleaned]) -> pa.Table:
    types = {name: pa.int64() if name == "unique_id" else pa.string() for name in COLUMNS}
    return pa.table({name: pa.array([record[name] for record in records], types[name]) for name in COLUMNS})


def settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given"), cl.NameComparison("family"),
            cl.DateOfBirthComparison("dob", input_is_string=True), cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("phone", 1), cl.LevenshteinAtThresholds("vehicle", 1),
            cl.PostcodeComparison("postcode"), cl.LevenshteinAtThresholds("handle", 1), cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )  # fmt: skip


class Splink:
    """A trained model over the known records."""

    def __init__(self, known: Sequence[Cleaned]) -> None:
        self.api = DuckDBAPI(duckdb.connect(":memory:"))
        self.known = self.api.register(table(known), table_name="known")
        self.linker = Linker(self.known, settings(), log_level=logging.ERROR)
        training = self.linker.training
        training.estimate_probability_two_random_records_match([block_on("given", "family", "dob")], recall=0.5)
        training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
        for rule in TRAINING:
            training.estimate_parameters_using_expectation_maximisation(block_on(*rule), max_pairs=PAIRS)
        self.asked = 0

    def pairs(self) -> list[tuple[int, int, float]]:
        """Every blocked pair with its weight."""
        found = self.linker.inference.predict()
        return list(self._fetch(f"select unique_id_l, unique_id_r, match_weight from {found.physical_name}"))

    def blocked(self) -> tuple[Any, Any, Any]:
        """The same as columns of numpy."""
        found = self.linker.inference.predict()
        got = self.api._con.execute(
            f"select unique_id_l as l, unique_id_r as r, match_weight as w from {found.physical_name}"
        ).fetchnumpy()
        return got["l"], got["r"], got["w"]

    def ready_for_one(self) -> None:
        """Term frequencies of the known records, which one record against many needs."""
        for column in FREQUENCIES:
            self.linker.table_management.compute_tf_table(column)

    def one(self, record: Cleaned, top: int = 10) -> list[tuple[int, float]]:
        """`predict_between`: one record against all."""
        self.asked += 1
        asked = self.api.register(table([record]), table_name=f"asked_{self.asked}")
        found = self.linker.inference.predict_between(asked, self.known)
        best = self._fetch(
            "select case when unique_id_l = $1 then unique_id_r else unique_id_l end, match_weight "
            f"from {found.physical_name} order by match_weight desc limit {top}",
            record["unique_id"],
        )
        found.drop_table_from_database_and_remove_from_cache()
        return [(int(other), float(weight)) for other, weight in best]

    def _fetch(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.api._con.execute(statement, list(values) or None).fetchall()


class BehindTrees:
    """B-tree blocking in PostgreSQL over the same rules, then Splink's `compare_records` in DuckDB with its cached SQL."""

    def __init__(self, url: str, known: Sequence[Cleaned], model: Splink) -> None:
        self.settings = model.linker.misc.save_model_to_json()
        self.api = DuckDBAPI(duckdb.connect(":memory:"))
        self.frequency = {
            column: {value: count / len(known) for value, count in Counter(record[column] for record in known).items()}
            for column in FREQUENCIES
        }
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        columns = ", ".join(f"{name} text" for name in COLUMNS[1:])
        self.connection.execute(f"create table person (unique_id bigint, {columns})")
        with self.connection.cursor() as cursor, cursor.copy("copy person from stdin") as copy:
            for record in known:
                copy.write_row([record[name] for name in COLUMNS])
        for number, rule in enumerate(RULES):
            self.connection.execute(f"create index person_rule_{number} on person ({', '.join(rule)})")
        self.connection.execute("vacuum (analyze) person")
        arms = (" and ".join(f"{name} = %({name})s" for name in rule) for rule in RULES)
        self.statement = " union ".join(f"select {', '.join(COLUMNS)} from person where {arm}" for arm in arms)

    def one(self, record: Cleaned, top: int = 10) -> list[tuple[int, float]]:
        """Blocked by the trees, scored by Splink."""
        near = self.connection.execute(self.statement, record).fetchall()
        if not near:
            return []
        others = [self._with_frequencies(dict(zip(COLUMNS, row, strict=True))) for row in near]
        found = compare_records(
            self._arrow([self._with_frequencies(record)]),
            self._arrow(others),
            self.settings,
            self.api,
            sql_cache_key="one",
        )
        best = self.api._con.execute(
            f"select unique_id_r, match_weight from {found.physical_name} order by match_weight desc limit {top}"
        ).fetchall()
        found.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
        return [(int(other), float(weight)) for other, weight in best]

    def _with_frequencies(self, record: Cleaned) -> Cleaned:
        return record | {f"tf_{column}": self.frequency[column].get(record[column]) for column in FREQUENCIES}

    def _arrow(self, records: Sequence[Cleaned]) -> pa.Table:
        kinds = {"unique_id": pa.int64(), **{f"tf_{column}": pa.float64() for column in FREQUENCIES}}
        return pa.table(
            {name: pa.array([one[name] for one in records], kinds.get(name, pa.string())) for name in records[0]}
        )

    def close(self) -> None:
        self.connection.close()


def febrl_pairs(found: Sequence[dict[str, str]], first: int) -> tuple[Any, Any, Any]:
    """FEBRL's records with all their columns; `first` of them are one list and the rest another (0: one list)."""
    columns = (
        "given_name",
        "surname",
        "date_of_birth",
        "soc_sec_id",
        "postcode",
        "street_number",
        "address_1",
        "suburb",
    )
    tables = []
    for part in (range(first), range(first, len(found))) if first else (range(len(found)),):
        cells = {name: pa.array([found[place][name] or None for place in part], pa.string()) for name in columns}
        tables.append(pa.table({"unique_id": pa.array(part, pa.int64()), **cells}))
    api = DuckDBAPI(duckdb.connect(":memory:"))
    registered = [api.register(one, table_name=f"febrl_{place}") for place, one in enumerate(tables)]
    rules = (
        ("given_name", "surname"), ("soc_sec_id",), ("date_of_birth",), ("surname", "postcode"), ("given_name", "postcode"),
        ("address_1", "street_number"), ("surname", "suburb"),
    )  # fmt: skip
    creator = SettingsCreator(
        link_type="link_only" if first else "dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"), cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]), cl.LevenshteinAtThresholds("postcode", 1),
            cl.ExactMatch("street_number"), cl.JaroWinklerAtThresholds("address_1", [0.9]),
            cl.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )  # fmt: skip
    linker = Linker(registered, creator, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
    for rule in (("date_of_birth",), ("given_name", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict()
    got = api._con.execute(
        f"select unique_id_l as l, unique_id_r as r, match_weight as w from {predicted.physical_name}"
    ).fetchnumpy()
    return got["l"], got["r"], got["w"]
