"""A person or place of concern: a record of its own, with an owner and a day of review."""

from django.db import models

from halcyon.domain.subjects.models.naming import Mention
from halcyon.kernel import clocks
from halcyon.kernel.access.models import Record


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
