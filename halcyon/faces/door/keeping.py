"""Keeps what the noticeboard last said in a file beside the door, for a process that starts while the database is away.

Everything on the board is public. The file is written whole or not at all; one that cannot be read is as good as none.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

log = logging.getLogger("halcyon.door")


def keep(found: Mapping[str, Any]) -> None:
    """Write the board down. A full disk keeps no page from being shown."""
    file: Path | None = settings.KEPT_BOARD
    if file is None:
        return
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(file)
    except OSError as trouble:
        log.error("board-not-kept %s", type(trouble).__name__)


def kept() -> Mapping[str, Any] | None:
    """What was written down last; None where nothing was."""
    file: Path | None = settings.KEPT_BOARD
    if file is None:
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and all(isinstance(body, dict) for body in found.values()) else None
