"""Which persons and places are of concern, now or at a moment: opened, and not ended by two people."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from halcyon.domain.subjects.models import Ending, Subject


def of_concern(*, until: datetime | None = None) -> QuerySet[Subject]:
    """Those that the acting member may see."""
    ended = Ending.objects.filter(record=OuterRef("record"), agreed=True)
    if until is None:
        return Subject.objects.filter(~Exists(ended))
    return Subject.objects.filter(~Exists(ended.filter(answered_at__lte=until)), opened_at__lte=until)
