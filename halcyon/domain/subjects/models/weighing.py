"""Weights that were learned, and from when on which of them propose. Neither says anything of anybody."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import Reference


class Learned(Reference):
    """A model that `halcyon matching train` learned: who had it made, on what, how it fared. It is never changed.

    ``model`` is the model file whole, with its provenance; ``figures`` are counts and shares, of it and of the weights it
    would follow.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    model = models.JSONField()
    figures = models.JSONField(default=dict)
    trained_on = models.TextField()
    trained_for = models.IntegerField()  # the principal of the member who had it made
    trained_at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(trained_on=""), name="learned_on_something")]


class Switch(Reference):
    """From this moment these weights propose; without ``learned``, those that came with this version. The last one holds.

    ``reached`` and ``finished_at`` say how far the worker has compared again what was named before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    learned = models.ForeignKey(Learned, on_delete=models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)
    reached = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="switches_in_order")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="switch_has_a_reason"),
            models.UniqueConstraint(fields=["follows"], nulls_distinct=False, name="one_switch_after_each"),
        ]
