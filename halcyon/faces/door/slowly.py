"""Runs the slow derivation of the six words so that trying words can never crowd out telling.

Tellings derive at once, at the process's own priority. Words that somebody enters are tried on one thread of lower priority,
one set at a time: while wrong words pour in, the machine's time goes to those who tell, and whoever must wait is told so.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import TypeVar

Result = TypeVar("Result")

TELLINGS_AT_ONCE = 2
TRIES_IN_LINE = 2
"""One set of words being tried and one waiting. A longer line would hold the threads that tellings need."""
LONGEST_WAIT = 4.0
"""Seconds that somebody who comes back waits for their turn before the waiting page is shown."""
KINDNESS = 5
"""How far the trying of words steps back behind everything else (nice)."""


class Busy(Exception):
    """There is no turn now: the waiting page keeps the words."""


class Turns:
    """The turns of one process."""

    def __init__(self) -> None:
        self._telling = threading.BoundedSemaphore(TELLINGS_AT_ONCE)
        self._line = threading.BoundedSemaphore(TRIES_IN_LINE)
        self._thread: ThreadPoolExecutor | None = None
        self._starting = threading.Lock()

    def for_telling(self, derive: Callable[[], Result]) -> Result:
        """Derive for somebody who tells."""
        with self._telling:
            return derive()

    def for_coming_back(self, may: Callable[[], bool], derive: Callable[[], Result]) -> Result:
        """Derive for somebody who comes back, if the whole site `may` try one more. Raises Busy when there is no turn.

        Whether the line has a place is chance: while too many come, each try has the same one.
        """
        if not self._line.acquire(blocking=False):
            raise Busy
        try:
            if not may():
                raise Busy
            return self._stepping_back().submit(derive).result(timeout=LONGEST_WAIT)
        except Late:
            raise Busy from None
        finally:
            self._line.release()

    def _stepping_back(self) -> ThreadPoolExecutor:
        # Made on first use: a thread made before the server forks would not be there afterwards.
        with self._starting:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "six-words", initializer=_step_back)
            return self._thread


def _step_back() -> None:
    with contextlib.suppress(OSError, AttributeError):
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, min(os.getpriority(os.PRIO_PROCESS, thread) + KINDNESS, 19))


turns = Turns()
