"""Enters a member's principals into the database transaction, and puts the former ones back.

PostgreSQL's policies read what is entered here; outside it every guarded query raises "no member is acting".
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from halcyon.kernel.access.actors import Actor

SWAP = "select current_setting('halcyon.principals', true), set_config('halcyon.principals', %s, true)"


def _enter(principals: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(SWAP, [principals])
        former, _ = cursor.fetchone()
    return former or ""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """The actor's principals hold until the block ends; needs an open transaction.

    On an exception the transaction or savepoint rolls back, and PostgreSQL restores them itself.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acting() needs an open transaction: without one the principals would not hold")
    wanted = "{" + ",".join(map(str, actor.principals)) + "}"
    former = _enter(wanted)
    yield
    if former != wanted:
        _enter(former)
