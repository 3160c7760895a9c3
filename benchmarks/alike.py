"""Does the time of an answer tell wrong words from expired and closed ones? ``python -m benchmarks.alike [--samples 2000]``

Run by hand on a quiet machine: a real door over HTTP, every kind tried as often, in an order drawn anew for each round.
Prints medians, spread and a rank test of each pair; *wrong* is tried as two kinds, so that one pair is known to be equal.
It states what it measured and passes no judgement: the pages are made equal in `letterbox/functions.sql`, which forgets
where closed and expired words led (tiplines.md 15).
"""

import argparse
import itertools
import math
import random
import re
import statistics

import numpy

from benchmarks import machine
from benchmarks.house import House, houses
from benchmarks.visitor import ask, tells, token_of
from halcyon.kernel.sealing.wordlists import word_list

CODES = 20
"""Sets of words of each kind."""
TICKET = re.compile(r'<input(?=[^>]*name="ticket")[^>]*value="([^"]+)"')
NOTHING, BUSY = "You are not forgotten", 503


def main() -> None:
    """Measures and prints."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--samples", type=int, default=2_000, help="answers of each kind")
    words.add_argument("--seed", type=int, default=15)
    chosen = words.parse_args()
    with houses("alike") as (house,):
        house.build(demo=False)
        with house.serving("door"):
            codes = _codes(house, random.Random(chosen.seed))
            before = machine.load()
            taken, sizes = _measure(house, codes, chosen.samples, random.Random(chosen.seed))
    print(f"{machine.about()}\nload before {before}, after {machine.load()}\n")
    print("| answer | samples | median ms | middle half ms | p95 ms | bytes |\n|---|---|---|---|---|---|")
    for name, times in taken.items():
        low, middle, high = (1e3 * cut for cut in statistics.quantiles(times, n=4))
        late = 1e3 * statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {len(times)} | {middle:.2f} | {low:.2f}-{high:.2f} | {late:.2f} | {sorted(sizes[name])} |")
    print("\n| pair | slower of two, chance | z | p (two-sided) |\n|---|---|---|---|")
    for one, other in itertools.combinations(taken, 2):
        chance, z, p = ranks(taken[one], taken[other])
        print(f"| {other} against {one} | {chance:.3f} | {z:+.2f} | {p:.3f} |")
    print("\n0.500 means that neither is slower. Of six honest pairs one has p under 0.05 in about every fifth run.")


def ranks(one: list[float], other: list[float]) -> tuple[float, float, float]:
    """Mann and Whitney's test: the chance that one of ``other`` took longer than one of ``one``; z; p by the normal curve."""
    both = numpy.array(one + other)
    _, place, ties = numpy.unique(both, return_inverse=True, return_counts=True)
    middle = numpy.cumsum(ties) - (ties - 1) / 2
    n, m = len(one), len(other)
    above = float(middle[place[n:]].sum()) - m * (m + 1) / 2
    whole = n + m
    spread = math.sqrt(n * m / 12 * (whole + 1 - float((ties**3 - ties).sum()) / (whole * (whole - 1))))
    z = (above - n * m / 2) / spread if spread else 0.0
    return above / (n * m), z, math.erfc(abs(z) / math.sqrt(2))


def _codes(house: House, chance: random.Random) -> dict[str, list[str]]:
    """Words of each kind, made as people make them: closed by the button, expired by the worker's own sweep."""
    address = house.address("door")
    expired = [tells(address).code for _ in range(CODES)]
    house.sql("update letterbox.mailbox set expires_on = current_date - 1")
    house.sql("select letterbox.expire(current_date, now())")
    closed = [tells(address).code for _ in range(CODES)]
    for code in closed:
        _closes(address, code)
    listed = word_list()
    wrong = [[" ".join(chance.sample(listed, 6)) for _ in range(CODES)] for _ in range(2)]
    return {"wrong": wrong[0], "wrong again": wrong[1], "expired": expired, "closed": closed}


def _closes(address: str, code: str) -> None:
    safe = ask(address, "/back", {"token": token_of(ask(address, "/back").text), "do": "open", "words": code})
    found = TICKET.search(safe.text)
    assert found, "the words did not open their mailbox"
    said = {"ticket": found.group(1), "token": token_of(safe.text), "do": "stop-now"}
    assert ask(address, "/back", said).status == 200


def _measure(
    house: House, codes: dict[str, list[str]], samples: int, chance: random.Random
) -> tuple[dict[str, list[float]], dict[str, set[int]]]:
    address = house.address("door")
    taken: dict[str, list[float]] = {name: [] for name in codes}
    sizes: dict[str, set[int]] = {name: set() for name in codes}
    for number in range(samples):
        for name in chance.sample(sorted(codes), len(codes)):
            code = codes[name][number % CODES]
            token = token_of(ask(address, "/back").text)
            while (answer := ask(address, "/back", {"token": token, "do": "open", "words": code})).status == BUSY:
                pass
            assert NOTHING in answer.text, answer.text[:500]
            taken[name].append(answer.seconds)
            sizes[name].add(answer.transferred)
    return taken, sizes


if __name__ == "__main__":
    main()
