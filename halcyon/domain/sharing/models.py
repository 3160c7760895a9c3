"""Someone asked to see what is closed to them, and what was answered. A refusal is kept like a yes."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Record


class Ask(models.Model):
    """That a member asked for a record locked *ask*, or for a detail of a child's record that their role does not read.

    A record of its own: whoever asks never becomes part of what is closed. ``about`` is the reference that was asked for,
    ``detail`` which of its details (the whole record, where it is empty), ``to`` the principal of whoever answers.
    """

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    about = models.CharField(max_length=20)
    detail = models.CharField(max_length=16, blank=True, default="")  # a Detail
    why = models.TextField(blank=True)
    asked_by = models.IntegerField()
    asked_at = models.DateTimeField(default=clocks.now)
    to = models.IntegerField()


class Reply(OfRecord):
    """What the owner answered: to an ask (its record), or about a look at a silent record (``look``)."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    look = models.UUIDField(null=True)
    shared = models.BooleanField()
    reason = models.TextField()
    until = models.DateField(null=True)  # the last day on which it may be seen; None: for good, or not shared
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="reply_has_a_reason"),
            models.UniqueConstraint(fields=["record", "look"], nulls_distinct=False, name="one_reply_each"),
        ]
