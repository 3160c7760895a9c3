"""``halcyon publish export FOLDER``: the whole public side as files, which help when database, worker and desk are down.

The door prints them, in a process of its own: nothing here can read more than the internet may.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    printing = acts.add_parser("export", help="write the public side as static files")
    printing.add_argument("folder", type=Path, help="a new folder, or one that this wrote before")
    printing.set_defaults(run=_export)


def _export(args: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "halcyon.faces.door.printing", str(args.folder)]
    return subprocess.call(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "halcyon.settings.door"})
