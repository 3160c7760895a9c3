"""A detail of a child's record is shared by a grant that says which one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_looked")]
    operations = [
        migrations.AddField("grant", "detail", models.CharField(blank=True, default="", max_length=16)),
    ]
