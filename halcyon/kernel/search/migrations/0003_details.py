"""Entries of a child's record that only some duties find, and who saved each: access/rules.py says which."""

from django.db import migrations, models

POURED_IN = "alter table search_entry alter detail set default '', alter kept_by set default 0"


class Migration(migrations.Migration):
    dependencies = [("search", "0002_marks_are_no_letters")]
    operations = [
        migrations.AddField("indexedentry", "detail", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("indexedentry", "kept_by", models.IntegerField(default=0)),
        migrations.RunSQL(POURED_IN, migrations.RunSQL.noop),
    ]
