"""``halcyon``: the command line. Each subcommand is a file beside this one; none is imported before it is asked for."""

import argparse
import importlib
import sys
from collections.abc import Sequence

SUBCOMMANDS = {
    "database": "bring the database to the state this version describes",
    "demo": "load the invented county's practice data",
    "journal": "verify that nobody changed or removed a line",
    "keys": "make, list, rotate and destroy the intake keys",
    "link": "compare a list with itself or with another, into pairs and clusters",
    "matching": "evaluate how well records are matched; train a new model file",
    "members": "add someone to the desk",
    "publish": "write the public side as static files",
    "search": "read again what is searched",
}


def main(words: Sequence[str] | None = None) -> int:
    """Runs one subcommand; returns its exit code. A sentence on standard error is all that a failure prints."""
    given = list(sys.argv[1:] if words is None else words)
    parser = argparse.ArgumentParser(
        prog="halcyon", description="Halcyon: keys, database, journal, members, matching, lists, publishing, demo."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    asked = given[0] if given and given[0] in SUBCOMMANDS else None
    for name, about in SUBCOMMANDS.items():
        sub = commands.add_parser(name, help=about)
        if name == asked:
            importlib.import_module(f"halcyon.faces.cli.{name}").add_arguments(sub)
    args = parser.parse_args(given)
    try:
        return int(args.run(args) or 0)
    except (ValueError, LookupError, OSError) as failure:
        print(failure, file=sys.stderr)
        return 1
    except Exception as failure:
        if not _database_away(failure):
            raise
        why = str(failure).partition("\n")[0].rstrip(". ")
        print(f"The database did not answer: {why}. This was not finished: try again when it does.", file=sys.stderr)
        return 1


def _database_away(failure: Exception) -> bool:
    """Whether it is the database that failed. Neither Django nor the driver is imported for a command that needs none."""
    loaded = [sys.modules[name] for name in ("django.db", "psycopg") if name in sys.modules]
    return isinstance(failure, tuple(each for one in loaded for each in (one.OperationalError, one.InterfaceError)))


if __name__ == "__main__":
    sys.exit(main())
