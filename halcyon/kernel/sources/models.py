"""The source register: one sealed identity a record, with blind keys that let repeated warnings join up."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord


class Source(OfRecord):
    """Who told, sealed to the register's key. Nothing in the row can be read without that key."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(default=clocks.now)


class BlindKey(OfRecord):
    """A keyed fingerprint of one identifier of a source: equal for equal identifiers, and nothing else."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.BinaryField(db_index=True)


class Opening(OfRecord):
    """That a source was opened: by whom, when, and why."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    opened_by = models.IntegerField()
    opened_at = models.DateTimeField(default=clocks.now)
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="opening_has_a_reason")]
