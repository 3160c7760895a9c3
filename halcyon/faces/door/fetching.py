"""Fetches what hangs beside the board in a thread of its own, so that no page waits for a library and none breaks by one.

The thread begins with a reading of the board, never before the server forks; it is the only one of its process, closes its own
line to the database, and ends with the process at once: what it was writing was not whole, and is fetched again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection

from halcyon.faces.door import keeping
from halcyon.faces.door.slowly import step_back

AGAIN_SECONDS = 60.0
"""How long after a failure it is not tried again: a disk that is full now will still be in five seconds."""

log = logging.getLogger("halcyon.door")


class Fetching:
    """What this process fetches, one board at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whole: Mapping[str, Any] | None = None
        self._not_before = 0.0
        self._thread: threading.Thread | None = None

    def follow(self, found: Mapping[str, Any]) -> None:
        """Begin to fetch what this board leads to; nothing where it is all there, or where somebody fetches already."""
        if settings.KEPT_BOARD is None or found == self._whole or time.monotonic() < self._not_before:
            return
        if self._lock.acquire(blocking=False):
            self._thread = threading.Thread(target=self._fetch, args=(found,), name="beside-the-board", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # no more threads on this machine
                self._thread = None
                self._lock.release()

    def wait(self) -> None:
        """Until nothing is being fetched any more."""
        if self._thread is not None:
            self._thread.join()

    def _fetch(self, found: Mapping[str, Any]) -> None:
        try:
            step_back()
            keeping.fetch_beside(found)
            self._whole = found
        except Exception as trouble:
            self._not_before = time.monotonic() + AGAIN_SECONDS
            log.error("paper-not-kept %s", type(trouble).__name__)
        finally:
            connection.close()  # this thread's own
            self._lock.release()


fetching = Fetching()
