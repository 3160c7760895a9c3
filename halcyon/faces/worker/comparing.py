"""Compares what records name with everything that no single member may see, and tries again what failed at the save.

Then watches ring, and small concerns add up. After a switch of weights what was named before is compared again, a few at a
time. Nothing is merged or closed by it.
"""

from datetime import timedelta

from halcyon.domain.subjects.commands import compare_some_again, finish_next
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import now

BATCH = 100
WAIT = timedelta(seconds=30)  # before what failed is tried again


def finish(by: Actor) -> int:
    """One round over what waits, each mention in a transaction of its own; returns how many were compared."""
    started, done = now(), 0
    while done < BATCH and finish_next(by=by, before=started, again_before=started - WAIT) is not None:
        done += 1
    return done


def again(by: Actor) -> bool:
    """The next few from before the last switch of weights; whether there are more."""
    return compare_some_again(by=by) > 0
