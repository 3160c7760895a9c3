"""Keeps what the noticeboard last said in files beside the door, for a process that starts while the database is away.

Everything on the board is public. A file is written whole or not at all; one that cannot be read is as good as none. Papers,
pictures and files are not read with the board: they are fetched one by one, aside from every page (`fetching`).
"""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from halcyon.kernel.noticeboard import board, copies, pictures
from halcyon.kernel.noticeboard.copies import Beside

MOST_KEPT = 128 * 1024 * 1024
"""Bytes of papers, pictures and files beside the door: what comes after that is missing while the database is away."""

log = logging.getLogger("halcyon.door")


def keep(found: Mapping[str, Any]) -> None:
    """Write the board down. A full disk keeps no page from being shown."""
    if settings.KEPT_BOARD is not None:
        try:
            _write(settings.KEPT_BOARD, json.dumps(found, ensure_ascii=False).encode())
            copies.forget_beside(found, copies.beside_of(settings.KEPT_BOARD))
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


def fetch_beside(found: Mapping[str, Any]) -> None:
    """Fetch what a board leads to or shows and that is not kept yet, while there is room. Raises what disk and database raise."""
    if settings.KEPT_BOARD is None:
        return
    folder = copies.beside_of(settings.KEPT_BOARD)
    copies.forget_beside(found, folder)
    room = MOST_KEPT - _held(folder)
    for one in copies.beside(found).values():
        if room <= 0:
            return
        if not (folder / one.copy).exists():  # another process of the door fetches too
            data = hung(one)
            room -= len(data)
            _write(folder / one.copy, data)


def hung(one: Beside) -> bytes:
    """A paper, picture or file as it hangs now; empty where it does not. Raises what the database raises."""
    if one.picture:
        return pictures.read(UUID(one.name)) or b""
    body = board.read(f"paper/{one.name}")
    return base64.b64decode(str(body["file"])) if body is not None and body["sort"] == one.sort else b""


def kept_beside(found: Mapping[str, Any], address: str) -> bytes | None:
    """What was kept of an address of this board (``promise.pdf``); None where nothing was, empty where nothing hung."""
    one = copies.beside(found).get(address)
    if settings.KEPT_BOARD is None or one is None:
        return None
    try:
        return (copies.beside_of(settings.KEPT_BOARD) / one.copy).read_bytes()
    except OSError:
        return None


def _held(folder: Path) -> int:
    """Bytes in a folder. What a process that is gone was writing goes."""
    held = 0
    for file in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # finished just now, under its own name
            writer = file.suffix[1:]
            if writer.isdigit() and not Path(f"/proc/{writer}").exists():
                file.unlink()
            else:
                held += file.stat().st_size
    return held


def _write(file: Path, data: bytes) -> None:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished.write_bytes(data)
    unfinished.replace(file)
