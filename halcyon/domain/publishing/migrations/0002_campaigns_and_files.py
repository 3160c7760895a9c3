"""An event belongs to a campaign and has a day; a piece may have files."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import halcyon.kernel.clocks.moments

# An event from before stays as it is until somebody writes to it again: then it needs its campaign too.
EVENTS = """
alter table publishing_piece add constraint an_event_has_a_campaign
    check (kind <> 'event' or campaign_id is not null) not valid
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_publishing")]

    operations = [
        migrations.AddField(
            model_name="piece",
            name="campaign",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="publishing.piece"
            ),
        ),
        migrations.AddField(model_name="revision", name="day", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.CheckConstraint(
                condition=models.Q(("campaign", None), ("kind__in", ["event", "document"]), _connector="OR"),
                name="events_and_documents_belong_to_a_campaign",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(EVENTS, "alter table publishing_piece drop constraint an_event_has_a_campaign")
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="piece",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "event"), _negated=True), ("campaign__isnull", False), _connector="OR"
                        ),
                        name="an_event_has_a_campaign",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
                ("sort", models.CharField(max_length=3)),
                ("pages", models.PositiveIntegerField()),
                ("by", models.IntegerField()),
                ("at", models.DateTimeField(default=halcyon.kernel.clocks.moments.now)),
                (
                    "piece",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="publishing.piece"
                    ),
                ),
            ],
        ),
    ]
