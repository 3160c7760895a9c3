"""A contact and what hangs on it. What is owed stands with the promise; who told stands in the source register."""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Record


class Mailbox(models.TextChoices):
    """Whether there is a way back to the person who told us."""

    NONE = "none", "No way back was given"
    OPEN = "open", "Through their six words"
    CLOSED = "closed", "They asked us not to write there"
    EXPIRED = "expired", "Their words have run out"


class TellerKind(models.TextChoices):
    """Who told, as far as the way in says."""

    CHILD = "child", "A child, about themselves"
    FRIEND = "friend", "A friend, a relative, or someone else worried about a child"
    PROFESSIONAL = "professional", "Someone who works with children"
    PUBLIC = "public", "Someone who saw something"


class Contact(models.Model):
    """One telling, any channel."""

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=10)
    way_in = models.CharField(max_length=10)
    teller = models.CharField(max_length=12, choices=TellerKind.choices)
    safe_now = models.CharField(max_length=10)  # yes, no, not_sure, not_said: "not sure" counts as no
    reach_by = models.CharField(max_length=10)
    language = models.CharField(max_length=200, blank=True)
    interpreter = models.CharField(max_length=10, blank=True)
    told_in = models.CharField(max_length=12, default="en")  # the language of the pages they told us on, last of all
    referrer = models.JSONField(default=dict)  # a professional's name, role, agency and number; nobody else's
    marks = models.JSONField(default=list)  # why a person should look first; never a reason to refuse
    family_again = models.BooleanField(default=False)  # a second warning from a family within 28 days
    drop = models.UUIDField(unique=True)  # the envelope it came in: the same one never opens twice
    mailbox = models.UUIDField(null=True)
    mailbox_key = models.BinaryField(default=b"")
    way_back = models.CharField(max_length=8, choices=Mailbox.choices, default=Mailbox.NONE)
    taken_by = models.IntegerField(null=True)
    read_by = models.IntegerField(null=True)
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mailbox"], name="contact_by_mailbox")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read_by=None, read_at=None) | models.Q(read_by__isnull=False, read_at__isnull=False),
                name="contact_read_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by=None, ended_at=None)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False),
                name="contact_ended_by_someone_at_some_time",
            ),
        ]

    @property
    def danger(self) -> bool:
        """In danger now, or not sure."""
        return self.safe_now in ("no", "not_sure")


class Concern(OfRecord):
    """That a contact concerns a child: the one who told, or one told about."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField()  # the child's record
    is_teller = models.BooleanField(default=False)
    added_by = models.IntegerField()
    added_at = models.DateTimeField(default=clocks.now)

    class Meta:
        indexes = [models.Index(fields=["child"], name="concern_by_child")]
        constraints = [models.UniqueConstraint(fields=["record", "child"], name="concern_once")]


class Decision(OfRecord):
    """What happens for one child (or, when none is known, for the contact): outcomes, reasons, and who agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(null=True)
    outcomes = models.JSONField()
    reasons = models.TextField()
    state = models.CharField(max_length=10, default="proposed")  # proposed, made, declined
    needs = models.JSONField(default=list)  # which second persons it waits for
    proposed_by = models.IntegerField()
    proposed_at = models.DateTimeField(default=clocks.now)
    made_at = models.DateTimeField(null=True)
    tell_child = models.CharField(max_length=10)  # by, not_safe, no_way
    tell_child_by = models.DateTimeField(null=True)
    tell_child_why = models.TextField(blank=True)
    follow_up = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "declined"], made_at=None)
                | models.Q(state="made", made_at__isnull=False),
                name="decision_made_at_some_time",
            ),
        ]


class Agreement(OfRecord):
    """A second person's answer to a proposed decision."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    counts_as = models.JSONField()
    why = models.TextField(blank=True)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)


class Answer(OfRecord):
    """The answer to a standing question, or the day by which it will be answered. The latest one holds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=20)
    answer = models.TextField(blank=True)
    due = models.DateField(null=True)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answer="") | models.Q(due__isnull=False), name="answered_or_dated"
            )
        ]


class Action(OfRecord):
    """Something to do: what, which agency, by when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    child = models.UUIDField(null=True)
    outcome = models.CharField(max_length=1, blank=True)  # the outcome that demands it, if one does
    what = models.TextField()
    agency = models.IntegerField()
    due_at = models.DateTimeField()
    added_by = models.IntegerField()
    added_at = models.DateTimeField(null=True, default=clocks.now)  # None: from before it was kept
    done_at = models.DateTimeField(null=True)
    done_by = models.IntegerField(null=True)
    result = models.TextField(blank=True)
    facts = models.JSONField(default=dict)  # what the outcome demands: who was there, which agency accepted

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None, result="")
                | (models.Q(done_at__isnull=False, done_by__isnull=False) & ~models.Q(result="")),
                name="action_done_with_a_result",
            )
        ]


class Told(OfRecord):
    """What we told someone: the words, to whom, how. A message through the six words is one of these."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    to = models.CharField(max_length=8)  # teller, child
    child = models.UUIDField(null=True)
    how = models.CharField(max_length=10)  # words, phone, in_person, letter
    words = models.TextField()
    phrase = models.CharField(max_length=40, blank=True)
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)


class WaiverRequest(OfRecord):
    """That someone asked for something owed to be waived, and why. A second person ends it, or it stays owed."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    obligation = models.UUIDField()
    reason = models.TextField()
    asked_by = models.IntegerField()
    asked_at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_asked_for_with_a_reason")]


class Alert(models.Model):
    """*I think this is bigger*: only the strategic lead can answer it."""

    guarded = "part"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    contact = models.UUIDField()
    why = models.TextField()
    raised_by = models.IntegerField()
    raised_at = models.DateTimeField(default=clocks.now)
    answer_due = models.DateTimeField()
    climbed_at = models.DateTimeField(null=True)  # when the chair was told that nobody had answered
    answer = models.TextField(blank=True)
    answered_by = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["contact"], name="alert_by_contact")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="alert_says_why"),
            models.CheckConstraint(
                condition=models.Q(answered_by=None, answered_at=None, answer="")
                | (models.Q(answered_by__isnull=False, answered_at__isnull=False) & ~models.Q(answer="")),
                name="alert_answered_with_words",
            ),
        ]
