"""Sends the notices that wait: that something waits, never what."""

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.notices.sending import send_due


def send(by: Actor) -> int:
    """One round; returns how many mails a server took."""
    return send_due(by=by).sent
