"""Keeps the noticeboard true: who reads what is told, as the rota turns."""

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import now
from halcyon.kernel.partnership.pinning import pin_readers
from halcyon.kernel.partnership.queries import pack


def pin(by: Actor) -> None:
    """Pins who reads now and who reads next."""
    pin_readers(pack=pack(), at=now(), by=by)
