"""A person or place of concern: a record of its own, with an owner and a day of review, and how it ended."""

import uuid

from django.db import models

from halcyon.domain.subjects.models.naming import Mention
from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Record


class Answered(models.TextChoices):
    """Who said what someone's ethnicity or nationality is: four different things. It is never inferred."""

    NOT_YET_ASKED = "not_yet_asked", "not yet asked"
    SELF_DEFINED = "self_defined", "as they say themselves"
    OFFICER_DEFINED = "officer_defined", "as an officer recorded it"
    ASKED_REFUSED = "asked_refused", "asked; they would rather not say"


class Heritage(models.TextChoices):
    """The two questions that are asked of adults of concern."""

    ETHNICITY = "ethnicity", "Ethnicity"
    NATIONALITY = "nationality", "Nationality"


class Subject(models.Model):
    """A person or place of concern: a record of its own. Its owner stands on the record's spine."""

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    mention = models.OneToOneField(Mention, on_delete=models.PROTECT, related_name="+")  # its own, sort *self*
    why = models.TextField()
    considered = models.TextField()  # what could be done, and what was chosen
    review_on = models.DateField()
    adult = models.BooleanField(null=True)  # None: not known; never an adult by default
    ethnicity = models.CharField(max_length=80, blank=True)
    ethnicity_said = models.CharField(max_length=16, choices=Answered.choices, default=Answered.NOT_YET_ASKED)
    nationality = models.CharField(max_length=80, blank=True)
    nationality_said = models.CharField(max_length=16, choices=Answered.choices, default=Answered.NOT_YET_ASKED)
    opened_by = models.IntegerField()
    opened_at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(why="") & ~models.Q(considered=""), name="subject_says_why"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{word: "", f"{word}_said__in": ["not_yet_asked", "asked_refused"]})
                    | (~models.Q(**{word: ""}) & models.Q(**{f"{word}_said__in": ["self_defined", "officer_defined"]})),
                    name=f"{word}_is_said_by_someone",
                )
                for word in ("ethnicity", "nationality")
            ),
        ]


class Ending(OfRecord):
    """That a member would end a concern, and why. It stands until a second person agrees; a no is kept too.

    ``agreed`` is None while nobody has answered; ``answer`` says why they agree, or why not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reason = models.TextField()
    proposed_by = models.IntegerField()
    proposed_at = models.DateTimeField(default=clocks.now)
    agreed = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="ending_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(agreed=None, answer="", answered_by=None, answered_at=None)
                | (
                    models.Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                    & ~models.Q(answer="")
                    & ~models.Q(answered_by=models.F("proposed_by"))
                ),
                name="ending_is_answered_by_another",
            ),
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(agreed=None), name="one_ending_waits_at_a_time"
            ),
            models.UniqueConstraint(fields=["record"], condition=models.Q(agreed=True), name="concern_ends_once"),
        ]
