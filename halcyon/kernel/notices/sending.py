"""Hands waiting notices to the mail server, through Django's mail backend. The only place that talks SMTP.

A notice is marked sent once the server has taken it, never before; until then it is tried again, less and less often,
for ever. Several waiting notices of one kind for one address say the same thing and go out as one mail.
"""

import datetime as dt
import logging
import smtplib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F

from halcyon.kernel import clocks, journal
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.commands import command
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.journal import Event
from halcyon.kernel.notices.models import Notice
from halcyon.kernel.notices.wording import URGENT, wording

log = logging.getLogger("halcyon.notices")

SECONDS_FOR_THE_SERVER = 10
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = {True: dt.timedelta(minutes=2), False: dt.timedelta(minutes=15)}  # urgent or not
ONE_ROUND = 200


@dataclass(frozen=True)
class Round:
    """What one round did: mails the server took, mails it did not."""

    sent: int
    failed: int


def wait_after(attempts: int, *, urgent: bool) -> dt.timedelta:
    """How long to wait after this many failed attempts: doubling, up to a limit."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT[urgent])


def send_due(*, by: Actor) -> Round:
    """Sends everything that is due, the oldest first, each mail in a transaction of its own.

    A server that cannot be reached is not asked again in the same round.
    """
    sent = failed = 0
    for _ in range(ONE_ROUND):
        outcome = _send_next(by=by)
        if outcome is None:
            break
        sent, failed = (sent, failed + 1) if outcome else (sent + 1, failed)
        if outcome == "unreachable":
            break
    return Round(sent=sent, failed=failed)


@command(needs=Permission.RUN_CLOCKS)
def _send_next(*, by: Actor) -> str | None:
    """Sends the longest waiting mail. None when nothing is due; '' when the server took it; else why it did not."""
    moment = clocks.now()
    due = Notice.objects.filter(sent_at=None, send_after__lte=moment)
    first = due.select_for_update(skip_locked=True).order_by("send_after", "created_at").first()
    if first is None:
        return None
    alike = due.filter(kind=first.kind, to_address=first.to_address).exclude(pk=first.pk)
    together = [first, *alike.select_for_update(skip_locked=True)]
    error = _hand_over(first)
    _record([notice.pk for notice in together], first, error, moment, by)
    return error


def _hand_over(notice: Notice) -> str:
    """Gives one mail to the server. Returns '' when it was taken, else a code."""
    words = wording(notice.kind, settings.DESK_ADDRESS)
    headers = {"Auto-Submitted": "auto-generated"} | ({"Importance": "high"} if notice.kind in URGENT else {})
    mail = EmailMessage(
        subject=words.subject,
        body=words.body,
        from_email=settings.NOTICES_FROM,
        to=[notice.to_address],
        headers=headers,
        connection=get_connection(timeout=SECONDS_FOR_THE_SERVER),
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        return f"recipient-{next(iter(refused.recipients.values()))[0]}"
    except smtplib.SMTPResponseException as answer:
        return f"server-{answer.smtp_code}"
    except (OSError, smtplib.SMTPException):
        return "unreachable"
    except ValueError:
        return "unwritable"  # an address that no mail can carry
    return ""


def _record(together: list[UUID], first: Notice, error: str, moment: dt.datetime, by: Actor) -> None:
    rows = Notice.objects.filter(pk__in=together)
    attempts = first.attempts + 1
    if not error:
        rows.update(sent_at=moment, attempts=F("attempts") + 1, last_error="")
        journal.change(Event.SENT_NOTICE, by=by, detail=first.kind)
        return
    later = moment + wait_after(attempts, urgent=first.kind in URGENT)
    rows.update(send_after=later, attempts=F("attempts") + 1, last_error=error)
    journal.change(Event.NOTICE_NOT_SENT, by=by, detail=error)
    log.error("notice-not-sent %s attempt %d", error, attempts)
