"""A reply is owed to a member who asked or looked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promise", "0002_decisions_stand"),
    ]

    operations = [
        migrations.AlterField(
            model_name="obligation",
            name="duty",
            field=models.CharField(
                choices=[
                    ("acknowledge", "acknowledge"),
                    ("decide", "decide"),
                    ("act", "act"),
                    ("tell_back", "tell_back"),
                    ("reply", "reply"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="owed_to",
            field=models.CharField(
                choices=[("teller", "teller"), ("child", "child"), ("contact", "contact"), ("member", "member")],
                max_length=8,
            ),
        ),
    ]
