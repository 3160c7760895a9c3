"""Sends the notices that wait: that something waits, never what."""

from halcyon.domain.sharing.commands import tell_owners
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.notices.sending import send_due


def send(by: Actor) -> int:
    """Tells the owners of silent records that someone looked, then one round of mails; returns how many a server took."""
    tell_owners(by=by)
    return send_due(by=by).sent
