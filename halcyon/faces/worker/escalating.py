"""Rings whoever must be rung: danger that nobody has read, duties that are late, places on the rota that will be empty."""

from halcyon.domain.promise.escalation import escalate, tell_gaps_ahead
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import now


def climb(by: Actor) -> int:
    """One round over everything that is open; returns how many rungs were rung."""
    return escalate(at=now(), by=by).rung


def look_ahead(by: Actor) -> int:
    """Tells the manager of gaps ahead, once a day; returns how many there are."""
    return len(tell_gaps_ahead(at=now(), by=by))
