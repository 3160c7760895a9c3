"""How two subjects hang together: typed, dated, graded, from a record. Roles belong to a link, never to a person."""

import uuid

from django.db import models

from halcyon.domain.subjects.models.naming import Mention
from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, OfRecords, Record


class LinkType(models.TextChoices):
    """How the first end hangs together with the second."""

    USES = "uses", "uses"
    DRIVES = "drives", "drives or travels in"
    SEEN_AT = "seen_at", "seen at"
    LIVES_AT = "lives_at", "lives at"
    WORKS_AT = "works_at", "works or volunteers at"
    IN_TOUCH = "in_touch", "in touch with"
    SEEN_WITH = "seen_with", "seen with"
    RELATED = "related", "related to"
    GIVES_TO = "gives_to", "gives things or lifts to"
    CONCERN_FOR = "concern_for", "a concern for"


class Role(models.TextChoices):
    """What someone is in one link, at that time. A child is a child in every one of them (domain.md 2.3)."""

    NONE = "", "not said"
    CHILD_HARMED = "child_harmed", "child harmed"
    CHILD_USED = "child_used", "child who may be being used to involve others: still a child and harmed"
    CHILD = "child", "child"
    OF_CONCERN = "of_concern", "adult of concern"
    SUSPECT = "suspect", "suspect"
    CONVICTED = "convicted", "convicted"
    PROFESSIONAL = "professional", "professional"
    FAMILY = "family", "family"


class Status(models.TextChoices):
    """How far a link holds."""

    ASSERTED = "asserted", "asserted"
    CORROBORATED = "corroborated", "corroborated"
    SUSPECTED_FALSE = "suspected_false", "suspected false"
    DISPROVED = "disproved", "disproved"
    WITHDRAWN = "withdrawn", "withdrawn"


class Link(OfRecords):
    """One line of the network. ``record`` is the source; ``other`` and ``third`` are the records of the two ends."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    third = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+", db_index=False)
    b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+", db_index=False)
    type = models.CharField(max_length=12, choices=LinkType.choices)
    role_a = models.CharField(max_length=14, choices=Role.choices, blank=True)
    role_b = models.CharField(max_length=14, choices=Role.choices, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    grade = models.CharField(max_length=8, blank=True)  # 3x5x2, where an item of intelligence made it
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [  # whoever follows a link needs no more of it than this
            models.Index(fields=["a"], include=["b", "record", "other", "third", "at"], name="links_from"),
            models.Index(fields=["b"], include=["a", "record", "other", "third", "at"], name="links_to"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(a=models.F("b")), name="link_has_two_ends"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lte=models.F("until")),
                name="link_ends_after_it_begins",
            ),
        ]


class LinkStatus(OfRecords):
    """What someone said of a link, and why. The latest holds; without one it is *asserted*."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    other = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    third = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=16, choices=Status.choices)
    why = models.TextField()
    counts_anyway = models.BooleanField(default=False)
    review_on = models.DateField(null=True)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="link_status_says_why")]


class DoubtKind(models.TextChoices):
    """What is said of the truth of what a record says where it names someone."""

    SUSPECTED_FALSE = "suspected_false", "suspected false"
    DISPROVED = "disproved", "disproved"
    COUNTS = "counts", "doubted, and counts all the same"
    LIFTED = "lifted", "no longer doubted"


class Doubt(OfRecord):
    """That what a record says of a mention is suspected false, or disproved; the latest holds. Shown wherever the name is."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=DoubtKind.choices)
    why = models.TextField()
    review_on = models.DateField(null=True)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="doubt_says_why")]
