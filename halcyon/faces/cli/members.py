"""``halcyon members add`` and ``halcyon members leave``: who is at the desk, outside the demo too.

A first password is shown once, to hand over in person; before anything opens, its owner sets up a second factor.
"""

import argparse
import os
import secrets
from collections.abc import Iterable

from halcyon.kernel.access.roles import Role

TAKEN_OVER = "Name who does: --hand-over-to and one address, or several."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two acts of `halcyon members`."""
    acts = parser.add_subparsers(dest="act", required=True)
    adding = acts.add_parser("add", help="add someone and show their first password")
    adding.add_argument("--name", required=True, help="as it stands on the screens")
    adding.add_argument("--email", required=True, help="to sign in with, and where notices go")
    adding.add_argument("--post", required=True, help="what they are: Duty social worker")
    adding.add_argument("--agency", required=True, help="a key of the pack's agencies.toml")
    adding.add_argument("--team", help="a key of the pack's teams; none for those who see no contact")
    adding.add_argument("--roles", required=True, nargs="+", choices=[role.value for role in Role], metavar="ROLE")
    adding.set_defaults(run=_add)
    leaving = acts.add_parser("leave", help="end someone's access, from their next click on")
    leaving.add_argument("--email", required=True)
    leaving.add_argument(
        "--hand-over-to", nargs="+", default=[], metavar="EMAIL",
        help="who takes over what they hold: each thing goes to the first of them whose role may hold it",
    )  # fmt: skip
    leaving.set_defaults(run=_leave)


def _add(args: argparse.Namespace) -> int:
    _begin()
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.access.models import Account
    from halcyon.kernel.partnership import commands
    from halcyon.kernel.partnership.models import Agency, Team

    _one_of("agency", args.agency, Agency.objects.values_list("key", flat=True))
    if args.team:
        _one_of("team", args.team, Team.objects.values_list("key", flat=True))
    if Account.objects.filter(email__iexact=args.email).exists():
        raise ValueError(f"{args.email} has an account already.")
    password = secrets.token_urlsafe(12)
    commands.add_member(
        name=args.name, email=args.email, post=args.post, agency=args.agency, team=args.team, roles=args.roles,
        password=password, by=Actor.system("administering"),
    )  # fmt: skip
    print(f"{args.name} may sign in as {args.email} with this first password: {password}")
    print(
        "It is shown this once. Hand it over in person; they set up a second factor when they sign in, and can change it."
    )
    return 0


def _leave(args: argparse.Namespace) -> int:
    _begin()
    from halcyon.domain.sharing.leaving import StillTheirs, leave
    from halcyon.kernel.access.actors import Actor

    try:
        left = leave(email=args.email, takers=args.hand_over_to, by=Actor.system("administering"))
    except StillTheirs as still:
        raise ValueError(f"{still} {TAKEN_OVER}") from None
    print(
        f"{left.name} has no access any more. What they did stays theirs; nothing that they held is left with nobody."
    )
    return 0


def _begin() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "halcyon.settings.worker"
    import django

    django.setup()


def _one_of(what: str, given: str, keys: Iterable[str]) -> None:
    known = sorted(keys)
    if given not in known:
        raise ValueError(f"There is no {what} '{given}': there are {', '.join(known)}.")
