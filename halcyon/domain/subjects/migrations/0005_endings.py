"""A concern ends for a reason, by two people."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import halcyon.kernel.clocks.moments


class Migration(migrations.Migration):
    dependencies = [("access", "0004_details"), ("subjects", "0004_spoken")]
    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("proposed_by", models.IntegerField()),
                ("proposed_at", models.DateTimeField(default=halcyon.kernel.clocks.moments.now)),
                ("agreed", models.BooleanField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_by", models.IntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.record"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=~Q(reason=""), name="ending_has_a_reason"),
                    models.CheckConstraint(
                        condition=Q(agreed=None, answer="", answered_by=None, answered_at=None)
                        | (
                            Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                            & ~Q(answer="")
                            & ~Q(answered_by=F("proposed_by"))
                        ),
                        name="ending_is_answered_by_another",
                    ),
                    models.UniqueConstraint(
                        fields=["record"], condition=Q(agreed=None), name="one_ending_waits_at_a_time"
                    ),
                    models.UniqueConstraint(fields=["record"], condition=Q(agreed=True), name="concern_ends_once"),
                ],
            },
        ),
    ]
