"""Whether notices get out: counts for the desk and for whoever runs the house, never an address."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from halcyon.kernel.clocks import london_day
from halcyon.kernel.notices.models import Notice, NoticeKind


@dataclass(frozen=True)
class Undelivered:
    """Notices that were tried at least once and that no server has taken."""

    number: int
    oldest: dt.datetime | None
    most_attempts: int


def undelivered() -> Undelivered:
    """What is stuck now; zero when every notice tried has been taken."""
    found = Notice.objects.filter(sent_at=None, attempts__gt=0).aggregate(
        number=Count("pk"), oldest=Min("created_at"), most=Max("attempts")
    )
    return Undelivered(number=found["number"], oldest=found["oldest"], most_attempts=found["most"] or 0)


def told_today(kind: NoticeKind, at: dt.datetime) -> bool:
    """Whether a notice of this kind was queued on the London day of `at`."""
    latest = Notice.objects.filter(kind=kind, created_at__lte=at).order_by("-created_at").first()
    return latest is not None and london_day(latest.created_at) == london_day(at)


def told_since(kind: NoticeKind, moment: dt.datetime) -> bool:
    """Whether a notice of this kind was queued after a moment."""
    return Notice.objects.filter(kind=kind, created_at__gt=moment).exists()
