"""``halcyon search rebuild``: reads again what is searched, for a database that is older than the search or than its words.

It works in chunks, each whole or not at all: stop it when you like, and start it again to go on where it was.
"""

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from halcyon.kernel.search.commands import Sources


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    again = acts.add_parser("rebuild", help="read what is searched again, in chunks; may be stopped and started again")
    again.add_argument("--all", action="store_true", help="begin anew with every record, also those searched already")
    again.add_argument("--chunk", type=int, default=200, metavar="N", help="records in one transaction (200)")
    again.set_defaults(run=_rebuild)


def _rebuild(args: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.worker")
    import django

    django.setup()
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.search.commands import await_all, rebuild

    by, found = Actor.system("indexing"), sources()
    if args.all:
        print(f"{await_all(kinds=found, by=by):,} records are in line.")
    done = 0
    while read := rebuild(sources=found, many=max(1, args.chunk), by=by):
        done += read
        print(f"\r{done:,} records read", end="", flush=True)
    print(f"\r{done:,} records read. Whatever is not searched yet is counted on the search page.")
    return 0


def sources() -> "Sources":
    """What is searched of each kind of record, read from the record."""
    from halcyon.domain.children import searching as children
    from halcyon.domain.contacts import searching as contacts
    from halcyon.domain.intelligence.commands import searching as intelligence
    from halcyon.domain.lists import searching as lists
    from halcyon.domain.subjects import searching as subjects
    from halcyon.kernel.access.rules import RecordKind

    return {
        RecordKind.ALERT: contacts.of_alert,
        RecordKind.CHILD: children.of_child,
        RecordKind.CONTACT: contacts.of_contact,
        RecordKind.INTELLIGENCE: intelligence.of_report,
        RecordKind.INTELLIGENCE_ITEM: intelligence.of_item,
        RecordKind.LISTED: lists.of_row,
        RecordKind.SUBJECT: subjects.of_subject,
    }
