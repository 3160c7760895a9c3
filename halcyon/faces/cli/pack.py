"""Loads the pack of the partnership into the database, as the worker: rows for its people, and the public pages."""

import sys


def load() -> None:
    """Installs what is new and pins what the public may read."""
    import django

    django.setup()
    from halcyon.domain.publishing.bringing import bring
    from halcyon.domain.publishing.hanging import hang
    from halcyon.kernel.access.actors import Actor
    from halcyon.kernel.clocks import now
    from halcyon.kernel.look.writing import UnknownBlock
    from halcyon.kernel.partnership import queries
    from halcyon.kernel.partnership.commands import install
    from halcyon.kernel.partnership.frozen import PackFault
    from halcyon.kernel.partnership.pinning import pin_pack, pin_readers

    by, pack = Actor.system("installing"), queries.pack()
    try:
        pin_pack(pack=pack, by=by)
        bring(pack=pack, by=by)
    except (PackFault, UnknownBlock) as fault:
        raise SystemExit(str(fault)) from fault
    hang(by=by, anew=True)
    install(pack=pack, by=by)
    pin_readers(pack=pack, at=now(), by=by)


if __name__ == "__main__":
    load()
    sys.exit(0)
