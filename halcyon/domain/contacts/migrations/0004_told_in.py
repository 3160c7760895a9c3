from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_actions_dated")]

    operations = [
        migrations.AddField("contact", "told_in", models.CharField(default="en", max_length=12)),
    ]
