"""Waits for the letterbox to ring, on a connection of its own. When it cannot listen it waits by the clock instead."""

import time
from collections.abc import Mapping
from typing import Any

import psycopg


class Letterbox:
    """PostgreSQL's LISTEN on the channel that every drop rings."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self._login = {
            "dbname": entry["NAME"], "user": entry["USER"], "password": entry["PASSWORD"], "host": entry["HOST"],
            "port": entry["PORT"] or None,
        }  # fmt: skip
        self._connection: psycopg.Connection[Any] | None = None

    def wait(self, seconds: float) -> bool:
        """Whether it rang within that time."""
        try:
            if self._connection is None:
                self._connection = psycopg.connect(**self._login, autocommit=True)
                self._connection.execute("listen letterbox")
                return True  # what rang before nobody heard
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self._connection = None
            time.sleep(max(seconds, 0.2))
            return False
