"""``halcyon demo load``: plays invented people through the commands, in the past. Only for the practice county, only once.

It runs apart, with the desk's login: the demo stands above the faces, and what its members do, members may do.
"""

import argparse
import os
import subprocess
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The one act of `halcyon demo`."""
    parser.add_argument("act", choices=["load"])
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Loads the demo unless something was told before; returns the exit code."""
    as_the_desk = {**os.environ, "DJANGO_SETTINGS_MODULE": "halcyon.settings.desk"}
    return subprocess.call([sys.executable, "-m", "halcyon.demo"], env=as_the_desk)
