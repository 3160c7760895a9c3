"""Intake keys as files: a new one each month, signed by the partnership's root, destroyed when nothing sealed to it can come.

The door holds the public files and the root's public key; only the worker holds the private ones. A public file that is
unsigned, damaged, of another channel or outside its time is no key. Nothing here prints, logs or keeps a key
anywhere else.

A file is: magic | suite | key id | not before | not after | channel | halves, and for a public one the root's
signature.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
from dataclasses import dataclass, field
from pathlib import Path

from halcyon.kernel.sealing.files import destroy_secret, write_secret
from halcyon.kernel.sealing.signing import SIGNATURE_SIZE, is_signed, sign
from halcyon.kernel.sealing.suites import PRIVATE_SIZE, PUBLIC_SIZE, KeyUnusable, SuiteId, new_pair, seal_to

LIVES = dt.timedelta(days=45)
"""How long envelopes may be sealed to a key."""
OVERLAP = dt.timedelta(days=15)
"""How long before its end the next key is made: each is the newest for a month, and there is always one in hand."""
GRACE = dt.timedelta(days=30)
"""How long after its end a private key is kept, for envelopes that waited."""
CHANNEL = "public"

_MAGIC_PUBLIC, _MAGIC_PRIVATE = b"HALCYONPUB1\n", b"HALCYONKEY1\n"
_HEAD = struct.Struct(">B8sqq16s")  # suite, key id, not before, not after (seconds), channel
_PURPOSE = "intake-key"


class KeyFault(ValueError):
    """A key that cannot be used, or an act that would lose what is sealed. One sentence."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An intake key that envelopes are sealed to, from `not_before` until `not_after` (UTC)."""

    id: bytes
    not_before: dt.datetime
    not_after: dt.datetime
    public: bytes
    channel: str = CHANNEL

    def valid(self, at: dt.datetime) -> bool:
        return self.not_before <= at < self.not_after


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The half that opens, held by the worker alone."""

    id: bytes
    private: bytes = field(repr=False)


class PublicFolder:
    """The public files, as the door reads them."""

    def __init__(self, folder: Path, root: bytes, channel: str = CHANNEL) -> None:
        self.folder, self.root, self.channel = folder, root, channel

    def all(self) -> list[PublicKey]:
        """Every key of the channel that the root has signed, the oldest first."""
        found = [_read_public(file.read_bytes(), self.root) for file in sorted(self.folder.glob("*.public"))]
        ours = [key for key in found if key is not None and key.channel == self.channel]
        return sorted(ours, key=lambda key: (key.not_before, key.id))

    def current(self, at: dt.datetime) -> PublicKey | None:
        """The newest key valid at a moment; None when no telling can be sealed."""
        return next((key for key in reversed(self.all()) if key.valid(at)), None)


class PrivateFolder:
    """The private files, as the worker reads them, by key id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key_id: bytes) -> PrivateKey | None:
        """The private key of this id; None when it is not held (destroyed, or never ours). Raises KeyFault."""
        file = self.folder / f"{key_id.hex()}.private"
        return _read_private(file.read_bytes()) if file.is_file() else None

    def holds(self, key_id: bytes) -> bool:
        return (self.folder / f"{key_id.hex()}.private").is_file()


class KeyFolder:
    """Makes, lists, rotates and destroys intake keys, in both folders. Only making one needs the root's private key."""

    def __init__(self, public: Path, private: Path, root_private: bytes | None, root_public: bytes) -> None:
        self.public, self.private = PublicFolder(public, root_public), PrivateFolder(private)
        self._root = root_private

    @property
    def can_make(self) -> bool:
        """Whether the root's private key is here."""
        return self._root is not None

    def create(
        self, starts: dt.datetime, ends: dt.datetime | None = None, suite: SuiteId = SuiteId.HYBRID
    ) -> PublicKey:
        """A key valid from `starts`, for 45 days unless `ends` says otherwise.

        The private half is on disk before the public one can be used, so that nothing is ever sealed to a lost key.
        Raises KeyFault when the root's private key is kept elsewhere.
        """
        if self._root is None:
            raise KeyFault("The root's private key is not here. Bring root.private back to make an intake key.")
        pair = new_pair(suite)
        key_id = hashlib.sha256(b"halcyon/key/1|" + pair.public).digest()[:8]
        whole = starts.astimezone(dt.UTC).replace(microsecond=0)
        key = PublicKey(key_id, whole, (ends or whole + LIVES).astimezone(dt.UTC).replace(microsecond=0), pair.public)
        body = _MAGIC_PUBLIC + _head(key) + pair.public[1:]
        write_secret(self._private_file(key_id), _MAGIC_PRIVATE + _head(key) + pair.private[1:])
        write_secret(self._public_file(key_id), body + sign(self._root, body, purpose=_PURPOSE))
        return key

    def list(self) -> list[PublicKey]:
        """Every key there is a signed public file of, the oldest first."""
        return self.public.all()

    def rotate(self, at: dt.datetime, *, always: bool = False) -> PublicKey | None:
        """Makes the next key when the newest has 15 days left, or `always`; None when the newest will still do."""
        newest = self.public.current(at)
        if newest and not always and at < newest.not_after - OVERLAP:
            return None
        return self.create(at)

    def destroy(self, key_id: bytes, at: dt.datetime, *, force: bool = False) -> None:
        """Removes both halves. Raises KeyFault while something sealed to the key may still come, unless forced."""
        key = next((found for found in self.list() if found.id == key_id), None)
        if key is None and not self.private.holds(key_id):
            raise KeyFault(f"There is no key {key_id.hex()}.")
        if key is not None and at < key.not_after + GRACE and not force:
            raise KeyFault(
                f"Key {key_id.hex()} may still be needed until {key.not_after + GRACE:%d %B %Y}: "
                "what was sealed to it could never be read again."
            )
        destroy_secret(self._public_file(key_id))  # first: from here on nothing is sealed to it
        destroy_secret(self._private_file(key_id))

    def _public_file(self, key_id: bytes) -> Path:
        return self.public.folder / f"{key_id.hex()}.public"

    def _private_file(self, key_id: bytes) -> Path:
        return self.private.folder / f"{key_id.hex()}.private"


def _head(key: PublicKey) -> bytes:
    ends = int(key.not_after.timestamp())
    return _HEAD.pack(key.public[0], key.id, int(key.not_before.timestamp()), ends, key.channel.encode())


def _read_public(content: bytes, root: bytes) -> PublicKey | None:
    body, signature = content[:-SIGNATURE_SIZE], content[-SIGNATURE_SIZE:]
    if not body.startswith(_MAGIC_PUBLIC) or not is_signed(root, body, signature, purpose=_PURPOSE):
        return None
    suite, key_id, start, end, channel = _HEAD.unpack_from(body, len(_MAGIC_PUBLIC))
    halves = body[len(_MAGIC_PUBLIC) + _HEAD.size :]
    if suite not in set(SuiteId) or len(halves) != PUBLIC_SIZE[SuiteId(suite)]:
        return None
    key = PublicKey(key_id, _moment(start), _moment(end), bytes([suite]) + halves, channel.rstrip(b"\0").decode())
    try:
        seal_to(key.public, b"", b"")  # a weak key shows itself here, not with a child's words in hand
    except KeyUnusable:
        return None
    return key


def _read_private(content: bytes) -> PrivateKey:
    halves = content[len(_MAGIC_PRIVATE) + _HEAD.size :]
    suite = content[len(_MAGIC_PRIVATE)] if len(content) > len(_MAGIC_PRIVATE) + _HEAD.size else 0
    if (
        not content.startswith(_MAGIC_PRIVATE)
        or suite not in set(SuiteId)
        or len(halves) != PRIVATE_SIZE[SuiteId(suite)]
    ):
        raise KeyFault("A private intake key is damaged. Bring its file back from the backup.")
    _, key_id, *_ = _HEAD.unpack_from(content, len(_MAGIC_PRIVATE))
    return PrivateKey(key_id, bytes([suite]) + halves)


def _moment(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
