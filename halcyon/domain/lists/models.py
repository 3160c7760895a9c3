"""A list that an agency sent, and its rows. Every row has a record of its own: what it names is seen by who sees that."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Reference


class Listing(Reference):
    """That a list came: from which agency, for which month, from which file, of how many rows. It names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.IntegerField()  # the agency's principal
    month = models.DateField()  # its first day
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of the file: begun again after a break, it is the same list
    rows = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=clocks.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "month", "digest"], name="a_list_comes_once")]


class Row(OfRecord):
    """One row of a list. The same row of an agency's next list has the same record: it is one person there.

    ``theirs`` is what the agency calls it, empty where it says nothing; ``mention`` is what it names, None where nothing in
    the row can be compared.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # where it stands in the file, from 1
    theirs = models.TextField(blank=True)
    mention = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["theirs"], name="rows_by_their_own_name")]
        constraints = [models.UniqueConstraint(fields=["listing", "number"], name="each_row_once")]
