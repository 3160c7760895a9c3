"""The hash chain over journal lines, and its verification: offline, without Django or a database.

A copy is JSON lines: ``line``, ``seal`` and ``checkpoint`` rows. Whoever holds a checkpoint that was handed out earlier and the
public key can tell whether anything before it was changed or removed, by anyone.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from halcyon.kernel.sealing.signing import is_signed, sign

PURPOSE = "journal-checkpoint"
FIRST = hashlib.sha256(b"halcyon/journal/1").digest()
_NUMBERS = struct.Struct(">qqq")  # id, transaction, microseconds


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is hashed: integers and codes, times in microseconds since 1970 (UTC)."""

    id: int
    xid: int
    at: int
    kind: str
    event: str
    actor_kind: str
    actor: int
    records: tuple[str, ...]
    detail: str

    def digest(self) -> bytes:
        """The hash of the line's own canonical bytes."""
        words = [self.kind, self.event, self.actor_kind, str(self.actor), *self.records, self.detail]
        body = b"".join(len(word.encode()).to_bytes(4, "big") + word.encode() for word in words)
        return hashlib.sha256(_NUMBERS.pack(self.id, self.xid, self.at) + body).digest()


@dataclass(frozen=True, slots=True)
class Seal:
    """The place of a line in the chain."""

    seq: int
    line: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The chain at a place, signed; handed to partners, so that a cut tail and a rewritten chain are seen too."""

    seq: int
    at: int
    hash: bytes
    signature: bytes

    def message(self) -> bytes:
        return struct.pack(">qq", self.seq, self.at) + self.hash

    @classmethod
    def signed(cls, key: bytes, *, seq: int, at: int, digest: bytes) -> Checkpoint:
        unsigned = cls(seq, at, digest, b"")
        return cls(seq, at, digest, sign(key, unsigned.message(), purpose=PURPOSE))


def link(before: bytes, seq: int, line: Line) -> bytes:
    """The hash of the chain after one more line."""
    return hashlib.sha256(before + struct.pack(">q", seq) + line.digest()).digest()


def faults(
    lines: Mapping[int, Line], seals: Sequence[Seal], checkpoints: Iterable[Checkpoint], key: bytes
) -> Iterator[str]:
    """What is wrong, the first first, as sentences; nothing when the chain is whole."""
    before, hashes = FIRST, {0: FIRST}
    for expected, seal in enumerate(seals, 1):
        if seal.seq != expected:
            yield f"Seal {expected} is missing."
            return
        line = lines.get(seal.line)
        if line is None:
            yield f"Seal {seal.seq}: line {seal.line} was removed."
            return
        before = link(before, seal.seq, line)
        if before != seal.hash:
            yield f"Seal {seal.seq}: line {seal.line} was changed, or its seal was."
            return
        hashes[seal.seq] = before
    for checkpoint in sorted(checkpoints, key=lambda found: found.seq):
        if not is_signed(key, checkpoint.message(), checkpoint.signature, purpose=PURPOSE):
            yield f"Checkpoint {checkpoint.seq} is not signed by this key."
        elif checkpoint.seq not in hashes:
            yield f"The chain ends at {len(seals)}, before checkpoint {checkpoint.seq}: its tail was cut off."
        elif hashes[checkpoint.seq] != checkpoint.hash:
            yield f"Checkpoint {checkpoint.seq} does not agree with the chain: it was computed anew."


def read_copy(rows: Iterable[str]) -> tuple[dict[int, Line], list[Seal], list[Checkpoint]]:
    """The rows of a copy. Raises ValueError with one sentence for what is no copy."""
    lines: dict[int, Line] = {}
    seals: list[Seal] = []
    checkpoints: list[Checkpoint] = []
    for number, text in enumerate(rows, 1):
        try:
            row: dict[str, Any] = json.loads(text)
            match row.pop("row"):
                case "line":
                    line = Line(**row | {"records": tuple(row["records"])})
                    lines[line.id] = line
                case "seal":
                    seals.append(Seal(row["seq"], row["line"], bytes.fromhex(row["hash"])))
                case "checkpoint":
                    checkpoints.append(checkpoint_of(row))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise ValueError(f"Row {number} of the copy cannot be read.") from wrong
    return lines, sorted(seals, key=lambda seal: seal.seq), checkpoints


def checkpoint_of(row: Mapping[str, Any]) -> Checkpoint:
    """A checkpoint as it is handed out."""
    return Checkpoint(row["seq"], row["at"], bytes.fromhex(row["hash"]), bytes.fromhex(row["signature"]))
