"""Where a record names someone or something, and how far matching it has come. A mention is never changed."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord

CONCERNED = "concerned"
"""The sort of a mention that says whom a record is about: judged from the start, and compared in their own record."""


class MentionKind(models.TextChoices):
    """What sort of thing is named; the words of `kernel.matching`."""

    PERSON = "person", "person"
    PHONE = "phone", "phone"
    VEHICLE = "vehicle", "vehicle"
    PLACE = "place", "place"
    ACCOUNT = "account", "account"
    ORGANISATION = "organisation", "organisation"


class Mention(OfRecord):
    """Where a record names a subject: as it was written, and in the form that is compared.

    ``sort`` is *named* for whoever a record speaks of, *self* where the record is about this very person or thing:
    all *self* mentions of one record are the same one. *Concerned* is whoever has a record of their own elsewhere.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=MentionKind.choices)
    sort = models.CharField(max_length=12, default="named")
    statement = models.UUIDField(null=True)  # the statement whose words name it
    written = models.TextField()
    identity = models.JSONField(default=dict)
    canonical = models.BinaryField()
    made_by = models.IntegerField()  # 0 for the system, else a member's principal
    made_at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [models.Index(fields=["record", "made_at"], name="mentions_in_order")]
        constraints = [models.CheckConstraint(condition=~models.Q(written=""), name="mention_is_written_somehow")]


class Standing(models.TextChoices):
    """How far the matching of a mention has come."""

    FAILED = "failed", "It could not be compared yet: it is tried again"
    SEEN = "seen", "Compared with what the saver may see; the worker still compares it with the rest"
    DONE = "done", "Compared with everything"


class Work(OfRecord):
    """The matching of one mention: the table that *is* the worker's queue."""

    mention = models.OneToOneField(Mention, on_delete=models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=6, choices=Standing.choices)
    crowded = models.BooleanField(default=False)  # it shares something with so many records that not all were compared
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [
            models.Index(fields=["tried_at"], condition=~models.Q(state="done"), name="matching_unfinished"),
            models.Index(fields=["record"], condition=models.Q(state="failed"), name="matching_failed"),
        ]
