"""The same model as settings of Splink, for lists that outgrow one machine and for Splink's charts: same pairs, same weights.

Splink's SQL knows no pet names, plates or guards, so each of its levels asks one function, `level`, which the caller registers
with the engine (DuckDB: `create_function`; Spark: a UDF). The table has ``unique_id``, ``form`` and ``keys`` (`row`). Splink is
never imported here. Of m and u only the ratio carries meaning. A cap cannot be said in Splink: guards that set one are left out;
they hold only where somebody counted that a value is many people's, which a list does not say.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from halcyon.kernel.matching.canonicals import Canonical
from halcyon.kernel.matching.comparing import Comparison, compare
from halcyon.kernel.matching.guarding import Condition, Guard
from halcyon.kernel.matching.keying import keys
from halcyon.kernel.matching.levels import FIELDS
from halcyon.kernel.matching.model import Model

FUNCTION = "halcyon_level"
"""``halcyon_level(field, form, form)``: the place of the level, as registered with the engine."""


def settings(model: Model, *, link_type: str = "dedupe_only", dialect: str = "duckdb") -> dict[str, Any]:
    """Splink's settings, as plain values for its JSON."""
    odds = 2.0 ** model.start["person"]
    return {
        "link_type": link_type,
        "sql_dialect": dialect,
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": odds / (1 + odds),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.keys = r.keys", "sql_dialect": dialect, "arrays_to_explode": ["keys"]}
        ],
        "comparisons": [*_fields(model), *_guards(model)],
    }


def row(record: str, form: Canonical) -> dict[str, Any]:
    """One record of the table that the settings speak of."""
    return {"unique_id": record, "form": form.to_bytes().decode(), "keys": sorted(keys(form))}


def level(field: int, left: str, right: str) -> int:
    """What `FUNCTION` answers: the level of a field at which two forms agree."""
    return _compared(left, right)[field]


@lru_cache(maxsize=1 << 16)
def _compared(left: str, right: str) -> Comparison:
    return compare(Canonical.from_bytes(left.encode()), Canonical.from_bytes(right.encode()))


def _fields(model: Model) -> Iterator[dict[str, Any]]:
    for place, (field, weights) in enumerate(zip(FIELDS, model.weights, strict=True)):
        last = len(field.levels) - 1
        yield {
            "output_column_name": field.name,
            "comparison_description": field.title,
            "comparison_levels": [
                {"sql_condition": _is(place, {0}), "label_for_charts": field.levels[0].words, "is_null_level": True},
                *(
                    _level(
                        _is(place, {number}) if number < last else "ELSE", field.levels[number].words, weights[number]
                    )
                    for number in range(1, last + 1)
                ),
            ],
        }


def _guards(model: Model) -> Iterator[dict[str, Any]]:
    for guard in model.guards:
        if guard.cap is None:
            yield {
                "output_column_name": f"guard_{guard.name.replace(' ', '_')}",
                "comparison_description": guard.words,
                "comparison_levels": [
                    _level(_holds(guard), guard.words, guard.weight), _level("ELSE", "it does not hold", 0.0)
                ],
            }  # fmt: skip


def _level(condition: str, words: str, weight: float) -> dict[str, Any]:
    return {
        "sql_condition": condition, "label_for_charts": words,
        "m_probability": 0.5 * 2.0 ** min(weight, 0.0), "u_probability": 0.5 * 2.0 ** -max(weight, 0.0),
    }  # fmt: skip


def _holds(guard: Guard) -> str:
    every = [_is(field, levels) for field, levels in guard.when]
    return " and ".join([*every, f"({' or '.join(_each(guard.any))})"] if guard.any else every)


def _each(condition: Condition) -> list[str]:
    return [_is(field, levels) for field, levels in condition]


def _is(field: int, levels: frozenset[int] | set[int]) -> str:
    return f"{FUNCTION}({field}, form_l, form_r) in ({', '.join(map(str, sorted(levels)))})"
