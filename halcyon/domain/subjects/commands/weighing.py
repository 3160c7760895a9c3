"""What was learned is kept, switched on, and switched back; then the worker compares again what was named before.

A switch takes nothing away: what was proposed stays with its reasons, and what was answered stays answered. The new weights
may only add, and lift above the review line.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from halcyon.domain.subjects import inforce
from halcyon.domain.subjects.commands import comparing
from halcyon.domain.subjects.models import Learned, Mention, Switch
from halcyon.domain.subjects.rules import Incomplete
from halcyon.kernel import journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.access.refusals import Conflict
from halcyon.kernel.clocks import now
from halcyon.kernel.journal import Event
from halcyon.kernel.matching import Model

CHUNK = 25  # mentions that are compared again in one transaction


@command(needs=Permission.TRAIN_WEIGHTS)
def keep_learned(*, model: Model, figures: dict[str, Any], trained_on: str, trained_for: int, by: Actor) -> Learned:
    """Keeps a learned model beside the others. Nothing uses it."""
    kept = Learned(model=model.to_json(), figures=figures, trained_on=trained_on, trained_for=trained_for)
    kept.save(force_insert=True)
    journal.change(Event.LEARNED_WEIGHTS, kept.pk, by=by)
    return kept


@command(needs=Permission.SWITCH_WEIGHTS)
def switch_weights(*, learned: Learned | None, follows: UUID | None, reason: str, by: Actor) -> Switch:
    """From now on these weights propose; None for those that came with this version.

    ``follows`` is the switch that the member had before them: raises Conflict when another came in between, Incomplete
    without a reason or where these weights are in force already or cannot be read.
    """
    if not reason.strip():
        raise Incomplete("Say why: whoever asks later why something was proposed, or was not, reads it.")
    before = Switch.objects.order_by("-at").first()
    if (before.pk if before else None) != follows:
        raise Conflict()
    if (before.learned_id if before else None) == (learned.pk if learned else None):
        raise Incomplete("These weights are in force already.")
    if learned is not None and (unread := inforce.of_learned(learned.pk).unread):
        raise Incomplete(f"This version cannot read these weights. {unread}")
    switch = Switch(learned=learned, follows=before, reason=reason.strip(), by=by.principal, at=now())
    try:
        with transaction.atomic():
            switch.save(force_insert=True)
    except IntegrityError:
        raise Conflict() from None
    journal.change(Event.SWITCHED_WEIGHTS, switch.pk, *([learned.pk] if learned else []), by=by)
    return switch


@command(needs=Permission.RUN_CLOCKS)
def compare_some_again(*, by: Actor) -> int:
    """The worker compares the next mentions from before the last switch with everything, by the new weights; how many.

    What cannot be compared is marked and tried again like any other. Killed in between, it goes on where it was.
    """
    switch = Switch.objects.order_by("-at").first()
    if switch is None or switch.finished_at is not None:
        return 0
    held = Switch.objects.select_for_update(skip_locked=True).filter(pk=switch.pk, finished_at=None).first()
    if held is None:
        return 0
    waiting = Mention.objects.filter(made_at__lte=held.at, pk__gt=held.reached or UUID(int=0)).order_by("pk")[:CHUNK]
    done = [comparing.compare_again(mention=mention, by=by) for mention in waiting]
    moved = {"reached": done[-1]} if done else {"finished_at": now()}
    Switch.objects.filter(pk=held.pk).update(**moved)
    journal.change(Event.COMPARED_AGAIN, held.pk, by=by)
    return len(done)
