"""A member may ask for one detail of a child's record that they see otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("access", "0004_details")]
    operations = [
        migrations.AddField("ask", "detail", models.CharField(blank=True, default="", max_length=16)),
    ]
