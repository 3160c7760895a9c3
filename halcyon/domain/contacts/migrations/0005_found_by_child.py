from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_told_in")]

    operations = [
        migrations.AddIndex("concern", models.Index(fields=["child"], name="concern_by_child")),
        migrations.AddIndex("alert", models.Index(fields=["contact"], name="alert_by_contact")),
    ]
