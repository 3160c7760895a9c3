"""Agencies, teams and members, as rows that a principal belongs to. What the pack says of them is read from the pack."""

import uuid

from django.db import models

from halcyon.kernel.access.models import Account, Principal, Reference
from halcyon.kernel.access.roles import Role


class Partnership(Reference):
    """Which partnership this database serves: one row, written when its pack is installed."""

    only_one = models.BooleanField(primary_key=True, default=True)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    demo = models.BooleanField(default=False)
    team = models.ForeignKey("Team", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only_one=True), name="one_partnership")]


class Agency(Reference):
    """An organisation of the partnership: its own members, records and sharing decisions."""

    principal = models.OneToOneField(Principal, on_delete=models.PROTECT, primary_key=True)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)


class Team(Reference):
    """A team; without an agency it is shared by several."""

    principal = models.OneToOneField(Principal, on_delete=models.PROTECT, primary_key=True)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")


class Member(Reference):
    """Someone at the desk. A leaver is not active and can sign in no more; what they did stays theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    principal = models.OneToOneField(Principal, on_delete=models.PROTECT)
    account = models.OneToOneField(Account, on_delete=models.PROTECT)
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    email = models.EmailField()
    telephone = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    roles = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    @property
    def held_roles(self) -> frozenset[Role]:
        """The roles as declared words; an unknown word in the row is an error, never a silent nothing."""
        return frozenset(Role(word) for word in self.roles)
