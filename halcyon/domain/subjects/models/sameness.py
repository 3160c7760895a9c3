"""What may be the same, and what members say of it. Such a row is seen only by who sees the records of both sides."""

import uuid

from django.db import models

from halcyon.domain.subjects.models.naming import Mention
from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecords, Record


class Match(OfRecords):
    """The matcher's explained proposal about two mentions, ``a`` the one with the lower key. It decides nothing.

    ``record`` is that of ``a``, ``other`` that of ``b``; ``parts`` and ``against`` are the waterfall as it was computed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()
    above = models.BooleanField()  # above the review line: it interrupts
    parts = models.JSONField(default=list)
    against = models.JSONField(default=list)
    model = models.CharField(max_length=80)
    found_at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="match_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="match_in_order"),
        ]


class Same(models.TextChoices):
    """The three answers."""

    SAME = "same", "The same"
    NOT_SAME = "not_same", "Not the same"
    UNSURE = "unsure", "Not sure"


class Judgement(OfRecords):
    """What a member says of two mentions, and why. It stands until it is taken back; nothing is rewritten."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Same.choices)
    reason = models.TextField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="judgement_has_a_reason"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="judgement_in_order"),
        ]


class TakingBack(OfRecords):
    """That a judgement no longer stands: everything is again as it was before it."""

    append_only = True

    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, primary_key=True, related_name="taken_back")
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="taking_back_has_a_reason")]
