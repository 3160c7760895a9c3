"""Rings whoever must be rung: danger that nobody has read, duties that are late, places on the rota that will be empty."""

from halcyon.domain.contacts.commands import climb_to_the_chair
from halcyon.domain.promise.escalation import escalate, tell_gaps_ahead
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import now


def climb(by: Actor) -> int:
    """One round over everything that is open and everything raised; returns how many rungs were rung."""
    return escalate(at=now(), by=by).rung + climb_to_the_chair(at=now(), by=by)


def look_ahead(by: Actor) -> int:
    """Tells the manager of gaps ahead, once a day; returns how many there are."""
    return len(tell_gaps_ahead(at=now(), by=by))
