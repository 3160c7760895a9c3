"""``python -m halcyon.faces.door.printing FOLDER``: the whole public side as files that need no server of ours.

The pages are asked of the door itself, so that they are the same; with the database away it prints what the door last kept.
Where something would have to be sent, the help page stands: 999, Childline, how to reach the team, what to do. Links are made
relative: the folder works on any web server, in any place of it, and from a memory stick.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.door")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.utils.translation import override

from halcyon.faces.door.asking import ask
from halcyon.faces.door.gate import Gate
from halcyon.kernel import clocks
from halcyon.kernel.noticeboard import copies
from halcyon.kernel.noticeboard.copies import MARK

NOT_PRINTED = frozenset({"/healthz"})
SENDING = ("/tell", "/back")
STARTS = ("/", "/promise", "/who-can-i-tell", "/your-privacy", "/leaving", "/robots.txt", "/sitemap.xml")
_LINK = re.compile(r'((?:href|src|poster|action)=")(/[^"]*)(")')
_LEAVE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Information</title><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={0}"></head><body><main><p><a href="{0}" rel="noreferrer">Leave</a></p></main>
</body></html>
"""


class Press:
    """Asks the door for page after page, following its links, until every file is there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.door = folder, Gate(get_wsgi_application())
        self.waiting: list[str] = []
        self.seen: set[str] = set()

    def print_all(self) -> int:
        """Prints everything; returns how many files."""
        from halcyon.faces.door import speaking
        from halcyon.faces.door.fetching import fetching
        from halcyon.faces.door.notices import notices
        from halcyon.faces.door.pages import NEUTRAL_PAGE, help_page, not_there

        found = notices.now().notices
        pages = (key.split("/", 2)[2] for key in found if key.startswith("page/en/"))
        self.waiting = [*STARTS, *(f"/{slug}" for slug in pages)]
        for code in ("en", *speaking.offered(notices.now())):
            with override(settings.LANGUAGE_CODE if code == "en" else code):
                sending = help_page(200).content.decode()
            for path in SENDING:
                self._keep(speaking.in_language(path, code), sending)
        self._keep("/leave", _LEAVE.format(NEUTRAL_PAGE))
        lost = not_there(HttpRequest()).content  # a server shows it at any depth: its links stay whole
        self._write(self.folder / "404.html", lost)
        while self.waiting:
            path = self.waiting.pop()
            if path not in self.seen:
                self.seen.add(path)
                self._print(path)
        self._write(self.folder / MARK, copies.about(found, f"{clocks.now():%-d %B %Y, %H:%M} UTC").encode())
        fetching.wait()  # what hangs beside the board is kept before this process ends
        return len([file for file in self.folder.rglob("*") if file.is_file()])

    def _print(self, path: str) -> None:
        answer = ask(self.door, path)
        if answer.status != 200:
            return
        if answer.kind.startswith("text/html"):
            self._keep(path, answer.body.decode())
        else:
            self._write(self.folder / path.lstrip("/"), answer.body)

    def _keep(self, path: str, page: str) -> None:
        self.seen.add(path)
        self._write(self.folder / path.lstrip("/") / "index.html", self._linked(path, page).encode())

    def _linked(self, path: str, page: str) -> str:
        """The page with its links relative; what they lead to is printed too."""
        deep = 0 if path == "/" else path.strip("/").count("/") + 1

        def relative(link: re.Match[str]) -> str:
            target, mark, part = link[2].partition("#")
            target = target.partition("?")[0] or "/"
            if target not in NOT_PRINTED:
                self.waiting.append(target)
            file = "index.html" if target == "/" else target.lstrip("/")
            if target != "/" and "." not in target.rpartition("/")[2]:
                file += "/index.html"
            return f"{link[1]}{'../' * deep or './'}{file}{mark}{part}{link[3]}"

        return _LINK.sub(relative, page)

    def _write(self, file: Path, data: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def export(folder: Path) -> int:
    """Prints into a new folder and puts it in place of the old one. Raises ValueError for a folder that is somebody else's."""
    folder = folder.absolute()
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(_inside(folder))):
        raise ValueError(f"{folder} is there already and was not printed by this: choose a new folder.")
    new, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for rest in (new, old):
        shutil.rmtree(rest, ignore_errors=True)
    new.mkdir(parents=True)
    printed = Press(new).print_all()
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    copies.remember(folder)
    return printed


def _inside(folder: Path) -> Iterator[Path]:
    return folder.iterdir()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{export(Path(sys.argv[1]))} files: {sys.argv[1]}\n")
    except (ValueError, OSError) as failure:
        sys.exit(str(failure))
