"""A review is owed of whoever and whatever is of concern."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promise", "0004_looking_again")]
    operations = [
        migrations.AlterField(
            "obligation",
            "duty",
            models.CharField(
                choices=[
                    ("acknowledge", "acknowledge"),
                    ("decide", "decide"),
                    ("act", "act"),
                    ("tell_back", "tell_back"),
                    ("reply", "reply"),
                    ("look_again", "look_again"),
                    ("review", "review"),
                ],
                max_length=12,
            ),
        ),
    ]
