"""Known names as they are spoken, for spotting them while someone writes. Behaviour and owner: functions.sql."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("subjects", "0003_weights")]

    operations = [
        migrations.RunSQL(
            """
            create table subjects.spoken (
                spoken text collate "C" not null, mention uuid not null, primary key (spoken, mention)
            );
            """,
            "drop table subjects.spoken",
        ),
    ]
