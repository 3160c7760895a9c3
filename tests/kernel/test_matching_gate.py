"""The regression gate of the matcher: on a small invented population, nobody's change may quietly find fewer people.

The figures were recorded with the model and tables of the day and stand a little below what was then measured. Raise them when
the matcher gets better. When one falls, the change that made it fall is wrong until shown otherwise: look at the worst misses of
``halcyon matching evaluate``. The population is made from a seed of its own; nothing is tuned on it.
"""

from collections import Counter, defaultdict

import numpy as np
import pytest

from benchmarks.population.making import split
from benchmarks.population.records import COLUMNS
from halcyon.kernel.matching import Model, canonical, keys, score
from halcyon.kernel.matching.evaluating import Answer, by_weight, figures
from halcyon.kernel.matching.linking import Blocks, Listed, weights
from halcyon.kernel.matching.populations import Row, identity
from halcyon.kernel.matching.preparing import prepare

SEED, KNOWN, QUERIES = 4242, 3000, 400
LEAST_RECALL_AT_10 = 0.965
LEAST_CEILING = 0.965
LEAST_RECALL_AT_PRECISION_99 = 0.80
LEAST_F1_OF_A_LIST = 0.92


@pytest.fixture(scope="module")
def population() -> tuple[list[Row], list[Row], dict[str, str]]:
    known, queries, truth = split(KNOWN, QUERIES, SEED)
    return *([dict(zip(COLUMNS, row, strict=True)) for row in part] for part in (known, queries)), dict(truth)  # type: ignore[return-value]


def test_queries_find_at_least_as_many_of_their_partners_as_they_did(population):
    known, queries, truth = population
    model, forms = Model.load(), [canonical(identity(row)) for row in known]
    by_key: dict[int, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        for key in keys(form):
            by_key[key].append(number)
    answers = []
    for number, row in enumerate(queries, start=len(known)):
        form = canonical(identity(row))
        near = {other for key in keys(form) for other in by_key.get(key, ())}
        ranked = sorted(((other, score(form, forms[other], model).weight) for other in near), key=lambda pair: -pair[1])
        answers.append(Answer(number, ranked))
    found = figures(answers, [truth[row["record_id"]] for row in (*known, *queries)])
    assert found["recall_at_10"] >= LEAST_RECALL_AT_10
    assert found["candidate_ceiling"] >= LEAST_CEILING
    assert found["recall_at_precision_0.99"] >= LEAST_RECALL_AT_PRECISION_99


def test_a_list_is_linked_at_least_as_well_as_it_was(population):
    known, _, truth = population
    listed = Listed()
    listed.add([prepare(known)])
    listed.ready()
    weighed, right = [], []
    people = [truth[row["record_id"]] for row in known]
    for block in Blocks(listed):
        weighed.append(weights(listed.levels(block.left, block.right), Model.load()))
        pairs = zip(block.left.tolist(), block.right.tolist(), strict=True)
        right += [people[one] == people[other] for one, other in pairs]
    pairs_of_one = sum(count * (count - 1) // 2 for count in Counter(people).values())
    found = by_weight(np.concatenate(weighed), np.array(right), pairs_of_one)
    assert found["best_f1"]["f1"] >= LEAST_F1_OF_A_LIST
