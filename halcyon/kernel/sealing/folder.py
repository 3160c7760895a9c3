"""The secrets of each process, each in a folder of its own: `secrets/{door,worker,desk}`, so that none needs another's.

`secrets/root` holds what signs intake keys and belongs offline. All are made once, by `halcyon keys init`; a missing
secret is one sentence, never a default, and none is ever replaced.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from halcyon.kernel.sealing.files import SecretMissing, private_folder, read_secret, write_secret
from halcyon.kernel.sealing.keys import LIVES, KeyFolder, PrivateFolder, PublicFolder
from halcyon.kernel.sealing.mailboxes import PEPPER_SIZE, Pepper
from halcyon.kernel.sealing.signing import KEY_SIZE, new_signing_pair
from halcyon.kernel.sealing.suites import new_pair

_SECRET = 32
_ROOT = "root/root.private"


@dataclass(frozen=True, slots=True)
class DoorSecrets:
    """What the door holds: public intake keys, and the secrets of codes, tokens and locators. Nothing that opens a telling."""

    intake: PublicFolder
    code_key: bytes = field(repr=False)
    token_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    peppers: tuple[Pepper, ...] = field(repr=False)

    @property
    def pepper(self) -> Pepper:
        """The newest, for new codes."""
        return self.peppers[0]

    @classmethod
    def load(cls, secrets: Path) -> DoorSecrets:
        """Reads `secrets/door`. Raises SecretMissing."""
        at = secrets / "door"
        return cls(
            intake=PublicFolder(at / "intake", read_secret(at / "root.public", KEY_SIZE)),
            code_key=read_secret(at / "code.key", _SECRET),
            token_key=read_secret(at / "token.key", _SECRET),
            salt=read_secret(at / "salt", _SECRET),
            peppers=_peppers(at),
        )


@dataclass(frozen=True, slots=True)
class WorkerSecrets:
    """What the worker holds: private intake keys, the journal's signing key, what seals sources and joins them up."""

    intake: PrivateFolder
    journal_key: bytes = field(repr=False)
    sources_public: bytes
    blind_secret: bytes = field(repr=False)

    @classmethod
    def load(cls, secrets: Path) -> WorkerSecrets:
        """Reads `secrets/worker`. Raises SecretMissing."""
        at = secrets / "worker"
        return cls(
            intake=PrivateFolder(at / "intake"),
            journal_key=read_secret(at / "journal.key", KEY_SIZE),
            sources_public=read_secret(at / "sources.public"),
            blind_secret=read_secret(at / "blind.key", _SECRET),
        )


@dataclass(frozen=True, slots=True)
class DeskSecrets:
    """What the desk holds: the register's and the auditors' keys, and what makes six words for someone who telephones."""

    audit_public: bytes
    audit_private: bytes = field(repr=False)
    sources_public: bytes
    sources_private: bytes = field(repr=False)
    blind_secret: bytes = field(repr=False)
    code_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    peppers: tuple[Pepper, ...] = field(repr=False)

    @property
    def pepper(self) -> Pepper:
        """The newest, for new codes."""
        return self.peppers[0]

    @classmethod
    def load(cls, secrets: Path) -> DeskSecrets:
        """Reads `secrets/desk`. Raises SecretMissing."""
        at = secrets / "desk"
        return cls(
            audit_public=read_secret(at / "audit.public"),
            audit_private=read_secret(at / "audit.private"),
            sources_public=read_secret(at / "sources.public"),
            sources_private=read_secret(at / "sources.private"),
            blind_secret=read_secret(at / "blind.key", _SECRET),
            code_key=read_secret(at / "code.key", _SECRET),
            salt=read_secret(at / "salt", _SECRET),
            peppers=_peppers(at),
        )


def init(secrets: Path, now: dt.datetime, since: dt.datetime | None = None) -> list[str]:
    """Makes every secret that is missing, and the next intake key if one is due and the root is here; the names of what was made.

    `since` lets the first intake key begin in the past, for a demo that plays there. Raises SecretMissing when one
    half of something is there and the other is not: made anew, it would fit nothing that is already sealed.
    """
    private_folder(secrets)
    made = [made for places, make in _PARTS if (made := _once(secrets, places, make))]
    keys = key_folder(secrets)
    first = since is not None and not keys.list()
    if not keys.can_make:
        return made
    key = keys.create(since, now + LIVES) if since and first else keys.rotate(now)
    return [*made, f"intake key {key.id.hex()}"] if key else made


def key_folder(secrets: Path) -> KeyFolder:
    """The intake keys, with the root's private key if it is here, for the command line alone. Raises SecretMissing."""
    root = secrets / _ROOT
    return KeyFolder(
        secrets / "door" / "intake",
        secrets / "worker" / "intake",
        read_secret(root, KEY_SIZE) if root.is_file() else None,
        read_secret(secrets / "door" / "root.public", KEY_SIZE),
    )


def _shared(size: int, copies: int) -> Callable[[], tuple[bytes, ...]]:
    return lambda: (os.urandom(size),) * copies


def _auditors() -> tuple[bytes, ...]:
    pair = new_pair()
    return pair.public, pair.private


def _register() -> tuple[bytes, ...]:
    pair = new_pair()
    return pair.public, pair.public, pair.private


_PARTS: tuple[tuple[tuple[str, ...], Callable[[], tuple[bytes, ...]]], ...] = (
    ((_ROOT, "door/root.public"), new_signing_pair),
    (("worker/journal.key", "worker/journal.public"), new_signing_pair),
    (("worker/sources.public", "desk/sources.public", "desk/sources.private"), _register),
    (("desk/audit.public", "desk/audit.private"), _auditors),
    (("worker/blind.key", "desk/blind.key"), _shared(_SECRET, 2)),
    (("door/code.key",), _shared(_SECRET, 1)),
    (("desk/code.key",), _shared(_SECRET, 1)),
    (("door/token.key",), _shared(_SECRET, 1)),
    (("door/salt", "desk/salt"), _shared(_SECRET, 2)),
    (("door/pepper.1", "desk/pepper.1"), _shared(PEPPER_SIZE, 2)),
)
"""Each secret: the files it stands in, and what makes their contents."""


def _once(secrets: Path, places: tuple[str, ...], make: Callable[[], tuple[bytes, ...]]) -> str | None:
    files = [secrets / place for place in places]
    there = [file.is_file() for file in files]
    if all(there) or (places[0] == _ROOT and there[1]):  # the root's private key may well be kept elsewhere
        return None
    if any(there):
        missing = files[there.index(False)]
        raise SecretMissing(f"{missing} is missing, but what belongs to it is there. Bring it back from its backup.")
    for file, content in zip(files, make(), strict=True):
        write_secret(file, content)
    return places[0]


def _peppers(folder: Path) -> tuple[Pepper, ...]:
    """Every version of the pepper, the newest first. Raises SecretMissing."""
    versions = sorted(
        (int(file.suffix[1:]) for file in folder.glob("pepper.*") if file.suffix[1:].isdecimal()), reverse=True
    )
    newest = versions or [1]
    return tuple(Pepper(version, read_secret(folder / f"pepper.{version}", PEPPER_SIZE)) for version in newest)
