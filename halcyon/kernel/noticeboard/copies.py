"""Copies of the noticeboard on this machine: the file that the door keeps, and the folders into which it was printed.

What is taken down must go from them too, so each says of which board it is. Pure but for the files it is given.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

MARK = "about-these-files.txt"
_LIST = "printed.json"
_OF = "Of the board "
SORTS = ("pdf", "jpg", "webp")
_KEY = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_BESIDE = re.compile(rf"/(pictures/)?({_KEY})\.({'|'.join(SORTS)})")


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that pages lead to or show and that is not read with them: ``promise``, ``pl/promise``.

    `made`: of which text, where that may change.
    """

    picture: bool
    name: str
    sort: str
    made: str = ""

    @property
    def copy(self) -> str:
        """How its copy is called."""
        return f"{self.name.replace('/', '.')}{self.made}.{self.sort}"


def beside(found: Mapping[str, Any]) -> dict[str, Beside]:
    """Every paper, picture and file of a board by its address, papers first: they say how to reach somebody."""
    here: dict[str, Beside] = {}
    for key, made in (found.get("papers") or {}).items():
        name = key.removeprefix("paper/")
        language, _, slug = name.rpartition("/")
        if f"page/{language or 'en'}/{slug}" in found:
            here[f"{name}.pdf"] = Beside(False, name, "pdf", f".{made[:32]}")
    pages = "".join(str(body.get("html", "")) for key, body in found.items() if key.startswith("page/"))
    for picture, name, sort in sorted(set(_BESIDE.findall(pages)), reverse=True):
        here[f"{picture}{name}.{sort}"] = Beside(bool(picture), name, sort)
    return here


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


def beside_of(board: Path) -> Path:
    """The folder in which papers, pictures and files are kept beside the file of a board."""
    return board.with_name("beside")


def forget_beside(found: Mapping[str, Any], folder: Path) -> None:
    """Takes every copy away of what hangs no more."""
    hanging = {one.copy for one in beside(found).values()}
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name not in hanging and file.suffix.lstrip(".") in SORTS:  # not what is being written just now
            file.unlink(missing_ok=True)


def _list() -> Path:
    return Path(settings.STATE) / "door" / _LIST
