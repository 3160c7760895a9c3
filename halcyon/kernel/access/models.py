"""Principals, accounts, the spine of records, and grants. Audiences stand beside them in PostgreSQL, out of reach from here."""

import secrets
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from halcyon.kernel import clocks
from halcyon.kernel.access.rules import Lock

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number() -> int:
    """A random principal: says nothing about how many there are."""
    return secrets.randbelow(2**31 - 2) + 1


def new_reference() -> str:
    """Eight characters without look-alikes, random: ``7KQ4-M2P9``. The only kind of natural key that may be unique."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Reference(models.Model):
    """A guarded table that every member at the desk may read (agencies, teams, the rota); its changes obey law 1."""

    guarded = "reference"

    class Meta:
        abstract = True


class Principal(Reference):
    """Someone or something that can be in an audience: a member, an agency, a team."""

    id = models.IntegerField(primary_key=True, default=new_number)
    kind = models.CharField(max_length=10, choices=[(word, word) for word in ("member", "agency", "team", "meeting")])


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; an account without a member opens nothing."""

    def create_user(self, email: str, password: str | None = None) -> "Account":
        account = self.model(email=self.normalize_email(email))
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in. What it may do stands with the member it belongs to."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "email"
    objects = Accounts()


class Record(models.Model):
    """The spine row that every guarded thing has: what obligations, grants, mentions and the journal point at."""

    guarded = "record"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20)  # a RecordKind
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    team = models.IntegerField()
    owner = models.IntegerField(null=True)
    lock = models.CharField(max_length=6, default=Lock.OPEN, choices=[(lock.value, lock.value) for lock in Lock])
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clocks.now)


class OfRecord(models.Model):
    """A part of a record: it carries the record's audience, copied by PostgreSQL, never set from here."""

    guarded = "part"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class OfRecordInDetail(OfRecord):
    """A part that may be a detail which only some duties read. ``author`` names the column of whoever recorded it."""

    author = ""
    whose = "record_id"  # the column of the child whose detail it is

    detail = models.CharField(max_length=16, blank=True, default="")  # a Detail

    class Meta:
        abstract = True


class OfRecords(OfRecord):
    """A part of a record that points at other records too: seen only by who sees every one of them."""

    guarded = "pair"

    class Meta:
        abstract = True


class Look(OfRecord):
    """That someone asked for a record that is silent. Only its owner learns of it, and from a notice that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    looked_by = models.IntegerField()
    looked_at = models.DateTimeField(default=clocks.now)
    told_at = models.DateTimeField(null=True)


class Grant(OfRecord):
    """Someone outside the usual audience may see a record: why, who allowed it, until when.

    With a ``detail`` it opens no record: whoever sees the child's record anyway reads that detail of it too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    principal = models.IntegerField()
    detail = models.CharField(max_length=16, blank=True, default="")  # a Detail
    reason = models.TextField()
    granted_by = models.IntegerField()
    granted_at = models.DateTimeField(default=clocks.now)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="grant_has_a_reason")]
