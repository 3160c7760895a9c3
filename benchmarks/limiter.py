"""While wrong codes pour in: do children with real ones get in, and can others still tell? Called by `benchmarks.telling`.

Wrong codes come at a fixed pace whether or not they are answered; a child tries every one to two seconds, as the waiting page does.
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import machine
from benchmarks.house import House
from benchmarks.visitor import ask, tells, token_of
from halcyon.kernel.sealing.wordlists import word_list

WRONG_PER_SECOND = 100
TELLINGS_PER_SECOND = 2
CHILDREN_PER_SECOND = 2
TRIES_AGAIN_AFTER = (1.0, 2.0)  # seconds, at random, as the waiting page does
WITHIN = 60.0  # seconds; the pouring outlasts the last child's by as much, so that nobody gets in because it ended
CODES = 40


def measure(house: House, *, seconds: int) -> dict[str, Any]:
    """First without the pouring, then with it."""
    with house.serving("door", "worker"):
        codes = [tells(house.address("door")).code for _ in range(CODES)]
        calm = _while_telling(house, codes, seconds=min(seconds, 60), pouring=False)
        poured = _while_telling(house, codes, seconds=seconds, pouring=True)
    for name, found in (("calm", calm), ("pouring", poured)):
        print(f"limiter, {name}: {found}", flush=True)
    ratios = {name: poured[name]["p95"] / calm[name]["p95"] for name in ("telling_ms", "form_ms", "post_ms")}
    return {"calm": calm, "pouring": poured, "ratio_p95": ratios}


class Paced:
    """Something begun at a fixed pace until the time is over, whether or not earlier ones have ended."""

    def __init__(self, act: Callable[[], Any], per_second: float, hands: int) -> None:
        self.act, self.gap, self.hands, self.found = act, 1 / per_second, ThreadPoolExecutor(hands), []

    def run(self, until: float) -> None:
        begun, due = [], time.monotonic()
        while (now := time.monotonic()) < until:
            if now < due:
                time.sleep(due - now)
            begun.append(self.hands.submit(self.act))
            due += self.gap
        self.found = [one.result() for one in begun]


def _while_telling(house: House, codes: list[str], *, seconds: int, pouring: bool) -> dict[str, Any]:
    address, chance = house.address("door"), random.Random(11)
    token = token_of(ask(address, "/back").text)
    acts = {
        "telling": Paced(lambda: _telling(address), TELLINGS_PER_SECOND, 32),
        "child": Paced(lambda: _comes_back(address, chance.choice(codes)), CHILDREN_PER_SECOND, 260),
    }
    if pouring:
        acts["wrong"] = Paced(lambda: _wrong(address, token, chance), WRONG_PER_SECOND, 300)
    load, until = machine.load(), time.monotonic() + seconds
    with house.measured() as spent:
        threads = [
            threading.Thread(target=act.run, args=[until if name == "child" else until + WITHIN])
            for name, act in acts.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    whole = seconds + WITHIN
    return _said(acts, whole, load) | {
        "load_after": machine.load()[0],
        "cpu_cores": {name: round(usage.whole / whole, 3) for name, usage in spent.processes.items()},
        "client_cores": round(spent.clients / whole, 3),
    }


def _said(acts: dict[str, Paced], seconds: float, load: list[float]) -> dict[str, Any]:
    telling, children = acts["telling"].found, acts["child"].found
    inside = [took for took, _ in children if took is not None]
    tries = sum(tried for _, tried in children)
    found: dict[str, Any] = {
        "seconds": seconds, "load": load[0], "tellings": len(telling), "told": sum(1 for *_, ok in telling if ok),
        "telling_ms": machine.percentiles([1000 * (get + post) for get, post, _ in telling]),
        "form_ms": machine.percentiles([1000 * get for get, _, _ in telling]),
        "post_ms": machine.percentiles([1000 * post for _, post, _ in telling]),
        "children": len(children), "in_within_60_s": sum(1 for took in inside if took <= WITHIN),
        "child_s": machine.percentiles(inside), "tries": tries,
        "admitted_per_try": len(inside) / tries if tries else 0.0,
        "most_tries": max((tried for _, tried in children), default=0),
    }  # fmt: skip
    if "wrong" in acts:
        answers = acts["wrong"].found
        found["wrong"] = len(answers)
        found["wrong_per_second"] = len(answers) / seconds
        found["wrong_answers"] = {status: sum(1 for got, _ in answers if got == status) for status, _ in answers}
        found["wrong_ms"] = machine.percentiles([1000 * took for _, took in answers])
    return found


def _telling(address: str) -> tuple[float, float, bool]:
    began = time.monotonic()
    try:
        flow = tells(address)
    except OSError:
        return time.monotonic() - began, 0.0, False
    return flow.get, flow.post, bool(flow.code)


def _comes_back(address: str, code: str) -> tuple[float | None, int]:
    """How long until the mailbox opens, and after how many tries; None when it did not within the minute."""
    began, tried = time.monotonic(), 0
    token = ""
    while time.monotonic() - began < WITHIN:
        tried += 1
        try:
            token = token or token_of(ask(address, "/back").text)
            answer = ask(address, "/back", {"token": token, "words": code})
        except OSError:
            answer = None
        if answer is not None and answer.status == 200 and 'name="ticket"' in answer.text:
            return time.monotonic() - began, tried
        time.sleep(random.uniform(*TRIES_AGAIN_AFTER))
    return None, tried


def _wrong(address: str, token: str, chance: random.Random) -> tuple[int, float]:
    words = " ".join(chance.choice(word_list()) for _ in range(6))
    try:
        answer = ask(address, "/back", {"token": token, "words": words})
    except OSError:
        return 0, 0.0
    return answer.status, answer.seconds
