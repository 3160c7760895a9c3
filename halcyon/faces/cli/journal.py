"""``halcyon journal copy FILE`` and ``halcyon journal verify FILE``: prove that nobody changed or removed a line.

Verifying needs the copy, the public key and, at best, a checkpoint from elsewhere: no database, no Django, no network.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from halcyon.settings import base


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    copy = acts.add_parser("copy", help="write the journal to a file, as the worker")
    copy.add_argument("file", type=Path)
    copy.set_defaults(run=_copy)
    verify = acts.add_parser("verify", help="verify a copy, offline")
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--key", type=Path, default=base.SECRETS / "worker" / "journal.public", help="the public key file"
    )
    verify.add_argument("--checkpoint", type=Path, action="append", default=[], help="a checkpoint handed out earlier")
    verify.set_defaults(run=_verify)


def _copy(args: argparse.Namespace) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "halcyon.settings.worker"
    import django

    django.setup()
    from halcyon.kernel.journal.sealing import copy_rows

    with _whole(args.file) as out:
        for row in copy_rows():
            out.write(row + "\n")
    return 0


@contextmanager
def _whole(file: Path) -> Iterator[TextIO]:
    """A file that stands under its name when all of it is written, and not before: half a journal reads like a whole one."""
    if file.exists() and not file.is_file():
        raise ValueError(f"{file} is not a file that a copy could stand in.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _verify(args: argparse.Namespace) -> int:
    from halcyon.kernel.journal.chain import checkpoint_of, faults, read_copy

    with open(args.file, encoding="utf-8") as rows:
        lines, seals, checkpoints = read_copy(rows)
    handed_out = [checkpoint_of(json.loads(file.read_text())) for file in args.checkpoint]
    found = next(faults(lines, seals, [*checkpoints, *handed_out], args.key.read_bytes()), None)
    if found is not None:
        print(found, file=sys.stderr)
        return 1
    if not seals:
        print(f"Nothing is sealed in this copy, so it proves nothing: {len(lines)} lines and no seal.", file=sys.stderr)
        return 1
    unsealed = len(lines) - len(seals)
    print(f"Whole: {len(seals)} lines sealed, {len(checkpoints)} checkpoints agree; {unsealed} lines not sealed yet.")
    return 0
