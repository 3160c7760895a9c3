"""Copies of the noticeboard on this machine: the file that the door keeps, and the folders into which it was printed.

What is taken down must go from them too, so each says of which board it is. Pure but for the files it is given.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

MARK = "about-these-files.txt"
_LIST = "printed.json"
_OF = "Of the board "


def mark(found: Mapping[str, Any]) -> str:
    """By what a board is known: it changes when anything on it does."""
    return hashlib.sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def about(found: Mapping[str, Any], when: str) -> str:
    """What stands in a printed folder about itself."""
    return (
        f"The public side, printed on {when}. The worker of this machine prints it again whenever something changes.\n"
        "Other copies of it follow nothing: copy it again after anything was taken down.\n"
        f"{_OF}{mark(found)}\n"
    )


def printed_of(folder: Path) -> str | None:
    """Of which board a folder was printed; None for a folder that is gone, or somebody else's."""
    try:
        lines = (folder / MARK).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.removeprefix(_OF) for line in lines if line.startswith(_OF)), "")


def remember(folder: Path) -> None:
    """Writes down that a folder was printed into, so that it is printed again."""
    known = {*folders(), folder.resolve()}
    _list().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _list().write_text(json.dumps(sorted(map(str, known))), encoding="utf-8")


def folders() -> list[Path]:
    """Every folder that was printed into."""
    try:
        found = json.loads(_list().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(str(one)) for one in found] if isinstance(found, list) else []


def kept_board() -> Path:
    """The file in which the door keeps what it last read."""
    return Path(settings.STATE) / "door" / "noticeboard.json"


def _list() -> Path:
    return Path(settings.STATE) / "door" / _LIST
