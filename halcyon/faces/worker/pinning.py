"""Keeps the noticeboard true: who reads what is told, as the rota turns; and the pages that were approved, until their day."""

from halcyon.domain.board.public import draw
from halcyon.domain.publishing import telling
from halcyon.domain.publishing.hanging import hang
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.clocks import now
from halcyon.kernel.partnership.pinning import pin_readers
from halcyon.kernel.partnership.queries import pack


def pin(by: Actor) -> None:
    """Pins who reads now and who reads next."""
    pin_readers(pack=pack(), at=now(), by=by)


def pages(by: Actor) -> int:
    """Hangs what was approved and whose time has come; takes down what has run out or was withdrawn."""
    return hang(by=by)


def figures(by: Actor) -> bool:
    """Draws the promise in figures, when some months are over."""
    return draw(by=by)


def nag(by: Actor) -> bool:
    """Says once a week that a page is to be read again, while one is."""
    return telling.nag(by=by)
