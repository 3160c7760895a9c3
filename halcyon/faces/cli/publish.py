"""``halcyon publish export FOLDER``: the whole public side as files, which help when database, worker and desk are down; and
``halcyon publish languages``.

The door prints the files, in a process of its own: nothing here can read more than the internet may.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from halcyon.faces.cli import languages


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    printing = acts.add_parser("export", help="write the public side as static files")
    printing.add_argument("folder", type=Path, help="a new folder, or one that this wrote before")
    printing.set_defaults(run=_export)
    languages.add_arguments(acts.add_parser("languages", help="what the public pages speak, and who has confirmed it"))


def _export(args: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "halcyon.faces.door.printing", str(args.folder)]
    return subprocess.call(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "halcyon.settings.door"})
