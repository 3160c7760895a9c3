"""Another look is owed to a child whom something new may concern."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promise", "0003_replies")]
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
                ],
                max_length=12,
            ),
        ),
    ]
