"""The rows that are searched, and that someone's search was opened by an auditor.

`search_entry` also has a column `document` that PostgreSQL makes of words and keys (migration 0001), out of reach from
here: a generated field would bring back RETURNING (docs/decisions/0002).
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecordInDetail, Reference


class IndexedEntry(OfRecordInDetail):
    """One piece of what a source says. Its id comes from the source, so that saving again replaces it."""

    author = "kept_by"

    id = models.UUIDField(primary_key=True)
    source = models.UUIDField()
    piece = models.PositiveIntegerField()
    sort = models.CharField(max_length=20)  # the kind of the record, which decides who may search it
    kind = models.CharField(max_length=30)
    words = models.TextField(blank=True)
    names = ArrayField(models.TextField(), default=list)
    keys = ArrayField(models.TextField(), default=list)
    at = models.DateTimeField()
    agency = models.IntegerField(null=True)
    kept_by = models.IntegerField(default=0)  # who saved it: 0 for the system

    class Meta:
        db_table = "search_entry"
        indexes = [models.Index(fields=["-at"], name="search_newest")]


class Opening(Reference):
    """That an auditor opened what someone searched for: who, when, and why."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    search = models.UUIDField()
    opened_by = models.IntegerField()
    opened_at = models.DateTimeField(default=clocks.now)
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="search_opened_with_a_reason")]
