"""A report as it came, and the items in it. Two sorts of record, so that PostgreSQL keeps apart who may read which.

The *report* holds the words as they were sent: its sender and the intelligence officers. Each *item* holds what may
travel: gradings, sanitised texts, whom it went to; who sees it follows from its handling. Who the source is stands in
the source register and nowhere here. But for an item's review, every row is only ever added to.
"""

import uuid

from django.db import models
from django.db.models import Q

from halcyon.domain.intelligence.rules import Assessment, Classification, Code, HowKnown, OutcomeKind, Priority, Source
from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Record


class Report(models.Model):
    """One form, as it was sent. Its record's owner is whoever sent it."""

    guarded = "part"
    append_only = True

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    drop = models.UUIDField(unique=True)  # the form's own key: the same one is kept once
    priority = models.CharField(max_length=6)  # a Priority
    classification = models.CharField(max_length=20)  # a Classification
    submitted_by = models.IntegerField()
    agency = models.IntegerField(null=True)
    submitted_at = models.DateTimeField(default=clocks.now)
    how_known = models.CharField(max_length=10)  # a HowKnown
    observed_from = models.DateTimeField(null=True)
    observed_words = models.CharField(max_length=200, blank=True)  # when, as they put it
    come_back = models.CharField(max_length=8, blank=True)  # yes, no, or not said
    traceable = models.CharField(max_length=8, blank=True)
    child_aware = models.CharField(max_length=8, blank=True)
    others_told = models.TextField(blank=True)
    statement = models.UUIDField(null=True)  # a child's statement it was derived from; the words stay there

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(priority__in=[one.value for one in Priority]), name="report_priority"),
            models.CheckConstraint(
                condition=Q(classification__in=[one.value for one in Classification]), name="report_classification"
            ),
            models.CheckConstraint(condition=Q(how_known__in=[one.value for one in HowKnown]), name="report_how_known"),
        ]


class Original(OfRecord):
    """One item's words as they were sent, unsanitised: of the report's record, never of the item's."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    item = models.UUIDField(db_index=True)  # the item's record
    words = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="original_has_words")]


class Named(OfRecord):
    """A person or thing that was named in an item, as it was written. What it may be is the subjects' to find out."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    item = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12)
    written = models.CharField(max_length=400)
    facts = models.JSONField(default=dict)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="named_by_a_member")]
        constraints = [models.CheckConstraint(condition=~Q(written=""), name="named_is_written")]


class Item(models.Model):
    """One piece of intelligence of a report. Its record's owner is the officer to ask."""

    guarded = "part"
    append_only = True

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    report = models.UUIDField(db_index=True)  # the report's record: to be opened by those who may see that
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=clocks.now)


class Grading(OfRecord):
    """One 3x5x2 evaluation of an item. All are kept: the first is the sender's, every later one an officer's."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=1)
    assessment = models.CharField(max_length=1)
    code = models.CharField(max_length=1)
    conditions = models.TextField(blank=True)
    named = models.JSONField(default=list)  # principals whom the conditions name
    reason = models.TextField(blank=True)
    by = models.IntegerField(null=True)  # the officer; none for the sender, whom the report names and the item must not
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="gradings_in_order"),
            models.CheckConstraint(condition=Q(source__in=[one.value for one in Source]), name="grading_source"),
            models.CheckConstraint(
                condition=Q(assessment__in=[one.value for one in Assessment]), name="grading_assessment"
            ),
            models.CheckConstraint(
                condition=(Q(code=Code.C.value) & ~Q(conditions="")) | Q(code=Code.P.value, conditions=""),
                name="conditions_are_written",
            ),
            models.CheckConstraint(
                condition=~Q(assessment=Assessment.E.value) | ~Q(reason=""), name="suspected_false_says_why"
            ),
        ]


class Sanitised(OfRecord):
    """An item's words without what would show who told us. The latest one is what is shared."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    words = models.TextField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="sanitised_has_words")]


class Dissemination(OfRecord):
    """That an item was given to somebody: which text, why, on what basis, under which handling, accepted by whom."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    to = models.IntegerField()
    text = models.ForeignKey(Sanitised, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    basis = models.CharField(max_length=20)
    code = models.CharField(max_length=1)
    conditions = models.TextField(blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)  # who accepted the conditions for them
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(basis=""), name="shared_for_a_reason"),
            models.CheckConstraint(
                condition=(Q(code=Code.C.value) & ~Q(conditions="") & ~Q(accepted_by="")) | Q(code=Code.P.value),
                name="conditions_were_accepted",
            ),
        ]


class Outcome(OfRecord):
    """What came of a report, in words for whoever sent it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10)  # an OutcomeKind
    words = models.TextField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in OutcomeKind]), name="outcome_kind"),
            models.CheckConstraint(condition=~Q(words=""), name="outcome_has_words"),
        ]


class Apart(OfRecord):
    """That a report is about somebody who works here: it is silent to all but who holds it, and who sent it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concerns = models.IntegerField(null=True)  # whom it is about, where they sit at this desk: never let in
    why = models.TextField(blank=True)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)
