"""`halcyon keys`: makes every process's secrets, and lists, rotates and destroys intake keys.

It shows ids and dates, never a key. It needs no database and no Django, so that it works on a machine kept offline.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from halcyon.kernel import clocks
from halcyon.kernel.sealing.folder import init, key_folder
from halcyon.kernel.sealing.keys import GRACE, KeyFault, PublicKey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The four acts of `halcyon keys`."""
    acts = parser.add_subparsers(dest="act", required=True)
    making = acts.add_parser("init", help="make every secret that is missing; none is ever replaced")
    making.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="let a first intake key begin on this day")
    making.set_defaults(run=_init)
    acts.add_parser("list", help="show the intake keys and how long they are valid").set_defaults(run=_list)
    turning = acts.add_parser("rotate", help="make the next intake key when the newest has 15 days left")
    turning.add_argument("--now", action="store_true", help="make it now, however long the newest is valid")
    turning.set_defaults(run=_rotate)
    ending = acts.add_parser("destroy", help="destroy an intake key: what was sealed to it can never be read again")
    ending.add_argument("key", help="its id, as `halcyon keys list` shows it")
    ending.add_argument("--force", action="store_true", help="even if envelopes may still need it")
    ending.set_defaults(run=_destroy)


def _init(args: argparse.Namespace) -> int:
    made = init(_secrets(), clocks.now(), args.since)
    for name in made:
        print(f"made {name}")
    print(f"Every secret is in {_secrets()}." if made else f"Nothing was missing in {_secrets()}.")
    return 0


def _list(args: argparse.Namespace) -> int:
    keys, now = key_folder(_secrets()), clocks.now()
    found, current = keys.list(), keys.public.current(now)
    for key in found:
        opens = "opens" if keys.private.holds(key.id) else "its private half is not here"
        print(f"{key.id.hex()}  {_days(key)}  {_standing(key, now, current)}  {opens}")
    if current is None:
        print(
            "No intake key is valid now: the public page offers help lines instead of the form. Run `halcyon keys rotate`."
        )
        return 1
    return 0


def _rotate(args: argparse.Namespace) -> int:
    key = key_folder(_secrets()).rotate(clocks.now(), always=args.now)
    print(f"made intake key {key.id.hex()}  {_days(key)}" if key else "The newest intake key will do for now.")
    return 0


def _destroy(args: argparse.Namespace) -> int:
    try:
        key_id = bytes.fromhex(args.key)
    except ValueError:
        raise KeyFault(f"{args.key} is no id of a key. `halcyon keys list` shows them.") from None
    key_folder(_secrets()).destroy(key_id, clocks.now(), force=args.force)
    print(f"Key {args.key} is destroyed.")
    return 0


def _standing(key: PublicKey, now: dt.datetime, current: PublicKey | None) -> str:
    if key == current:
        return "in use"
    if key.valid(now):
        return "still good"
    if now < key.not_before:
        return "to come"
    return "ended, kept for late envelopes" if now < key.not_after + GRACE else "may be destroyed"


def _days(key: PublicKey) -> str:
    return f"{key.not_before:%Y-%m-%d} to {key.not_after:%Y-%m-%d}"


def _day(text: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), clocks.LONDON)


def _secrets() -> Path:
    from halcyon.settings.base import SECRETS

    return SECRETS
