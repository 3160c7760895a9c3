"""What is to be sent, to whom, and how often it was tried. A row never says what waits."""

import uuid

from django.db import models
from django.db.models import Q

from halcyon.kernel import clocks
from halcyon.kernel.access.models import Reference


class NoticeKind(models.TextChoices):
    """Why someone is told; the mail itself says only whether it can wait."""

    ANSWERED = "answered", "What they sent, or asked for, has been answered"
    ASKED = "asked", "Someone asks for something that is theirs"
    DANGER = "danger", "Danger, or not sure: unread"
    LOOKED = "looked", "Someone asked for something silent that is theirs"
    OVERDUE = "overdue", "Something is late"
    HANDED_OVER = "handed_over", "Something is theirs now"
    WOKEN = "woken", "Something they closed has opened again"
    RAISED = "raised", "Something was raised to the top"
    QUARANTINE = "quarantine", "Something could not be opened"
    CAME_UP = "came_up", "Something they watch for has come up again"
    REVIEW = "review", "Small concerns have added up"
    SECOND = "second", "A text for the public waits for a second person"
    STALE = "stale", "A text for the public is to be read again"
    TOUCHED = "touched", "Something may concern a child they lead the work for"
    WATCH_SET = "watch_set", "A member set a watch that their manager sees"
    ROTA_GAP = "rota_gap", "A place on the rota is empty"


class Notice(Reference):
    """One "something waits for you". It stays until a mail server has taken it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12)  # a NoticeKind
    to_address = models.EmailField()
    recipient = models.IntegerField(null=True)  # the principal; a duty desk has none
    created_at = models.DateTimeField(default=clocks.now)
    send_after = models.DateTimeField(default=clocks.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=40, blank=True)  # a code of ours, never the server's words

    class Meta:
        indexes = [
            models.Index(fields=["send_after"], condition=Q(sent_at=None), name="notice_unsent"),
            models.Index(fields=["kind", "created_at"], name="notice_by_kind"),
        ]
