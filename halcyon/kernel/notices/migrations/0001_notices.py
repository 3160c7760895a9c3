"""Notices and how often each was tried."""

import uuid

from django.db import migrations, models

from halcyon.kernel.clocks import moments


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("to_address", models.EmailField(max_length=254)),
                ("recipient", models.IntegerField(null=True)),
                ("created_at", models.DateTimeField(default=moments.now)),
                ("send_after", models.DateTimeField(default=moments.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["send_after"], name="notice_unsent"),
                    models.Index(fields=["kind", "created_at"], name="notice_by_kind"),
                ],
            },
        ),
    ]
