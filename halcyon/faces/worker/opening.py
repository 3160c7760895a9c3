"""Opens sealed envelopes: each becomes a contact, or part of one, exactly once, or goes to quarantine with an alarm.

Taking an envelope out and keeping what was in it are one transaction: killed at any moment, the envelope is still there.
"""

import logging

from django.db import InterfaceError, OperationalError, transaction

from halcyon.domain.contacts import commands
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.letterbox.opening import SealedDrop, alone_at_the_letterbox, claim, claim_notes, pressure
from halcyon.kernel.letterbox.telling import LaterMessage, NotATelling, from_bytes
from halcyon.kernel.sealing import SealError, WorkerSecrets, open_envelope

log = logging.getLogger("halcyon.worker")
BATCH = 20


def open_waiting(secrets: WorkerSecrets, by: Actor) -> int:
    """Opens up to one batch; returns how many envelopes were taken out."""
    with transaction.atomic():
        if not alone_at_the_letterbox():
            return 0
        drops = claim(BATCH)
        for drop in drops:
            _keep(drop, secrets, by)
    return len(drops)


def follow_mailboxes(by: Actor) -> int:
    """Notes what people did with their mailboxes: closed, emptied, new words, run out.

    While an envelope waits it may hold the telling of one of these mailboxes: then they wait too.
    """
    with transaction.atomic():
        notes = claim_notes()
        if notes and pressure().waiting:
            transaction.set_rollback(True)
            return 0
        for note in notes:
            commands.mailbox_changed(mailbox=note.mailbox, what=note.what, by=by)
    return len(notes)


def _keep(drop: SealedDrop, secrets: WorkerSecrets, by: Actor) -> None:
    try:
        message = from_bytes(open_envelope(drop.envelope, secrets.intake, drop_id=drop.id, channel=drop.channel))
        with transaction.atomic():
            if isinstance(message, LaterMessage):
                kept = commands.receive_later(message=message, drop=drop.id, by=by)
            else:
                kept = commands.receive(telling=message, drop=drop.id, by=by)
    except SealError as unopened:
        return _quarantine(drop, unopened.code, by)
    except NotATelling:
        return _quarantine(drop, "not-a-telling", by)
    except (OperationalError, InterfaceError):
        raise  # the database, not the envelope: everything stays in the letterbox and is tried again
    except Exception as fault:  # whatever one envelope holds, it never keeps the others from being opened
        log.error("envelope-fault %s", type(fault).__name__)
        return _quarantine(drop, "could-not-be-kept", by)
    if kept is None:
        _quarantine(drop, "no-contact-for-mailbox", by)


def _quarantine(drop: SealedDrop, why: str, by: Actor) -> None:
    log.error("envelope-quarantined %s", why)
    commands.put_in_quarantine(drop=drop, why=why, by=by)
