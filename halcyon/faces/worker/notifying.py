"""Sends the notices that wait: that something waits, never what."""

from halcyon.kernel.access.actors import Actor
from halcyon.kernel.notices.looking import tell_owners
from halcyon.kernel.notices.sending import send_due


def send(by: Actor) -> int:
    """Tells the owners of silent records who looked, then one round of mails; returns how many a server took."""
    tell_owners(by=by)
    return send_due(by=by).sent
