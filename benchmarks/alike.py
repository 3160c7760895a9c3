"""Does the time of an answer tell wrong words from expired and closed ones? ``python -m benchmarks.alike [--samples 2000]``

Run by hand on a quiet machine: a real door over HTTP, every kind tried as often, in an order drawn anew for each round.
Prints medians, spread and a rank test of each pair; *wrong* is tried as two kinds, so that one pair is known to be equal.
It states what it measured and passes no judgement: the pages are made equal in `letterbox/functions.sql`, which forgets
where closed and expired words led (tiplines.md 15).
"""

import argparse
import random
import re

from benchmarks import machine
from benchmarks.house import House, houses
from benchmarks.report import told_apart
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
    told_apart("answer", taken, bytes={name: sorted(found) for name, found in sizes.items()})
    print("\n0.500 means that neither is slower. Of six honest pairs one has p under 0.05 in about every fifth run.")


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
