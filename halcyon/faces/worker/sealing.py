"""Seals the journal into its chain, and signs a checkpoint that partners can keep."""

import json
import logging
from pathlib import Path

from halcyon.kernel.journal.sealing import lag_seconds, seal_finished, sign_checkpoint
from halcyon.kernel.sealing.files import write_secret

log = logging.getLogger("halcyon.worker")
LONGEST_LAG = 60.0  # seconds


def seal() -> int:
    """Seals what is finished; says so when something holds the sealing back."""
    sealed = seal_finished()
    if (lag := lag_seconds()) > LONGEST_LAG:
        log.error("journal-sealing-lags %d seconds", lag)
    return sealed


def hand_out(key: bytes, folder: Path) -> None:
    """Signs the chain and keeps the checkpoint outside the database, for handing to partners."""
    checkpoint = sign_checkpoint(key)
    if checkpoint is not None:
        row = {"seq": checkpoint.seq, "at": checkpoint.at, "hash": checkpoint.hash.hex()}
        body = json.dumps(row | {"signature": checkpoint.signature.hex()})
        write_secret(folder / f"{checkpoint.seq:012d}.json", body.encode())
