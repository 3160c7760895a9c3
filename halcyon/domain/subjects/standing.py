"""Which persons and places are of concern, now or at a moment: opened, and not ended by two people. And what one record alone
knows of, which closes with it (decision 0056)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from halcyon.domain.subjects import sameness
from halcyon.domain.subjects.models import Ending, Judgement, Mention, Same, Subject
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.models import Record
from halcyon.kernel.access.rules import Lock, RecordKind


def of_concern(*, until: datetime | None = None) -> QuerySet[Subject]:
    """Those that the acting member may see."""
    ended = Ending.objects.filter(record=OuterRef("record"), agreed=True)
    if until is None:
        return Subject.objects.filter(~Exists(ended))
    return Subject.objects.filter(~Exists(ended.filter(answered_at__lte=until)), opened_at__lte=until)


def known_only_in(record: Record) -> list[Subject]:
    """What is open and of concern, and known through this record alone."""
    named = Mention.objects.filter(record=record).values_list("id", flat=True)
    found = Subject.objects.select_related("record", "mention").filter(mention__in=set(sameness.grouped(named)))
    return [one for one in found if one.record.lock == Lock.OPEN and not _known_elsewhere(one, record)]


def left_open(*, by: Actor) -> dict[UUID, UUID]:
    """What stayed open when what alone knows it was closed, before that closed it too: the record of each, and which record of
    theirs knows it. Nothing of what is closed to the reader.
    """
    theirs = Record.objects.filter(owner=by.principal, lock=Lock.SILENT).exclude(kind=RecordKind.SUBJECT)
    still = Subject.objects.filter(record__lock=Lock.OPEN).values("record")
    same = Judgement.objects.filter(answer=Same.SAME, taken_back=None).filter(
        Q(record__in=still, other__in=theirs) | Q(record__in=theirs, other__in=still)
    )
    closed = {record for pair in same.values_list("record", "other") for record in pair}
    return {
        subject.pk: record.pk
        for record in theirs.filter(pk__in=closed).order_by("pk")
        for subject in known_only_in(record)
    }


def _known_elsewhere(subject: Subject, record: Record) -> bool:
    known = Mention.objects.filter(pk__in=sameness.subject_of(subject.mention_id))
    return known.exclude(record=subject.record).exclude(record=record).exists()
