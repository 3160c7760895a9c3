"""Pieces, their revisions, the steps each revision went through, and pictures. Rows are only ever added.

What hangs at the door follows from the steps (`rules`); no row says it, so none can say it wrongly.
"""

import uuid

from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.models import Reference

THE_PACK = 0  # the principal of the system: whoever installs a partnership's pack

LANGUAGES = {
    "en": "English", "ar": "Arabic", "bn": "Bengali", "cy": "Welsh", "lt": "Lithuanian", "pa": "Punjabi", "pl": "Polish",
    "ro": "Romanian", "so": "Somali", "ur": "Urdu",
}  # fmt: skip
ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar", "ur"})


class Kind(models.TextChoices):
    """What a piece is."""

    PAGE = "page", "Page"
    SIGN = "sign", "Signs to spot"
    STORY = "story", "Story"
    NEWS = "news", "News"
    CAMPAIGN = "campaign", "Campaign"
    EVENT = "event", "Event"
    DOCUMENT = "document", "Document"
    PERSON = "person", "Person to tell"
    QUESTION = "question", "Question and answer"


class Audience(models.TextChoices):
    """For whom a piece is written: it says how plain it must be."""

    EVERYONE = "everyone", "Everyone"
    CHILD = "child", "A child"
    FRIEND = "friend", "A friend"
    ADULT = "adult", "An adult"
    PARENT = "parent", "A parent or carer"
    PROFESSIONAL = "professional", "A professional"
    BUSINESS = "business", "Taxi drivers, hotels and other businesses"


class Act(models.TextChoices):
    """One step of a revision."""

    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Sent back"
    CONFIRMED = "confirmed", "Confirmed by a native reviewer"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Piece(Reference):
    """Something the public may read, in one language or more. Its address stays: another address is another piece."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.CharField(max_length=80, unique=True)
    campaign = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose event or document
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.EVERYONE)
    made_at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(campaign=None) | models.Q(kind__in=[Kind.EVENT, Kind.DOCUMENT]),
                name="events_and_documents_belong_to_a_campaign",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.EVENT) | models.Q(campaign__isnull=False), name="an_event_has_a_campaign"
            ),
        ]


class Revision(Reference):
    """One text of a piece in one language, as somebody wrote it. ``translates`` is the English it says again.

    ``reviewed`` is set where somebody looked at the text before it came here (the pack); else its approval is the review.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    body = models.TextField()  # Markdown; the alternative texts of its pictures stand in it
    agreement = models.CharField(max_length=400, blank=True)  # of a story: where its teller's agreement is kept
    day = models.DateField(null=True)  # of an event: when it is
    facts = models.JSONField(
        default=dict
    )  # how the pack places it (shelf, picture, film); an edit keeps them as they are
    reviewed = models.DateField(null=True)
    next_review = models.DateField()
    translates = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    restores = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.IntegerField()  # a member's principal, or THE_PACK
    at = models.DateTimeField(default=clocks.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["piece", "language", "number"], name="revisions_come_one_by_one"),
        ]


class Step(Reference):
    """What somebody did with a revision. Nobody approves what they wrote; the pack stands for itself."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act)
    written_by = models.IntegerField()  # of the revision
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)
    words = models.TextField(blank=True)  # why it was sent back or withdrawn; who confirmed a translation
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "act"], condition=~models.Q(act=Act.WITHDRAWN), name="each_step_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(act=Act.APPROVED) | ~models.Q(by=models.F("written_by")) | models.Q(by=THE_PACK),
                name="approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(act__in=[Act.DECLINED, Act.CONFIRMED, Act.WITHDRAWN]) | ~models.Q(words=""),
                name="a_step_that_needs_words_has_them",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="ends_after_it_starts",
            ),
        ]


class Picture(Reference):
    """A picture of a piece, drawn anew without what its file said of place, time and camera."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    data = models.BinaryField()  # WebP
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)


class File(Reference):
    """A file of a piece, for whoever wants it whole: a PDF written anew without what it said of its makers, or a picture."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    data = models.BinaryField()
    sort = models.CharField(max_length=3)  # pdf or jpg: how its address ends
    pages = models.PositiveIntegerField()
    by = models.IntegerField()
    at = models.DateTimeField(default=clocks.now)
