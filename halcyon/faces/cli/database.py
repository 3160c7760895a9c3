"""``halcyon database apply``: roles, tables, functions, policies, grants; then the partnership's pack."""

import argparse
import os
import subprocess
import sys

from halcyon.settings import base


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["apply"])
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Applies as the owner, then loads the pack as the worker, in a process of its own."""
    owner_url = os.environ.get("DATABASE_URL")
    if not owner_url:
        raise ValueError("DATABASE_URL is not set: give the address of the database's owner.")
    from halcyon.database.apply import apply

    apply(owner_url, base.SECRETS)
    without_owner = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.call(
        [sys.executable, "-m", "halcyon.faces.cli.pack"],
        env=without_owner | {"DJANGO_SETTINGS_MODULE": "halcyon.settings.worker"},
    )
