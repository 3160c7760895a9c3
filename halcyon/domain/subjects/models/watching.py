"""What someone wants to be told of, and what small concerns add up to: facts for a person to look at, never a score."""

import uuid

from django.db import models

from halcyon.domain.subjects.models.naming import Mention
from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecords, Record


class Watch(models.Model):
    """*Alert me if this comes up again*: a record of its own, which its owner and the manager see and nobody else."""

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    ends_on = models.DateField()
    set_by = models.IntegerField()
    set_at = models.DateTimeField(default=clocks.now)
    manager = models.IntegerField()
    seen_at = models.DateTimeField(null=True)  # when the manager saw it
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="watch_has_a_reason")]
        indexes = [models.Index(fields=["mention"], condition=models.Q(ended_at=None), name="watch_of_mention")]


class Seen(OfRecords):
    """That something watched came up again: seen only by who sees both the watch and the record it came up in."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "mention"], name="seen_once")]


class Review(models.Model):
    """Small concerns about one child, phone, vehicle or place have come from different doors: someone looks at the whole."""

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    rule = models.CharField(max_length=40)
    policy = models.CharField(max_length=10)  # the day from which the rule in force held
    raised_at = models.DateTimeField(default=clocks.now)
    due_at = models.DateTimeField()
    outcome = models.TextField(blank=True)
    answered_by = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by=None, answered_at=None, outcome="")
                | (models.Q(answered_by__isnull=False, answered_at__isnull=False) & ~models.Q(outcome="")),
                name="review_answered_with_words",
            )
        ]


class Fact(OfRecords):
    """One of the facts that raised a review: where it was named. Seen only by who sees both records."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "mention"], name="fact_once")]
