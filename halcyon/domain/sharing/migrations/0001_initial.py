"""An ask, and what its owner answered."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import halcyon.kernel.clocks.moments


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_kinds_in_code"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="access.record",
                    ),
                ),
                ("about", models.CharField(max_length=20)),
                ("why", models.TextField(blank=True)),
                ("asked_by", models.IntegerField()),
                ("asked_at", models.DateTimeField(default=halcyon.kernel.clocks.moments.now)),
                ("to", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("look", models.UUIDField(null=True)),
                ("shared", models.BooleanField()),
                ("reason", models.TextField()),
                ("until", models.DateField(null=True)),
                ("by", models.IntegerField()),
                ("at", models.DateTimeField(default=halcyon.kernel.clocks.moments.now)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.record"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="reply_has_a_reason"
                    ),
                    models.UniqueConstraint(fields=("record", "look"), name="one_reply_each", nulls_distinct=False),
                ],
            },
        ),
    ]
