"""``halcyon link FILE --agency KEY``: an agency's list compared with everything that the team knows, into the review queue.

Every row becomes a record that names whom it names, and is matched as any save is, by the weights in force. Each few rows are
whole or not at all: killed at any moment and begun again, it goes on where it stopped, and no row comes twice.
"""

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from halcyon.kernel.matching.populations import check, identity, rows

CHUNK = 20  # rows in one transaction
PIECE = 1 << 20


def run(args: argparse.Namespace) -> int:
    """Takes in what has not been taken in yet."""
    check(args.file)
    month = _month(args.month)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.worker")
    import django

    django.setup()
    from halcyon.domain.lists import commands

    by, count = _system(), sum(1 for _ in rows(args.file))
    listing = commands.begin(
        agency=_agency(args.agency), month=month, name=args.file.name, digest=_digest(args.file), rows=count, by=by
    )
    left, began, done = commands.missing(listing), time.monotonic(), 0
    _say(f"{count:,} rows, {len(left):,} of them still to be taken in")
    for part in _parts(args.file, left):
        commands.take_in(listing=listing, rows=part, by=by)
        done += len(part)
        _progress(count - len(left) + done, count, began)
    commands.finish(listing=listing, by=by)
    _say(
        f"All of {args.file.name} is compared. What may be known, and what is not, stands at the desk under Lists from agencies."
    )
    return 0


def _parts(file: Path, left: set[int]) -> Iterator[list[tuple[int, str, Any]]]:
    """The rows that are left, a few at a time: number, what the agency calls it, whom it names."""
    read = (
        (number, "" if row["record_id"] == f"row {number}" else row["record_id"], identity(row))
        for number, row in enumerate(rows(file), start=1)
        if number in left
    )
    while part := list(islice(read, CHUNK)):
        yield part


def _month(said: str | None) -> date:
    from halcyon.kernel.clocks import today

    if not said:
        return today().replace(day=1)
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise ValueError(f"'{said}' is no month: write it like 2026-11.") from None


def _agency(key: str) -> int:
    from halcyon.kernel.partnership.models import Agency

    found = {agency.key: agency.principal_id for agency in Agency.objects.all()}
    if key not in found:
        raise ValueError(f"There is no agency '{key}': there are {', '.join(sorted(found))}.")
    return found[key]


def _digest(file: Path) -> str:
    told = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            told.update(piece)
    return told.hexdigest()


def _system() -> Any:
    from halcyon.kernel.access.actors import Actor

    return Actor.system("receiving")


def _progress(done: int, of: int, began: float) -> None:
    """A bar on a terminal, a line for every few rows elsewhere."""
    if sys.stderr.isatty():
        full = 30 * done // of
        end = "\n" if done == of else ""
        print(
            f"\r[{'#' * full}{'.' * (30 - full)}] {done:,}/{of:,} rows, {time.monotonic() - began:.0f} s",
            end=end,
            file=sys.stderr,
        )
    else:
        _say(f"{done:,} of {of:,} rows")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
