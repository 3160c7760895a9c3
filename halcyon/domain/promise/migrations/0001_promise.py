"""What is owed, everything that happened to it, and the ledger."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from halcyon.kernel.clocks import moments


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
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
                ("received_at", models.DateTimeField()),
                ("received_day", models.DateField(db_index=True)),
                ("agency", models.IntegerField()),
                ("channel", models.CharField(max_length=20)),
                ("way_in", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("acknowledge", "acknowledge"),
                            ("decide", "decide"),
                            ("act", "act"),
                            ("tell_back", "tell_back"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "owed_to",
                    models.CharField(
                        choices=[("teller", "teller"), ("child", "child"), ("contact", "contact")], max_length=8
                    ),
                ),
                ("child", models.UUIDField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=1)),
                ("at_once", models.BooleanField(default=False)),
                ("owner", models.IntegerField()),
                ("agency", models.IntegerField()),
                ("starts_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("limit", models.CharField(max_length=40)),
                ("policy_version", models.CharField(max_length=10)),
                ("step", models.PositiveIntegerField(default=0)),
                ("climbs_at", models.DateTimeField(null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[("fulfilled", "fulfilled"), ("not_possible", "not_possible"), ("waived", "waived")],
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.IntegerField(null=True)),
                ("second", models.IntegerField(null=True)),
                ("evidence", models.UUIDField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.record"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("end", "")),
                        fields=("record", "duty", "owed_to", "child", "outcome", "at_once"),
                        name="owed_once_at_a_time",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child__isnull", False), ("owed_to", "child")),
                            models.Q(models.Q(("owed_to", "child"), _negated=True), ("child", None)),
                            _connector="OR",
                        ),
                        name="owed_to_a_child_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duty", "act"), models.Q(("outcome", ""), _negated=True)),
                            models.Q(models.Q(("duty", "act"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="an_act_has_an_outcome",
                    ),
                    models.CheckConstraint(condition=models.Q(("owner__gt", 0)), name="obligation_has_an_owner"),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("starts_at"))),
                        name="obligation_is_due_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("climbs_at__isnull", False), ("end", "")),
                            models.Q(models.Q(("end", ""), _negated=True), ("climbs_at", None)),
                            _connector="OR",
                        ),
                        name="obligation_climbs_until_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end", ""),
                                ("ended_at", None),
                                ("ended_by", None),
                                ("evidence", None),
                                ("reason", ""),
                                ("second", None),
                            ),
                            models.Q(
                                ("end", "fulfilled"),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("evidence__isnull", False),
                                ("second", None),
                            ),
                            models.Q(
                                ("end", "not_possible"),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("evidence", None),
                                ("second", None),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("end", "waived"),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("evidence", None),
                                ("second__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("second", models.F("ended_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="obligation_ends_once_and_whole",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("end", "")), fields=["due_at"], name="obligation_open_by_due"),
                    models.Index(
                        condition=models.Q(("end", "")), fields=["climbs_at"], name="obligation_open_by_climb"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObligationEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=moments.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("owner_changed", "owner_changed"),
                            ("escalated", "escalated"),
                            ("fulfilled", "fulfilled"),
                            ("not_possible", "not_possible"),
                            ("waived", "waived"),
                        ],
                        max_length=14,
                    ),
                ),
                ("by", models.IntegerField()),
                ("by_kind", models.CharField(max_length=6)),
                ("facts", models.JSONField(default=dict)),
                (
                    "obligation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promise.obligation",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.record"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("obligation", "number"), name="obligation_events_in_order")
                ],
            },
        ),
    ]
