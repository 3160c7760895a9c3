"""Keeps the copies of the public side on this machine in step with the noticeboard: what was withdrawn is gone from them too.

A folder is printed again by the door, in a process of its own that nothing here waits for. A copy elsewhere cannot be
reached from here.
"""

import json
import logging
import os
import subprocess
import sys

from halcyon.kernel.noticeboard import board, copies

log = logging.getLogger("halcyon.worker")


class Copies:
    """Follows the board, one printing at a time."""

    def __init__(self) -> None:
        self.printing: subprocess.Popen[bytes] | None = None

    def follow(self) -> None:
        """Forgets what the door kept of what is gone, and begins to print the next folder that is behind."""
        found = board.read_all()
        _forget(found)
        if self.printing is not None and self.printing.poll() is None:
            return
        if self.printing is not None and self.printing.returncode:
            log.error("not-printed-again")
        mark = copies.mark(found)
        behind = (folder for folder in copies.folders() if copies.printed_of(folder) not in (None, mark))
        folder = next(behind, None)
        self.printing = None if folder is None else _begin(str(folder))


def _begin(folder: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "halcyon.faces.door.printing", folder],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "halcyon.settings.door"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _forget(found: dict[str, board.Body]) -> None:
    """A door that starts while the database is away begins with this file: no page stands in it that was taken down."""
    file = copies.kept_board()
    copies.forget_beside(found, copies.beside_of(file))
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if not isinstance(kept, dict) or not kept.keys() - found.keys():
        return
    unfinished = file.with_suffix(".worker")
    left = {key: kept[key] for key in kept if key in found}
    unfinished.write_text(json.dumps(left, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(file)
