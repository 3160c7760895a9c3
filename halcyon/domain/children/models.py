"""A child as the team knows them, the facts of which that is made, statements, and the chronology.

A child's own words are kept byte for byte, are never changed and never graded. Facts are only ever added to.
"""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, OfRecordInDetail, Record


class Child(models.Model):
    """A child of the index: a name or nickname is enough. No sex, no ethnicity and no age is ever assumed.

    The columns say what is known now, for lists; what they say, and everything else, stands in the facts.
    """

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    known_as = models.CharField(max_length=200)
    age = models.CharField(max_length=60, blank=True)  # as told: "14", "year 9", "about 15"
    known = models.TextField(blank=True)  # what is known, in the team's words
    under_13 = models.BooleanField(null=True)
    learning_disability = models.BooleanField(null=True)  # None: not known, which is never "no"

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(known_as=""), name="child_is_called_something")]


class Fact(OfRecordInDetail):
    """One thing that became known of a child: who recorded it, when, and from which record.

    A correction is another fact that replaces it; what was wrong is taken back, and stays. Numbers are never unique.
    """

    append_only = True
    author = "recorded_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=24)  # a FactKind
    answer = models.CharField(max_length=16)  # an Answer
    value = models.TextField(blank=True)
    sort = models.CharField(max_length=24, blank=True)  # of a name: alias, former, nickname; of care: which status
    number = models.CharField(max_length=60, blank=True)  # an agency's own reference for the child
    agency = models.IntegerField(null=True)
    member = models.IntegerField(null=True)
    first_day = models.DateField(null=True)  # since when it holds, where that is known
    last_day = models.DateField(null=True)
    recorded_by = models.IntegerField()
    recorded_at = models.DateTimeField(default=clocks.now)
    source = models.UUIDField(null=True)  # the record from which it is known
    replaces = models.UUIDField(null=True)
    taken_back = models.BooleanField(default=False)
    why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["record", "recorded_at"], name="facts_as_recorded")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="ethnicity")
                | (
                    models.Q(recorded_by__gt=0)
                    & (
                        (models.Q(answer__in=["self_defined", "officer_defined"]) & ~models.Q(value=""))
                        | models.Q(answer__in=["asked_refused", "not_yet_asked"], value="")
                    )
                ),
                name="ethnicity_is_asked_by_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back=False) | (models.Q(replaces__isnull=False) & ~models.Q(why="")),
                name="what_is_taken_back_was_there_and_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day=None)
                | models.Q(first_day=None)
                | models.Q(last_day__gte=models.F("first_day")),
                name="fact_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="health", detail="health")
                | models.Q(kind="health_summary", detail="health_summary")
                | (~models.Q(kind__in=["health", "health_summary"]) & models.Q(detail="")),
                name="a_fact_of_health_is_a_detail",
            ),
        ]


class Called(OfRecord):
    """A key under which a child is found by name: a word of it, its beginning, its sound. Found by equality alone."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["key"], name="children_by_name")]


class StatementKind(models.TextChoices):
    """Fact, account and view are never mixed (domain.md 8.1)."""

    VERBATIM = "verbatim", "Their own words"
    OBSERVED = "observed", "What was seen"
    TOLD_BY = "told_by", "What someone else said"
    VIEW = "view", "A professional's view"


class Standing(models.TextChoices):
    """What a statement is worth as its writer sees it. A child's own words are never given one."""

    FACT = "fact", "Fact: seen, heard or on record"
    ACCOUNT = "account", "Account: someone says that it happened"
    HUNCH = "hunch", "Hunch: nothing to show for it yet"


class Statement(OfRecordInDetail):
    """Words, and who said them. ``raw`` holds the very bytes that were said; ``words`` is the same, for reading.

    ``said_by`` is 0 for the system, -1 for the person who told us, else the principal of the member who wrote it down.
    ``speaker`` and ``listener`` say in words who said it to whom, and ``spoken_at`` when, where a member wrote it down.
    """

    append_only = True
    author = "said_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=8, choices=StatementKind.choices)
    standing = models.CharField(max_length=8, blank=True, choices=Standing.choices)
    question = models.CharField(max_length=30)
    words = models.TextField()
    raw = models.BinaryField()
    said_by = models.IntegerField()
    speaker = models.CharField(max_length=200, blank=True)
    listener = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField(default=clocks.now)
    spoken_at = models.DateTimeField(null=True)
    position = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["record", "position"], name="statements_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="verbatim") | models.Q(standing=""), name="own_words_are_never_graded"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="view") | models.Q(detail__in=["care", "health"]),
                name="a_view_is_a_detail",
            ),
        ]


class Named(OfRecord):
    """That a statement names a child of the index, and where in its words.

    A part of the record of the child who is named: whoever may not open that record sees the words, and no link at all.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    statement = models.UUIDField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    named_by = models.IntegerField()
    named_at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [models.Index(fields=["statement"], name="named_in_statement")]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="named_somewhere"),
            models.UniqueConstraint(fields=["record", "statement", "start"], name="named_once_there"),
        ]


class Happening(OfRecordInDetail):
    """One line of a child's chronology: what happened, when, and which agency recorded it.

    A part of the record that says so: whoever may not open that record does not have the line. Never changed, never dropped.
    """

    append_only = True
    author = "recorded_by"
    whose = "child"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField()  # the child's record
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    agency = models.IntegerField(null=True)
    words = models.TextField()
    part = models.UUIDField(null=True)  # what of the record says so: a decision, a statement, a fact
    recorded_by = models.IntegerField()
    recorded_at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [models.Index(fields=["child", "at"], name="chronology_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="health", detail="health")
                | models.Q(kind__in=["police", "intelligence"], detail="police")
                | ~models.Q(kind__in=["health", "police", "intelligence"]),
                name="health_and_police_lines_are_details",
            )
        ]
