"""Runs the slow derivation of the six words so that trying words can never crowd out telling.

Tellings derive at once, at the process's own priority. Words that somebody enters are tried on two threads of lower priority:
while wrong words pour in, the machine's time goes to those who tell, and whoever must wait is told so.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import Any, TypeVar

Result = TypeVar("Result")

TELLINGS_AT_ONCE = 2
TRIES_AT_ONCE = 2
"""One for each core: connections are not shared evenly among the processes, and one of them alone must reach the pace."""
WAITING = 2
"""Sets of words that wait while others are tried. A longer line would hold the threads that tellings need; a shorter one is
often empty just after a try has ended, and its time is lost."""
LONGEST_WAIT = 8.0
"""Seconds that somebody who comes back waits for their turn before the waiting page is shown."""
KINDNESS = 8
"""How far the trying of words steps back behind everything else (nice)."""


class Busy(Exception):
    """There is no turn now: the waiting page keeps the words."""


class Turns:
    """The turns of one process."""

    def __init__(self) -> None:
        self._telling = threading.BoundedSemaphore(TELLINGS_AT_ONCE)
        self._line: list[Future[Any]] = []
        self._threads: ThreadPoolExecutor | None = None
        self._changing = threading.Lock()

    def for_telling(self, derive: Callable[[], Result]) -> Result:
        """Derive for somebody who tells."""
        with self._telling:
            return derive()

    def for_coming_back(self, may: Callable[[], bool], derive: Callable[[], Result]) -> Result:
        """Derive for somebody who comes back, if the whole site `may` try one more. Raises Busy when there is no turn.

        When the line is full, chance decides who of all in it steps out, the last to come included: nobody gains by coming at
        the moment at which a place is left, as whoever pours words in without a pause otherwise would.
        """
        if not may():
            raise Busy
        mine = self._stand_in_line(derive)
        try:
            return mine.result(timeout=LONGEST_WAIT)
        except (CancelledError, Late):
            mine.cancel()
            raise Busy from None

    def _stand_in_line(self, derive: Callable[[], Result]) -> Future[Result]:
        with self._changing:
            if self._threads is None:  # made when first needed: threads do not survive the server's fork
                self._threads = ThreadPoolExecutor(TRIES_AT_ONCE, "six-words", initializer=step_back)
            mine = self._threads.submit(derive)
            self._line = [each for each in self._line if not (each.running() or each.done())] + [mine]
            if len(self._line) > WAITING:
                self._line.pop(random.randrange(len(self._line))).cancel()
            return mine


def step_back() -> None:
    """This thread goes behind everything that somebody waits for."""
    with contextlib.suppress(OSError, AttributeError):
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, min(os.getpriority(os.PRIO_PROCESS, thread) + KINDNESS, 19))


turns = Turns()
