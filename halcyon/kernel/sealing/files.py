"""Secret files: written whole or not at all, for their owner's eyes only, and overwritten before they go.

It holds no secret itself and names none in an error: only the file.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class SecretMissing(OSError):
    """A process lacks a secret it cannot do without."""


def write_secret(file: Path, content: bytes) -> None:
    """Writes a file of mode 0600, in folders of mode 0700, whole or not at all, and sees it onto the disk."""
    private_folder(file.parent)
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    _settle(file.parent)


def read_secret(file: Path, size: int | None = None) -> bytes:
    """The content of a secret file. Raises SecretMissing, one sentence for whoever starts the process."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise SecretMissing(f"{file} is missing. Run `halcyon keys init`, or bring it back from its backup.") from None
    except PermissionError:
        raise SecretMissing(f"{file} may not be read by this process. Check whose it is.") from None
    if size is not None and len(content) != size:
        raise SecretMissing(f"{file} is damaged. Bring it back from its backup.")
    return content


def destroy_secret(file: Path) -> None:
    """Overwrites a file and removes it. On a disk that keeps old blocks the overwriting is a courtesy, not a proof."""
    if not file.is_file():
        return
    with open(file, "r+b") as opened:
        opened.write(secrets.token_bytes(file.stat().st_size))
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
    _settle(file.parent)


def private_folder(folder: Path) -> None:
    """Makes a folder, and those it stands in, for their owner only. Folders that are there stay as they are."""
    for missing in [folder, *folder.parents][::-1]:
        if not missing.is_dir():
            missing.mkdir(mode=0o700, exist_ok=True)


def _settle(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
