"""A child as the team knows them, and statements. A child's own words are kept byte for byte and are never changed."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Record


class Child(models.Model):
    """A child of the index: a name or nickname is enough. No sex, no ethnicity and no age is ever assumed."""

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    known_as = models.CharField(max_length=200)
    age = models.CharField(max_length=60, blank=True)  # as told: "14", "year 9", "about 15"
    known = models.TextField(blank=True)  # what is known, in the team's words
    under_13 = models.BooleanField(null=True)
    learning_disability = models.BooleanField(null=True)  # None: not known, which is never "no"

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(known_as=""), name="child_is_called_something")]


class StatementKind(models.TextChoices):
    """Fact, account and view are never mixed (domain.md 8.1)."""

    VERBATIM = "verbatim", "Their own words"
    OBSERVED = "observed", "What was seen"
    TOLD_BY = "told_by", "What someone else said"
    VIEW = "view", "A professional's view"


class Statement(OfRecord):
    """Words, and who said them. ``raw`` holds the very bytes that were said; ``words`` is the same, for reading.

    ``said_by`` is 0 for the system, -1 for the person who told us, else a member's principal.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=8, choices=StatementKind.choices)
    question = models.CharField(max_length=30)
    words = models.TextField()
    raw = models.BinaryField()
    said_by = models.IntegerField()
    said_at = models.DateTimeField(default=clocks.now)
    position = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["record", "position"], name="statements_in_order")]
