"""What is owed, everything that happened to it, and each contact's line of the ledger. Only reasons are free text."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from halcyon.domain.promise.rules import Duty, End, Happening, OwedTo, is_late
from halcyon.kernel import clocks
from halcyon.kernel.access.models import OfRecord, Record


def _choices(words: type[Duty] | type[OwedTo] | type[End] | type[Happening]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Obligation(OfRecord):
    """Something owed to someone, by an owner, by a time: the projection of its events.

    What it is, when it began and when it is due never change, and what has ended stays ended: PostgreSQL refuses.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    duty = models.CharField(max_length=12, choices=_choices(Duty))
    owed_to = models.CharField(max_length=8, choices=_choices(OwedTo))
    child = models.UUIDField(null=True)  # the child's record
    outcome = models.CharField(max_length=1, blank=True)  # of a decision: what ACT demands
    at_once = models.BooleanField(default=False)  # danger, or not sure: rings from its start
    owner = models.IntegerField()
    agency = models.IntegerField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    limit = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=10)
    step = models.PositiveIntegerField(default=0)  # how many rungs have been rung
    climbs_at = models.DateTimeField(null=True)  # when the next one is
    end = models.CharField(max_length=12, blank=True, choices=_choices(End))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.IntegerField(null=True)
    second = models.IntegerField(null=True)
    evidence = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(end=""), name="obligation_open_by_due"),
            models.Index(fields=["climbs_at"], condition=Q(end=""), name="obligation_open_by_climb"),
            models.Index(fields=["due_at"], condition=Q(end="", at_once=True), name="obligation_open_at_once"),
            models.Index(
                fields=["record"],
                include=["starts_at", "due_at"],
                condition=Q(duty=Duty.DECIDE.value, end=""),
                name="obligation_open_decisions",
            ),
            models.Index(fields=["ended_at"], condition=Q(duty=Duty.DECIDE.value), name="obligation_decided_by_moment"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "duty", "owed_to", "child", "outcome", "at_once"],
                condition=Q(end=""),
                nulls_distinct=False,
                name="owed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(owed_to=OwedTo.CHILD.value, child__isnull=False)
                | (~Q(owed_to=OwedTo.CHILD.value) & Q(child=None)),
                name="owed_to_a_child_names_it",
            ),
            models.CheckConstraint(
                condition=(Q(duty=Duty.ACT.value) & ~Q(outcome="")) | (~Q(duty=Duty.ACT.value) & Q(outcome="")),
                name="an_act_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(owner__gt=0), name="obligation_has_an_owner"),
            models.CheckConstraint(
                condition=~Q(duty=Duty.DECIDE.value) | Q(end__in=["", End.FULFILLED.value]),
                name="a_decision_is_never_let_go",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="obligation_is_due_after_its_start"),
            models.CheckConstraint(
                condition=Q(end="", climbs_at__isnull=False) | (~Q(end="") & Q(climbs_at=None)),
                name="obligation_climbs_until_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None, ended_by=None, second=None, evidence=None, reason="")
                | Q(
                    end=End.FULFILLED.value,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    second=None,
                    evidence__isnull=False,
                )
                | (
                    Q(
                        end=End.NOT_POSSIBLE.value,
                        ended_at__isnull=False,
                        ended_by__isnull=False,
                        second=None,
                        evidence=None,
                    )
                    & ~Q(reason="")
                )
                | (
                    Q(
                        end=End.WAIVED.value,
                        ended_at__isnull=False,
                        ended_by__isnull=False,
                        second__isnull=False,
                        evidence=None,
                    )
                    & ~Q(reason="")
                    & ~Q(second=F("ended_by"))
                ),
                name="obligation_ends_once_and_whole",
            ),
        ]

    def late(self, at: dt.datetime) -> bool:
        """Whether it is late at a moment, or ended late."""
        return is_late(due=self.due_at, ended=self.ended_at, at=at)


class ObligationEvent(OfRecord):
    """One thing that happened to something owed. Codes, ids and moments; never words."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clocks.now)
    kind = models.CharField(max_length=14, choices=_choices(Happening))
    by = models.IntegerField()
    by_kind = models.CharField(max_length=6)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "number"], name="obligation_events_in_order")]


class LedgerEntry(OfRecord):
    """The line of one contact in the conservation law: when it was received, who took it, how it came. For good."""

    append_only = True

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")
    received_at = models.DateTimeField()
    received_day = models.DateField(db_index=True)  # in London
    agency = models.IntegerField()
    channel = models.CharField(max_length=20)
    way_in = models.CharField(max_length=20)
